import { byId, openSetup, type Setup } from './setup.mts';

describe('Pickers', () => {
	let setup: Setup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());

	const search = async (
		method: string,
		parameters: object,
		filter?: string,
		paginationToken?: string,
	) =>
		await setup.engine.listSearch(method, setup.node(parameters as never), {
			filter,
			paginationToken,
		});
	const names = ({ results }: { results: Array<{ name: string }> }) =>
		results.map(({ name }) => name);

	it('search projects, page by page', async () => {
		for (let index = 0; index < 130; index++) setup.hub.seedProject({ name: `Project ${index}` });
		const target = setup.hub.seedProject({ name: 'Street scenes' });
		const first = await search('searchProjects', {});
		expect(first.results).toHaveLength(100);
		expect(first.results[0]).toMatchObject({ name: 'Street scenes', value: target._id });
		const second = await search('searchProjects', {}, undefined, String(first.paginationToken));
		expect(second.results).toHaveLength(31);
		expect(names(await search('searchProjects', {}, 'STREET'))).toEqual(['Street scenes']);
		expect(names(await search('searchProjects', {}, 'Project 3'))).toContain('Project 3');
		expect(names(await search('searchProjects', {}, 'nothing'))).toEqual([]);
	});

	it('search assets by a part of the name, and by the whole name however far down', async () => {
		const project = setup.hub.seedProject();
		setup.hub.seedAsset(project._id, { externalId: 'the-oldest.png' });
		for (let index = 0; index < 1_100; index++) {
			setup.hub.seedAsset(project._id, { externalId: `frame-${index}.png` });
		}
		const parameters = { resource: 'asset', operation: 'get', project: byId(project._id) };
		expect(names(await search('searchAssets', parameters, 'frame-1099'))).toEqual([
			'frame-1099.png',
		]);
		expect(names(await search('searchAssets', parameters, 'the-oldest.png'))).toContain(
			'the-oldest.png',
		);
		await expect(search('searchAssets', { ...parameters, project: byId('') })).rejects.toThrow(
			'Pick a project first',
		);
	});

	it('search storages, and offer batches and classes', async () => {
		const option = {
			tool: 'radio',
			title: 'Weather',
			schemaId: 'w1',
			classifications: [{ tool: 'text', title: 'Remark', schemaId: 'w2' }],
			options: [],
		};
		const project = setup.hub.seedProject({
			batches: ['Week 1', 'Week 2', 'Other'],
			categorySchema: { tools: [], classifications: [option], relations: [] } as never,
		});
		const parameters = { resource: 'asset', operation: 'upload', project: byId(project._id) };
		const storages = await search('searchStorages', parameters);
		expect(JSON.stringify(storages)).not.toMatch(/privateKey|publicKey|credentials/);
		const batches = await setup.engine.loadOptions('getBatches', setup.node(parameters as never));
		expect(batches.map(({ name }) => name)).toEqual(['Week 1', 'Week 2', 'Other']);
		const classes = await setup.engine.loadOptions('getClasses', setup.node(parameters as never));
		expect(classes).toEqual([
			expect.objectContaining({ name: 'Weather', value: 'w1' }),
			expect.objectContaining({ name: 'Weather › Remark', value: 'w2' }),
		]);
	});

	it('take the project from its address', async () => {
		const project = setup.hub.seedProject({ name: 'By address' });
		const run = await setup.engine.run({
			node: setup.node({
				resource: 'project',
				operation: 'get',
				project: {
					__rl: true,
					mode: 'url',
					value: `https://imerit.ango.ai/projects/${project._id}/settings`,
				},
			} as never),
		});
		expect(run.items[0].json.name).toBe('By address');
	});

	it('take a record from an address whose last ID is its own', async () => {
		const project = setup.hub.seedProject();
		const asset = setup.hub.seedAsset(project._id);
		const run = await setup.engine.run({
			node: setup.node({
				resource: 'asset',
				operation: 'get',
				project: byId(project._id),
				asset: {
					__rl: true,
					mode: 'url',
					value: `https://imerit.ango.ai/projects/${project._id}/assets/${asset._id}?tab=1`,
				},
			} as never),
		});
		expect(run.items[0].json.assetId).toBe(asset._id);
	});
});
