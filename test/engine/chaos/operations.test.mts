import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Asset, Project } from '../../local-hub/index.mts';
import { chaos, shareOfFaults, TIMEOUT_S, WHAT_HAPPENED } from './faults.mts';
import type { RunResult } from '../harness/index.mts';
import { byId, openSetup, type Setup } from '../setup.mts';

const PROJECTS = 12;
const ASSETS_EACH = 8;

/** Operations other than Upload, over many projects so that each makes many calls, 30 % of which fail. */
describe('While calls fail at random', () => {
	let setup: Setup;
	let projects: Project[];
	let assets: Asset[];
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		const { hub } = setup;
		hub.resetFaults();
		hub.clearRequests();
		projects = Array.from({ length: PROJECTS }, () =>
			hub.seedProject({
				stages: [
					{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
					{ id: 'Label', type: 'Label', name: 'Label', next: ['Complete'], assignedTo: [] },
					{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
				],
				categorySchema: {
					tools: [{ schemaId: 'car', tool: 'bounding-box', title: 'Car', classifications: [] }],
					classifications: [],
					relations: [],
				},
			}),
		);
		assets = projects.flatMap(({ _id }) =>
			Array.from({ length: ASSETS_EACH }, (_, index) =>
				hub.seedAsset(_id, { externalId: `a${index}.png` }),
			),
		);
		hub.faults.rules = chaos();
	});

	const inputOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;
	const runOnce = async (parameters: IDataObject, items: INodeExecutionData[]) => {
		const requestOptions = { timeout: TIMEOUT_S };
		const result = await setup.engine.run({
			node: setup.node({ ...parameters, requestOptions }, { onError: 'continueErrorOutput' }),
			items,
		});
		for (const { json } of result.errorItems) expect(json.error).toMatch(WHAT_HAPPENED);
		return result;
	};
	/** Runs an operation while calls fail, checks what it did, then runs it again for what failed. */
	const runTwice = async (
		parameters: IDataObject,
		items: INodeExecutionData[],
		check: (result: RunResult) => void,
		isMissing: (index: number) => boolean = () => true,
	) => {
		const first = await runOnce(parameters, items);
		expect(shareOfFaults(setup.hub)).toBeGreaterThan(0);
		check(first);
		setup.hub.resetFaults();
		const failed = first.errorItems.map(inputOf).filter(isMissing);
		const second = await runOnce(
			parameters,
			failed.map((index) => items[index]),
		);
		expect(second.errorItems).toEqual([]);
		return [...first.items, ...second.items];
	};
	const fromJson = (key: string) => byId(`={{ $json.${key} }}`);
	const assetItems = () => assets.map((asset) => ({ json: { ...jsonOf(asset) } }));
	const jsonOf = (asset: Asset) => ({
		project: asset.project,
		asset: asset._id,
		externalId: asset.externalId,
		task: asset.taskIds[0],
	});
	/** The assets whose items went through; each of the others has an error item. */
	const doneIn = ({ items, errorItems }: RunResult) => {
		const done = new Set(items.map((item) => assets[inputOf(item)]));
		expect(done.size + errorItems.length).toBe(assets.length);
		return done;
	};

	it('labels reach each task once', async () => {
		const checkLabels = (labeled: Iterable<Asset>) => {
			for (const asset of labeled)
				expect(setup.hub.taskOf(asset).answer.tools).toMatchObject([{ schemaId: 'car' }]);
		};
		await runTwice(
			{
				resource: 'label',
				operation: 'import',
				project: fromJson('project'),
				labels:
					'={{ { objects: [{ schemaId: "car", "bounding-box": { x: 1, y: 1, width: 2, height: 2 } }] } }}',
				options: { patience: 0 },
			},
			assetItems(),
			(result) => checkLabels(doneIn(result)),
		);
		checkLabels(assets);
	});

	it('batches are made once, and none is lost', async () => {
		const [project] = projects;
		const wanted = Array.from({ length: 12 }, (_, index) => `Batch ${index % 8}`);
		const names = () => setup.hub.state.project(project._id).batches.map(({ name }) => name);
		await runTwice(
			{
				resource: 'batch',
				operation: 'create',
				project: byId(project._id),
				names: '={{ [$json.name] }}',
			},
			wanted.map((name) => ({ json: { name } })),
			({ items, errorItems }) => {
				expect(items.length + errorItems.length).toBe(wanted.length);
				expect(new Set(names()).size).toBe(names().length);
				for (const { json } of items) expect(names()).toContain(json.name);
			},
		);
		expect(names().toSorted()).toEqual([...new Set(wanted)].toSorted());
	});

	it('tasks get the assignee of their item', async () => {
		const checkAssignees = (assigned: Iterable<Asset>) => {
			for (const asset of assigned) {
				const { stage: at } = setup.hub.taskOf(asset);
				if (at === 'Start') setup.hub.submit(asset.taskIds[0]);
				expect(setup.hub.taskOf(asset).assignee).toBe('labeler@local-hub.example');
			}
		};
		await runTwice(
			{
				resource: 'task',
				operation: 'assign',
				project: fromJson('project'),
				task: fromJson('task'),
				user: 'labeler@local-hub.example',
				stage: byId('Label'),
			},
			assetItems(),
			(result) => checkAssignees(doneIn(result)),
		);
		checkAssignees(assets);
	});

	it('assets are deleted, also where the answer was lost', async () => {
		const isThere = (asset: Asset) => setup.hub.state.assets.has(asset._id);
		await runTwice(
			{
				resource: 'asset',
				operation: 'delete',
				project: fromJson('project'),
				asset: fromJson('asset'),
			},
			assetItems(),
			(result) => expect([...doneIn(result)].filter(isThere)).toEqual([]),
			(index) => isThere(assets[index]),
		);
		expect(assets.filter(isThere)).toEqual([]);
	});

	it.each(['reset-after', 'truncate'] as const)(
		'assets are deleted and none is reported missing where the answer is lost by %s',
		async (action) => {
			const { hub } = setup;
			hub.faults.rules = [{ match: { method: 'DELETE' }, times: 4, action }];
			const { items, errorItems } = await runOnce(
				{
					resource: 'asset',
					operation: 'delete',
					project: fromJson('project'),
					asset: fromJson('asset'),
				},
				assetItems(),
			);
			expect(errorItems).toEqual([]);
			expect(items).toHaveLength(assets.length);
			expect(assets.filter(({ _id }) => hub.state.assets.has(_id))).toEqual([]);
		},
	);

	it('a record is deleted although the answer was lost', async () => {
		const { hub } = setup;
		hub.resetFaults();
		const parameters = { name: 'Bucket', publicKey: 'public', privateKey: 'private' };
		const { items } = await runOnce({ resource: 'storage', operation: 'create', ...parameters }, [
			{ json: {} },
		]);
		hub.faults.rules = [{ match: { method: 'DELETE' }, times: 1, action: 'reset-after' }];
		const id = items[0].json._id as string;
		const result = await runOnce({ resource: 'storage', operation: 'delete', storage: byId(id) }, [
			{ json: {} },
		]);
		expect(result.errorItems).toEqual([]);
		expect(hub.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
		expect(hub.state.storages.has(id)).toBe(false);
	});

	it('exports have each task once', async () => {
		const exported = await runTwice(
			{
				resource: 'export',
				operation: 'tasks',
				project: fromJson('project'),
				stages: 'all',
			},
			projects.map(({ _id }) => ({ json: { project: _id } })),
			({ items, errorItems }) => {
				expect(items).toHaveLength((projects.length - errorItems.length) * ASSETS_EACH);
			},
		);
		expect(exported.map(({ json }) => json.assetId).toSorted()).toEqual(
			assets.map(({ _id }) => _id).toSorted(),
		);
	});

	it('what cannot be sent twice says that it may have been done', async () => {
		setup.hub.faults.rules = [{ match: { method: 'POST' }, action: 'reset-after' }];
		const { errorItems } = await runOnce(
			{ resource: 'project', operation: 'create', name: 'Twice?' },
			[{ json: {} }],
		);
		expect(errorItems[0].json.error).toMatch(/It may have been carried out all the same/);
		expect(setup.hub.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});
