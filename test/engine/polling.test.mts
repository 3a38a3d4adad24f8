import type { IDataObject } from 'n8n-workflow';
import type { Project, Task } from '../local-hub/index.mts';
import type { Polling } from './harness/index.mts';
import { byId } from './stage.mts';
import {
	ANSWER,
	openTriggerStage,
	REVIEW_STAGE,
	seedWebhookProject,
	type TriggerStage,
} from './triggerStage.mts';

let stage: TriggerStage;
let project: Project;
let clock = Date.parse('2026-02-01T08:00:00.000Z');
const pass = (ms: number) => (clock += ms);

beforeAll(async () => {
	stage = await openTriggerStage({ now: () => clock });
});
afterAll(async () => await stage.close());
beforeEach(() => {
	project = seedWebhookProject(stage.hub);
	pass(1_000);
});
afterEach(() => {
	stage.hub.resetFaults();
	stage.hub.clearRequests();
});

const polling = (event: string, more: IDataObject = {}) =>
	stage.engine.polling({
		type: 'test.polling',
		parameters: { event, project: byId(project._id), ...more },
	});

async function active(event: string, more?: IDataObject): Promise<Polling> {
	const watch = polling(event, more);
	expect(await watch.activate()).toBeUndefined();
	return watch;
}

const poll = async (watch: Polling) => (await watch.poll())?.items.map(({ json }) => json) ?? [];

/** A task that waits for its label. */
function newTask(batch?: number): Task {
	const batches = batch === undefined ? [] : [project.batches[batch]._id];
	return stage.hub.taskOf(stage.hub.seedAsset(project._id, { batches }));
}

/** Labels a task and accepts it, so that it is complete. */
function complete(task: Task, answer?: typeof ANSWER): Task {
	stage.hub.submit(task._id, answer);
	return stage.hub.review(task._id, 'Accepted');
}

async function requeue(task: Task, toStageId: string) {
	const response = await fetch(`${stage.hub.url}/v2/project/${project._id}/requeueTasks`, {
		method: 'POST',
		headers: { apikey: stage.hub.apiKey, 'content-type': 'application/json' },
		body: JSON.stringify({ toStageId, filters: { taskIds: [task._id] }, options: {} }),
	});
	expect(response.ok).toBe(true);
}

async function api(path: string, body: IDataObject): Promise<IDataObject> {
	const response = await fetch(`${stage.hub.url}${path}`, {
		method: 'POST',
		headers: { apikey: stage.hub.apiKey, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(response.ok).toBe(true);
	return (await response.json()).data as IDataObject;
}

describe('Asset Created', () => {
	it('starts the workflow with each new asset, once', async () => {
		newTask();
		const watch = await active('assetCreated');
		const asset = stage.hub.seedAsset(project._id, {
			batches: [project.batches[0]._id],
			contextData: { camera: 'front' },
		});

		expect(await poll(watch)).toEqual([
			expect.objectContaining({
				event: 'assetCreated',
				projectId: project._id,
				assetId: asset._id,
				externalId: asset.externalId,
				data: asset.data,
				batchNames: ['Week 12'],
				contextData: { camera: 'front' },
			}),
		]);
		expect(await poll(watch)).toEqual([]);
	});

	it('filters by batch', async () => {
		const watch = await active('assetCreated', { filters: { batches: ['Week 13'] } });
		newTask(0);
		const wanted = newTask(1);

		expect(await poll(watch)).toMatchObject([{ assetId: wanted.asset }]);
	});

	it('finds assets that show only some time after they were made', async () => {
		const watch = await active('assetCreated');
		stage.hub.faults.assetVisibility = { ms: 60_000 };
		const hidden = await api(`/v2/project/${project._id}/cloud`, {
			assets: [{ data: 'https://example.com/late.png', externalId: 'late.png' }],
		});
		expect(hidden).toBeDefined();
		stage.hub.faults.assetVisibility = null;
		pass(1_000);
		newTask();

		expect(await poll(watch)).toHaveLength(1);
		pass(60_000);
		expect(await poll(watch)).toMatchObject([{ externalId: 'late.png' }]);
	});
});

describe('Task Created', () => {
	it('starts the workflow with each new task, oldest first', async () => {
		const watch = await active('taskCreated');
		const first = newTask(0);
		pass(10);
		const second = newTask();

		expect(await poll(watch)).toMatchObject([
			{ event: 'taskCreated', taskId: first._id, stageName: 'Label', batchNames: ['Week 12'] },
			{ event: 'taskCreated', taskId: second._id, assetId: second.asset },
		]);
		expect(await poll(watch)).toEqual([]);
	});

	it('asks for no more than it has to', async () => {
		for (let n = 0; n < 5; n++) newTask();
		const watch = await active('taskCreated');
		pass(60 * 60_000);
		stage.hub.clearRequests();

		await poll(watch);

		expect(stage.hub.requests.map(({ path }) => path.split('/').pop())).toEqual([
			project._id,
			'tasks',
		]);
	});
});

describe('Task Completed', () => {
	it('starts the workflow once per completion, with the labels', async () => {
		const watch = await active('taskCompleted');
		const task = newTask(0);
		stage.hub.submit(task._id, ANSWER);
		expect(await poll(watch)).toEqual([]);

		pass(1_000);
		stage.hub.review(task._id, 'Accepted');

		expect(await poll(watch)).toMatchObject([
			{
				event: 'taskCompleted',
				taskId: task._id,
				stageId: 'Complete',
				stageName: 'Complete',
				task: { tools: [{ objectId: 'car-1' }, {}], classifications: [{ answer: 'Rain' }] },
			},
		]);
		pass(1_000);
		stage.hub.save(task._id, ANSWER);
		expect(await poll(watch)).toEqual([]);

		pass(3_600_000);
		stage.hub.save(task._id, ANSWER);
		expect(await poll(watch)).toEqual([]);

		await requeue(task, 'Label');
		pass(1_000);
		complete(task);
		expect(await poll(watch)).toMatchObject([{ taskId: task._id }]);
	});

	it('does not take what was completed long before for new', async () => {
		const old = complete(newTask());
		pass(60_000);
		complete(newTask());
		pass(24 * 3_600_000);
		stage.hub.save(old._id, ANSWER);
		const watch = await active('taskCompleted');

		expect(await poll(watch)).toEqual([]);
		stage.hub.save(old._id, ANSWER);
		expect(await poll(watch)).toEqual([]);
	});

	it('can leave the labels out', async () => {
		const watch = await active('taskCompleted', { options: { includeLabels: false } });
		complete(newTask(), ANSWER);

		const [item] = await poll(watch);

		expect(item.task).not.toHaveProperty('tools');
		expect(stage.hub.requests.some(({ query }) => query.includeAnswer === 'true')).toBe(false);
	});

	it.each([
		['annotators', { annotators: 'reviewer@local-hub.example' }, [true, true]],
		['other annotators', { annotators: 'nobody@local-hub.example' }, [false, false]],
		['batches', { batches: ['Week 12'] }, [true, false]],
		['labels', { labels: 'with' }, [false, true]],
		['no labels', { labels: 'without' }, [true, false]],
		['stages', { stages: ['Complete'] }, [true, true]],
		['other stages', { stages: ['Review'] }, [false, false]],
	])('filters by %s', async (_name, filters, starts) => {
		const watch = await active('taskCompleted', { filters });
		const tasks = [complete(newTask(0)), complete(newTask(1), ANSWER)];

		const ids = (await poll(watch)).map(({ taskId }) => taskId);

		expect(ids.sort()).toEqual(
			tasks
				.filter((_, index) => starts[index])
				.map(({ _id }) => _id)
				.sort(),
		);
	});
});

describe('Task Entered Stage', () => {
	const watchReview = async () => await active('taskEnteredStage', { stages: ['Review'] });

	it('finds tasks that were submitted or requeued into the stage', async () => {
		const done = complete(newTask());
		const watch = await watchReview();
		const submitted = stage.hub.submit(newTask()._id);
		pass(10);
		await requeue(done, REVIEW_STAGE);

		const items = await poll(watch);

		expect(items).toMatchObject([
			{ event: 'taskEnteredStage', stageName: 'Review' },
			{ event: 'taskEnteredStage', stageName: 'Review' },
		]);
		expect(items.map(({ taskId }) => taskId).sort()).toEqual([done._id, submitted._id].sort());
		expect(await poll(watch)).toEqual([]);
	});

	it('finds a task that came back, however old it is', async () => {
		const task = stage.hub.submit(newTask()._id);
		const watch = await watchReview();
		pass(24 * 3_600_000);
		stage.hub.review(task._id, 'Rejected');
		stage.hub.submit(task._id);

		expect(await poll(watch)).toMatchObject([{ taskId: task._id }]);
	});

	it('says which stages there are when the name is unknown', async () => {
		const watch = polling('taskEnteredStage', { stages: ['Revue'] });

		await expect(watch.activate()).rejects.toThrow("There is no stage 'Revue'");
	});

	it('needs a stage', async () => {
		const watch = polling('taskEnteredStage');

		await expect(watch.activate()).rejects.toThrow("'Stage Names or IDs' is empty");
	});
});

describe('Task Updated', () => {
	it('sees a task as it is after its updates, once', async () => {
		const task = newTask();
		const watch = await active('taskUpdated');
		pass(10);
		stage.hub.save(task._id, ANSWER);
		pass(10);
		stage.hub.save(task._id, ANSWER);
		newTask();

		expect(await poll(watch)).toMatchObject([
			{ event: 'taskUpdated', taskId: task._id, task: { updatedAt: task.updatedAt } },
		]);
		expect(await poll(watch)).toEqual([]);
	});
});

describe('Task Assigned', () => {
	it('sees a task that got an assignee', async () => {
		const task = newTask();
		newTask();
		const watch = await active('taskAssigned');
		pass(10);
		await api('/v2/task/assign', {
			project: project._id,
			tasks: [task._id],
			user: 'labeler@local-hub.example',
			stage: 'Label',
		});

		expect(await poll(watch)).toMatchObject([
			{ taskId: task._id, task: { assignee: 'labeler@local-hub.example' } },
		]);
		expect(await poll(watch)).toEqual([]);
	});
});

describe.each(['issue', 'issues'] as const)('with the list of issues under "%s"', (key) => {
	beforeEach(() => {
		stage.hub.faults.issueListKey = key;
	});
	const open = async (task: Task) =>
		(await api('/v2/issues', { content: 'Look here', labelTask: task._id })).issue as IDataObject;

	it('Issue Opened sees each new issue, once', async () => {
		await open(newTask());
		const watch = await active('issueOpened');
		const task = newTask();
		const issue = await open(task);

		expect(await poll(watch)).toMatchObject([
			{ event: 'issueOpened', projectId: project._id, _id: issue._id, labelTask: task._id },
		]);
		expect(await poll(watch)).toEqual([]);
	});

	it('Issue Updated sees changes and comments', async () => {
		const issue = await open(newTask());
		await open(newTask());
		const watch = await active('issueUpdated');
		pass(10);
		await api(`/v2/issues/${issue._id}`, { status: 'Resolved' });
		expect(await poll(watch)).toMatchObject([{ _id: issue._id, status: 'Resolved' }]);

		pass(10);
		await api(`/v2/issues/${issue._id}/comment`, { content: 'Done' });
		expect(await poll(watch)).toMatchObject([{ _id: issue._id, comments: [{ content: 'Done' }] }]);
		expect(await poll(watch)).toEqual([]);
	});

	it('filters by what the task of the issue is like', async () => {
		const watch = await active('issueOpened', { filters: { batches: ['Week 13'] } });
		await open(newTask(0));
		const issue = await open(newTask(1));

		expect(await poll(watch)).toMatchObject([{ _id: issue._id }]);
	});
});

describe('a poll', () => {
	it('in the editor shows some recent examples and remembers nothing', async () => {
		for (let n = 0; n < 8; n++) newTask();
		const parameters = { event: 'taskCreated', project: byId(project._id) };
		const workflow = { nodes: [{ type: 'test.polling', parameters }], connections: {} };

		const { items } = await stage.engine.runWorkflow(workflow, { mode: 'manual' });

		expect(items).toHaveLength(5);
	});

	it('begins anew when other settings are published', async () => {
		newTask();
		const watch = await active('taskCreated');
		newTask();
		const other = stage.engine.polling(
			{ type: 'test.polling', parameters: { event: 'assetCreated', project: byId(project._id) } },
			watch.staticData,
		);

		expect(await other.activate('update')).toBeUndefined();
		newTask();
		expect(await poll(other)).toHaveLength(1);
	});

	it('fails while the hub refuses, and loses nothing', async () => {
		const watch = await active('taskCreated');
		newTask();
		stage.hub.faults.rules.push({ action: { status: 403, body: { message: 'Not now.' } } });

		await expect(watch.poll()).rejects.toThrow('Not now.');
		newTask();
		stage.hub.resetFaults();

		expect(await poll(watch)).toHaveLength(2);
	});

	it('waits when the hub says that it is too much', async () => {
		const watch = await active('taskCreated');
		newTask();
		stage.hub.faults.rules.push({
			times: 2,
			action: { status: 429, headers: { 'retry-after': '0' } },
		});

		expect(await poll(watch)).toHaveLength(1);
	});

	it('that takes longer than the time to the next one is not doubled', async () => {
		const watch = await active('taskCreated');
		newTask();
		stage.hub.faults.latencyMs = 100;

		const results = await Promise.all([poll(watch), poll(watch)]);

		expect(results.flat()).toHaveLength(1);
	});

	it('keeps a small state even after a large import', async () => {
		const watch = await active('taskCreated', { options: { includeLabels: false } });
		for (let n = 0; n < 2_500; n++) newTask();

		expect(await poll(watch)).toHaveLength(2_500);
		expect(JSON.stringify(watch.staticData).length).toBeLessThan(100_000);

		pass(10 * 60_000);
		newTask();
		expect(await poll(watch)).toHaveLength(1);
		expect(JSON.stringify(watch.staticData).length).toBeLessThan(500);
	});

	it.each([
		['project', { project: byId('') }, "'Project' is empty"],
		['batch', { filters: { batches: ['Week 14'] } }, 'Week 14'],
	])('says what is wrong with the %s', async (_name, parameters, message) => {
		await expect(polling('taskCreated', parameters).activate()).rejects.toThrow(message);
	});
});

describe('on the legacy platform', () => {
	let legacy: TriggerStage;
	beforeAll(async () => {
		legacy = await openTriggerStage({ platform: 'legacy', now: () => clock });
	});
	afterAll(async () => await legacy.close());

	it.each([
		['assetCreated', () => {}],
		['taskCreated', () => {}],
		['taskCompleted', (task: Task) => legacy.hub.labelTask(task._id)],
		['taskUpdated', (task: Task) => (pass(10), legacy.hub.save(task._id))],
	])('%s works', async (event, act) => {
		const old = legacy.hub.seedProject({ batches: ['First'] });
		legacy.hub.labelTask(legacy.hub.taskOf(legacy.hub.seedAsset(old._id))._id);
		pass(1_000);
		const watch = legacy.engine.polling({
			type: 'test.polling',
			parameters: { event, project: byId(old._id) },
		});
		await watch.activate();
		const asset = legacy.hub.seedAsset(old._id, { batches: [old.batches[0]._id] });
		act(legacy.hub.taskOf(asset));

		expect(await poll(watch)).toMatchObject([{ event, assetId: asset._id, batchNames: ['First'] }]);
		expect(await poll(watch)).toEqual([]);
	});

	it('there are no stages to watch or to filter by', async () => {
		const old = legacy.hub.seedProject();
		for (const more of [
			{ event: 'taskEnteredStage', stages: ['Label'] },
			{ event: 'taskCreated', filters: { stages: ['Label'] } },
		]) {
			const parameters = { project: byId(old._id), ...more };
			const watch = legacy.engine.polling({ type: 'test.polling', parameters });
			await expect(watch.activate()).rejects.toThrow('no workflow stages');
		}
	});
});
