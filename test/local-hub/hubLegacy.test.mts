import type { LocalHub, Project } from './index.mts';
import { startLocalHub } from './index.mts';
import type { Json } from './testClient.mts';
import { clientOf, membersOf } from './testClient.mts';

let hub: LocalHub;
let client: ReturnType<typeof clientOf>;
let project: Project;

beforeEach(async () => {
	hub = await startLocalHub({ platform: 'legacy' });
	client = clientOf(hub);
	project = hub.seedProject({ batches: ['first'] });
});
afterEach(() => hub.stop());

it('knows no routes of the current platform', async () => {
	const path = `/v2/project/${project._id}`;
	expect((await client.post(`${path}/requeueTasks`, {})).status).toBe(404);
	expect((await client.post(`${path}/updatePriority`, {})).status).toBe(404);
	expect((await client.get('/v2/storages')).status).toBe(404);
	expect((await client.post(path, { stages: [] })).status).toBe(400);
});

it('calls batches tags and leaks the key of the user in a project', async () => {
	const { data } = await client.get(`/v2/project/${project._id}`);
	expect(data.project.tags).toEqual(project.batches);
	expect(data.project.user.apiKey).toBe(hub.apiKey);
	const created = await client.post('/v2/project', { name: 'New' });
	expect(created.data.project.user).toMatch(/^[0-9a-f]{24}$/);
	const reply = await client.post(`/v2/batches/${project._id}`, {
		tags: [...project.batches, { name: 'second' }],
	});
	expect(reply.data.project.tags.map((tag: Json) => tag.name)).toEqual(['first', 'second']);
	expect((await client.post(`/v2/batches/${project._id}`, { batches: [] })).status).toBe(400);
});

it('registers and lists assets with tags', async () => {
	const [tag] = project.batches;
	const reply = await client.post(
		`/v2/project/${project._id}/cloud`,
		{
			assets: [
				{
					data: 'https://files.example/a.png',
					externalId: 'a',
					tags: [tag._id],
					batches: ['first'],
				},
			],
		},
		{ tags: [] },
	);
	expect(reply.data).toEqual({ assets: 'Successfully created.' });
	const { assets } = (await client.get(`/v2/project/${project._id}/assets`)).data;
	expect(assets).toEqual([expect.objectContaining({ externalId: 'a', tags: [tag._id] })]);
	const assigned = await client.post('/v2/assignBatches', {
		assets: [assets[0]._id],
		tags: [tag._id],
	});
	expect(assigned.data).toEqual({ assets: 1 });
});

it('takes files directly', async () => {
	const form = new FormData();
	form.append('files', new Blob(['one']), 'one.txt');
	form.append('files', new Blob(['two']), 'two.txt');
	const reply = await client.post(`/v2/project/${project._id}/upload`, form);
	expect(reply.data).toEqual({ assets: 'Successfully created.' });
	const assets = [...hub.state.assets.values()];
	expect(assets.map((asset) => asset.externalId)).toEqual(['one.txt', 'two.txt']);
	const bytes = [...hub.storage.objects.values()].map((stored) => stored.bytes?.toString());
	expect(bytes).toEqual(['one', 'two']);
});

it('has statuses instead of stages', async () => {
	const task = hub.taskOf(hub.seedAsset(project._id, { externalId: 'a' }));
	const path = `/v2/project/${project._id}/tasks`;
	expect((await client.get(path, { 'status[eq]': 'TODO' })).data.total).toBe(1);
	await client.post(`/v2/task/${task._id}/status`, { status: 'Completed' });
	expect((await client.get(path, { 'status[eq]': 'TODO' })).data.total).toBe(0);
	const { data } = await client.get(`/v2/task/${task._id}`);
	expect(data.task).toMatchObject({ status: 'Completed', project: { _id: project._id } });
	expect(data.task).not.toHaveProperty('stage');
	expect((await client.get(path, { 'status[eq]': 'READY' })).status).toBe(400);
});

it('assigns one task by user id or email and sets the priority of an asset', async () => {
	const task = hub.taskOf(hub.seedAsset(project._id, { externalId: 'a' }));
	const [member] = hub.state.members.values();
	await client.post('/v2/task/assign', { task: task._id, user: member._id });
	expect(task.assignee).toBe(member.email);
	await client.post('/v2/task/assign', { task: task._id, username: 'ann@example.com' });
	expect(task.assignee).toBe('ann@example.com');
	const body = { priority: 10_000, externalId: 'a', assetId: null };
	expect((await client.post(`/v2/priority/${project._id}`, body)).status).toBe(200);
	expect(task.priority).toBe(10_000);
});

it('exports by asset, with the toggled fields only', async () => {
	const asset = hub.seedAsset(project._id, { externalId: 'a', batches: [project.batches[0]._id] });
	hub.seedAsset(project._id, { externalId: 'untouched' });
	hub.labelTask(asset.taskIds[0], { objects: [{ title: 'Car', point: [1, 2] }] });
	const { data } = await client.get('/v2/export', {
		project: project._id,
		format: 'json',
		sendEmail: false,
		doNotNotify: true,
		assetStatus: true,
		batches: true,
		labelDuration: true,
	});
	const zip = await (await fetch(data.exportPath)).arrayBuffer();
	const [json] = membersOf(Buffer.from(zip)).values();
	const [item, ...others] = JSON.parse(json);
	expect(others).toEqual([]);
	expect(item).toMatchObject({
		externalId: 'a',
		status: 'Labeled',
		batches: ['first'],
		'labelDuration(ms)': 1000,
		tasks: [{ objects: [{ title: 'Car', point: [1, 2] }] }],
	});
	expect(item).not.toHaveProperty('labeledAt');
});
