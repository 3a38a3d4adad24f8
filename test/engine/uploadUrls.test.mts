import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { byId, openSetup, sha256, wordsOf } from './setup.mts';
import { assetsOf, storedAt, upload, uploadSetup } from './uploadSetup.mts';

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');
const VOLUME = Buffer.from('a volume '.repeat(20_000));
const SIGN_IN = '<!DOCTYPE html><html><title>Sign in</title></html>';

describe('Asset: Upload from URLs', () => {
	const { here, run } = uploadSetup();
	let answer: Answer;
	let paths: string[] = [];
	const server = createServer((request, response) => {
		paths.push(request.url!);
		answer(response, request);
	});
	let base: string;
	beforeAll(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	beforeEach(() => (paths = []));

	const fromUrls = async (project: string, urls: string[], options: object = {}) =>
		await run(
			upload(project, options, { source: 'url', url: '={{ $json.url }}' }),
			urls.map((url) => ({ json: { url: `${base}${url}` } })),
		);
	const send =
		(bytes: Buffer | string, headers: Record<string, string | number>): Answer =>
		(response) => {
			response.writeHead(200, headers);
			response.write(bytes.slice(0, 5));
			response.end(bytes.slice(5));
		};
	const packed = gzipSync(VOLUME);

	it.each([
		['packed for the way, with a length', 'a.nii', VOLUME, { 'content-length': packed.length }],
		['packed for the way, without a length', 'a.nii', VOLUME, {}],
		['gzip itself, with a length', 'a.nii.gz', packed, { 'content-length': packed.length }],
		['gzip itself, without a length', 'a.nii.gz', packed, {}],
	])('stores the bytes of a file that is %s', async (_case, name, bytes, length) => {
		const project = here.setup.hub.seedProject();
		answer = send(packed, { 'content-encoding': 'gzip', ...length });
		const result = await fromUrls(project._id, [`/${name}`]);
		expect(wordsOf(result).trim()).toBe('');
		const stored = storedAt(here.setup, result.items[0].json.url as string);
		expect(stored.sha256).toBe(sha256(bytes));
		expect(result.items[0].json).toMatchObject({ externalId: name, size: bytes.length });
	});

	it.each([
		['a.nii', VOLUME],
		['a.nii.gz', packed],
	])('downloads the bytes of %s, however it is sent', async (name, bytes) => {
		const { hub, engine } = here.setup;
		const project = hub.seedProject();
		const asset = hub.seedAsset(project._id, { externalId: name, data: `${base}/${name}` });
		answer = send(packed, { 'content-encoding': 'gzip', 'content-length': packed.length });
		const result = await run({
			resource: 'asset',
			operation: 'download',
			project: byId(project._id),
			asset: byId(asset._id),
			field: 'data',
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(sha256(await engine.readBinary(result.items[0].binary!.data))).toBe(sha256(bytes));
	});

	it('says which host a file that ends early comes from', async () => {
		const project = here.setup.hub.seedProject();
		answer = (response) => {
			response.writeHead(200, { 'content-length': 200_000, 'content-type': 'image/png' });
			response.write(Buffer.alloc(190_000));
			setTimeout(() => response.socket?.destroy(), 20);
		};
		const result = await fromUrls(project._id, ['/a.png']);
		expect(wordsOf(result)).toContain(`${base.slice(7)}/a.png`);
		expect(wordsOf(result)).not.toContain(here.setup.hub.storageUrl.slice(7));
		expect(paths.length).toBeGreaterThan(1);
		expect(assetsOf(here.setup, project._id)).toHaveLength(0);
	});

	it.each([
		['a page', '/photo.jpg', SIGN_IN, 'text/html; charset=utf-8'],
		['a page of an unknown type', '/photo.jpg', SIGN_IN, 'application/octet-stream'],
		['a page that is called a picture', '/photo.jpg', SIGN_IN, 'image/jpeg'],
		['a message', '/scan.dcm', '{"message":"expired"}', 'application/json'],
		['a message of a storage', '/scan.nii.gz', '<Error/>', 'application/xml'],
		['a page in place of a text', '/notes.txt', SIGN_IN, 'text/html'],
	])('refuses %s at %s', async (_case, path, body, type) => {
		const project = here.setup.hub.seedProject();
		answer = send(body, { 'content-type': type });
		const result = await fromUrls(project._id, [path]);
		expect(wordsOf(result)).toMatch(/Instead of the file '.*its server sent '.*sign-in page/);
		expect(assetsOf(here.setup, project._id)).toHaveLength(0);
		// A request of the test before may be logged only now.
		const own = here.setup.hub.storage.requests.filter(({ path }) => path.includes(project._id));
		expect(own).toHaveLength(0);
		const unchecked = await fromUrls(project._id, [path], { checkType: false });
		expect(unchecked.items).toHaveLength(1);
	});

	it.each([
		['/page.html', SIGN_IN, 'text/html', 'page.html'],
		['/notes.md', '# Notes', 'text/plain', 'notes.md'],
		['/notes', 'Notes', 'text/plain', 'notes.txt'],
		['/photo', PNG, 'application/octet-stream', 'photo.png'],
		['/photo.php?id=7', PNG, 'image/png', 'photo.php.png'],
	])('takes %s', async (path, body, type, fileName) => {
		const project = here.setup.hub.seedProject();
		answer = send(body, { 'content-type': type });
		const result = await fromUrls(project._id, [path]);
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json).toMatchObject({ fileName, externalId: fileName });
	});

	it.each([
		['encoded', "attachment; filename*=UTF-8''Stra%C3%9Fe.png", 'Straße.png'],
		['encoded in Latin-1', "attachment; filename*=ISO-8859-1''Stra%DFe.png", 'Straße.png'],
		['raw UTF-8', 'attachment; filename="Straße 図.png"', 'Straße 図.png'],
		['taken apart', "attachment; filename*=UTF-8''Mu%CC%88ller.png", 'Müller.png'],
	])('reads a served name that is %s', async (_case, header, name) => {
		const project = here.setup.hub.seedProject();
		const disposition = Buffer.from(header).toString('latin1');
		answer = send(PNG, { 'content-type': 'image/png', 'content-disposition': disposition });
		const result = await fromUrls(project._id, ['/download?id=1']);
		expect(result.items[0].json).toMatchObject({ externalId: name, fileName: name });
	});

	it('names files after what their server calls them, so that a second run knows them again', async () => {
		const project = here.setup.hub.seedProject();
		answer = (response, { url }) => {
			const name = `photo-${url!.at(-1)}.png`;
			send(PNG, { 'content-disposition': `attachment; filename="${name}"` })(
				response,
				null as never,
			);
		};
		const urls = ['/download?id=1', '/download?id=2', '/get.png?id=3'];
		const names = ['photo-1.png', 'photo-2.png', 'photo-3.png'];
		const first = await fromUrls(project._id, urls);
		expect(first.items.map(({ json }) => json.externalId)).toEqual(names);
		expect(first.hints).toEqual([]);
		const second = await fromUrls(project._id, urls, { ifExists: 'skip' });
		expect(second.items.map(({ json }) => [json.externalId, json.status])).toEqual(
			names.map((name) => [name, 'skipped']),
		);
		expect(assetsOf(here.setup, project._id)).toHaveLength(3);
	});

	it('says when files share a name, and what becomes of them', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		answer = send(PNG, { 'content-type': 'image/png' });
		const urls = ['/cam1/0001.png', '/cam2/0001.png'];
		const added = await fromUrls(project._id, urls);
		expect(added.items.map(({ json }) => json.status)).toEqual(['created', 'created']);
		expect(added.hints[0].message).toMatch(/share an external ID.*'0001.png'.*External ID/);

		const other = hub.seedProject();
		const skipped = await fromUrls(other._id, urls, { ifExists: 'skip' });
		expect(skipped.items.map(({ json }) => json.status)).toEqual(['created', 'duplicate']);
		expect(skipped.hints[0].message).toMatch(/share an external ID/);

		const failed = await fromUrls(hub.seedProject()._id, urls, { ifExists: 'fail' });
		expect(wordsOf(failed)).toMatch(/'0001.png' appears twice in this run/);

		const own = await fromUrls(hub.seedProject()._id, urls, {
			externalId: '={{ $json.url }}',
			ifExists: 'fail',
		});
		expect(own.items.map(({ json }) => json.status)).toEqual(['created', 'created']);
		expect(own.hints).toEqual([]);
	});

	it('keeps the # of a file name', async () => {
		const project = here.setup.hub.seedProject();
		answer = send(PNG, { 'content-type': 'image/png' });
		const result = await fromUrls(project._id, ['/a#1.png']);
		expect(result.items[0].json.externalId).toBe('a#1.png');
		expect(paths).toEqual(['/a%231.png']);
	});

	it('asks for the external ID of a text where it looks for existing ones', async () => {
		const project = here.setup.hub.seedProject();
		const text = { source: 'text', text: 'one text' };
		const result = await run(upload(project._id, { ifExists: 'skip' }, text));
		expect(wordsOf(result)).toMatch(/'If Asset Exists' needs an 'External ID'/);
		const named = await run(upload(project._id, { ifExists: 'skip', externalId: 't1' }, text));
		expect(named.items[0].json.status).toBe('created');
	});

	it.each([
		['/files/a?sv=2024&sr=b&sig=abc', 'BlockBlob'],
		['/files/a?X-Amz-Signature=abc', undefined],
	])('names the kind of blob where the storage is one of Azure: %s', async (address, kind) => {
		const sent: Array<string | string[] | undefined> = [];
		answer = (response, request) => {
			const data = request.url!.startsWith('/v2/project/p/assets')
				? { assets: [], total: 0 }
				: { project: { _id: 'p', name: 'P', batches: [] }, uploadUrl: base + address };
			if (request.method === 'PUT') sent.push(request.headers['x-ms-blob-type']);
			request.resume().on('end', () => {
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify({ status: 'success', data }));
			});
		};
		const azure = await openSetup({ binaryMode: 'filesystem', credential: { url: base } });
		const text = { source: 'text', text: 'one text' };
		const node = azure.node(upload('p', { returnIds: false }, text) as never);
		const result = await azure.engine.run({ node });
		await azure.close();
		expect(wordsOf(result).trim()).toBe('');
		expect(sent).toEqual([kind]);
	});
});
