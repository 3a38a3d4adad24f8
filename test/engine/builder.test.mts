import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { byId, openSetup, type Setup } from './setup.mts';

const option = (value: string) => ({ value, schemaId: `id-${value}` });
const categorySchema = {
	tools: [],
	relations: [],
	classifications: [
		{
			schemaId: 'kind',
			tool: 'radio',
			title: 'Kind',
			options: [option('Shoe'), option('Hat')],
			classifications: [],
		},
		{
			schemaId: 'colors',
			tool: 'checkbox',
			title: 'Colors',
			options: [option('Red'), option('Blue')],
			classifications: [],
		},
		{ schemaId: 'note', tool: 'text', title: 'Note', multiple: true, classifications: [] },
	],
};

const createParameters = {
	name: 'Product',
	html: '<h1>{{ name }}</h1><img src="{{photo}}"><div>{{Kind}}</div>',
	columns: {
		column: [
			{ name: 'name', type: 'text', includeInExport: true },
			{ name: 'photo', type: 'image', includeInExport: false },
		],
	},
	externalIdColumn: 'sku',
	options: {
		batchColumn: 'week',
		description: 'A page',
		preLabels: {
			preLabel: [
				{ class: 'Kind', column: 'kind' },
				{ class: 'colors', column: 'colors' },
				{ class: 'Note', column: 'notes' },
			],
		},
	},
};

describe('Asset builder', () => {
	let setup: Setup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterEach(() => {
		setup.hub.clearRequests();
		setup.hub.resetFaults();
	});
	afterAll(async () => await setup.close());

	const create = async (projectId: string, parameters: IDataObject = {}, spec: object = {}) =>
		await setup.engine.run({
			node: setup.node(
				{
					resource: 'assetBuilderTemplate',
					operation: 'create',
					project: byId(projectId),
					...createParameters,
					...parameters,
				},
				spec,
			),
		});

	const build = async (
		projectId: string,
		rows: IDataObject[],
		parameters: IDataObject = {},
		spec: object = {},
	) =>
		await setup.engine.run({
			node: setup.node(
				{
					resource: 'asset',
					operation: 'buildFromTemplate',
					project: byId(projectId),
					template: byId('Product'),
					...parameters,
				},
				spec,
			),
			items: rows.map((json): INodeExecutionData => ({ json })),
		});

	const seedTemplate = async (values: object = {}) => {
		const project = setup.hub.seedProject({ categorySchema, batches: ['Week 12'], ...values });
		const { error } = await create(project._id);
		if (error) throw error;
		setup.hub.clearRequests();
		return project;
	};

	const posts = () =>
		setup.hub.requests
			.filter(({ method }) => method === 'POST')
			.map(({ path, body }) => ({ path, body }));

	describe('Template: Create', () => {
		it('sends the template with its columns, storages and pre-labels', async () => {
			const project = setup.hub.seedProject({ categorySchema });
			const { items, error } = await create(project._id, {
				columns: {
					column: [
						...createParameters.columns.column,
						{ name: 'scan', type: 'pdf', storage: byId('6554c81ac3b0d000147ea0f1') },
					],
				},
			});
			expect(error).toBeUndefined();
			expect(items[0].json.project).toMatchObject({ _id: project._id });
			const cla = (index: number) => ({
				...categorySchema.classifications[index],
				options: categorySchema.classifications[index].options ?? [],
				required: false,
				multiple: categorySchema.classifications[index].multiple ?? false,
				shortcutKey: '',
				frameSpecific: false,
			});
			expect(posts()).toEqual([
				{
					path: `/v2/project/${project._id}/assetBuilderTemplates`,
					body: {
						name: 'Product',
						description: 'A page',
						template: createParameters.html,
						selectedExternalId: 'sku',
						batchColumn: 'week',
						dataConfig: {
							name: { type: 'text', includeInExport: true },
							photo: { type: 'image', includeInExport: false, storage: 'Public' },
							scan: { type: 'pdf', includeInExport: true, storage: '6554c81ac3b0d000147ea0f1' },
						},
						preLabelConfig: {
							kind: { cla: cla(0), value: 'kind' },
							colors: { cla: cla(1), value: 'colors' },
							note: { cla: cla(2), value: 'notes' },
						},
					},
				},
			]);
		});

		it.each([
			[{ html: '<p>{{nmae}}</p>' }, "'{{ nmae }}' in 'HTML' is neither a column nor a class"],
			[{ columns: { column: [{ name: 'a' }, { name: ' a ' }] } }, "'a' appears twice in 'Columns'"],
			[{ columns: { column: [{ name: ' ' }] } }, "A column in 'Columns' has no name"],
			[
				{ options: { preLabels: { preLabel: [{ class: 'Knd', column: 'x' }] } } },
				"There is no class 'Knd' in the label set",
			],
			[
				{ options: { preLabels: { preLabel: [{ class: 'Kind', column: '' }] } } },
				"The pre-label for 'Kind' has no column",
			],
			[{ externalIdColumn: '=' }, "'External ID Column' is empty"],
		])('says what is wrong before anything is sent: %#', async (parameters, message) => {
			const project = setup.hub.seedProject({ categorySchema });
			const { errorItems } = await create(project._id, parameters, {
				onError: 'continueErrorOutput',
			});
			expect(errorItems[0].json.error).toContain(message);
			expect(posts()).toEqual([]);
		});

		it('says what Ango Hub says', async () => {
			const project = setup.hub.seedProject({ categorySchema });
			setup.hub.faults.rules.push({
				match: { path: 'assetBuilderTemplates' },
				action: { status: 400, body: { status: 'fail', message: 'Name is taken.' } },
			});
			expect((await create(project._id)).error?.message).toBe('Name is taken');
		});
	});

	describe('Template: Get Many', () => {
		const getAll = async (projectId: string, parameters: IDataObject = {}) =>
			await setup.engine.run({
				node: setup.node({
					resource: 'assetBuilderTemplate',
					operation: 'getAll',
					project: byId(projectId),
					...parameters,
				}),
			});

		it('lists templates up to the limit', async () => {
			const project = await seedTemplate();
			await create(project._id, { name: 'Second' });
			const namesOf = async (parameters: IDataObject) =>
				(await getAll(project._id, parameters)).items.map(({ json }) => json.name);
			expect(await namesOf({ returnAll: true })).toEqual(['Product', 'Second']);
			expect(await namesOf({ limit: 1 })).toEqual(['Product']);
			const none = setup.hub.seedProject({ assetBuilderTemplates: undefined });
			expect((await getAll(none._id)).items).toEqual([]);
		});

		it('is what the picker shows', async () => {
			const project = await seedTemplate();
			const node = setup.node({
				resource: 'asset',
				operation: 'buildFromTemplate',
				project: byId(project._id),
			});
			const { results } = await setup.engine.listSearch('searchTemplates', node, {
				filter: 'prod',
			});
			expect(results).toEqual([
				{ name: 'Product', value: expect.stringMatching(/^[0-9a-f]{24}$/), description: 'A page' },
			]);
			const other = await setup.engine.listSearch('searchTemplates', node, { filter: 'x' });
			expect(other.results).toEqual([]);
		});
	});

	describe('Asset: Build From Template', () => {
		const shoe = {
			sku: 'S-1',
			name: 'Shoe <&>',
			photo: 'https://example.com/shoe.png?a=1&b=2',
			week: 'Week 12; Week 13',
			kind: 'Shoe',
			colors: 'Red; Blue',
			notes: 'new;soft',
			unused: 'x',
		};

		it('registers one asset for each row, in one call', async () => {
			const project = await seedTemplate();
			const { items, error } = await build(
				project._id,
				[shoe, { sku: 7, name: 'Hat', photo: '', kind: '', week: null }],
				{ options: { createMissingBatches: true, returnIds: true, priority: 5 } },
			);
			expect(error).toBeUndefined();
			const html =
				'<h1>Shoe &lt;&amp;&gt;</h1><img src="https://example.com/shoe.png?a=1&amp;b=2"><div id="cla-portal-kind"></div>';
			const [first, second] = setup.hub.state.room(project._id).assets;
			expect(items.map(({ json }) => json)).toEqual([
				{
					externalId: 'S-1',
					projectId: project._id,
					status: 'created',
					assetId: first._id,
					batchNames: ['Week 12', 'Week 13'],
					text: html,
				},
				{
					externalId: '7',
					projectId: project._id,
					status: 'created',
					assetId: second._id,
					batchNames: [],
					text: '<h1>Hat</h1><img src=""><div id="cla-portal-kind"></div>',
				},
			]);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			const { batches } = setup.hub.state.project(project._id);
			expect(batches.map(({ name }) => name)).toEqual(['Week 12', 'Week 13']);
			expect(posts().filter(({ path }) => path.endsWith('/cloud'))).toEqual([
				{
					path: `/v2/project/${project._id}/cloud`,
					body: {
						uploadLocal: 'true',
						priority: 5,
						assets: [
							{
								data: html,
								externalId: 'S-1',
								contextData: { name: 'Shoe <&>' },
								batches: batches.map(({ _id }) => _id),
								classifications: [
									{ title: 'Kind', schemaId: 'kind', answer: 'Shoe' },
									{ title: 'Colors', schemaId: 'colors', answer: ['Red', 'Blue'] },
									{ title: 'Note', schemaId: 'note', answer: 'new' },
									{ title: 'Note', schemaId: 'note', answer: 'soft' },
								],
							},
							{
								data: '<h1>Hat</h1><img src=""><div id="cla-portal-kind"></div>',
								externalId: '7',
								contextData: { name: 'Hat' },
							},
						],
					},
				},
			]);
		});

		it('does not let one bad row stop the others', async () => {
			const project = await seedTemplate();
			const rows = [
				{ ...shoe, week: '' },
				{ ...shoe, sku: ' ' },
				{ ...shoe, week: 'Week 99' },
				{ ...shoe, week: '', kind: 'Shoes' },
			];
			const { items, errorItems } = await build(
				project._id,
				rows,
				{},
				{ onError: 'continueErrorOutput' },
			);
			expect(items).toHaveLength(1);
			expect(errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringContaining("The row has no value in the column 'sku'"),
				expect.stringContaining("There is no batch 'Week 99' in the project"),
				expect.stringContaining(
					"'Shoes' in the column 'kind' is not an answer of 'Kind'. The nearest are 'Shoe'",
				),
			]);
		});

		it('leaves rows alone that are assets already', async () => {
			const project = await seedTemplate();
			const row = { ...shoe, week: '' };
			await build(project._id, [row]);
			const { items } = await build(project._id, [row], { options: { ifExists: 'skip' } });
			expect(items[0].json.status).toBe('skipped');
			expect(setup.hub.state.room(project._id).assets).toHaveLength(1);
		});

		it('says that there is no such template, and that a row is no object', async () => {
			const project = await seedTemplate();
			const unknown = await build(project._id, [shoe], { template: byId('Prodct') });
			expect(unknown.error?.message).toBe("There is no template 'Prodct' in the project");
			expect(unknown.error?.description).toContain("'Product'");
			const noRow = await build(project._id, [shoe], { row: '[1]' });
			expect(noRow.error?.message).toBe("'Row' has to be a JSON object");
		});
	});

	it('says that the legacy platform has none', async () => {
		const legacy = await openSetup({ platform: 'legacy' });
		const project = byId(legacy.hub.seedProject()._id);
		const errorOf = async (parameters: IDataObject) =>
			(await legacy.engine.run({ node: legacy.node({ project, ...parameters }) })).error?.message;
		const message = 'The legacy platform has no asset builder';
		expect(
			await errorOf({ resource: 'asset', operation: 'buildFromTemplate', template: byId('x') }),
		).toBe(message);
		const resource = 'assetBuilderTemplate';
		expect(await errorOf({ resource, operation: 'getAll' })).toBe(message);
		expect(
			await errorOf({ resource, operation: 'create', ...createParameters, html: 'x', options: {} }),
		).toBe(message);
		await legacy.close();
	});
});
