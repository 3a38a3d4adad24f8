import type { INodeExecutionData } from 'n8n-workflow';
import type { Task } from '../local-hub/index.mts';
import { byId, NO_ID, openSetup, wordsOf, type Setup } from './setup.mts';

describe('Task: Set Benchmark', () => {
	let setup: Setup;
	let project: string;
	let tasks: Task[];
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		project = setup.hub.seedProject()._id;
		tasks = ['a', 'b', 'c'].map((externalId) =>
			setup.hub.taskOf(setup.hub.seedAsset(project, { externalId })),
		);
		setup.hub.clearRequests();
	});

	const run = async (parameters: object, items?: INodeExecutionData[], spec: object = {}) =>
		await setup.engine.run({
			node: setup.node(
				{
					resource: 'task',
					operation: 'setBenchmark',
					project: byId(project),
					task: byId('={{ $json._id }}'),
					...parameters,
				} as never,
				spec,
			),
			items,
		});
	const bodies = () => setup.hub.requests.map(({ body }) => body);

	it('marks the tasks of all items in one call for each value', async () => {
		const [a, b, c] = tasks.map(({ _id }) => _id);
		tasks[1].isBenchmark = true;
		const items = [
			{ json: { _id: a, known: true } },
			{ json: { _id: b, known: false } },
			{ json: { _id: c, known: true } },
			{ json: { _id: a, known: true } },
		];
		const result = await run({ isBenchmark: '={{ $json.known }}' }, items);
		expect(wordsOf(result).trim()).toBe('');
		expect(bodies()).toEqual([
			{ tasks: [a, c], isBenchmark: true },
			{ tasks: [b], isBenchmark: false },
		]);
		expect(setup.hub.requests[0].path).toBe(`/v2/project/${project}/benchmark-tasks`);
		expect(tasks.map(({ isBenchmark }) => isBenchmark)).toEqual([true, false, true]);
		expect(result.items.map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
			items.map(({ json: { _id, known } }, item) => [
				{ projectId: project, taskId: _id, isBenchmark: known },
				{ item },
			]),
		);
	});

	it('keeps projects apart, and marks the others when one task is not there', async () => {
		const other = setup.hub.seedProject()._id;
		const stranger = setup.hub.taskOf(setup.hub.seedAsset(other));
		const items = [
			{ json: { _id: NO_ID, project } },
			{ json: { _id: tasks[0]._id, project } },
			{ json: { _id: stranger._id, project: other } },
			{ json: { _id: stranger._id, project } },
		];
		const result = await run({ project: byId('={{ $json.project }}') }, items, {
			onError: 'continueErrorOutput',
		});
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
		expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 3 },
		]);
		expect(result.errorItems[0].json.error).toMatch(/No task with the id f+/);
		expect([tasks[0], stranger].map(({ isBenchmark }) => isBenchmark)).toEqual([true, true]);
	});

	it('tries again when the connection was cut', async () => {
		setup.hub.faults.rules = [
			{ match: { path: '/benchmark-tasks' }, times: 1, action: 'reset-after' },
		];
		const result = await run({ task: byId(tasks[0]._id) });
		expect(result.items.map(({ json }) => json)).toEqual([
			{ projectId: project, taskId: tasks[0]._id, isBenchmark: true },
		]);
		expect(bodies()).toHaveLength(2);
	});

	it.each([
		[{ isBenchmark: '={{ "no" }}' }, /'Benchmark' has to be true or false, not 'no'/],
		[{ isBenchmark: '={{ $json.none }}' }, /'Benchmark' is empty/],
		[{ task: byId('={{ $json.none }}') }, /'Task' is empty/],
	])('refuses %j before anything is sent', async (parameters, message) => {
		expect(wordsOf(await run({ task: byId(tasks[0]._id), ...parameters }))).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('says that the legacy platform cannot', async () => {
		const legacy = await openSetup({ platform: 'legacy' });
		const parameters = {
			resource: 'task',
			operation: 'setBenchmark',
			project: byId(NO_ID),
			task: byId(NO_ID),
		};
		const result = await legacy.engine.run({ node: legacy.node(parameters as never) });
		expect(wordsOf(result)).toMatch(/The legacy platform cannot change which tasks are benchmarks/);
		expect(legacy.hub.requests).toEqual([]);
		await legacy.close();
	});
});
