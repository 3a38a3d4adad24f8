import type { LocalHub, Project } from './index.mts';
import { startLocalHub } from './index.mts';
import { clientOf } from './testClient.mts';

/** What only the newest SDK shows. */
let hub: LocalHub;
let client: ReturnType<typeof clientOf>;
let project: Project;

beforeEach(async () => {
	hub = await startLocalHub();
	client = clientOf(hub);
	project = hub.seedProject({ name: 'Streets', batches: ['Mon'] });
});
afterEach(() => hub.stop());

it('clones what it is asked for into a project of its own', async () => {
	const stages = [{ id: 'Start', type: 'Start', next: [] }];
	await client.post(`/v2/project/${project._id}`, { stages });
	const path = `/v2/project/${project._id}/clone`;
	const { data } = await client.post(path, { batches: true, workflow: false });
	expect(data.project).toMatchObject({ name: 'Streets copy', batches: [{ name: 'Mon' }] });
	expect(data.project.batches[0]._id).not.toBe(project.batches[0]._id);
	expect(data.project.stages).not.toEqual(stages);
	expect((await client.post(path, { assets: true })).status).toBe(400);
});

it('purges a project with its files only under its name', async () => {
	hub.storage.put(`/${project._id}/assets/a.png`, 'a');
	const path = `/v2/project/${project._id}/purge`;
	expect((await client.post(path, { confirmName: 'streets' })).status).toBe(400);
	expect(hub.storage.objects.size).toBe(1);
	expect((await client.post(path, { confirmName: 'Streets' })).status).toBe(200);
	expect(hub.storage.objects.size).toBe(0);
	expect((await client.get(`/v2/project/${project._id}`)).status).toBe(400);
});

it('adds one batch by its name, and gives the one that has it', async () => {
	const path = `/v2/batches/${project._id}`;
	const added = await client.post(path, { name: 'Tue' });
	expect(added.data.project).toEqual({ _id: expect.any(String), name: 'Tue' });
	const again = await client.post(path, { name: 'Tue' });
	expect(again.data).toEqual(added.data);
	expect(hub.state.project(project._id).batches.map(({ name }) => name)).toEqual(['Mon', 'Tue']);
});

it('marks tasks as benchmarks and keeps the settings of checks', async () => {
	const task = hub.taskOf(hub.seedAsset(project._id));
	const path = `/v2/project/${project._id}`;
	await client.post(`${path}/benchmark-tasks`, { tasks: [task._id], isBenchmark: true });
	expect(hub.state.task(task._id).isBenchmark).toBe(true);
	await client.post(`${path}/labelValidation`, { customValidationEnabled: true });
	await client.post(path, { benchmarkCutoff: true });
	expect((await client.get(path)).data.project).toMatchObject({
		customValidationEnabled: true,
		benchmarkCutoff: true,
	});
	const stranger = hub.taskOf(hub.seedAsset(hub.seedProject()._id));
	const refused = { tasks: [stranger._id], isBenchmark: true };
	expect((await client.post(`${path}/benchmark-tasks`, refused)).status).toBe(404);
});

it('keeps language models', async () => {
	const llm = {
		name: 'Writer',
		provider: 'openai',
		model: 'small',
		isStreamable: false,
		configuration: { apiKey: 'secret' },
	};
	const { data } = await client.post('/v2/llms/', llm);
	expect(data.llm).toMatchObject(llm);
	expect((await client.get('/v2/llms', { _id: data.llm._id })).data.llms).toEqual([data.llm]);
	await client.delete(`/v2/llms/${data.llm._id}`);
	expect((await client.get('/v2/llms')).data.llms).toEqual([]);
	expect((await client.post('/v2/llms/', { ...llm, provider: 'other' })).status).toBe(400);
});

it('notifies members only', async () => {
	const [{ email }] = hub.state.members.values();
	const note = { receivers: [email], message: 'Look', clickableLink: 'https://hub.example/1' };
	expect((await client.post('/v2/notifications', note)).status).toBe(200);
	const stranger = { ...note, receivers: ['nobody@example.com'] };
	expect((await client.post('/v2/notifications', stranger)).status).toBe(400);
	const badLink = { ...note, clickableLink: 'ftp://hub.example' };
	expect((await client.post('/v2/notifications', badLink)).status).toBe(400);
});

it('answers as the SDK expects: to "False" with the labels that it merges', async () => {
	const task = hub.taskOf(hub.seedAsset(project._id));
	const path = `/v2/task/${task._id}`;
	expect((await client.get(path, { includeAnswer: 'False' })).data.task).toHaveProperty('answer');
	expect((await client.get(path, { includeAnswer: 'false' })).data.task).not.toHaveProperty(
		'answer',
	);
});
