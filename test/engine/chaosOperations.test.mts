import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Asset, Project } from '../local-hub/index.mts';
import { chaos, TIMEOUT_S, WHAT_HAPPENED } from './chaosFaults.mts';
import { byId, openStage, type Stage } from './stage.mts';

const PROJECTS = 12;
const ASSETS_EACH = 8;

/** Operations other than Upload, over many projects so that each makes many calls, 30 % of which fail. */
describe('While calls fail at random', () => {
	let stage: Stage;
	let projects: Project[];
	let assets: Asset[];
	beforeAll(async () => {
		stage = await openStage({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await stage.close());
	beforeEach(() => {
		const { hub } = stage;
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

	const run = async (parameters: IDataObject, items: INodeExecutionData[]) => {
		const requestOptions = { timeout: TIMEOUT_S };
		const result = await stage.engine.run({
			node: stage.node({ ...parameters, requestOptions }, { onError: 'continueErrorOutput' }),
			items,
		});
		for (const { json } of result.errorItems) expect(json.error).toMatch(WHAT_HAPPENED);
		return result;
	};
	const fromJson = (key: string) => byId(`={{ $json.${key} }}`);
	const assetItems = () => assets.map((asset) => ({ json: { ...jsonOf(asset) } }));
	const jsonOf = (asset: Asset) => ({
		project: asset.project,
		asset: asset._id,
		externalId: asset.externalId,
		task: asset.taskIds[0],
	});
	/** The assets whose items went through. */
	const doneIn = ({ items }: { items: INodeExecutionData[] }) =>
		new Set(items.map(({ pairedItem }) => assets[(pairedItem as { item: number }).item]));

	it('labels reach each task once', async () => {
		const result = await run(
			{
				resource: 'label',
				operation: 'import',
				project: fromJson('project'),
				labels:
					'={{ { objects: [{ schemaId: "car", "bounding-box": { x: 1, y: 1, width: 2, height: 2 } }] } }}',
				options: { patience: 0 },
			},
			assetItems(),
		);
		const done = doneIn(result);
		expect(done.size + result.errorItems.length).toBe(assets.length);
		for (const asset of done) expect(stage.hub.taskOf(asset).answer.tools).toHaveLength(1);
	});

	it('batches are made once, and none is lost', async () => {
		const [project] = projects;
		const wanted = Array.from({ length: 12 }, (_, index) => `Batch ${index % 8}`);
		const result = await run(
			{
				resource: 'batch',
				operation: 'create',
				project: byId(project._id),
				names: '={{ [$json.name] }}',
			},
			wanted.map((name) => ({ json: { name } })),
		);
		const names = stage.hub.state.project(project._id).batches.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(names).toEqual(
			expect.arrayContaining([...new Set(result.items.map(({ json }) => json.name))]),
		);
		expect(result.items.length + result.errorItems.length).toBe(wanted.length);
	});

	it('tasks get the assignee of their item', async () => {
		const result = await run(
			{
				resource: 'task',
				operation: 'assign',
				project: fromJson('project'),
				task: fromJson('task'),
				user: 'labeler@local-hub.example',
				stage: byId('Label'),
			},
			assetItems(),
		);
		expect(result.items.length + result.errorItems.length).toBe(assets.length);
		for (const asset of doneIn(result)) {
			stage.hub.submit(asset.taskIds[0]);
			expect(stage.hub.taskOf(asset).assignee).toBe('labeler@local-hub.example');
		}
	});

	it('assets are deleted, also where the answer was lost', async () => {
		const result = await run(
			{
				resource: 'asset',
				operation: 'delete',
				project: fromJson('project'),
				asset: fromJson('asset'),
			},
			assetItems(),
		);
		const left = assets.filter(({ _id }) => stage.hub.state.assets.has(_id));
		const done = doneIn(result);
		expect(done.size + result.errorItems.length).toBe(assets.length);
		expect(left.filter((asset) => done.has(asset))).toEqual([]);
		expect(left).toHaveLength(result.errorItems.length);
	});

	it('a record is deleted although the answer was lost', async () => {
		const { hub } = stage;
		hub.resetFaults();
		const storage = await stage.engine.run({
			node: stage.node({
				resource: 'storage',
				operation: 'create',
				name: 'Bucket',
				publicKey: 'public',
				privateKey: 'private',
			}),
		});
		expect(storage.error).toBeUndefined();
		hub.faults.rules = [{ match: { method: 'DELETE' }, times: 1, action: 'reset-after' }];
		const id = storage.items[0].json._id as string;
		const result = await run({ resource: 'storage', operation: 'delete', storage: byId(id) }, [
			{ json: {} },
		]);
		expect(result.errorItems).toEqual([]);
		expect(hub.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
		expect(hub.state.storages.has(id)).toBe(false);
	});

	it('exports have each task once', async () => {
		const result = await run(
			{
				resource: 'export',
				operation: 'tasks',
				project: fromJson('project'),
				stages: 'all',
			},
			projects.map(({ _id }) => ({ json: { project: _id } })),
		);
		const exported = result.items.map(({ json }) => json.assetId);
		const failed = new Set(
			result.errorItems.map(
				({ pairedItem }) => projects[(pairedItem as { item: number }).item]._id,
			),
		);
		const expected = assets.filter(({ project }) => !failed.has(project)).map(({ _id }) => _id);
		expect(exported.toSorted()).toEqual(expected.toSorted());
	});
});
