import type { IDataObject } from 'n8n-workflow';
import type { Task } from '../../local-hub/index.mts';
import { pollingSetup } from './pollingSetup.mts';
import { byId } from '../setup.mts';
import { openTriggerSetup, type TriggerSetup } from './webhookSetup.mts';

const { here, now, pass, polling, active, poll, newTask, api } = pollingSetup();

describe.each(['issue', 'issues'] as const)('with the list of issues under "%s"', (key) => {
	beforeEach(() => {
		here.setup.hub.faults.issueListKey = key;
	});
	const open = async (task: Task) =>
		(await api('/v2/issues', { content: 'Look here', labelTask: task._id })).issue as IDataObject;

	it('Issue Opened sees each new issue, once', async () => {
		await open(newTask());
		const watch = await active('issueOpened');
		const task = newTask();
		const issue = await open(task);

		expect(await poll(watch)).toMatchObject([
			{ event: 'issueOpened', projectId: here.project._id, _id: issue._id, labelTask: task._id },
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
		const parameters = { event: 'taskCreated', project: byId(here.project._id) };
		const workflow = { nodes: [{ type: 'test.polling', parameters }], connections: {} };

		const { items } = await here.setup.engine.runWorkflow(workflow, { mode: 'manual' });

		expect(items).toHaveLength(5);
	});

	it('begins anew when other settings are published', async () => {
		newTask();
		const watch = await active('taskCreated');
		newTask();
		const other = here.setup.engine.polling(
			{
				type: 'test.polling',
				parameters: { event: 'assetCreated', project: byId(here.project._id) },
			},
			watch.staticData,
		);

		expect(await other.activate('update')).toBeUndefined();
		newTask();
		expect(await poll(other)).toHaveLength(1);
	});

	it('says that it begins anew when something else is watched', async () => {
		const watch = await active('taskCreated');
		const before = here.setup.engine.log.length;
		const other = here.setup.engine.polling(
			{
				type: 'test.polling',
				parameters: { event: 'assetCreated', project: byId(here.project._id) },
			},
			watch.staticData,
		);
		await other.activate('update');

		const warnings = here.setup.engine.log.slice(before).filter(({ level }) => level === 'warn');
		expect(warnings).toMatchObject([
			{ message: expect.stringContaining('watches something else from now on') },
		]);
	});

	it.each([
		['wider', { batches: ['Week 12'] }, {}],
		['narrower', {}, { batches: ['Week 12'] }],
		['other', { batches: ['Week 13'] }, { batches: ['Week 12'] }],
	])('hands on what happened since the last one through a %s filter', async (_name, was, is) => {
		const watch = await active('taskCreated', { filters: was });
		const task = newTask(0);
		const parameters = { event: 'taskCreated', project: byId(here.project._id), filters: is };
		const edited = here.setup.engine.polling(
			{ type: 'test.polling', parameters },
			watch.staticData,
		);

		const items = (await edited.activate('update'))?.items ?? [];

		expect(items.map(({ json }) => json.taskId)).toEqual([task._id]);
		expect(await poll(edited)).toEqual([]);
	});

	it('does not hand on what the last one kept out, when the filter is edited', async () => {
		const parameters = { event: 'taskCreated', project: byId(here.project._id) };
		const node = { id: 'edited', type: 'test.polling', parameters };
		const filters = { batches: ['Week 13'] };
		const watch = here.setup.engine.polling({ ...node, parameters: { ...parameters, filters } });
		await watch.activate();
		newTask(0);
		expect(await poll(watch)).toEqual([]);
		const edited = here.setup.engine.polling(node, watch.staticData);

		expect(await edited.activate('update')).toBeUndefined();
		const task = newTask(0);
		expect(await poll(edited)).toMatchObject([{ taskId: task._id }]);
	});

	it('fails while the hub refuses, and loses nothing', async () => {
		const watch = await active('taskCreated');
		newTask();
		here.setup.hub.faults.rules.push({ action: { status: 403, body: { message: 'Not now.' } } });

		await expect(watch.poll()).rejects.toThrow('Not now');
		newTask();
		here.setup.hub.resetFaults();

		expect(await poll(watch)).toHaveLength(2);
	});

	it('waits when the hub says that it is too much', async () => {
		const watch = await active('taskCreated');
		newTask();
		here.setup.hub.faults.rules.push({
			times: 2,
			action: { status: 429, headers: { 'retry-after': '0' } },
		});

		expect(await poll(watch)).toHaveLength(1);
	});

	it('that takes longer than the time to the next one is not doubled', async () => {
		const watch = await active('taskCreated');
		newTask();
		here.setup.hub.faults.latencyMs = 100;

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
	let legacy: TriggerSetup;
	beforeAll(async () => {
		legacy = await openTriggerSetup({ platform: 'legacy', now });
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
