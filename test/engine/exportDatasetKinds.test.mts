import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Asset } from '../local-hub/index.mts';
import { exportSetup } from './exportSetup.mts';
import { FIXTURE_CASES, labelCases } from './labelCases/cases.mts';
import { filesOfZip } from './labelCases/archives.mts';
import { byId, png, wordsOf } from './setup.mts';

const labelSet = {
	tools: [
		{ schemaId: 'car', title: 'Car', tool: 'bounding-box', color: '#ff0000' },
		{ schemaId: 'sky', title: 'Sky', tool: 'brush', color: '#3366ff' },
		{ schemaId: 'tree', title: 'Tree', tool: 'brush', color: '#00aa33' },
	],
	classifications: [],
	relations: [],
};

const box = (x: number, more: object = {}) => ({
	objectId: `o${x}`,
	schemaId: 'car',
	title: 'Car',
	'bounding-box': { x, y: 10, width: 20, height: 40 },
	...more,
});

describe.each(['current', 'legacy'] as const)('Export Dataset on the %s platform', (platform) => {
	const { here, fileOf } = exportSetup({ platform, binaryMode: 'filesystem' });

	const put = (projectId: string, name: string, content: Buffer) =>
		here.setup.hub.storage.put(`/${projectId}/assets/${name}`, content, 'image/png');

	/** A project with one labeled asset. */
	const seed = (values: object, objects: object[], asset: object, masks: object = {}) => {
		const { hub } = here.setup;
		const project = hub.seedProject({ categorySchema: labelSet, ...values } as never);
		const seeded: Asset = hub.seedAsset(project._id, {
			externalId: 'a.png',
			metadata: { width: 100, height: 80 },
			...asset,
		} as never);
		hub.labelTask(hub.taskOf(seeded)._id, { objects, ...masks } as never, 'ada@example.com');
		return { project, asset: seeded };
	};

	const run = async (projectId: string, parameters: IDataObject = {}) =>
		await here.setup.engine.run({
			node: here.setup.node({
				...{ resource: 'export', operation: 'dataset', project: byId(projectId) },
				...{ format: 'yoloDetect', ...parameters },
			}),
		});

	const filesIn = async (item: INodeExecutionData) => filesOfZip(await fileOf(item));
	const cocoIn = (files: Map<string, Buffer>) => {
		const name = [...files.keys()].find((path) => path.endsWith('.json'))!;
		return JSON.parse(String(files.get(name))) as Record<string, IDataObject[]>;
	};

	it('puts labels and picture into one ZIP', async () => {
		const { project } = seed({}, [box(10)], {});
		put(project._id, 'a.png', png(100, 80));
		const result = await run(project._id);
		expect(wordsOf(result).trim()).toBe('');
		const files = await filesIn(result.items[0]);
		expect(String(files.get('labels/train/a.txt'))).toBe('0 0.200000 0.375000 0.200000 0.500000\n');
		expect(files.get('images/train/a.png')).toEqual(png(100, 80));
	});

	if (platform === 'legacy') return;

	it('makes a picture of each page, with the page itself', async () => {
		const { hub } = here.setup;
		const project = hub.seedProject({ categorySchema: labelSet } as never);
		const pages = ['page-1.png', 'page-2.png', 'page-3.png'];
		const dataset = pages.map((name, at) => put(project._id, name, png(100 + at, 80)));
		const asset = hub.seedAsset(project._id, {
			...{ externalId: 'scan', data: undefined, dataset },
			metadata: { width: 100, height: 80 },
		} as never);
		const objects = [box(10, { page: 0 }), box(30, { page: 2 }), box(50, { page: 2 })];
		hub.labelTask(hub.taskOf(asset)._id, { objects } as never, 'ada@example.com');
		const result = await run(project._id, { format: 'cocoDetection' });
		expect(wordsOf(result).trim()).toBe('');
		const files = await filesIn(result.items[0]);
		expect(files.get('images/train/page-1.png')).toEqual(png(100, 80));
		expect(files.get('images/train/page-3.png')).toEqual(png(102, 80));
		expect(files.has('images/train/page-2.png')).toBe(false);
		const { images, annotations } = cocoIn(files);
		expect(images.map(({ file_name: name, width }) => [name, width])).toEqual([
			['page-1.png', 100],
			['page-3.png', 102],
		]);
		expect(annotations.map(({ image_id: image, bbox }) => [image, bbox])).toEqual([
			[1, [10, 10, 20, 40]],
			[2, [30, 10, 20, 40]],
			[2, [50, 10, 20, 40]],
		]);
	});

	it('names the frames of a video, whose pictures n8n cannot cut out', async () => {
		const { project } = seed({}, [box(10, { page: 3 }), box(30, { page: 12 })], {
			...{ externalId: 'clip.mp4', metadata: { width: 100, height: 80, frameTotal: 20 } },
		});
		put(project._id, 'clip.mp4', Buffer.from('no picture at all'));
		const result = await run(project._id, { format: 'cocoDetection' });
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json).toMatchObject({ images: 2, objects: 2, failedAssetIds: [] });
		const files = await filesIn(result.items[0]);
		const { images } = cocoIn(files);
		expect(images.map(({ file_name: name, frame_id: frame }) => [name, frame])).toEqual([
			['clip_000003.jpg', 3],
			['clip_000012.jpg', 12],
		]);
		expect([...files.keys()].filter((name) => /\.(jpg|mp4)$/.test(name))).toEqual([]);
	});

	it('fetches brush strokes, and writes their pixels', async () => {
		const { hub } = here.setup;
		const painted = labelCases(FIXTURE_CASES).find(
			({ name }) => name === 'coco-brush-mask-by-colour',
		)!;
		const [{ binary }] = painted.input as INodeExecutionData[];
		const { project, asset } = seed({}, [], { metadata: { width: 16, height: 12 } });
		put(project._id, 'a.png', png(16, 12));
		const mask = put(project._id, 'strokes.png', Buffer.from(binary!.mask.data, 'base64'));
		Object.assign(hub.taskOf(asset), { brushDataUrl: mask });
		const result = await run(project._id, { format: 'cocoSegmentation' });
		expect(wordsOf(result).trim()).toBe('');
		const { annotations, categories } = cocoIn(await filesIn(result.items[0]));
		expect(categories.map(({ name }) => name)).toEqual(['Car', 'Sky', 'Tree']);
		const expected = painted.expected.annotations as IDataObject[];
		expect(annotations.map(({ segmentation, area }) => ({ segmentation, area }))).toEqual(
			expected.map(({ segmentation, area }) => ({ segmentation, area })),
		);
	});

	it('reports brush strokes that cannot be fetched, with the asset to try again with', async () => {
		const { project, asset } = seed({}, [box(10)], {});
		put(project._id, 'a.png', png(100, 80));
		const mask = put(project._id, 'strokes.png', png(1, 1));
		Object.assign(here.setup.hub.taskOf(asset), { brushDataUrl: mask.replace('strokes', 'gone') });
		const result = await run(project._id, { format: 'cocoSegmentation' });
		expect(wordsOf(result)).not.toContain('could be downloaded');
		expect(result.items[0].json).toMatchObject({
			images: 1,
			failedAssetIds: [asset._id],
			report: { objects: 2, written: 1, leftOut: [{ reason: 'unreadable', count: 1 }] },
		});
	});

	it('signs links to pictures in a storage of the customer', async () => {
		const { project } = seed({}, [box(10)], {});
		put(project._id, 'a.png', png(100, 80));
		const result = await run(project._id);
		expect(result.items[0].json).toMatchObject({ images: 1, failedAssetIds: [] });
		const { requests, storage } = here.setup.hub;
		expect(requests.some(({ path }) => path.startsWith('/v2/getSignedUrl'))).toBe(true);
		expect(JSON.stringify(storage.requests)).not.toContain(here.setup.hub.apiKey);
	});

	it('says so when the project writes its exports into a storage of the customer', async () => {
		const own = { exportStorageId: '6554c81ac3b0d000147ea0f1', exportStorageBucket: 'labels' };
		const { project } = seed({ exportStorageEnabled: true, ...own }, [box(10)], {});
		here.setup.hub.faults.rules.push({ match: { host: 'storage' }, action: { status: 403 } });
		const result = await run(project._id);
		expect(result.items).toEqual([]);
		expect(wordsOf(result)).toMatch(/own storage.*node 'Ango Hub Labels'/);
	});
});
