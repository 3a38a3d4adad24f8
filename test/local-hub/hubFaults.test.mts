import type { LocalHub } from './index.mts';
import { startLocalHub } from './index.mts';
import type { Json } from './testClient.mts';
import { clientOf } from './testClient.mts';

let hub: LocalHub;
let client: ReturnType<typeof clientOf>;

beforeEach(async () => {
	hub = await startLocalHub();
	client = clientOf(hub);
});
afterEach(() => hub.stop());

const create = () => client.post('/v2/project', { name: 'New', description: '' });

describe('fault rules', () => {
	it('resets before the work is done, as often as told', async () => {
		hub.faults.rules = [{ match: { method: 'POST' }, times: 1, action: 'reset-before' }];
		await expect(create()).rejects.toThrow();
		expect(hub.state.projects.size).toBe(0);
		expect((await create()).status).toBe(201);
	});

	it('resets after the work is done', async () => {
		hub.faults.rules = [{ match: { path: /^\/v2\/project/ }, action: 'reset-after' }];
		await expect(create()).rejects.toThrow();
		expect(hub.state.projects.size).toBe(1);
		expect(hub.requests.at(-1)).toMatchObject({ path: '/v2/project', status: 0 });
	});

	it('answers with a status, JSON or HTML, after letting some through', async () => {
		const headers = { 'retry-after': '3' };
		hub.faults.rules = [
			{ match: { path: 'listProjects' }, skip: 1, times: 1, action: { status: 503, headers } },
			{ match: { path: 'listProjects' }, skip: 1, times: 1, action: { status: 502, html: true } },
		];
		const replies = [];
		for (let count = 0; count < 4; count += 1) replies.push(await client.get('/v2/listProjects'));
		expect(replies.map((reply) => reply.status)).toEqual([200, 503, 502, 200]);
		expect(replies[1].headers.get('retry-after')).toBe('3');
		expect(replies[2].text).toContain('<html>');
	});

	it('truncates answers', async () => {
		hub.faults.rules = [{ action: 'truncate' }];
		await expect(client.get('/v2/listProjects')).rejects.toThrow();
	});

	it('hands out expired links', async () => {
		hub.faults.rules = [{ match: { path: 'getUploadUrl' }, times: 1, action: 'expire' }];
		const statuses = [];
		for (let count = 0; count < 2; count += 1) {
			const { data } = await client.get('/v2/getUploadUrl', { name: 'a.png' });
			statuses.push((await fetch(data.uploadUrl, { method: 'PUT', body: 'x' })).status);
		}
		expect(statuses).toEqual([403, 200]);
	});

	it('reaches the storage too', async () => {
		hub.faults.rules = [{ match: { host: 'storage' }, times: 1, action: { status: 503 } }];
		const { data } = await client.get('/v2/getUploadUrl', { name: 'a.png' });
		const put = () => fetch(data.uploadUrl, { method: 'PUT', body: 'x' });
		expect([(await put()).status, (await put()).status]).toEqual([503, 200]);
	});

	it('throws the same dice for the same seed', async () => {
		const outcomes = async () => {
			const other = await startLocalHub({ faults: { seed: 7 } });
			other.faults.rules = [{ probability: 0.5, action: { status: 500 } }];
			const statuses = [];
			for (let count = 0; count < 12; count += 1) {
				statuses.push((await clientOf(other).get('/v2/listProjects')).status);
			}
			await other.stop();
			return statuses;
		};
		const first = await outcomes();
		expect(new Set(first)).toEqual(new Set([200, 500]));
		expect(await outcomes()).toEqual(first);
	});
});

describe('rate limit', () => {
	it.each([true, false])('answers 429 (Retry-After: %s)', async (retryAfter) => {
		hub.faults.rateLimit = { requests: 2, windowMs: 600_000, retryAfter };
		const replies = [];
		for (let count = 0; count < 3; count += 1) replies.push(await client.get('/v2/listProjects'));
		expect(replies.map((reply) => reply.status)).toEqual([200, 200, 429]);
		expect(replies[2].headers.has('retry-after')).toBe(retryAfter);
	});
});

describe('admin interface', () => {
	const admin = async (method: string, path: string, body?: object) => {
		const response = await fetch(`${hub.url}/__admin/${path}`, {
			method,
			body: JSON.stringify(body),
		});
		return { status: response.status, body: (await response.json()) as Json };
	};

	it('seeds, plays the annotator and shows the state without a key', async () => {
		const project = (await admin('POST', 'projects', { name: 'P', batches: ['b'] })).body;
		const asset = (await admin('POST', 'assets', { project: project._id, externalId: 'a' })).body;
		const [{ _id }] = asset.labelTasks;
		const labelled = await admin('POST', `tasks/${_id}/label`, {
			answer: {},
			by: 'ann@example.com',
		});
		expect(labelled.body).toMatchObject({ stage: 'Complete', updatedBy: 'ann@example.com' });
		const state = (await admin('GET', 'state')).body;
		expect(state.counts).toEqual({ projects: 1, assets: 1, tasks: 1 });
		expect(hub.requests).toEqual([]);
	});

	it('sets faults, refusing unknown ones, and clears the request log', async () => {
		await admin('PUT', 'faults', {
			rules: [{ match: { pathRegex: 'list' }, action: { status: 500 } }],
		});
		expect((await client.get('/v2/listProjects')).status).toBe(500);
		expect((await admin('PUT', 'faults', { nonsense: 1 })).status).toBe(400);
		await admin('PUT', 'faults', {});
		expect((await client.get('/v2/listProjects')).status).toBe(200);
		expect((await admin('GET', 'requests')).body.hub).toHaveLength(2);
		await admin('DELETE', 'requests');
		expect((await admin('GET', 'requests')).body).toEqual({ hub: [], storage: [] });
	});

	it('configures a Webhook stage', async () => {
		const stages = [{ id: 'Hook', type: 'Webhook', next: [] }];
		const project = hub.seedProject({ stages });
		const settings = { url: `${hub.storageUrl}/hook`, auth: 'none' };
		const path = `projects/${project._id}/stages/Hook/webhook`;
		expect((await admin('PUT', path, settings)).status).toBe(200);
		hub.seedAsset(project._id);
		const { body } = await admin('GET', 'deliveries');
		expect(body).toEqual([expect.objectContaining({ stageId: 'Hook', status: 403 })]);
	});
});

describe('size', () => {
	it('pages and filters many assets under many requests at once', async () => {
		const project = hub.seedProject();
		for (let index = 0; index < 20_000; index += 1) {
			hub.seedAsset(project._id, { externalId: `a${index}`, priority: index % 10 });
		}
		const path = `/v2/project/${project._id}/tasks`;
		const pages = await Promise.all(
			Array.from({ length: 100 }, (_, index) =>
				client.get(path, {
					page: index + 1,
					limit: 20,
					filter: { priority: { $eq: 3 } },
					sort: 'externalId',
				}),
			),
		);
		const seen = new Set(pages.flatMap(({ data }) => data.tasks.map((task: Json) => task._id)));
		expect(seen.size).toBe(2000);
		expect(pages.every(({ data }) => data.total === 2000)).toBe(true);
		const [task] = pages[0].data.tasks;
		await client.post(`/v2/project/${project._id}/updatePriority`, {
			priority: 4,
			filters: { taskIds: [task._id] },
		});
		const after = await client.get(path, { filter: { priority: { $eq: 3 } }, sort: 'externalId' });
		expect(after.data.total).toBe(1999);
	});
});
