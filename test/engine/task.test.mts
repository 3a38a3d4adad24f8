import type { IDataObject } from 'n8n-workflow';
import { byId, jsonOf, NO_ID, wordsOf } from './setup.mts';
import { items, rainy, task, taskSetup } from './taskSetup.mts';

/** The pattern of addresses in capitals or not. */
const anyCase = (...addresses: string[]) =>
	`^(?:${addresses
		.map((address) =>
			[...address]
				.map((char) =>
					/[a-z]/.test(char) ? `[${char}${char.toUpperCase()}]` : char.replace('.', '\\.'),
				)
				.join(''),
		)
		.join('|')})$`;

describe('Task on the current platform', () => {
	const { here, run, sent, byName, taskItems } = taskSetup('current');

	describe('Get', () => {
		it('reads a task with its answer, simplified, or as it is', async () => {
			here.setup.hub.save(byName('a')._id, rainy);
			const [simple] = jsonOf(await run('get', { task: byId(byName('a')._id) }));
			expect(simple).toMatchObject({
				taskId: byName('a')._id,
				projectId: here.project._id,
				assetId: here.assets[0]._id,
				externalId: 'a.png',
				stageId: 'Start',
				stageName: 'Start',
				batchNames: ['Mon'],
				answer: { classifications: [{ answer: 'o2', title: 'Weather' }] },
			});
			expect(simple).not.toHaveProperty('totalDuration');

			here.setup.hub.clearRequests();
			const [raw] = jsonOf(await run('get', { task: byId(byName('a')._id), simplify: false }));
			expect(raw).toMatchObject({ totalDuration: 1000, isDraft: true, _id: byName('a')._id });
			expect(raw).toMatchObject({ taskId: byName('a')._id, batchNames: ['Mon'] });
			// The task, and its project for the names.
			expect(here.setup.hub.requests).toHaveLength(2);
			expect(here.setup.hub.requests[0].query).toEqual({ includeAnswer: 'true' });
		});

		it('gives ids where Ango Hub gives records, and keeps the records', async () => {
			here.setup.hub.faults.taskReferences = 'object';
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
			here.setup.hub.save(byName('a')._id, rainy);
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
			expect(jsonOf(result).map(({ taskId }) => taskId)).toEqual([byName('b')._id]);
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
			for (let index = 0; index < 130; index++) here.setup.hub.seedAsset(here.project._id);
			here.setup.hub.faults.pageClamp = 100;
			const all = jsonOf(await run('getAll', { returnAll: true }));
			expect(new Set(all.map(({ taskId }) => taskId)).size).toBe(133);
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
				assignee: { $regex: anyCase('a@example.com', 'b@example.com'), $exists: true },
				batches: { $in: [mon._id] },
				createdAt: { $gte: '2026-01-01T00:00:00.000Z', $lt: '2026-02-01T00:00:00.000Z' },
				createdBy: { $regex: anyCase('c@example.com') },
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
				updatedBy: { $regex: anyCase('d@example.com', 'e@example.com') },
			});
		});

		it('finds what the filters say', async () => {
			const { hub } = here.setup;
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
				batches: '={{ null }}',
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

		it.each(['batches', 'stages', 'externalIds', 'types'])(
			'gives none where the list of %s is empty, with a hint',
			async (name) => {
				const { items, hints } = await run('getAll', { filters: { [name]: '={{ [] }}' } });
				expect(items).toEqual([]);
				expect(hints[0].message).toMatch(
					/^Nothing passes the filter '.+', because it is an empty list/,
				);
				expect(sent('/tasks')).toEqual([]);
			},
		);

		it('sorts, chooses fields, and includes answers with their texts', async () => {
			here.setup.hub.save(byName('a')._id, rainy);
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
					projectId: here.project._id,
					assetId: here.assets[2]._id,
					taskId: byName('c')._id,
					stageId: 'Start',
					stageName: 'Start',
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
		beforeEach(() => void here.setup.hub.labelTask(byName('a')._id, rainy));

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

	it('is picked from a list that Ango Hub searches', async () => {
		const { hub, engine, node } = here.setup;
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
				{ name: 'Night+1 (é).png (Start)', value: target._id },
			]);
		}
		expect(await search('nothing')).toEqual([]);
		const nowhere = node({ ...parameters, project: byId('') } as never);
		await expect(engine.listSearch('searchTasks', nowhere)).rejects.toThrow('Pick a project first');
	});
});
