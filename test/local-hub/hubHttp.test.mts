import type { LocalHub, Project } from './index.mts';
import { startLocalHub } from './index.mts';
import type { Json } from './testClient.mts';
import { clientOf } from './testClient.mts';

let hub: LocalHub;
let client: ReturnType<typeof clientOf>;
let project: Project;

beforeEach(async () => {
	hub = await startLocalHub();
	client = clientOf(hub);
	project = hub.seedProject({ name: 'Cars', batches: ['first', 'second'] });
});
afterEach(() => hub.stop());

describe('envelope', () => {
	it('refuses a missing and a wrong key', async () => {
		for (const headers of [{}, { apikey: 'wrong' }] as Array<Record<string, string>>) {
			const response = await fetch(`${hub.url}/v2/listProjects`, { headers });
			expect(response.status).toBe(401);
			expect(await response.json()).toEqual({ status: 'fail', message: 'Invalid API KEY' });
		}
	});

	it('answers an unknown project like the real hub', async () => {
		const reply = await client.get('/v2/project/nonsense');
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ status: 'fail', message: 'Invalid project: nonsense.' });
	});

	it('uses 201 where the REST docs show it', async () => {
		const created = await client.post('/v2/project', { name: 'New', description: '' });
		const link = await client.get('/v2/getUploadUrl', { name: 'a.png' });
		const listed = await client.get('/v2/listProjects');
		expect([created.status, link.status, listed.status]).toEqual([201, 201, 200]);
		expect(created.body.status).toBe('success');
	});

	it('records what a client sent', async () => {
		await client.post('/v2/project', { name: 'New', description: '' });
		expect(hub.requests.at(-1)).toMatchObject({
			method: 'POST',
			path: '/v2/project',
			headers: { apikey: hub.apiKey },
			body: { name: 'New', description: '' },
			status: 201,
		});
		hub.clearRequests();
		expect(hub.requests).toEqual([]);
	});
});

describe('strictness', () => {
	it.each([
		['an unknown key', { name: 'x', colour: 'red' }, 'Unknown key "colour".'],
		['a missing key', { description: '' }, '"name" is required.'],
		['a wrong type', { name: 5 }, 'Invalid value for "name": expected a non-empty string.'],
		['an unknown value', { name: 'x', type: 'y' }, 'Invalid value for "type": expected one of'],
	])('refuses %s', async (_, body, message) => {
		const reply = await client.post('/v2/project', body);
		expect(reply.status).toBe(400);
		expect(reply.body.message).toContain(message);
	});

	it('refuses broken JSON and an unknown query key', async () => {
		const broken = await fetch(`${hub.url}/v2/project`, {
			method: 'POST',
			headers: { apikey: hub.apiKey, 'content-type': 'application/json' },
			body: '{"name":',
		});
		expect(broken.status).toBe(400);
		const reply = await client.get('/v2/listProjects', { pages: 1 });
		expect(reply.body.message).toBe('Unknown key "pages".');
	});

	it('knows no routes of the legacy platform', async () => {
		const reply = await client.get('/v2/integrations');
		expect(reply.status).toBe(404);
	});
});

describe('lists', () => {
	it('pages newest first, ten by default, with a total', async () => {
		for (let index = 0; index < 25; index += 1) {
			hub.seedAsset(project._id, { externalId: `a${index}` });
		}
		const path = `/v2/project/${project._id}/assets`;
		const first = await client.get(path, { filters: {} });
		const third = await client.get(path, { filters: {}, page: 3, limit: 10 });
		expect(first.data.total).toBe(25);
		expect(first.data.assets.map((asset: Json) => asset.externalId)).toEqual(
			[24, 23, 22, 21, 20, 19, 18, 17, 16, 15].map((index) => `a${index}`),
		);
		expect(third.data.assets.map((asset: Json) => asset.externalId)).toEqual(
			[4, 3, 2, 1, 0].map((index) => `a${index}`),
		);
		expect((await client.get(path, { page: 4 })).data.assets).toEqual([]);
	});

	it('clamps the page and sorts by the given field', async () => {
		for (const externalId of ['b', 'c', 'a']) hub.seedAsset(project._id, { externalId });
		hub.faults.pageClamp = 2;
		const path = `/v2/project/${project._id}/assets`;
		const { data } = await client.get(path, { limit: 100, sort: 'externalId' });
		expect(data.assets.map((asset: Json) => asset.externalId)).toEqual(['a', 'b']);
		expect(data.total).toBe(3);
	});

	it('shows new assets late when told so', async () => {
		hub.faults.assetVisibility = { listRequests: 2 };
		const path = `/v2/project/${project._id}/assets`;
		await client.post(`/v2/project/${project._id}/cloud`, {
			assets: [{ data: 'text', externalId: 'late' }],
		});
		const totals = [];
		for (let request = 0; request < 3; request += 1) {
			totals.push((await client.get(path)).data.total);
		}
		expect(totals).toEqual([0, 0, 1]);
	});
});

describe('cloud import', () => {
	const cloud = (body: unknown, query = {}) =>
		client.post(`/v2/project/${project._id}/cloud`, body, query);

	it('registers assets with tasks, in the batches of the query or their own', async () => {
		const reply = await cloud(
			{
				assets: [
					{
						data: 'https://files.example/a.png',
						externalId: 'a',
						contextData: null,
						metadata: null,
					},
					{ data: 'Some text', externalId: 'b', batches: ['second'], contextData: { any: [1] } },
				],
				uploadLocal: null,
				priority: 7,
			},
			{ batches: [project.batches[0]._id] },
		);
		expect(reply.status).toBe(201);
		expect(reply.data.assets).toMatchObject({ assetsCreated: 2, tasksCreated: 2 });
		const [b, a] = (await client.get(`/v2/project/${project._id}/assets`)).data.assets;
		expect(a).toMatchObject({ externalId: 'a', batches: [project.batches[0]._id] });
		expect(b).toMatchObject({ batches: [project.batches[1]._id], contextData: { any: [1] } });
		expect(hub.state.task(a.labelTasks[0]._id)).toMatchObject({ stage: 'Start', priority: 7 });
	});

	it.each([
		['data', [{ data: 'x', externalId: 'ok' }, { externalId: 'bad' }], 'assets[1] (bad): "data"'],
		['key', [{ data: 'x', externalId: 'ok', color: 1 }], 'Unknown key "assets[0].color"'],
		[
			'batch',
			[{ data: 'x', externalId: 'z', batches: ['no'] }],
			'assets[0] (z): Batch no not found.',
		],
	])('refuses the whole chunk for one bad entry (%s)', async (_, assets, message) => {
		const reply = await cloud({ assets });
		expect(reply.status).toBe(400);
		expect(reply.body.message).toContain(message);
		expect(hub.state.assets.size).toBe(0);
	});
});

describe('batches', () => {
	it('replaces the list; dropped entries vanish from assets too', async () => {
		const [first, second] = project.batches;
		const asset = hub.seedAsset(project._id, { batches: [first._id, second._id] });
		const reply = await client.post(`/v2/batches/${project._id}`, {
			batches: [second, { name: 'third' }],
		});
		expect(reply.data.project.batches.map((batch: Json) => batch.name)).toEqual([
			'second',
			'third',
		]);
		expect(asset.batches).toEqual([second._id]);
		const restored = await client.post(`/v2/batches/${project._id}`, { batches: [first, second] });
		expect(restored.data.project.batches).toEqual([first, second]);
	});

	it('adds assigned batches, by id or name', async () => {
		const asset = hub.seedAsset(project._id, { batches: [project.batches[0]._id] });
		const reply = await client.post('/v2/assignBatches', {
			assets: [asset._id],
			batches: ['second'],
			projectId: project._id,
		});
		expect(reply.data).toEqual({ assets: 1 });
		expect(asset.batches).toEqual(project.batches.map((batch) => batch._id));
	});
});

describe('other records', () => {
	it('deletes assets and their tasks by a DELETE with a body', async () => {
		const asset = hub.seedAsset(project._id);
		const path = `/v2/project/${project._id}/assets`;
		const foreign = await client.delete(path, { project: hub.state.organization, assets: [] });
		expect(foreign.status).toBe(400);
		expect((await client.delete(path, { project: project._id, assets: [asset._id] })).status).toBe(
			200,
		);
		expect((await client.get(`/v2/task/${asset.taskIds[0]}`)).status).toBe(404);
	});

	it('attaches to all assets with the external id and reports counts', async () => {
		hub.seedAsset(project._id, { externalId: 'twin' });
		const asset = hub.seedAsset(project._id, { externalId: 'twin' });
		const attachments = [{ type: 'TEXT', value: 'note' }];
		const reply = await client.post('/v2/attachments', {
			project: project._id,
			attachments: [
				{ externalId: 'twin', attachments },
				{ externalId: 'none', attachments },
			],
		});
		expect(reply.data.project).toEqual({ attachmentsImported: 2, assetsUpdated: 2 });
		expect(asset.attachments).toEqual(attachments);
	});

	it('returns stored secrets of storages, as the real list does', async () => {
		const body = {
			name: 's',
			provider: 'AWS',
			publicKey: 'pub',
			privateKey: 'priv',
			credentials: null,
		};
		const created = await client.post('/v2/storages/', { ...body, region: 'eu-central-1' });
		const listed = await client.get('/v2/storages', { _id: created.data.storage._id });
		expect(listed.data).toEqual({ storages: [expect.objectContaining({ privateKey: 'priv' })] });
		await client.delete(`/v2/storages/${created.data.storage._id}`);
		expect((await client.get('/v2/storages')).data.storages).toEqual([]);
	});

	it('keeps issues under the singular key, without a total', async () => {
		const task = hub.taskOf(hub.seedAsset(project._id));
		const both = { content: 'x', labelTask: task._id, position: '[1, 2]', objectId: 'o' };
		expect((await client.post('/v2/issues', both)).status).toBe(400);
		const created = await client.post('/v2/issues', { content: 'x', labelTask: task._id });
		expect(created.data.issue).toMatchObject({ status: 'Open', project: project._id });
		const listed = await client.get('/v2/issues', { project: project._id });
		expect(Object.keys(listed.data)).toEqual(['issue']);
		expect(task.openIssuesCount).toBe(1);
		await client.post(`/v2/issues/${created.data.issue._id}`, { status: 'Resolved' });
		expect(task.openIssuesCount).toBe(0);
	});

	it('takes chats and instructions as forms', async () => {
		const chat = new FormData();
		chat.set('projectId', project._id);
		chat.set('priority', '0');
		chat.set('numberOfConversations', '3');
		chat.set('namingStrategy', '{"type":"random"}');
		const reply = await client.post(`/v2/project/${project._id}/chat`, chat);
		expect(reply.data).toEqual({ assets: { assetsCreated: 3 } });
		chat.set('numberOfConversations', 'many');
		const refused = await client.post(`/v2/project/${project._id}/chat`, chat);
		expect(refused.body).toMatchObject({ error: { statusCode: 400 } });

		const form = new FormData();
		form.set('file', new Blob(['# Read me']), 'guide.md');
		const uploaded = await client.post(`/v2/project/${project._id}/instructions`, form);
		const { instructions } = uploaded.data.project;
		expect(instructions).toBe(`${hub.storageUrl}/${project._id}/instructions/guide.md`);
	});
});
