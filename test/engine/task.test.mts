import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Asset, Project, Task } from '../local-hub/index.mts';
import { byId, openStage, wordsOf, type Stage } from './stage.mts';

const STAGES = [
	{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
	{ id: 'Label', type: 'Label', name: 'Label', next: ['review-1'], assignedTo: [] },
	{ id: 'review-1', type: 'Review', name: 'Second Look', next: ['Complete', 'Label'] },
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
];

const weather = {
	tool: 'radio',
	title: 'Weather',
	schemaId: 'weather',
	classifications: [],
	options: [
		{ value: 'sunny', schemaId: 'o1' },
		{ value: 'rainy', schemaId: 'o2' },
	],
};
const labelSet = { tools: [], classifications: [weather], relations: [] };
const rainy = { classifications: [{ schemaId: 'weather', answer: 'o2' }] };

const NO_ID = 'ffffffffffffffffffffffff';

const tick = async () => await new Promise((resolve) => setImmediate(resolve));

/** A stage of the test, and a project on it with three tasks. */
function setting(platform: 'current' | 'legacy') {
	const here = {} as {
		stage: Stage;
		project: Project;
		assets: Asset[];
		tasks: Task[];
	};
	beforeAll(async () => {
		here.stage = await openStage({ platform });
	});
	afterAll(async () => await here.stage.close());
	beforeEach(() => {
		const { hub } = here.stage;
		hub.resetFaults();
		here.project = hub.seedProject({
			stages: STAGES,
			batches: ['Mon', 'Tue'],
			categorySchema: labelSet,
		});
		const [mon, tue] = here.project.batches.map(({ _id }) => _id);
		here.assets = [
			['a.png', mon],
			['b.png', tue],
			['c.png', tue],
		].map(([externalId, batch]) =>
			hub.seedAsset(here.project._id, { externalId, batches: [batch] }),
		);
		here.tasks = here.assets.map((asset) => hub.taskOf(asset));
		hub.clearRequests();
	});
	const run = async (
		operation: string,
		parameters: object = {},
		items?: INodeExecutionData[],
		spec: object = {},
	) => {
		const { engine, node } = here.stage;
		const all = { resource: 'task', operation, project: byId(here.project._id), ...parameters };
		return await engine.run({ node: node(all as never, spec), items });
	};
	const sent = (path: string) =>
		here.stage.hub.requests.filter((request) => request.path.endsWith(path));
	return { here, run, sent };
}

const items = (list: IDataObject[]) => list.map((json) => ({ json }));
const jsonOf = ({ items: list }: { items: INodeExecutionData[] }) => list.map(({ json }) => json);

describe('Task on the current platform', () => {
	const { here, run, sent } = setting('current');
	const byName = (name: string) => here.tasks['abc'.indexOf(name)];
	const taskItems = () => items(here.tasks.map(({ _id }) => ({ _id })));
	const task = byId('={{ $json._id }}');

	describe('Get', () => {
		it('reads a task with its answer, simplified, or as it is', async () => {
			here.stage.hub.save(byName('a')._id, rainy);
			const [simple] = jsonOf(await run('get', { task: byId(byName('a')._id) }));
			expect(simple).toMatchObject({
				_id: byName('a')._id,
				project: here.project._id,
				asset: here.assets[0]._id,
				externalId: 'a.png',
				stage: 'Start',
				stageName: 'Start',
				batchNames: ['Mon'],
				answer: { classifications: [{ answer: 'o2', title: 'Weather' }] },
			});
			expect(simple).not.toHaveProperty('totalDuration');

			here.stage.hub.clearRequests();
			const [raw] = jsonOf(await run('get', { task: byId(byName('a')._id), simplify: false }));
			expect(raw).toMatchObject({ totalDuration: 1000, isDraft: true });
			expect(here.stage.hub.requests).toHaveLength(1);
			expect(here.stage.hub.requests[0].query).toEqual({ includeAnswer: 'true' });
		});

		it('gives ids where Ango Hub gives records, and keeps the records', async () => {
			here.stage.hub.faults.taskReferences = 'object';
			const raw = jsonOf(await run('get', { task, simplify: false }, taskItems()));
			expect(raw.map(({ asset }) => asset)).toEqual(here.assets.map(({ _id }) => _id));
			expect(raw[1]).toMatchObject({
				project: here.project._id,
				assetDetails: { externalId: 'b.png', data: here.assets[1].data },
			});
			const simple = jsonOf(await run('get', { task }, taskItems()));
			expect(simple.map(({ stageName }) => stageName)).toEqual(['Start', 'Start', 'Start']);
		});

		it('replaces option ids with texts, or leaves the answer out', async () => {
			here.stage.hub.save(byName('a')._id, rainy);
			const parameters = { task: byId(byName('a')._id), simplify: '={{ $json.simplify }}' };
			const result = await run(
				'get',
				{ ...parameters, options: { resolveOptions: true } },
				items([{ simplify: true }, { simplify: false }]),
			);
			for (const json of jsonOf(result)) {
				expect(json).toMatchObject({ answer: { classifications: [{ answer: 'rainy' }] } });
			}
			const without = await run('get', { ...parameters, options: { includeAnswer: false } });
			expect(without.items[0].json.answer).toBeUndefined();
		});

		it('tells of a task that is not there, and goes on with the others', async () => {
			const result = await run('get', { task }, items([{ _id: NO_ID }, { _id: byName('b')._id }]), {
				onError: 'continueErrorOutput',
			});
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/^Not found: No task with the id f+\. Check that it exists/),
			]);
			expect(result.errorItems[0].pairedItem).toEqual({ item: 0 });
			expect(jsonOf(result).map(({ _id }) => _id)).toEqual([byName('b')._id]);
			expect(result.items[0].pairedItem).toEqual({ item: 1 });
		});

		it('needs a task', async () => {
			const result = await run('get', { task: byId('={{ $json.nothing }}') });
			expect(wordsOf(result)).toMatch(/'Task' is empty/);
		});
	});

	describe('Get Many', () => {
		it('lists tasks, newest first, up to a limit or all', async () => {
			const two = await run('getAll', { limit: 2 });
			expect(jsonOf(two).map(({ externalId }) => externalId)).toEqual(['c.png', 'b.png']);
			expect(sent('/tasks').map(({ query }) => query)).toEqual([
				{ page: '1', limit: '2', includeAnswer: 'false' },
			]);
			for (let index = 0; index < 130; index++) here.stage.hub.seedAsset(here.project._id);
			here.stage.hub.faults.pageClamp = 100;
			const all = jsonOf(await run('getAll', { returnAll: true }));
			expect(new Set(all.map(({ _id }) => _id)).size).toBe(133);
		});

		const filterOf = () => JSON.parse(sent('/tasks').at(-1)!.query.filter) as IDataObject;

		it('sends every filter in the form of the wire', async () => {
			const [mon] = here.project.batches;
			const result = await run('getAll', {
				filters: {
					assigned: true,
					assignees: 'a@example.com, b@example.com',
					batches: ['Mon'],
					createdAfter: '2026-01-01T00:00:00Z',
					createdBefore: '2026-02-01T00:00:00Z',
					createdBy: 'c@example.com',
					externalIdPattern: '^a',
					externalIds: '={{ ["a.png", "b.png"] }}',
					isBenchmark: false,
					isDraft: '={{ "false" }}',
					isSkipped: true,
					maxDuration: '={{ "9" }}',
					maxOpenIssues: 3,
					maxPriority: 7,
					maxTotalDuration: 99,
					minDuration: 1,
					minOpenIssues: 0,
					minPriority: -7,
					minTotalDuration: 2,
					more: '{"externalId": {"$ne": "x.png"}, "status": {"$ne": "DONE"}}',
					reviewStatuses: ['Accepted', 'Fixed'],
					stages: ['Second Look', 'Label'],
					statuses: 'READY',
					types: ['default', 'consensus'],
					updatedAfter: '2026-01-02T00:00:00Z',
					updatedBefore: '2026-02-02T00:00:00Z',
					updatedBy: 'd@example.com,e@example.com',
				},
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(filterOf()).toEqual({
				assignee: { $in: ['a@example.com', 'b@example.com'], $exists: true },
				batches: { $in: [mon._id] },
				createdAt: { $gte: '2026-01-01T00:00:00.000Z', $lt: '2026-02-01T00:00:00.000Z' },
				createdBy: { $eq: 'c@example.com' },
				duration: { $gte: 1, $lte: 9 },
				externalId: { $in: ['a.png', 'b.png'], $regex: '^a', $ne: 'x.png' },
				isBenchmark: { $eq: false },
				isDraft: { $eq: false },
				isSkipped: { $eq: true },
				openIssuesCount: { $gte: 0, $lte: 3 },
				priority: { $gte: -7, $lte: 7 },
				reviewStatus: { $in: ['Accepted', 'Fixed'] },
				stage: { $in: ['review-1', 'Label'] },
				status: { $eq: 'READY', $ne: 'DONE' },
				totalDuration: { $gte: 2, $lte: 99 },
				type: { $in: ['default', 'consensus'] },
				updatedAt: { $gte: '2026-01-02T00:00:00.000Z', $lt: '2026-02-02T00:00:00.000Z' },
				updatedBy: { $in: ['d@example.com', 'e@example.com'] },
			});
		});

		it('finds what the filters say', async () => {
			const { hub } = here.stage;
			hub.labelTask(byName('b')._id, rainy);
			const found = async (filters: object) =>
				jsonOf(await run('getAll', { filters })).map(({ externalId }) => externalId);
			expect(await found({ stages: ['Second Look'] })).toEqual(['b.png']);
			expect(await found({ batches: '={{ "Tue" }}' })).toEqual(['c.png', 'b.png']);
			expect(await found({ externalIdPattern: '^[ac]' })).toEqual(['c.png', 'a.png']);
			expect(await found({ more: '{"stage": "Start"}', batches: ['Tue'] })).toEqual(['c.png']);
		});

		it('sends no filter for what is empty', async () => {
			const filters = {
				assignees: ' , ',
				batches: '={{ [] }}',
				createdAfter: '',
				externalIds: '={{ $json.nothing }}',
				isDraft: '={{ undefined }}',
				more: '',
				minPriority: '={{ null }}',
				stages: '={{ $json.nothing }}',
				statuses: '',
			};
			expect(jsonOf(await run('getAll', { filters }))).toHaveLength(3);
			expect(sent('/tasks')[0].query.filter).toBeUndefined();
		});

		it('sorts, chooses fields, and includes answers with their texts', async () => {
			here.stage.hub.save(byName('a')._id, rainy);
			byName('a').priority = 5;
			const by = [
				{ field: 'priority', direction: 'descending' },
				{ field: 'externalId', direction: 'ascending' },
			];
			const sorted = await run('getAll', {
				options: { sort: { by }, resolveOptions: true },
			});
			expect(sent('/tasks')[0].query).toMatchObject({
				sort: '-priority,externalId,_id',
				includeAnswer: 'true',
			});
			expect(jsonOf(sorted).map(({ externalId }) => externalId)).toEqual([
				'a.png',
				'b.png',
				'c.png',
			]);
			expect(sorted.items[0].json.answer).toMatchObject({
				classifications: [{ answer: 'rainy' }],
			});

			const some = await run('getAll', { options: { fields: ['stage', 'priority'] }, limit: 1 });
			expect(sent('/tasks').at(-1)!.query).toMatchObject({
				fields: '_id,project,asset,stage,priority',
				includeAnswer: 'true',
			});
			expect(jsonOf(some)).toEqual([
				{
					_id: byName('c')._id,
					project: here.project._id,
					asset: here.assets[2]._id,
					stage: 'Start',
					priority: 0,
				},
			]);
		});

		it.each([
			[{ stages: ['Secnd Look'] }, /no stage 'Secnd Look'.*'Second Look'/],
			[{ batches: ['Mno'] }, /no batch 'Mno'.*'Mon'/],
			[{ more: '[1]' }, /'More \(JSON\)' has to be a JSON object/],
			[{ more: '{no' }, /'More \(JSON\)' is not valid JSON/],
			[{ createdAfter: 'soon' }, /'Created After' is not a date/],
			[{ minPriority: '={{ "high" }}' }, /'Min Priority' has to be a number, not 'high'/],
		])('refuses %j before the tasks are asked for', async (filters, words) => {
			const result = await run('getAll', { filters });
			expect(wordsOf(result)).toMatch(words);
			expect(sent('/tasks')).toHaveLength(0);
		});

		it('hands on what Ango Hub refuses', async () => {
			const result = await run('getAll', { filters: { more: '{"colour": "red"}' } });
			expect(wordsOf(result)).toMatch(/Unknown key "filter.colour"/);
		});
	});

	describe('Get History', () => {
		beforeEach(() => void here.stage.hub.labelTask(byName('a')._id, rainy));

		it('lists the entries of a task', async () => {
			const result = await run('getHistory', { by: 'task', task: byId(byName('a')._id) });
			expect(jsonOf(result)).toMatchObject([
				{ stageId: 'Start', labelTaskId: byName('a')._id },
				{ stageId: 'Label', labelTaskId: byName('a')._id, isSkipped: false },
			]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		});

		it('reads one entry', async () => {
			const { _id } = byName('a').history[1];
			const result = await run('getHistory', { by: 'entry', historyId: _id });
			expect(jsonOf(result)).toMatchObject([{ _id, stageId: 'Label' }]);
		});

		it('gives no items for a task without history, and tells of an unknown entry', async () => {
			expect(jsonOf(await run('getHistory', { task: byId(byName('b')._id) }))).toEqual([]);
			const unknown = await run('getHistory', { by: 'entry', historyId: NO_ID });
			expect(wordsOf(unknown)).toMatch(/Not found/);
		});
	});

	describe('Assign', () => {
		it('sends one call for all who get the same, by the name of the stage', async () => {
			const users = ['a@example.com', 'b@example.com', 'a@example.com'];
			const input = items(here.tasks.map(({ _id }, index) => ({ _id, user: users[index] })));
			const parameters = { task, user: '={{ $json.user }}', stage: byId('Second Look') };
			const result = await run('assign', parameters, input);
			expect(jsonOf(result)).toEqual(
				here.tasks.map(({ _id }, index) => ({
					taskId: _id,
					assignee: users[index],
					stageId: 'review-1',
					assigned: true,
				})),
			);
			expect(sent('/task/assign').map(({ body }) => body)).toEqual([
				{
					project: here.project._id,
					tasks: [byName('a')._id, byName('c')._id],
					user: 'a@example.com',
					stage: 'review-1',
				},
				{
					project: here.project._id,
					tasks: [byName('b')._id],
					user: 'b@example.com',
					stage: 'review-1',
				},
			]);
			expect(byName('c').stageAssignees['review-1']).toBe('a@example.com');
		});

		it('assigns the others when one task is not there', async () => {
			const input = [{ json: { _id: NO_ID } }, ...taskItems()];
			const parameters = { task, user: 'a@example.com', stage: byId('Start') };
			const result = await run('assign', parameters, input, { onError: 'continueErrorOutput' });
			expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
			expect(result.errorItems[0].json.error).toMatch(/No task with the id f+/);
			expect(here.tasks.map(({ assignee }) => assignee)).toEqual(Array(3).fill('a@example.com'));
		});

		it.each([
			[{ user: 'ada', stage: byId('Label') }, /'User' has to be an e-mail address, not 'ada'/],
			[{ user: 'a@example.com', stage: byId('') }, /'Stage' is empty/],
			[{ user: 'a@example.com', stage: byId('Lable') }, /no stage 'Lable'.*'Label'/],
			[{ user: '={{ $json.nothing }}', stage: byId('Label') }, /'User' is empty/],
		])('refuses %j before anything is sent', async (parameters, words) => {
			const result = await run('assign', { task, ...parameters }, taskItems());
			expect(wordsOf(result)).toMatch(words);
			expect(sent('/task/assign')).toHaveLength(0);
		});
	});

	describe.each([
		['requeue', { toStage: byId('Label') }, '/requeueTasks'],
		['setPriority', { priority: 9 }, '/updatePriority'],
	])('The tasks that %s is for', (operation, more, path) => {
		const filters = () => sent(path).map(({ body }) => (body as IDataObject).filters);

		it('are those that pass the filters, with names turned into ids', async () => {
			const result = await run(operation, {
				...more,
				filters: {
					assetIds: here.assets.map(({ _id }) => _id).join(),
					batches: ['Tue'],
					externalIds: '={{ ["b.png", "a.png"] }}',
					fromStages: ['Start', 'Second Look'],
					taskIds: `${byName('b')._id}, ${byName('c')._id}`,
				},
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(filters()).toEqual([
				{
					assetIds: here.assets.map(({ _id }) => _id),
					batches: [here.project.batches[1]._id],
					externalIds: ['b.png', 'a.png'],
					fromStageIds: ['Start', 'review-1'],
					taskIds: [byName('b')._id, byName('c')._id],
				},
			]);
			expect(result.items[0].json.filters).toEqual(filters()[0]);
			const changed = here.tasks.filter(({ stage, priority }) => stage !== 'Start' || priority);
			expect(changed.map(({ _id }) => _id)).toEqual([byName('b')._id]);
		});

		it('share a call where only ids differ', async () => {
			const result = await run(
				operation,
				{ ...more, filters: { taskIds: '={{ $json._id }}', batches: ['Mon', 'Tue'] } },
				taskItems(),
			);
			expect(filters()).toEqual([
				{
					taskIds: here.tasks.map(({ _id }) => _id),
					batches: here.project.batches.map(({ _id }) => _id),
				},
			]);
			expect(jsonOf(result).map(({ itemsInCall }) => itemsInCall)).toEqual([3, 3, 3]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
		});

		it('do not share a call where more than one list differs', async () => {
			const input = items([
				{ task: byName('a')._id, name: 'a.png' },
				{ task: byName('b')._id, name: 'c.png' },
			]);
			const both = { taskIds: '={{ $json.task }}', externalIds: '={{ $json.name }}' };
			await run(operation, { ...more, filters: both }, input);
			expect(filters()).toHaveLength(2);
			const changed = here.tasks.filter(({ stage, priority }) => stage !== 'Start' || priority);
			expect(changed.map(({ _id }) => _id)).toEqual([byName('a')._id]);
		});

		it.each([
			[{}],
			[{ taskIds: '' }],
			[{ taskIds: '' }, "={{ 'false' }}"],
			[{ taskIds: '={{ $json.nothing }}', externalIds: ' , ' }],
			[{ batches: '={{ [] }}', fromStages: '={{ null }}', assetIds: '={{ [undefined, ""] }}' }],
		])('are not all of them by mistake: %j %j', async (empty, applyToAll: unknown = false) => {
			const result = await run(operation, { ...more, filters: empty, applyToAll });
			expect(wordsOf(result)).toMatch(/'Filters' hold nothing.*'Apply to All Tasks'/s);
			expect(sent(path)).toHaveLength(0);
			const all = await run(operation, { ...more, filters: empty, applyToAll: true });
			expect(wordsOf(all).trim()).toBe('');
			expect(filters()).toEqual([{}]);
		});

		it('are those of the other items when one item has a bad id', async () => {
			const input = [{ json: { _id: 'not-an-id' } }, ...taskItems()];
			const result = await run(
				operation,
				{ ...more, filters: { taskIds: '={{ $json._id }}' } },
				input,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
			expect(result.errorItems[0].json.error).toMatch(/taskIds\[0\].*24-character id/);
			expect(result.items).toHaveLength(3);
			expect(here.tasks.every(({ stage, priority }) => stage !== 'Start' || priority)).toBe(true);
		});
	});

	describe('Requeue', () => {
		it('takes away what the options say, and tells how many moved', async () => {
			const { hub } = here.stage;
			const id = hub.labelTask(byName('a')._id, rainy)._id;
			const result = await run('requeue', {
				toStage: byId('Start'),
				filters: { taskIds: id },
				options: {
					removeAnnotations: true,
					removeAssignee: "={{ 'false' }}",
					removeStageHistory: true,
				},
			});
			expect(sent('/requeueTasks')[0].body).toMatchObject({
				toStageId: 'Start',
				options: { removeAnnotations: true, removeAssignee: false, removeStageHistory: true },
			});
			expect(result.items[0].json).toMatchObject({ toStageId: 'Start', modified: 1 });
			expect(byName('a')).toMatchObject({ stage: 'Start', history: [] });
			expect(byName('a').answer.classifications).toEqual([]);
		});

		it('sends an empty object for no options, and is not sent twice', async () => {
			const { hub } = here.stage;
			hub.faults.rules.push({ match: { path: '/requeueTasks' }, action: 'reset-after', times: 1 });
			const parameters = { toStage: byId('Label'), filters: { taskIds: byName('a')._id } };
			expect(wordsOf(await run('requeue', parameters))).toMatch(/No answer/);
			expect(sent('/requeueTasks').map(({ body }) => (body as IDataObject).options)).toEqual([{}]);
			expect(byName('a').stage).toBe('Label');
		});

		it('refuses an unknown stage', async () => {
			const parameters = { toStage: byId('Labels'), applyToAll: true };
			expect(wordsOf(await run('requeue', parameters))).toMatch(/no stage 'Labels'.*'Label'/);
			expect(sent('/requeueTasks')).toHaveLength(0);
		});
	});

	describe('Set Priority', () => {
		it('tells what Ango Hub says, and keeps to its limits', async () => {
			const filters = { externalIds: 'b.png' };
			const result = await run('setPriority', { priority: -1000, filters });
			expect(jsonOf(result)).toMatchObject([
				{ priority: -1000, result: { matchedCount: 1, modifiedCount: 1 } },
			]);
			expect(byName('b').priority).toBe(-1000);
			const over = await run('setPriority', { priority: 1001, filters });
			expect(wordsOf(over)).toMatch(/'Priority' .* from -1000 to 1000, not 1001/);
			expect(sent('/updatePriority')).toHaveLength(1);
		});
	});

	describe('Review', () => {
		it('accepts and rejects, and hands on the answer as it is', async () => {
			const { hub } = here.stage;
			for (const { _id } of here.tasks) hub.labelTask(_id, rainy);
			const input = items([
				{ _id: byName('a')._id, decision: 'Accepted' },
				{ _id: byName('b')._id, decision: 'Rejected' },
			]);
			const parameters = { task, reviewStatus: '={{ $json.decision }}' };
			const result = await run('review', parameters, input);
			expect(jsonOf(result)).toEqual([
				{ message: 'Task reviewed.' },
				{ message: 'Task reviewed.' },
			]);
			expect(byName('a').stage).toBe('Complete');
			expect(byName('b').stage).toBe('Label');
			expect(sent(`/review/${byName('a')._id}`)[0].body).toEqual({ reviewStatus: 'Accepted' });
		});

		it('sends the details of multi-sensor projects', async () => {
			here.stage.hub.labelTask(byName('a')._id, rainy);
			const parameters = { task: byId(byName('a')._id) };
			await run('review', { ...parameters, options: { pctDetails: '{"frame": 3}' } });
			expect(sent(`/review/${byName('a')._id}`)[0].body).toEqual({
				reviewStatus: 'Accepted',
				pctDetails: { frame: 3 },
			});
			const bad = await run('review', { ...parameters, options: { pctDetails: '[3]' } });
			expect(wordsOf(bad)).toMatch(/'Multi-Sensor Details \(JSON\)' has to be a JSON object/);
		});

		it('tells of tasks that no reviewer looks at, and is not sent twice', async () => {
			const { hub } = here.stage;
			hub.labelTask(byName('b')._id, rainy);
			hub.faults.rules.push({
				match: { path: byName('b')._id },
				action: 'reset-after',
				times: 1,
			});
			const input = items([{ _id: byName('a')._id }, { _id: byName('b')._id }]);
			const result = await run('review', { task }, input, { onError: 'continueErrorOutput' });
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/is not in a Review stage/),
				expect.stringMatching(/No answer/),
			]);
			expect(sent(`/review/${byName('b')._id}`)).toHaveLength(1);
		});
	});

	it('Set Status is for the legacy platform only', async () => {
		const result = await run('setStatus', { task: byId(byName('a')._id), status: 'TODO' });
		expect(wordsOf(result)).toMatch(/Only the legacy platform can set the status.*'Requeue'/s);
		expect(here.stage.hub.requests).toHaveLength(0);
	});

	describe('Wait For Stage', () => {
		const looks = (name: string) => sent(`/task/${byName(name)._id}`).length;

		it('gives the task as soon as it is in one of the stages', async () => {
			const { hub, engine, node } = here.stage;
			const parameters = {
				resource: 'task',
				operation: 'waitForStage',
				project: byId(here.project._id),
				task: byId(byName('a')._id),
				stages: ['Second Look', 'Complete'],
				timeout: 60,
				options: { interval: 1 },
			};
			const running = engine.start({ node: node(parameters as never) });
			while (looks('a') < 1) await tick();
			hub.labelTask(byName('a')._id, rainy);
			const result = await running.result;
			expect(wordsOf(result).trim()).toBe('');
			expect(jsonOf(result)).toMatchObject([{ _id: byName('a')._id, stageName: 'Second Look' }]);
		});

		it('looks once where the task is there already', async () => {
			const result = await run('waitForStage', { task, stages: ['Start'] }, taskItems());
			expect(result.items).toHaveLength(3);
			expect([looks('a'), looks('b'), looks('c')]).toEqual([1, 1, 1]);
		});

		it('fails at the deadline, with the stage that the task is in', async () => {
			const stages = ['Complete', 'Second Look'];
			const input = items([{ _id: byName('a')._id }]);
			const result = await run('waitForStage', { task, stages, timeout: 1 }, input, {
				onError: 'continueErrorOutput',
			});
			expect(result.errorItems[0].json.error).toMatch(
				/did not reach 'Complete' or 'Second Look' in 1 seconds; it is in 'Start'\. Raise 'Timeout'/,
			);
			expect(looks('a')).toBeGreaterThanOrEqual(2);
		});

		it('ends when the execution is cancelled', async () => {
			const { engine, node } = here.stage;
			const parameters = {
				resource: 'task',
				operation: 'waitForStage',
				project: byId(here.project._id),
				task: byId(byName('a')._id),
				stages: ['Complete'],
				timeout: 86_400,
			};
			const running = engine.start({ node: node(parameters as never) });
			while (looks('a') < 1) await tick();
			running.cancel();
			expect((await running.result).items).toEqual([]);
			expect(looks('a')).toBe(1);
		});

		it.each([
			[
				{ timeout: '={{ "soon" }}' },
				/'Timeout' has to be a number of seconds from 1 to 86400, not soon/,
			],
			[{ timeout: '={{ 0 }}' }, /'Timeout' has to be/],
			[{ options: { interval: '={{ "" }}' } }, /'Interval' has to be/],
		])('never waits without an end: %j', async (parameters, words) => {
			const result = await run(
				'waitForStage',
				{ task, stages: ['Complete'], ...parameters },
				taskItems(),
			);
			expect(wordsOf(result)).toMatch(words);
			expect(looks('a')).toBe(0);
		});

		it('refuses stages that the project does not have', async () => {
			const result = await run('waitForStage', { task, stages: ['Done'] }, taskItems());
			expect(wordsOf(result)).toMatch(/no stage 'Done'/);
			expect(looks('a')).toBe(0);
		});
	});

	it('is picked from a list that Ango Hub searches', async () => {
		const { hub, engine, node } = here.stage;
		const target = hub.taskOf(hub.seedAsset(here.project._id, { externalId: 'Night+1 (é).png' }));
		for (let index = 0; index < 150; index++) {
			hub.seedAsset(here.project._id, { externalId: `frame-${index}.png` });
		}
		const parameters = { resource: 'task', operation: 'get', project: byId(here.project._id) };
		const search = async (filter?: string) =>
			(await engine.listSearch('searchTasks', node(parameters as never), { filter })).results;
		expect(await search()).toHaveLength(100);
		for (const filter of ['night+1 (É)', 'Night', '(é).png']) {
			expect(await search(filter)).toEqual([
				{ name: 'Night+1 (é).png', value: target._id, description: 'Start' },
			]);
		}
		expect(await search('nothing')).toEqual([]);
		const nowhere = node({ ...parameters, project: byId('') } as never);
		await expect(engine.listSearch('searchTasks', nowhere)).rejects.toThrow('Pick a project first');
	});
});

describe('Task on the legacy platform', () => {
	const { here, run, sent } = setting('legacy');
	const task = byId('={{ $json._id }}');

	it('is read with its project as an id, and option ids as texts', async () => {
		here.stage.hub.save(here.tasks[0]._id, rainy);
		const parameters = { task: byId(here.tasks[0]._id), options: { resolveOptions: true } };
		const [json] = jsonOf(await run('get', parameters));
		expect(json).toMatchObject({
			project: here.project._id,
			status: 'TODO',
			reviewStatus: 'Todo',
			batchNames: ['Mon'],
			answer: { classifications: [{ answer: 'rainy' }] },
		});
	});

	it('is listed by status and batches, and by nothing else', async () => {
		here.stage.hub.submit(here.tasks[1]._id);
		const filters = { statuses: 'Completed', batches: ['Tue'] };
		const result = await run('getAll', { filters });
		expect(jsonOf(result).map(({ externalId }) => externalId)).toEqual(['b.png']);
		expect(sent('/tasks')[0].query).toEqual({
			page: '1',
			limit: '50',
			includeAnswer: 'false',
			'status[eq]': 'Completed',
			tag: JSON.stringify([here.project.batches[1]._id]),
		});
		for (const more of [{ assignees: 'a@example.com' }, { statuses: 'TODO,Completed' }]) {
			const refused = await run('getAll', { filters: more });
			expect(wordsOf(refused)).toMatch(
				/legacy platform filters tasks by one status and by batches/,
			);
		}
		expect(sent('/tasks')).toHaveLength(1);
	});

	it('is assigned by e-mail address or user id, without a stage', async () => {
		const [member] = [...here.stage.hub.state.members.values()];
		const input = items([
			{ _id: here.tasks[0]._id, user: member.email },
			{ _id: here.tasks[1]._id, user: member._id },
		]);
		const result = await run('assign', { task, user: '={{ $json.user }}' }, input);
		expect(wordsOf(result).trim()).toBe('');
		expect(sent('/task/assign').map(({ body }) => body)).toEqual([
			{ task: here.tasks[0]._id, username: member.email },
			{ task: here.tasks[1]._id, user: member._id },
		]);
		expect(here.tasks.slice(0, 2).map(({ assignee }) => assignee)).toEqual([
			member.email,
			member.email,
		]);
		const withStage = await run('assign', { task, user: 'a', stage: byId('Label') }, input);
		expect(wordsOf(withStage)).toMatch(/legacy platform has no stages, so 'Stage' has to be empty/);
	});

	it('gets a status, and tells of a task that is not there', async () => {
		const input = items([{ _id: here.tasks[0]._id }, { _id: NO_ID }]);
		const parameters = { task, status: 'Completed' };
		const result = await run('setStatus', parameters, input, { onError: 'continueErrorOutput' });
		expect(jsonOf(result)).toEqual([{ message: 'Task status updated.' }]);
		expect(here.tasks[0].status).toBe('Completed');
		expect(result.errorItems[0].json.error).toMatch(/Not found/);
	});

	it('is reviewed', async () => {
		here.stage.hub.submit(here.tasks[0]._id);
		await run('review', { task: byId(here.tasks[0]._id), reviewStatus: 'Rejected' });
		expect(here.tasks[0]).toMatchObject({ status: 'TODO', reviewStatus: 'Rejected' });
	});

	it('gets the priority of its asset, found by id or external id', async () => {
		const filters = { assetIds: '={{ $json.ids }}' };
		const input = items(here.assets.slice(0, 2).map(({ _id }) => ({ ids: _id })));
		const result = await run('setPriority', { priority: 10_000, filters }, input);
		expect(wordsOf(result).trim()).toBe('');
		await run('setPriority', { priority: -7, filters: { externalIds: 'c.png' } });
		expect(here.tasks.map(({ priority }) => priority)).toEqual([10_000, 10_000, -7]);
		expect(sent(`/priority/${here.project._id}`).map(({ body }) => body)).toEqual([
			...here.assets.slice(0, 2).map(({ _id }) => ({
				priority: 10_000,
				externalId: null,
				assetId: _id,
			})),
			{ priority: -7, externalId: 'c.png', assetId: null },
		]);
		for (const more of [
			{ filters: { taskIds: here.tasks[0]._id } },
			{ filters: { assetIds: here.assets[0]._id, externalIds: 'c.png' } },
			{ applyToAll: true },
		]) {
			const refused = await run('setPriority', { priority: 1, ...more });
			expect(wordsOf(refused)).toMatch(/sets priorities by asset.*'Asset IDs' or 'External IDs'/s);
		}
		expect(sent(`/priority/${here.project._id}`)).toHaveLength(3);
	});

	it.each([
		['getHistory', { by: 'entry', historyId: NO_ID }, /no task history/],
		['requeue', { toStage: byId('Label'), applyToAll: true }, /no workflow stages/],
		['waitForStage', { stages: ['Label'] }, /no workflow stages/],
	])('has no %s', async (operation, parameters, words) => {
		const result = await run(operation, { task: byId(NO_ID), ...parameters });
		expect(wordsOf(result)).toMatch(words);
		expect(here.stage.hub.requests).toHaveLength(0);
	});

	it('is picked from a list that n8n searches', async () => {
		const { engine, node } = here.stage;
		const parameters = { resource: 'task', operation: 'get', project: byId(here.project._id) };
		const { results } = await engine.listSearch('searchTasks', node(parameters as never), {
			filter: 'B.P',
		});
		expect(results).toEqual([{ name: 'b.png', value: here.tasks[1]._id, description: 'TODO' }]);
	});
});
