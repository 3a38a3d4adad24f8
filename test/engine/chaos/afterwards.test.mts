import type { IDataObject } from 'n8n-workflow';
import { byId, fileItem, openSetup, type Setup } from '../setup.mts';

const DOWN = { status: 403, body: { status: 'fail', message: 'Down' } };

/** What is done stays done when something fails that comes after it. */
describe('A failure after the work', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		project = setup.hub.seedProject({
			stages: [
				{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
				{ id: 'Label', type: 'Label', name: 'Label', next: ['Complete'], assignedTo: [] },
				{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
			],
			categorySchema: {
				tools: [{ schemaId: 'car', tool: 'bounding-box', title: 'Car', classifications: [] }],
				classifications: [
					{
						schemaId: 'weather',
						tool: 'radio',
						title: 'Weather',
						classifications: [],
						options: [{ value: 'Sun', schemaId: 'sun' }],
					},
				],
				relations: [],
			},
		})._id;
	});

	const run = async (operation: string, parameters: IDataObject, items?: IDataObject[]) => {
		const [resource, name] = operation.split('.');
		return await setup.engine.run({
			node: setup.node(
				{ resource, operation: name, project: byId(project), ...parameters },
				{ onError: 'continueErrorOutput' },
			),
			items: items?.map((json) => ({ json })),
		});
	};
	const upload = async ({ answers, ...options }: IDataObject) => {
		const result = await setup.engine.run({
			node: setup.node(
				{
					resource: 'asset',
					operation: 'upload',
					project: byId(project),
					options,
					...(answers ? { answers } : {}),
				} as never,
				{ onError: 'continueErrorOutput' },
			),
			items: [await fileItem(setup, 'a.png'), await fileItem(setup, 'b.png')],
		});
		expect(result.errorItems).toEqual([]);
		expect(setup.hub.state.room(project).assets).toHaveLength(2);
		return result;
	};

	it('leaves uploaded assets without their IDs, and says so', async () => {
		// The list is read once before assets are registered.
		setup.hub.faults.rules.push({ match: { path: '/assets?' }, skip: 1, action: DOWN });
		const { items, hints } = await upload({ returnIds: true });
		expect(items.map(({ json }) => [json.status, json.assetId])).toEqual([
			['created', undefined],
			['created', undefined],
		]);
		expect(hints).toHaveLength(1);
		expect(hints[0].message).toMatch(/assets are there, but their IDs could not be read.*: Down/);
	});

	it('leaves uploaded assets without their pre-labels, and says so', async () => {
		setup.hub.faults.rules.push({ match: { path: '/tasks?' }, action: DOWN });
		const { items } = await upload({
			answers: { label: [{ class: 'weather', answers: ['Sun'] }] },
			preLabelsWhenMoved: 'annotate',
		});
		for (const { json } of items) {
			expect(json).toMatchObject({ status: 'created', preLabel: 'notImported' });
			expect(json.preLabelReason).toBe('Not allowed: Down');
		}
	});

	it('keeps an asset whose replacement cannot be seen', async () => {
		await upload({});
		const before = setup.hub.state.room(project).assets.map(({ _id }) => _id);
		setup.hub.clearRequests();
		const isNew = () => setup.hub.requests.some(({ url }) => url.includes('/cloud'));
		setup.hub.faults.rules.push({
			match: { path: '/assets?', method: 'GET' },
			skip: 3,
			action: DOWN,
		});
		const { errorItems } = await run('asset.upload', {
			source: 'text',
			text: 'new',
			options: { externalId: 'a.png', fileName: 'a.txt', ifExists: 'replace', deleteLabels: true },
		});
		expect(isNew()).toBe(true);
		expect(errorItems[0].json.error).toMatch(/cannot be seen yet.*the old one was kept/);
		expect(setup.hub.state.room(project).assets.map(({ _id }) => _id)).toEqual(
			expect.arrayContaining(before),
		);
	});

	it('does not hide which labels were imported', async () => {
		const [start] = setup.hub.state.project(project).stages;
		start.autoForward = false;
		const asset = setup.hub.seedAsset(project, { externalId: 'there.png' });
		setup.hub.faults.rules.push({ match: { path: '/assets?' }, action: DOWN });
		const { items, errorItems } = await run(
			'label.import',
			{
				externalId: '={{ $json.name }}',
				labels: {
					objects: [{ schemaId: 'car', 'bounding-box': { x: 1, y: 1, width: 2, height: 2 } }],
				},
				options: { patience: 0 },
			},
			[{ name: 'there.png' }, { name: 'missing.png' }],
		);
		expect(items).toHaveLength(1);
		expect(setup.hub.taskOf(asset).answer.tools).toHaveLength(1);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0].json.error).toMatch(
			/The labels reached no task.*could not be determined.*Down/,
		);
	});
});
