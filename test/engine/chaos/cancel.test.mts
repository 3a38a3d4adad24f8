import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { LABELER, type FaultRule, type Project } from '../../local-hub/index.mts';
import { canceled, timersLeft } from '../canceled.mts';
import { chaos } from './faults.mts';
import type { RunResult } from '../harness/index.mts';
import { byId, fileItem, openSetup, type Setup } from '../setup.mts';

const BOX = { schemaId: 'car', 'bounding-box': { x: 1, y: 1, width: 2, height: 2 } };
const ASSETS = 1_200;

/** A long piece of work that is canceled in its middle. */
interface LongWork {
	parameters: IDataObject;
	/** The input of either run. */
	items?: () => Promise<INodeExecutionData[]> | INodeExecutionData[];
	/** What makes it long. */
	slow?: () => void;
	/** When it is in its middle. */
	isTime: () => boolean;
	/** Whether what was under way has stopped. */
	isStopped?: () => void;
	/** What comes to pass between the two runs. */
	meanwhile?: () => void;
	/** Other parameters of the second run. */
	again?: IDataObject;
	/** Whether the second run has completed the job. */
	isDone: (result: RunResult) => void;
}

describe('A cancel in the middle', () => {
	let setup: Setup;
	let project: Project;
	/** Files in the storage at first. */
	let stored: number;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		project = setup.hub.seedProject({
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
		});
	});

	const faults = () => setup.hub.faults;
	const rule = (given: FaultRule) => void faults().rules.push(given);
	const asked = (path: string, method = 'GET') =>
		setup.hub.requests.filter((request) => request.method === method && request.url.includes(path))
			.length;
	const transfers = () => setup.hub.storage.requests.length;
	const assets = () => setup.hub.state.room(project._id).assets;
	/** The assets of the project, which has some from now on. */
	const there = (count = ASSETS) => {
		for (let n = assets().length === 0 ? 0 : count; n < count; n++)
			setup.hub.seedAsset(project._id, { externalId: `a${n}.png` });
		return assets();
	};
	const files = async (count: number) =>
		await Promise.all(
			Array.from({ length: count }, async (_, n) => await fileItem(setup, `f${n}.png`)),
		);
	const once = (names: unknown[]) => expect(new Set(names).size).toBe(names.length);
	const limited = () =>
		rule({ action: { status: 429, headers: { 'retry-after': '300' }, body: { status: 'fail' } } });
	const allUploaded = (count: number) => () => {
		const names = assets().map(({ externalId }) => externalId);
		once(names);
		expect(names).toHaveLength(count);
	};

	const upload = { resource: 'asset', operation: 'upload' };
	const skip = { options: { ifExists: 'skip' } };
	const works: Record<string, () => LongWork> = {
		'an upload whose calls fail at random': () => ({
			parameters: upload,
			items: async () => await files(400),
			slow: () => {
				faults().rules = chaos();
				faults().storageLatencyMs = 20;
			},
			isTime: () => transfers() >= 150,
			again: skip,
			isDone: allUploaded(400),
		}),
		'an upload that the rate limit holds up': () => ({
			parameters: upload,
			items: async () => await files(30),
			slow: limited,
			isTime: () => setup.hub.requests.length > 0,
			again: skip,
			isDone: allUploaded(30),
		}),
		'an upload in the pause before it tries again': () => ({
			parameters: upload,
			items: async () => await files(30),
			slow: () => rule({ match: { host: 'storage' }, action: { status: 500, body: 'Down' } }),
			isTime: () => transfers() >= 20,
			again: skip,
			isDone: allUploaded(30),
		}),
		'an upload that looks for what a lost answer did': () => ({
			parameters: upload,
			items: async () => await files(30),
			slow: () => rule({ match: { path: '/cloud' }, action: 'reset-before' }),
			isTime: () => asked('/cloud', 'POST') >= 1 && asked('/assets') >= 2,
			again: skip,
			isDone: allUploaded(30),
		}),
		'an upload of long files': () => ({
			parameters: upload,
			items: async () => [await fileItem(setup, 'long.png', Buffer.alloc(1024 ** 2, 'x'))],
			slow: () => {
				faults().bytesPerSecond = 500_000;
				stored = setup.hub.storage.objects.size;
			},
			isTime: () => setup.hub.storage.requests.some(({ bodySize }) => bodySize > 0),
			isStopped: () => expect(setup.hub.storage.objects.size).toBe(stored),
			again: skip,
			isDone: allUploaded(1),
		}),
		'an import from the cloud': () => ({
			parameters: {
				resource: 'asset',
				operation: 'importFromCloud',
				content: 'url',
				url: '={{ $json.url }}',
			},
			items: () =>
				Array.from({ length: ASSETS }, (_, n) => ({
					json: { url: `https://bucket.example/i${n}.png` },
				})),
			slow: () => (faults().latencyMs = 50),
			isTime: () => asked('/cloud', 'POST') >= 2,
			again: skip,
			isDone: allUploaded(ASSETS),
		}),
		'an import of labels': () => ({
			parameters: {
				resource: 'label',
				operation: 'import',
				externalId: '={{ $json.externalId }}',
				labels: { objects: [BOX] },
			},
			items: () => there().map(({ externalId }) => ({ json: { externalId } })),
			slow: () => (faults().latencyMs = 50),
			isTime: () => asked('/import/labels', 'POST') >= 2,
			isDone: () => {
				for (const asset of assets()) expect(setup.hub.taskOf(asset).answer.tools).toHaveLength(1);
			},
		}),
		'an import of labels that waits for assets': () => ({
			parameters: {
				resource: 'label',
				operation: 'import',
				externalId: 'late.png',
				labels: { objects: [BOX] },
				options: { patience: 600 },
			},
			isTime: () => asked('/import/labels', 'POST') === 1,
			again: { externalId: 'a0.png' },
			slow: () => void there(1),
			isDone: ({ items }) => expect(items[0].json.imported).toBe(true),
		}),
		'an export that Ango Hub still makes': () => ({
			parameters: { resource: 'export', operation: 'tasks', stages: 'all' },
			slow: () => {
				there(300);
				rule({ match: { path: '/v2/export' }, action: { delayMs: 2_000 } });
			},
			isTime: () => asked('/v2/export') === 1,
			isDone: ({ items }) => expect(items).toHaveLength(300),
		}),
		'an export that comes in': () => ({
			parameters: { resource: 'export', operation: 'tasks', stages: 'all', output: 'file' },
			slow: () => {
				there(300);
				faults().bytesPerSecond = 5_000;
			},
			isTime: () => transfers() === 1,
			isDone: ({ items }) => expect(items[0].json.count).toBe(300),
		}),
		'a download of many files': () => ({
			parameters: { resource: 'asset', operation: 'download', asset: byId('={{ $json.id }}') },
			items: () =>
				there(100).map(({ _id, data }) => {
					setup.hub.storage.put(new URL(data!).pathname, 'bytes');
					return { json: { id: _id } };
				}),
			slow: () => (faults().storageLatencyMs = 20),
			isTime: () => transfers() >= 40,
			isDone: ({ items }) => expect(items).toHaveLength(100),
		}),
		'a long list': () => ({
			parameters: { resource: 'task', operation: 'getAll', returnAll: true },
			slow: () => {
				there(3_000);
				faults().latencyMs = 30;
			},
			isTime: () => asked('/tasks') >= 12,
			isDone: ({ items }) => {
				once(items.map(({ json }) => json.taskId));
				expect(items).toHaveLength(3_000);
			},
		}),
		'a wait for a stage': () => ({
			parameters: {
				resource: 'task',
				operation: 'waitForStage',
				task: byId('={{ $json.id }}'),
				stages: ['Complete'],
				timeout: 86_400,
				options: { interval: 3_600 },
			},
			items: () => there(3).map(({ taskIds: [id] }) => ({ json: { id } })),
			isTime: () => asked('/v2/task/') === 3,
			meanwhile: () => assets().forEach(({ taskIds }) => setup.hub.labelTask(taskIds[0])),
			isDone: ({ items }) => expect(items).toHaveLength(3),
		}),
		'an assignment of tasks': () => ({
			parameters: {
				resource: 'task',
				operation: 'assign',
				task: byId('={{ $json.id }}'),
				user: LABELER,
				stage: byId('Label'),
			},
			items: () => there().map(({ taskIds: [id] }) => ({ json: { id } })),
			slow: () => (faults().latencyMs = 50),
			isTime: () => asked('/task/assign', 'POST') >= 2,
			isDone: () => {
				for (const { taskIds } of assets()) {
					setup.hub.submit(taskIds[0]);
					expect(setup.hub.state.task(taskIds[0]).assignee).toBe(LABELER);
				}
			},
		}),
		'a deletion of assets': () => ({
			parameters: { resource: 'asset', operation: 'delete', asset: byId('={{ $json.id }}') },
			items: () => there().map(({ _id }) => ({ json: { id: _id } })),
			slow: () => (faults().latencyMs = 50),
			isTime: () => asked('/assets', 'DELETE') >= 2,
			isDone: ({ items }) => {
				expect(items.length).toBeGreaterThan(0);
				expect(assets()).toEqual([]);
			},
		}),
		'a creation of batches': () => ({
			parameters: { resource: 'batch', operation: 'create', names: '={{ [$json.name] }}' },
			items: () => Array.from({ length: 40 }, (_, n) => ({ json: { name: `Batch ${n}` } })),
			slow: () => (faults().latencyMs = 20),
			isTime: () => asked('/v2/batches', 'POST') >= 1,
			isDone: () => {
				const names = setup.hub.state.project(project._id).batches.map(({ name }) => name);
				once(names);
				expect(names).toHaveLength(40);
			},
		}),
	};

	it.each(Object.keys(works))('of %s', async (name) => {
		const { parameters, items, slow, isTime, isStopped, meanwhile, again, isDone } = works[name]();
		const given = await items?.();
		slow?.();
		const node = (changes: IDataObject = {}) =>
			setup.node(
				{ project: byId(project._id), ...parameters, ...changes },
				{ onError: 'continueErrorOutput' },
			);
		const { status, sent, sentAfterwards, arrived } = await canceled(
			setup,
			() => setup.engine.start({ node: node(), items: given }),
			isTime,
		);
		expect(status).toBe('canceled');
		expect(sentAfterwards).toBe(0);
		expect(arrived).toBeLessThanOrEqual(sent);
		isStopped?.();

		setup.hub.resetFaults();
		meanwhile?.();
		const result = await setup.engine.run({ node: node(again), items: await items?.() });
		expect(result.errorItems).toEqual([]);
		isDone(result);
	});

	it('that left a timer behind would be seen', () => {
		const before = timersLeft();
		const timer = setTimeout(() => {}, 60_000);
		expect(timersLeft()).toBe(before + 1);
		clearTimeout(timer);
	});
});
