import { once } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalHub, Project } from './index.mts';
import { signatureOf, startLocalHub } from './index.mts';
import type { Json } from './testClient.mts';
import { clientOf, membersOf } from './testClient.mts';

let hub: LocalHub;
let client: ReturnType<typeof clientOf>;

beforeEach(async () => {
	hub = await startLocalHub();
	client = clientOf(hub);
});
afterEach(() => hub.stop());

describe('exports', () => {
	let project: Project;

	beforeEach(() => {
		project = hub.seedProject({
			batches: ['first'],
			categorySchema: {
				tools: [],
				classifications: [{ tool: 'radio', title: 'Weather', schemaId: 'c1' }],
				relations: [],
			},
		});
		const batches = [project.batches[0]._id];
		for (const externalId of ['a', 'b', 'c']) hub.seedAsset(project._id, { externalId, batches });
		for (const task of [...hub.state.tasks.values()].slice(0, 2)) {
			hub.labelTask(task._id, { classifications: [{ schemaId: 'c1', answer: 'Sunny' }] });
		}
	});

	async function download(query: object): Promise<string[]> {
		const reply = await client.get('/v2/export', { project: project._id, ...query });
		const zip = await fetch(reply.data.exportPath);
		expect(zip.status).toBe(200);
		return [...membersOf(Buffer.from(await zip.arrayBuffer())).values()];
	}

	it('gives a ZIP with one item per task of the wanted stages', async () => {
		const [json] = await download({ stage: ['Complete'], taskTypes: ['default'] });
		const items = JSON.parse(json);
		expect(items.map((item: Json) => item.externalId)).toEqual(['a', 'b']);
		expect(items[0]).toMatchObject({
			batches: ['first'],
			task: {
				stage: 'Complete',
				stageId: 'Complete',
				classifications: [{ title: 'Weather', answer: 'Sunny' }],
				stageHistory: [{ stageId: 'Start' }, { stageId: 'Label' }],
			},
		});
	});

	it('writes lines, parts and empty archives', async () => {
		const [lines] = await download({ format: 'ndjson', includeHistory: false });
		const items = lines
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(items).toHaveLength(3);
		expect(items[0].task).not.toHaveProperty('stageHistory');
		expect(await download({ stage: ['Nowhere'] })).toEqual(['[]']);
		for (let count = 0; count < 1000; count += 1) hub.seedAsset(project._id);
		const parts = await download({ format: 'split' });
		expect(parts.map((part) => JSON.parse(part).length)).toEqual([1000, 3]);
	});

	it('filters by dates finer than a millisecond', async () => {
		const { updatedAt } = [...hub.state.tasks.values()][0];
		const [before, after] = ['000', '001'].map((digits) => updatedAt.replace('Z', `${digits}Z`));
		const [inside] = await download({ updatedAt: { $lt: after }, stage: ['Complete'] });
		expect(JSON.parse(inside).length).toBeGreaterThan(0);
		const [outside] = await download({ updatedAt: { $lt: before }, stage: ['Complete'] });
		expect(JSON.parse(outside)).toEqual([]);
	});

	it('exports issues', async () => {
		const [task] = hub.state.tasks.values();
		await client.post('/v2/issues', { content: 'Too small', labelTask: task._id });
		const [json] = await download({ type: 'issue' });
		expect(JSON.parse(json)).toEqual([
			expect.objectContaining({
				asset: { externalId: 'a', batches: ['first'] },
				content: 'Too small',
				status: 'Open',
				stageId: 'Complete',
			}),
		]);
	});
});

describe('webhooks', () => {
	let receiver: Server;
	let url: string;
	let received: Array<{ headers: IncomingHttpHeaders; body: string }>;

	beforeEach(async () => {
		received = [];
		receiver = createServer(async (request, response) => {
			let body = '';
			for await (const chunk of request) body += chunk;
			received.push({ headers: request.headers, body });
			response.end();
		});
		receiver.listen(0, '127.0.0.1');
		await once(receiver, 'listening');
		url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
	});
	afterEach(() => receiver.close());

	const withWebhook = () =>
		hub.seedProject({
			batches: ['first'],
			stages: [
				{ id: 'Start', type: 'Start', next: ['Label'] },
				{ id: 'Label', type: 'Label', next: ['Hook'] },
				{ id: 'Hook', type: 'Webhook', name: 'Tell us', next: ['Complete'] },
				{ id: 'Complete', type: 'Complete' },
			],
		});

	it('delivers a signed payload while the task passes on', async () => {
		const project = withWebhook();
		hub.setWebhook(project._id, 'Hook', { url, auth: 'secret', secret: 'sesame' });
		const asset = hub.seedAsset(project._id, { batches: [project.batches[0]._id] });
		const task = hub.labelTask(asset.taskIds[0]);
		expect(task.stage).toBe('Complete');
		await hub.whenDeliveriesSettled();
		const [{ headers, body }] = received;
		expect(headers['x-hub-signature']).toBe(signatureOf('sesame', body));
		expect(JSON.parse(body)).toMatchObject({
			projectId: project._id,
			assetId: asset._id,
			externalId: asset.externalId,
			batches: [project.batches[0]._id],
			batchNames: ['first'],
			task: { taskId: task._id, stage: 'Hook', stageId: 'Hook', stageName: 'Tell us' },
		});
		expect(hub.deliveries).toEqual([expect.objectContaining({ status: 200, error: null })]);
	});

	it('sends again on demand, by either path, with a bearer token', async () => {
		const project = withWebhook();
		hub.labelTask(hub.seedAsset(project._id).taskIds[0]);
		hub.setWebhook(project._id, 'Hook', { url, auth: 'bearer', token: 'tok' });
		for (const slashes of ['/', '//']) {
			await client.post(`/v2${slashes}project/${project._id}/rerun-webhook`, { stageId: 'Hook' });
		}
		await hub.whenDeliveriesSettled();
		expect(received.map(({ headers }) => headers.authorization)).toEqual([
			'Bearer tok',
			'Bearer tok',
		]);
		const path = `/v2/project/${project._id}/rerun-webhook`;
		expect((await client.post(path, { stageId: 'Label' })).status).toBe(400);
	});

	it('remembers a delivery nobody took', async () => {
		const project = withWebhook();
		const closed = url;
		receiver.close();
		await once(receiver, 'close');
		hub.setWebhook(project._id, 'Hook', { url: closed, auth: 'none' });
		hub.labelTask(hub.seedAsset(project._id).taskIds[0]);
		await hub.whenDeliveriesSettled();
		expect(hub.deliveries[0]).toMatchObject({ status: null });
		expect(hub.deliveries[0].error).toContain('ECONNREFUSED');
	});

	it('tells legacy receivers about submissions, updates and acceptance', async () => {
		const legacy = await startLocalHub({ platform: 'legacy' });
		const project = legacy.seedProject();
		const types = ['COMPLETED', 'UPDATED', 'ACCEPTED'];
		const body = { url, types, secret: 's', project: project._id };
		expect((await clientOf(legacy).post('/v2/webhook', body)).status).toBe(200);
		const [taskId] = legacy.seedAsset(project._id).taskIds;
		legacy.save(taskId);
		legacy.labelTask(taskId);
		legacy.save(taskId);
		legacy.review(taskId, 'Accepted');
		await legacy.whenDeliveriesSettled();
		await legacy.stop();
		expect(legacy.deliveries.map((delivery) => delivery.event)).toEqual(types);
		for (const { headers, body: raw } of received) {
			expect(headers['x-hub-signature']).toBe(signatureOf('s', raw));
			expect(JSON.parse(raw)._id).toBe(taskId);
		}
		expect(received).toHaveLength(3);
	});
});
