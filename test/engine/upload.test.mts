import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { syntheticSource } from '../local-hub/index.mts';
import type { BinaryMode } from './harness/index.mts';
import { fileItem, openSetup, sha256, wordsOf, type Setup } from './setup.mts';
import { assetsOf, digits, storedAt, upload, uploadSetup } from './uploadSetup.mts';

const NAMES = [
	'plain.png',
	'with space.jpeg',
	'Ünïcödé 图像.pdf',
	'hash#tag.txt',
	'100%.md',
	'a+b.mp4',
	'"quoted" \'name\'.wav',
	'folder/inside\\other.tif',
	'volume.nii.gz',
	'mask.seg.nrrd',
];

describe.each<[BinaryMode | 'combined']>([['filesystem'], ['memory'], ['combined']])(
	'Asset: Upload with files kept in %s mode',
	(mode) => {
		let setup: Setup;
		beforeAll(async () => {
			setup = await openSetup({ binaryMode: mode === 'memory' ? 'memory' : 'filesystem' });
		});
		afterAll(async () => await setup.close());

		it('stores exactly the bytes, whatever the name, and never shows the key to the storage', async () => {
			const { hub, engine, node } = setup;
			const project = hub.seedProject();
			const contents = NAMES.map((name, index) => Buffer.from(`${index} ${name}`.repeat(1000)));
			const items: INodeExecutionData[] = await Promise.all(
				NAMES.map(async (name, index) => {
					const item = await fileItem(setup, name, contents[index]);
					if (mode !== 'combined') return item;
					const { data } = item.binary!;
					return { json: { _files: [data], data } as unknown as IDataObject };
				}),
			);
			const run = await engine.run({
				node: node(upload(project._id)),
				items,
				...(mode === 'combined' && { settings: { binaryMode: 'combined' } }),
			});
			expect(wordsOf(run).trim()).toBe('');
			expect(run.items.map(({ json }) => json.externalId)).toEqual(
				NAMES.map((name) => name.split(/[/\\]/).pop()),
			);
			for (const [index, { json, pairedItem }] of run.items.entries()) {
				expect(pairedItem).toEqual({ item: index });
				const stored = storedAt(setup, json.url as string);
				expect(stored.sha256).toBe(sha256(contents[index]));
				expect(json).toMatchObject({ status: 'created', size: contents[index].length });
			}
			expect(run.items[8].json.url).toMatch(/\.nii\.gz$/);
			expect(run.items[9].json.url).toMatch(/\.seg\.nrrd$/);
			expect(assetsOf(setup, project._id)).toHaveLength(NAMES.length);
			expect(hub.storage.requests.length).toBeGreaterThanOrEqual(NAMES.length);
			expect(JSON.stringify(hub.storage.requests)).not.toContain(hub.apiKey);
		});
	},
);

describe('Asset: Upload', () => {
	const { here, run } = uploadSetup();

	it('streams a file of 512 MB', async () => {
		const { hub, engine } = here.setup;
		const project = hub.seedProject();
		const size = 512 * 1024 ** 2;
		const hash = createHash('sha256');
		const content = Readable.from(
			(function* () {
				for (const chunk of syntheticSource(7)(0, size)) {
					hash.update(chunk);
					yield chunk;
				}
			})(),
		);
		const data = await engine.binary(content, { fileName: 'film.mp4', mimeType: 'video/mp4' });
		const result = await run(upload(project._id), [{ json: {}, binary: { data } }]);
		expect(wordsOf(result).trim()).toBe('');
		const stored = storedAt(here.setup, result.items[0].json.url as string);
		expect(stored.size).toBe(size);
		expect(stored.sha256).toBe(hash.digest('hex'));
		const put = hub.storage.requests.find(({ method }) => method === 'PUT')!;
		expect(put.headers['content-length']).toBe(String(size));
		expect(put.headers['transfer-encoding']).toBeUndefined();
		expect(put.headers['content-type']).toBe('video/mp4');
	});

	it('uploads a text as a file, or embeds it on one line', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		const text = 'He said "yes"\nand left.';
		const asFile = await run(
			upload(project._id, { fileName: 'note.md' }, { source: 'text', text, textAs: 'file' }),
		);
		expect(storedAt(here.setup, asFile.items[0].json.url as string).sha256).toBe(sha256(text));
		expect(asFile.items[0].json).toMatchObject({
			externalId: 'note.md',
			mimeType: 'text/markdown',
		});

		const embedded = await run(
			upload(project._id, { externalId: 'n1' }, { source: 'text', text, textAs: 'embedded' }),
		);
		expect(wordsOf(embedded).trim()).toBe('');
		const [asset] = assetsOf(here.setup, project._id).filter(
			({ externalId }) => externalId === 'n1',
		);
		expect(asset.data).toBe("He said 'yes' and left.");
	});

	it('streams the content of a URL through, with and without a length', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		const file = Buffer.from('content behind a URL');
		hub.storage.put('/public/photo one.png', file, 'image/png', { isPublic: true });
		const url = `${hub.storageUrl}/public/photo%20one.png`;
		const result = await run(upload(project._id, {}, { source: 'url', url }));
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json).toMatchObject({
			externalId: 'photo one.png',
			mimeType: 'image/png',
		});
		expect(storedAt(here.setup, result.items[0].json.url as string).sha256).toBe(sha256(file));
	});

	it.each([
		[
			'a length',
			(response: ServerResponse, bytes: Buffer) =>
				response.setHeader('content-length', bytes.length).end(bytes),
		],
		[
			'no length',
			(response: ServerResponse, bytes: Buffer) => {
				response.write(bytes.subarray(0, 10));
				response.end(bytes.subarray(10));
			},
		],
	])('passes on a URL whose server gives %s, named by its header', async (_case, send) => {
		const bytes = Buffer.from('x'.repeat(50_000));
		let requests = 0;
		const server = createServer((request, response) => {
			requests++;
			expect(request.headers.apikey).toBeUndefined();
			response.setHeader('content-type', 'image/png; charset=binary');
			response.setHeader('content-disposition', "attachment; filename*=UTF-8''caf%C3%A9.png");
			send(response, bytes);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const project = here.setup.hub.seedProject();
		here.setup.hub.faults.rules.push({
			match: { host: 'storage', method: 'PUT' },
			times: 1,
			action: 'reset-before',
		});
		const result = await run(
			upload(
				project._id,
				{ externalId: 'e1' },
				{ source: 'url', url: `http://127.0.0.1:${port}/get?id=7` },
			),
		);
		server.close();
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json).toMatchObject({
			externalId: 'e1',
			fileName: 'café.png',
			mimeType: 'image/png',
		});
		expect(storedAt(here.setup, result.items[0].json.url as string).sha256).toBe(sha256(bytes));
		expect(requests).toBeGreaterThan(0);
	});

	it('gives context data, metadata, batches, priority and attachments to the asset', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject({ batches: ['Week 12'] });
		const result = await run(
			upload(project._id, {
				addFileInfo: true,
				attachments: { attachment: [{ type: 'TEXT', value: 'look left' }] },
				batches: '={{ ["Week 12", $json.day] }}',
				contextData: '={{ { site: $json.site } }}',
				createMissingBatches: true,
				externalId: '={{ $json.id }}',
				frameRate: 25,
				metadata: '{"lens": "wide"}',
				priority: 7,
				returnIds: true,
			}),
			[
				await fileItem(here.setup, 'a.png', 'a', { json: { id: 'x-1', site: 1, day: 'Mon' } }),
				await fileItem(here.setup, 'b.png', 'bb', { json: { id: 'x-2', site: 2, day: 'Tue' } }),
			],
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items.map(({ json }) => json.externalId)).toEqual(['x-1', 'x-2']);
		const names = hub.state.project(project._id).batches.map(({ name }) => name);
		expect(names.sort()).toEqual(['Mon', 'Tue', 'Week 12']);
		for (const [index, { json }] of result.items.entries()) {
			const asset = hub.state.assets.get(json.assetId as string)!;
			expect(asset.externalId).toBe(`x-${index + 1}`);
			expect(asset.contextData).toMatchObject({
				site: index + 1,
				size: index + 1,
				mimeType: 'image/png',
			});
			expect(asset.metadata).toEqual({ lens: 'wide', frameRate: 25 });
			expect(asset.batches).toHaveLength(2);
			expect(asset.attachments).toEqual([{ type: 'TEXT', value: 'look left' }]);
			expect(hub.taskOf(asset).priority).toBe(7);
		}
		const posts = hub.requests.filter(({ path }) => path.endsWith('/cloud'));
		expect(posts).toHaveLength(1);
	});

	it.each([
		['priority out of range', { priority: 1001 }, /'Priority' .*-1000 to 1000/],
		['unknown batch', { batches: ['Wek 12'] }, /no batch 'Wek 12'.*'Week 12'/],
		[
			'context data that is no object',
			{ contextData: '[1]' },
			/'Context Data' has to be a JSON object/,
		],
		['broken JSON', { contextData: '{oops' }, /'Context Data' is not valid JSON/],
		['Replace without consent', { ifExists: 'replace' }, /deletes the labels/],
		['group without an expression', { combine: 'group' }, /'Group By' is empty/],
		[
			'unknown class',
			{ answers: { label: [{ class: 'Digt', answers: ['1'] }] } },
			/no class 'Digt'.*'Digit'/,
		],
		[
			'unknown answer',
			{ answers: { label: [{ class: 'Digit', answers: ['ten'] }] } },
			/'ten' is not an answer of 'Digit'/,
		],
		[
			'two answers for one',
			{ answers: { label: [{ class: 'Digit', answers: ['1', '2'] }] } },
			/takes one answer/,
		],
	])(
		'refuses %s before anything is sent',
		async (_case, { answers, ...options }: IDataObject, words) => {
			const { hub } = here.setup;
			const project = hub.seedProject({ batches: ['Week 12'], categorySchema: digits() });
			const parameters = upload(project._id, options, answers ? { answers } : {});
			const result = await run(parameters, [await fileItem(here.setup, 'a.png')]);
			expect(result.status).toBe('error');
			expect(wordsOf(result)).toMatch(words);
			expect(hub.requests.every(({ method }) => method === 'GET')).toBe(true);
			expect(hub.storage.requests).toHaveLength(0);
		},
	);

	it.each([
		['an empty file', 'a.png', '', 'image/png', /'a.png' is empty/],
		['an unsupported type', 'a.heic', 'x', 'image/heic', /'.heic'.*Check File Type/],
		[
			'a file without extension and type',
			'README',
			'x',
			'application/octet-stream',
			/'README' has no extension/,
		],
	])('refuses %s before anything is sent', async (_case, name, content, mimeType, words) => {
		const { hub } = here.setup;
		const project = hub.seedProject();
		const item = await fileItem(here.setup, name, content, { mimeType });
		const result = await run(upload(project._id), [await fileItem(here.setup, 'good.png'), item]);
		expect(result.status).toBe('error');
		expect(wordsOf(result)).toMatch(words);
		expect(result.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(hub.storage.requests).toHaveLength(0);
		expect(assetsOf(here.setup, project._id)).toHaveLength(0);
	});
});
