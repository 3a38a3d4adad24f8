import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { LocalHub, Project } from './index.mts';
import { startLocalHub } from './index.mts';
import type { Json } from './testClient.mts';
import { clientOf } from './testClient.mts';

let hub: LocalHub;
let project: Project;
let now: number;

beforeEach(async () => {
	now = Date.parse('2025-05-05T10:00:00Z');
	hub = await startLocalHub({ keepBytes: 1000, now: () => now });
	project = hub.seedProject();
});
afterEach(() => hub.stop());

async function uploadUrl(name = 'a b.png'): Promise<string> {
	const query = { name, project: project._id, type: 'assets' };
	return (await clientOf(hub).get('/v2/getUploadUrl', query)).data.uploadUrl;
}

const put = (url: string, body: string | Buffer<ArrayBuffer>, headers = {}) =>
	fetch(url, { method: 'PUT', body, headers });

/** A PUT whose framing headers are exactly the given ones. */
async function rawPut(url: string, headers: Record<string, string>): Promise<number> {
	const outgoing = request(url, { method: 'PUT', headers });
	outgoing.flushHeaders();
	outgoing.end();
	const [answer] = await once(outgoing, 'response');
	answer.resume();
	return answer.statusCode;
}

describe('uploads', () => {
	it('stores bytes, size, hash and content type under the path of the project', async () => {
		const url = await uploadUrl();
		const bytes = Buffer.from('picture');
		expect((await put(url, bytes, { 'content-type': 'image/png' })).status).toBe(200);
		const stored = hub.storage.objects.get(`/${project._id}/assets/a b.png`);
		expect(stored).toMatchObject({ size: 7, contentType: 'image/png', bytes });
		expect(stored?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
		expect(url.split('?')[0]).toBe(`${hub.storageUrl}/${project._id}/assets/a%20b.png`);
	});

	it('keeps only size and hash of what is bigger than the limit', async () => {
		const bytes = Buffer.alloc(5000, 7);
		await put(await uploadUrl('big'), bytes);
		const stored = hub.storage.objects.get(`/${project._id}/assets/big`);
		expect(stored).toMatchObject({ size: 5000, bytes: null });
		expect(stored?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
	});

	it('needs Content-Length and refuses chunked bodies', async () => {
		expect(await rawPut(await uploadUrl(), { 'transfer-encoding': 'chunked' })).toBe(501);
		const bare = request(await uploadUrl(), { method: 'PUT' });
		bare.removeHeader('transfer-encoding');
		bare.useChunkedEncodingByDefault = false;
		bare.end();
		const [answer] = await once(bare, 'response');
		answer.resume();
		expect(answer.statusCode).toBe(411);
		expect(hub.storage.objects.size).toBe(0);
	});

	it('refuses more than five GiB in one PUT', async () => {
		const length = String(5 * 1024 ** 3 + 1);
		const outgoing = request(await uploadUrl(), {
			method: 'PUT',
			headers: { 'content-length': length },
		});
		outgoing.on('error', () => {});
		outgoing.flushHeaders();
		const [answer] = await once(outgoing, 'response');
		outgoing.destroy();
		expect(answer.statusCode).toBe(400);
	});

	it('refuses missing, altered and expired signatures', async () => {
		const url = await uploadUrl();
		const [bare, query] = url.split('?');
		const otherPath = `${hub.storageUrl}/${project._id}/assets/other.png?${query}`;
		const longer = url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=9999');
		const answers = await Promise.all(
			[bare, otherPath, longer, `${url}&x=1`].map((to) => put(to, 'x')),
		);
		expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403, 403]);
		now += 3600_000;
		const late = await put(url, 'x');
		expect(late.status).toBe(403);
		expect(await late.text()).toContain('<Message>Request has expired</Message>');
		expect(hub.storage.objects.size).toBe(0);
	});

	it('shows a leaked API key in its records', async () => {
		await put(await uploadUrl(), 'x', { apikey: hub.apiKey });
		const entry = hub.storage.requests.at(-1);
		expect(entry).toMatchObject({ method: 'PUT', bodySize: 1, status: 200 });
		expect(entry?.headers.apikey).toBe(hub.apiKey);
	});

	it('gives no link for local uploads to PCT projects', async () => {
		const pct = hub.seedProject({ type: 'pct' });
		const query = { name: 'a.pcd', project: pct._id, type: 'assets' };
		expect((await clientOf(hub).get('/v2/getUploadUrl', query)).status).toBe(400);
		const brush = { ...query, type: 'brushes' };
		expect((await clientOf(hub).get('/v2/getUploadUrl', brush)).status).toBe(201);
	});
});

describe('reading', () => {
	async function signed(url: string): Promise<string> {
		const query = { name: url, project: project._id, type: 'assets' };
		return (await clientOf(hub).get('/v2/getSignedUrl', query)).data.signedUrl;
	}

	it('serves signed links, in parts and to HEAD, but never unsigned ones', async () => {
		const url = hub.storage.put(`/${project._id}/assets/t.txt`, '0123456789', 'text/plain');
		const link = await signed(url);
		const whole = await fetch(link);
		expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
		const part = await fetch(link, { headers: { range: 'bytes=2-4' } });
		expect([part.status, await part.text()]).toEqual([206, '234']);
		expect(part.headers.get('content-range')).toBe('bytes 2-4/10');
		const tail = await fetch(link, { headers: { range: 'bytes=-3' } });
		expect(await tail.text()).toBe('789');
		const head = await fetch(link, { method: 'HEAD' });
		expect(head.headers.get('content-length')).toBe('10');
		expect((await fetch(link, { headers: { range: 'bytes=10-' } })).status).toBe(416);
		expect((await fetch(url)).status).toBe(403);
		expect((await put(link, 'x')).status).toBe(403);
	});

	it('takes the asset as name or as url, but not two different ones', async () => {
		const url = hub.storage.put('/x/assets/t.txt', 'text');
		const get = (query: object) => clientOf(hub).get('/v2/getSignedUrl', { ...query });
		expect((await get({ url })).status).toBe(201);
		expect((await get({ name: url, url })).status).toBe(201);
		expect((await get({ name: url, url: `${url}2` })).status).toBe(400);
		expect((await get({})).status).toBe(400);
	});

	it('makes up big objects while it serves them', async () => {
		const size = 3 * 64 * 1024 + 5;
		const url = hub.storage.putSynthetic('/bucket/big.bin', size, 42, { isPublic: true });
		const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
		expect(bytes.length).toBe(size);
		const stored = hub.storage.objects.get('/bucket/big.bin');
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(stored?.sha256);
		const part = await fetch(url, { headers: { range: `bytes=65530-65545` } });
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(65530, 65546));
	});
});

describe('storages of the customer', () => {
	it('explores folders page by page and imports them', async () => {
		const client = clientOf(hub);
		const body = { name: 's', provider: 'AWS', publicKey: 'a', privateKey: 'b' };
		const { storage } = (await client.post('/v2/storages', body)).data;
		for (const name of ['in/a.png', 'in/b.png', 'in/c.txt', 'in/deep/d.png', 'out.png']) {
			hub.storage.put(`/bucket/${name}`, name);
		}
		hub.faults.fileExplorerPage = 1;
		const target = { bucket: 'bucket', storageId: storage._id, folder: 'in', extensions: ['png'] };
		const first = (await client.post('/v2/file-explorer', target)).data;
		const names = (page: Json) => page.files.map((file: Json) => file.path);
		expect([first.folders, names(first)]).toEqual([['in/deep/'], ['in/a.png']]);
		const { scrollToken } = first;
		const second = (await client.post('/v2/file-explorer', { ...target, scrollToken })).data;
		expect([names(second), second.scrollToken]).toEqual([['in/b.png'], null]);
		const upload = { ...target, upload: true, projectId: project._id };
		let imported = (await client.post('/v2/file-explorer', upload)).data;
		while (imported.scrollToken !== null) {
			const next = { ...upload, scrollToken: imported.scrollToken };
			imported = (await client.post('/v2/file-explorer', next)).data;
		}
		const assets = [...hub.state.assets.values()];
		expect(assets.map((asset) => asset.externalId)).toEqual([
			'in/a.png',
			'in/b.png',
			'in/deep/d.png',
		]);
		const listed = await client.get(`/v2/storages/${storage._id}/files`, {
			bucketName: 'bucket',
			path: 'in/deep',
			getSignedUrls: true,
		});
		const [file] = listed.data.files;
		expect(await (await fetch(file.signedUrl)).text()).toBe('in/deep/d.png');
	});
});
