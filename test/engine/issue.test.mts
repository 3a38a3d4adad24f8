import type { INodeExecutionData } from 'n8n-workflow';
import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';

describe.each([['current'], ['legacy']] as const)('Issue on the %s platform', (platform) => {
	let setup: Setup;
	let project: string;
	let task: string;
	beforeAll(async () => {
		setup = await openSetup({ platform });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		project = setup.hub.seedProject({
			assignedTo: [{ assignee: 'ada@example.com', role: 'Lead' }],
		})._id;
		task = setup.hub.taskOf(setup.hub.seedAsset(project))._id;
		setup.hub.clearRequests();
	});

	const run = runner('issue', () => ({ setup, project }));
	const create = async (parameters: object = {}, items?: INodeExecutionData[], spec = {}) =>
		await run('create', { task: byId(task), content: 'Look here', ...parameters }, items, spec);
	const seed = async (content = 'Look here') =>
		String((await create({ content })).items[0].json._id);
	const bodies = (method = 'POST') =>
		setup.hub.requests.filter((request) => request.method === method).map(({ body }) => body);

	it('opens an issue with everything that it can hold', async () => {
		const result = await create({
			place: 'point',
			x: 10,
			y: 20.5,
			options: {
				mentions: ['ada@example.com', 'alan@example.com'],
				errorCodes: { code: [{ category: 'Geometry', name: 'Too large', key: 'G1' }] },
				pctDetails: '{"frame": 3}',
				page: 2,
				pageEnd: 4,
				dataIndex: 0,
				plane: 'S',
			},
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(bodies()).toEqual([
			{
				content: 'Look here',
				labelTask: task,
				position: '[10, 20.5]',
				page: 2,
				pageEnd: 4,
				dataIndex: 0,
				plane: 'S',
				contentMentions: ['ada@example.com', 'alan@example.com'],
				errorCodes: [{ category: 'Geometry', name: 'Too large', key: 'G1' }],
				pctDetails: { frame: 3 },
			},
		]);
		expect(result.items).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({ status: 'Open', labelTask: task, project }),
				pairedItem: { item: 0 },
			}),
		]);
		expect(setup.hub.state.task(task).openIssuesCount).toBe(1);
	});

	it.each([
		['task', {}, {}],
		['character', { character: 12 }, { position: '12' }],
		['character', { character: 0 }, { position: '0' }],
		['span', { start: 1.5, end: 4 }, { position: '[1.5, 4]' }],
		['object', { objectId: ' o1 ' }, { objectId: 'o1' }],
		['point', { x: '={{ "7" }}', y: 0 }, { position: '[7, 0]' }],
	])('places an issue: %s %j', async (place, fields, wire) => {
		const result = await create({ place, ...fields });
		expect(wordsOf(result).trim()).toBe('');
		expect(bodies()).toEqual([{ content: 'Look here', labelTask: task, ...wire }]);
	});

	it.each([
		[{ place: 'point', x: '={{ $json.none }}' }, /'X' is empty/],
		[{ place: 'character', character: 1.5 }, /'Character Index' has to be a whole number/],
		[{ place: 'character', character: '={{ "" }}' }, /'Character Index' is empty/],
		[{ place: 'span', start: 5, end: 2 }, /'End' is before 'Start'/],
		[{ place: 'object', objectId: '={{ $json.none }}' }, /'Object ID' is empty/],
		[{ place: 'object', objectId: 'o', options: { page: 1 } }, /on an object cannot have/],
		[{ options: { pageEnd: 3 } }, /'Page End' needs 'Page'/],
		[{ options: { page: -1 } }, /'Page' has to be at least 0, not -1/],
		[{ options: { mentions: '={{ ["ada"] }}' } }, /'ada', which is not an email address/],
		[{ options: { pctDetails: '[1]' } }, /'Multi-Sensor Details \(JSON\)' has to be a JSON object/],
		[{ options: { errorCodes: { code: [{ category: 'A' }] } } }, /category and a name/],
		[{ content: '={{ " " }}' }, /'Content' is empty/],
		[{ task: byId('={{ $json.none }}') }, /'Task' is empty/],
	])('refuses %j before anything is sent', async (parameters, message) => {
		expect(wordsOf(await create(parameters))).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('works item by item and reports those that fail', async () => {
		const items = ['one', 'two', 'three'].map((text, index) => ({
			json: { text, task: index === 1 ? 'f'.repeat(24) : task },
		}));
		const result = await create(
			{ task: byId('={{ $json.task }}'), content: '={{ $json.text }}' },
			items,
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json, pairedItem }) => [json.content, pairedItem])).toEqual([
			['one', { item: 0 }],
			['three', { item: 2 }],
		]);
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
		expect(result.errorItems[0].json.error).toMatch(
			/Not found: No task with the id f+.*Check that/,
		);
	});

	it('opens an issue once although the answer is lost', async () => {
		setup.hub.faults.rules = [
			{ match: { path: '/v2/issues', method: 'POST' }, times: 1, action: 'reset-after' },
		];
		expect(wordsOf(await create())).toMatch(/the connection was closed/);
		expect(bodies()).toHaveLength(1);
	});

	it.each([['issue'], ['issues']] as const)('lists issues under the key %s', async (key) => {
		for (let index = 0; index < 105; index++) await seed(`Issue ${index}`);
		setup.hub.faults.issueListKey = key;
		setup.hub.clearRequests();
		const some = await run('getAll', { limit: 3 });
		expect(some.items.map(({ json }) => json.content)).toEqual([
			'Issue 104',
			'Issue 103',
			'Issue 102',
		]);
		expect(setup.hub.requests.map(({ query }) => query)).toEqual([
			{ project, page: '1', limit: '3' },
		]);
		const all = await run('getAll', { returnAll: true });
		expect(all.items).toHaveLength(105);
		expect(new Set(all.items.map(({ json }) => json._id)).size).toBe(105);
	});

	it.each([
		['the same list for every page', [{ _id: 'a' }, { _id: 'b' }], ['a', 'b']],
		['a single issue', { _id: 'a' }, ['a']],
		['nothing', null, []],
	])('ends when Ango Hub gives %s', async (_what, issue, ids) => {
		setup.hub.faults.rules = [
			{
				match: { path: '/v2/issues' },
				action: { status: 200, body: { status: 'success', data: { issue } } },
			},
		];
		const result = await run('getAll', { returnAll: true });
		expect(result.items.map(({ json }) => json._id)).toEqual(ids);
		expect(setup.hub.requests.length).toBeLessThanOrEqual(2);
	});

	it('filters issues, and leaves out what is not given', async () => {
		const id = await seed('Mine');
		const other = setup.hub.taskOf(setup.hub.seedAsset(project))._id;
		await create({ task: byId(other), content: 'Other' });
		const { asset, createdBy } = setup.hub.state.issues.get(id)!;
		setup.hub.clearRequests();
		const result = await run('getAll', {
			filters: {
				asset,
				labelTask: task,
				createdBy,
				status: 'Open',
				assignee: '={{ undefined }}',
				stage: '',
			},
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items.map(({ json }) => json.content)).toEqual(['Mine']);
		expect(setup.hub.requests[0].query).toEqual({
			project,
			asset,
			labelTask: task,
			createdBy,
			status: 'Open',
			page: '1',
			limit: '50',
		});
	});

	it('filters by the name of a stage where there are stages', async () => {
		await seed();
		const result = await run('getAll', { filters: { stage: 'Start' } });
		if (platform === 'legacy') {
			expect(wordsOf(result)).toMatch(/The legacy platform has no workflow stages/);
			return;
		}
		expect(result.items).toHaveLength(1);
		const unknown = await run('getAll', { filters: { stage: 'Strat' } });
		expect(wordsOf(unknown)).toMatch(/no stage 'Strat' in the project.*'Start'/);
	});

	it('updates what is given and nothing else', async () => {
		const id = await seed();
		setup.hub.clearRequests();
		const result = await run('update', {
			issue: byId(id),
			updateFields: { status: 'Resolved', content: '', errorCodes: {} },
		});
		expect(result.items[0].json).toMatchObject({
			_id: id,
			status: 'Resolved',
			content: 'Look here',
		});
		const mentioned = await run('update', {
			issue: byId(id),
			updateFields: { content: 'Now here', mentions: ['ada@example.com'] },
		});
		expect(mentioned.items[0].json).toMatchObject({
			contentMentions: [{ userEmail: 'ada@example.com', userName: 'ada' }],
		});
		expect(bodies()).toEqual([
			{ status: 'Resolved' },
			{ content: 'Now here', contentMentions: ['ada@example.com'] },
		]);
		expect(setup.hub.state.task(task).openIssuesCount).toBe(0);
	});

	it.each([
		[{}, /'Update Fields' is empty/],
		[{ content: '={{ undefined }}', mentions: [] }, /'Update Fields' is empty/],
		[{ mentions: ['ada@example.com'] }, /'Mention Names or IDs' needs 'Content'/],
		[{ mentions: ['ada@example.com'], status: 'Open' }, /needs 'Content'/],
	])('refuses the update %j before anything is sent', async (updateFields, message) => {
		const result = await run('update', { issue: byId('a'.repeat(24)), updateFields });
		expect(wordsOf(result)).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('adds a comment', async () => {
		const id = await seed();
		setup.hub.clearRequests();
		const result = await run('addComment', {
			issue: byId(id),
			comment: 'Done',
			options: { mentions: '={{ "ada@example.com, alan@example.com" }}' },
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(bodies()).toEqual([
			{ content: 'Done', contentMentions: ['ada@example.com', 'alan@example.com'] },
		]);
		expect(setup.hub.state.issues.get(id)!.comments).toEqual([
			expect.objectContaining({ content: 'Done' }),
		]);
		expect(result.items).toHaveLength(1);
		expect(wordsOf(await run('addComment', { issue: byId(id), comment: '={{ "" }}' }))).toMatch(
			/'Comment' is empty/,
		);
	});

	it('deletes issues, each by its own item', async () => {
		const ids = [await seed('a'), 'f'.repeat(24), await seed('b')];
		setup.hub.clearRequests();
		const result = await run(
			'delete',
			{ issue: byId('={{ $json.id }}') },
			ids.map((id) => ({ json: { id } })),
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
			[{ deleted: true, projectId: project, issueId: ids[0] }, { item: 0 }],
			[{ deleted: true, projectId: project, issueId: ids[2] }, { item: 2 }],
		]);
		expect(result.errorItems[0].json.error).toMatch(/No issue with the id/);
		expect(setup.hub.requests.map(({ method, query }) => [method, query.project])).toEqual(
			ids.map(() => ['DELETE', project]),
		);
		expect([...setup.hub.state.issues.values()].filter((one) => one.project === project)).toEqual(
			[],
		);
	});

	it('takes an issue from its address', async () => {
		const id = await seed();
		const address = `https://imerit.ango.ai/issue/${task}?issue=${id}`;
		await run('delete', { issue: { __rl: true, mode: 'url', value: address } });
		expect(setup.hub.state.issues.has(id)).toBe(false);
	});

	it('finds issues and people in pickers', async () => {
		const id = await seed('The box is too large');
		await seed(`Long ${'x'.repeat(200)} end`);
		const parameters = { resource: 'issue', operation: 'delete', project: byId(project) };
		const search = async (filter?: string) =>
			(await setup.engine.listSearch('searchIssues', setup.node(parameters), { filter })).results;
		expect(await search('BOX')).toEqual([
			{ name: 'The box is too large', value: id, description: 'Open' },
		]);
		expect((await search('end'))[0].name).toHaveLength(80);
		const people = await setup.engine.loadOptions('getMembers', setup.node(parameters));
		expect(people).toEqual([
			{ name: 'ada@example.com', value: 'ada@example.com', description: 'Lead' },
		]);
		const nowhere = setup.node({ ...parameters, project: byId('') });
		expect(await setup.engine.loadOptions('getMembers', nowhere)).toEqual([]);
		await expect(setup.engine.listSearch('searchIssues', nowhere, {})).rejects.toThrow(
			'Pick a project first',
		);
	});
});
