import type { LocalHub, Project, Stage } from './index.mts';
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

const start = (next: string, autoForward = false): Stage => ({
	id: 'Start',
	type: 'Start',
	next: [next],
	autoForward,
});
const label = (id: string, next: string): Stage => ({ id, type: 'Label', name: id, next: [next] });
const complete: Stage = { id: 'Complete', type: 'Complete' };

const withStages = (...stages: Stage[]): Project =>
	hub.seedProject({
		stages: [...stages, complete],
		categorySchema: {
			tools: [{ tool: 'bounding-box', title: 'Car', schemaId: 't1' }],
			classifications: [{ tool: 'radio', title: 'Weather', schemaId: 'c1' }],
			relations: [],
		},
		batches: ['urgent'],
	});

const taskIn = (project: Project, seed = {}) => hub.taskOf(hub.seedAsset(project._id, seed));
const weather = (answer: string) => ({ classifications: [{ title: 'Weather', answer }] });

const annotate = (taskId: string, nextStage: boolean, answer: object = {}) =>
	client.post(`/v2/annotate/${taskId}`, { answer, duration: 5 }, { nextStage, isPlugin: false });

describe('label import', () => {
	const importLabels = (project: Project, jsonContent: object[]) =>
		client.post('/v2/import/labels', { project: project._id, jsonContent });

	it('labels only tasks that are still in Start, by external id or any URL', async () => {
		const project = withStages(start('Label'), label('Label', 'Complete'));
		const [waiting, moved, pages] = [
			taskIn(project, { externalId: 'a' }),
			taskIn(project, { externalId: 'b' }),
			taskIn(project, { externalId: 'c', dataset: ['https://files.example/p2.png'] }),
		];
		hub.submit(moved._id);
		const reply = await importLabels(project, [
			{ externalId: 'a', ...weather('Sunny') },
			{ externalId: 'b', ...weather('Rainy') },
			{ data: 'https://files.example/p2.png', ...weather('Foggy') },
			{ externalId: 'unknown' },
		]);
		expect(reply.data.project).toBe('2 / 4 tasks are labeled.');
		expect(waiting).toMatchObject({ stage: 'Start', isPreLabeled: true });
		expect(waiting.answer.classifications).toEqual([
			expect.objectContaining({ schemaId: 'c1', tool: 'radio', answer: 'Sunny' }),
		]);
		expect(pages.answer.classifications).toHaveLength(1);
		expect(moved.answer.classifications).toEqual([]);
	});

	it('refuses an item that names no asset', async () => {
		const project = withStages(start('Label'), label('Label', 'Complete'));
		const reply = await importLabels(project, [{ externalId: 'a' }, { objects: [] }]);
		expect([reply.status, reply.body.message]).toEqual([
			400,
			'"jsonContent[1].externalId" is required.',
		]);
	});

	it('comes too late where Start forwards at once', async () => {
		const project = withStages(start('Label', true), label('Label', 'Complete'));
		const task = taskIn(project, { externalId: 'a' });
		expect(task.stage).toBe('Label');
		const reply = await importLabels(project, [{ externalId: 'a', ...weather('Sunny') }]);
		expect(reply.data.project).toBe('0 / 1 tasks are labeled.');
	});
});

describe('annotation and review', () => {
	it('saves in place and submits onward, and shows tools for the objects it was sent', async () => {
		const project = withStages(start('Label', true), label('Label', 'Complete'));
		const task = taskIn(project);
		const box = { title: 'Car', 'bounding-box': { x: 1, y: 2, width: 3, height: 4 } };
		const saved = await annotate(task._id, false, { objects: [box] });
		expect(saved.data.label).toMatchObject({ stage: 'Label', isDraft: true });
		expect(saved.data.label.answer.tools).toEqual([
			expect.objectContaining({
				schemaId: 't1',
				objectId: expect.stringMatching(/^[0-9a-f]{23}$/),
			}),
		]);
		const submitted = await annotate(task._id, true, { objects: [] });
		expect(submitted.data.label).toMatchObject({ stage: 'Complete', totalDuration: 10 });
		const { taskHistory } = (await client.get(`/v2/task/${task._id}/history`)).data;
		expect(taskHistory).toEqual([
			expect.objectContaining({ stageId: 'Label', labelTaskId: task._id }),
		]);
		const [{ _id }] = taskHistory;
		expect((await client.get(`/v2/taskHistory/${_id}`)).data.taskHistory._id).toBe(_id);
	});

	it('refuses the `tools` that tasks return', async () => {
		const task = taskIn(withStages(start('Complete')));
		const reply = await annotate(task._id, false, { tools: [] });
		expect(reply.body.message).toBe('Unknown key "answer.tools".');
	});

	it('moves reviewed tasks to the first or the second next stage, with their assignee', async () => {
		const project = withStages(start('Label', true), label('Label', 'Review'), {
			id: 'Review',
			type: 'Review',
			next: ['Complete', 'Label'],
		});
		const task = taskIn(project);
		hub.submit(task._id, weather('Sunny'), 'ann@example.com');
		expect([task.stage, task.assignee]).toEqual(['Review', null]);
		await client.post(`/v2/review/${task._id}`, { reviewStatus: 'Rejected' });
		expect([task.stage, task.assignee]).toEqual(['Label', 'ann@example.com']);
		expect((await client.post(`/v2/review/${task._id}`, { reviewStatus: 'Accepted' })).status).toBe(
			400,
		);
		hub.submit(task._id, undefined, 'ann@example.com');
		hub.review(task._id, 'Accepted');
		expect(task).toMatchObject({ stage: 'Complete', reviewStatus: 'Accepted' });
		expect(task.history.map((entry) => [entry.stageId, entry.rework])).toEqual([
			['Label', false],
			['Review', false],
			['Label', true],
			['Review', true],
		]);
	});
});

describe('logic', () => {
	const branches = (conditions: object[]) =>
		withStages(
			start('Label', true),
			label('Label', 'Logic'),
			{ id: 'Logic', type: 'Logic', next: ['Yes', 'Else'], logic: { conditions } },
			label('Yes', 'Complete'),
			label('Else', 'Complete'),
		);

	it.each([
		['AnnotationType', { tools: [{ schemaId: 't1', filter: ['exists'] }] }, 'Yes'],
		['AnnotationType', { tools: [{ schemaId: 'other', filter: ['exists'] }] }, 'Else'],
		['Annotator', ['ann@example.com'], 'Yes'],
		['Annotator', ['bob@example.com'], 'Else'],
		['RandomSample', 100, 'Yes'],
		['RandomSample', 0, 'Else'],
		['Duration', [0, 5000], 'Yes'],
		['Duration', [5000, 9000], 'Else'],
	])('decides by %s %j', (type, value, stage) => {
		const task = taskIn(branches([{ type, value, index: 0 }]));
		hub.submit(task._id, { objects: [{ schemaId: 't1', point: [1, 1] }] }, 'ann@example.com');
		expect(task.stage).toBe(stage);
	});

	it('decides by batch, and by the first condition that holds', () => {
		const project = branches([{ type: 'Annotator', value: [] }]);
		const [urgent] = project.batches;
		const logic = { conditions: [{ type: 'Batch', value: [urgent._id], index: 0 }] };
		Object.assign(project.stages[2], { logic });
		const [inside, outside] = [taskIn(project, { batches: [urgent._id] }), taskIn(project)];
		hub.submit(inside._id);
		hub.submit(outside._id);
		expect([inside.stage, outside.stage]).toEqual(['Yes', 'Else']);
	});

	it('stops a task that goes round in circles', () => {
		const loop: Stage = { id: 'Loop', type: 'Logic', next: ['Loop'], logic: { conditions: [] } };
		expect(taskIn(withStages(start('Loop', true), loop)).stage).toBe('Loop');
	});
});

describe('consensus', () => {
	const consensus = () =>
		withStages(
			start('Vote', true),
			{
				id: 'Vote',
				type: 'Consensus',
				next: ['Complete', 'Judge'],
				consensusConfig: { threshold: {}, adjudicationMethod: 'best' },
			},
			{ ...label('A', 'Complete'), consensusId: 'Vote' },
			{ ...label('B', 'Complete'), consensusId: 'Vote' },
			label('Judge', 'Complete'),
		);

	it.each([
		['agreement', 'Sunny', 'Complete'],
		['disagreement', 'Rainy', 'Judge'],
	])('hands out copies and goes on after all are in (%s)', (_, second, stage) => {
		const task = taskIn(consensus());
		const copies = [...hub.state.tasks.values()].filter(({ type }) => type === 'consensus');
		expect(copies.map((copy) => copy.stage)).toEqual(['A', 'B']);
		hub.submit(copies[0]._id, weather('Sunny'));
		expect(task.stage).toBe('Vote');
		hub.submit(copies[1]._id, weather(second));
		expect(task.stage).toBe(stage);
		expect(task.answer.classifications).toEqual([expect.objectContaining({ answer: 'Sunny' })]);
		expect(task.consensusAverage).toBe(second === 'Sunny' ? 100 : 0);
	});
});

describe('consensus again', () => {
	it('reuses the copies when the task comes back', async () => {
		const project = withStages(
			start('Vote', true),
			{ id: 'Vote', type: 'Consensus', next: ['Complete', 'Complete'] },
			{ ...label('A', 'Complete'), consensusId: 'Vote' },
			{ ...label('B', 'Complete'), consensusId: 'Vote' },
		);
		const task = taskIn(project);
		const copies = [...hub.state.tasks.values()].filter(({ type }) => type === 'consensus');
		for (const copy of copies) hub.submit(copy._id, weather('Sunny'));
		const path = `/v2/project/${project._id}/requeueTasks`;
		const reply = await client.post(path, { toStageId: 'Vote', filters: {}, options: {} });
		expect(reply.data.modifiedCount.modified).toBe(1);
		expect([task, ...copies].map(({ stage }) => stage)).toEqual(['Vote', 'A', 'B']);
		expect(hub.state.tasks.size).toBe(3);
	});
});

describe('hold, requeue, assignment', () => {
	it('holds a task until it is requeued', async () => {
		const project = withStages(
			start('Wait', true),
			{ id: 'Wait', type: 'Hold', next: ['Complete'] },
			label('Label', 'Complete'),
		);
		const task = taskIn(project);
		await annotate(task._id, true);
		expect(task.stage).toBe('Wait');
		const path = `/v2/project/${project._id}/requeueTasks`;
		const filters = { fromStageIds: ['Wait'] };
		const reply = await client.post(path, { toStageId: 'Label', filters, options: {} });
		expect(reply.data.modifiedCount).toEqual({ modified: 1, toStageId: 'Label' });
		expect(task.stage).toBe('Label');
		expect((await client.post(path, { toStageId: 'No', filters, options: {} })).status).toBe(400);
	});

	it('requeues with options, every task without filters, and none that may not leave', async () => {
		const project = withStages(start('Label', true), label('Label', 'Complete'));
		const [kept, cleared] = [taskIn(project), taskIn(project)];
		for (const task of [kept, cleared]) hub.submit(task._id, weather('Sunny'), 'ann@example.com');
		const before = kept.updatedAt;
		const path = `/v2/project/${project._id}/requeueTasks`;
		const requeue = (filters: object, options: object) =>
			client.post(path, { toStageId: 'Label', filters, options });
		await requeue({ taskIds: [kept._id] }, {});
		expect(kept).toMatchObject({ stage: 'Label', assignee: 'ann@example.com', updatedAt: before });
		expect(kept.history).toHaveLength(1);
		await requeue(
			{ taskIds: [cleared._id] },
			{ removeAnnotations: true, removeAssignee: true, removeStageHistory: true },
		);
		expect(cleared).toMatchObject({ stage: 'Label', assignee: null, history: [] });
		expect(cleared.answer.classifications).toEqual([]);
		for (const task of [kept, cleared]) hub.submit(task._id);
		expect((await requeue({}, {})).data.modifiedCount.modified).toBe(2);
		for (const task of [kept, cleared]) hub.submit(task._id);
		project.stages.forEach((stage) => Object.assign(stage, { preventRequeue: true }));
		expect((await requeue({}, {})).data.modifiedCount.modified).toBe(0);
	});

	it('can let a requeue change updatedAt', async () => {
		let now = Date.parse('2025-05-05T10:00:00Z');
		const other = await startLocalHub({
			now: () => now,
			faults: { requeueTouchesUpdatedAt: true },
		});
		const project = other.seedProject();
		const task = other.taskOf(other.seedAsset(project._id));
		now += 1000;
		await clientOf(other).post(`/v2/project/${project._id}/requeueTasks`, {
			toStageId: 'Label',
			filters: {},
			options: {},
		});
		await other.stop();
		expect(task.updatedAt).toBe('2025-05-05T10:00:01.000Z');
	});

	it('assigns for a stage and sets priorities', async () => {
		const project = withStages(start('Label', true), label('Label', 'Complete'));
		const task = taskIn(project, { externalId: 'a' });
		const assignment = { project: project._id, tasks: [task._id], user: 'ann@example.com' };
		await client.post('/v2/task/assign', { ...assignment, stage: 'Label' });
		expect(task.assignee).toBe('ann@example.com');
		const reply = await client.post(`/v2/project/${project._id}/updatePriority`, {
			priority: 9,
			filters: { externalIds: ['a'] },
		});
		expect(reply.data.result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
		expect(task.priority).toBe(9);
	});
});

describe('task list', () => {
	it.each([
		[{ stage: 'Label' }, ['b', 'a']],
		[{ stage: { $in: ['Complete'] } }, ['c']],
		[{ externalId: { $regex: '^[ab]$' } }, ['b', 'a']],
		[{ assignee: { $exists: false } }, ['b', 'a']],
		[{ priority: { $gte: 2 }, isDraft: { $eq: false } }, ['c', 'b']],
		[{ updatedAt: { $gt: '2999-01-01T00:00:00.000Z' } }, []],
	])('filters by %j', async (filter, expected) => {
		const project = withStages(start('Label', true), label('Label', 'Complete'));
		const tasks = ['a', 'b', 'c'].map((externalId, index) =>
			taskIn(project, { externalId, priority: index + 1 }),
		);
		hub.submit(tasks[2]._id, weather('Sunny'));
		tasks[2].assignee = 'ann@example.com';
		for (const name of ['filter', 'filters']) {
			const reply = await client.get(`/v2/project/${project._id}/tasks`, { [name]: filter });
			expect(reply.data.tasks.map((task: Json) => task.externalId)).toEqual(expected);
			expect(reply.data.total).toBe(expected.length);
		}
	});

	it('refuses unknown fields and operators', async () => {
		const path = `/v2/project/${withStages(start('Complete'))._id}/tasks`;
		expect((await client.get(path, { filter: { color: 'red' } })).status).toBe(400);
		expect((await client.get(path, { filter: { status: { $like: 'x' } } })).status).toBe(400);
	});

	it('gives answers and single fields when asked', async () => {
		const project = withStages(start('Label', true), label('Label', 'Complete'));
		taskIn(project);
		const path = `/v2/project/${project._id}/tasks`;
		const [plain] = (await client.get(path)).data.tasks;
		expect(plain).not.toHaveProperty('answer');
		const query = { fields: '_id,project,asset,answer', includeAnswer: true };
		const [picked] = (await client.get(path, query)).data.tasks;
		expect(Object.keys(picked).sort()).toEqual(['_id', 'answer', 'asset', 'project']);
		hub.faults.taskReferences = 'object';
		const [expanded] = (await client.get(path)).data.tasks;
		expect(expanded.asset).toMatchObject({ _id: plain.asset, externalId: plain.externalId });
	});
});
