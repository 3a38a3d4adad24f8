import { setTimeout } from 'node:timers/promises';
import { openSetup, runner, wordsOf, type Setup } from './setup.mts';

describe.each([['current'], ['legacy']] as const)('Batch on the %s platform', (platform) => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ platform });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		project = setup.hub.seedProject({ batches: ['Mon', 'Tue'] })._id;
	});

	const run = runner('batch', () => ({ setup, project }));
	const names = () =>
		setup.hub.state
			.project(project)
			.batches.map(({ name }) => name)
			.sort();

	it('creates what is missing and keeps the rest with its ids', async () => {
		const before = setup.hub.state.project(project).batches.map(({ _id }) => _id);
		const result = await run('create', { names: ['Tue', 'Wed', ' Wed '] });
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items.map(({ json }) => [json.name, json.created])).toEqual([
			['Tue', false],
			['Wed', true],
			['Wed', true],
		]);
		expect(names()).toEqual(['Mon', 'Tue', 'Wed']);
		const after = setup.hub.state.project(project).batches.map(({ _id }) => _id);
		expect(after).toEqual(expect.arrayContaining(before));
	});

	it('adds one name without writing the list again, where the platform can', async () => {
		const result = await run('create', { names: ['Wed'] });
		expect(wordsOf(result).trim()).toBe('');
		const posts = setup.hub.requests.filter(({ method }) => method === 'POST');
		expect(posts).toHaveLength(1);
		expect(posts[0].body).toEqual(
			platform === 'current'
				? { name: 'Wed' }
				: { tags: [...setup.hub.state.project(project).batches.slice(0, 2), { name: 'Wed' }] },
		);
		expect(names()).toEqual(['Mon', 'Tue', 'Wed']);
	});

	it('writes the list where a server does not know a single name', async () => {
		setup.hub.faults.rules = [
			{ match: { method: 'POST', path: '/v2/batches/' }, times: 1, action: { status: 400 } },
		] as never;
		const result = await run('create', { names: ['Wed'] });
		expect(names()).toEqual(platform === 'current' ? ['Mon', 'Tue', 'Wed'] : ['Mon', 'Tue']);
		expect(wordsOf(result).trim() === '').toBe(platform === 'current');
	});

	it('adds one name once although its answer is lost', async () => {
		setup.hub.faults.rules = [
			{ match: { method: 'POST', path: '/v2/batches/' }, times: 1, action: 'reset-after' },
		] as never;
		const result = await run('create', { names: ['Wed'] });
		expect(wordsOf(result).trim()).toBe('');
		expect(names()).toEqual(['Mon', 'Tue', 'Wed']);
	});

	it('loses nothing when many items create at once', async () => {
		setup.hub.faults.latencyMs = 5;
		const items = Array.from({ length: 12 }, (_, index) => ({ json: { name: `B${index}` } }));
		const result = await run('create', { names: '={{ [$json.name] }}' }, items);
		expect(wordsOf(result).trim()).toBe('');
		expect(names()).toHaveLength(14);
	});

	it('loses nothing when two executions create at once', async () => {
		setup.hub.faults.latencyMs = 20;
		const results = await Promise.all(
			['X', 'Y', 'Z'].map(async (name) => await run('create', { names: [name] })),
		);
		expect(results.map((result) => wordsOf(result).trim())).toEqual(['', '', '']);
		expect(names()).toEqual(['Mon', 'Tue', 'X', 'Y', 'Z']);
	});

	it('gives one batch to executions that make the same one at once', async () => {
		setup.hub.faults.latencyMs = 50;
		const results = await Promise.all(
			[0, 20, 60, 110, 150].map(async (delay) => {
				await setTimeout(delay);
				return await run('create', { names: ['Same', `Own ${delay}`] });
			}),
		);
		expect(results.map((result) => wordsOf(result).trim())).toEqual(['', '', '', '', '']);
		const given = results.map(({ items }) => items.map(({ json }) => json._id));
		const { batches } = setup.hub.state.project(project);
		const same = batches.filter(({ name }) => name === 'Same');
		expect(same).toHaveLength(1);
		expect(given.map(([id]) => id)).toEqual(results.map(() => same[0]._id));
		expect(batches).toHaveLength(2 + 1 + 5);
		const ids = batches.map(({ _id }) => _id);
		for (const [, own] of given) expect(ids).toContain(own);
	});

	it('lists batches', async () => {
		const result = await run('getAll', {});
		expect(result.items.map(({ json }) => json.name)).toEqual(['Mon', 'Tue']);
	});

	it('assigns assets by batch name, one call for items with the same batches', async () => {
		const assets = ['a', 'b', 'c'].map((externalId) =>
			setup.hub.seedAsset(project, { externalId }),
		);
		const items = assets.map(({ _id }) => ({ json: { assetId: _id } }));
		const result = await run('assign', { batches: ['Mon'] }, items);
		expect(wordsOf(result).trim()).toBe('');
		const [mon] = setup.hub.state.project(project).batches;
		for (const { _id } of assets)
			expect(setup.hub.state.assets.get(_id)!.batches).toContain(mon._id);
		expect(setup.hub.requests.filter(({ path }) => path.endsWith('/assignBatches'))).toHaveLength(
			1,
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('reports an unknown batch and an unknown asset', async () => {
		const asset = setup.hub.seedAsset(project);
		const unknown = await run('assign', { batches: ['Mno'] }, [{ json: { assetId: asset._id } }]);
		expect(wordsOf(unknown)).toMatch(/no batch 'Mno'.*'Mon'/);
		const items = [{ json: { assetId: asset._id } }, { json: { assetId: 'f'.repeat(24) } }];
		const partly = await run('assign', { batches: ['Mon'] }, items, {
			onError: 'continueErrorOutput',
		});
		expect(partly.items).toHaveLength(1);
		expect(partly.errorItems[0].pairedItem).toEqual({ item: 1 });
		const created = await run('assign', { batches: ['New'], createMissingBatches: true }, [
			items[0],
		]);
		expect(wordsOf(created).trim()).toBe('');
		expect(names()).toEqual(['Mon', 'New', 'Tue']);
	});

	it('says how to make the first batch of a project', async () => {
		project = setup.hub.seedProject()._id;
		const asset = setup.hub.seedAsset(project);
		const result = await run('assign', { batches: ['Mon'] }, [{ json: { assetId: asset._id } }]);
		expect(wordsOf(result)).toMatch(
			/no batches yet\. To make a new one, .*'Create Missing Batches'/,
		);
	});

	it('refuses an empty list of names', async () => {
		expect(wordsOf(await run('create', { names: '={{ [" ", null] }}' }))).toMatch(
			/'Names' is empty/,
		);
	});
});
