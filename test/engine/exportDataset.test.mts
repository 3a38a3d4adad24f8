import type { IDataObject } from 'n8n-workflow';
import { canceled } from './canceled.mts';
import type { BinaryMode } from './harness/index.mts';
import { filesOfZip } from './labelCases/archives.mts';
import { exportSetup } from './exportSetup.mts';
import { byId, png, wordsOf } from './setup.mts';
import { namesLeft, storedFiles } from './storedFiles.mts';

const labelSet = {
	tools: ['Truck', 'Car'].map((title) => ({ schemaId: title, title, tool: 'bounding-box' })),
	classifications: [],
	relations: [],
};

const box = {
	objectId: 'o1',
	schemaId: 'Car',
	title: 'Car',
	'bounding-box': { x: 10, y: 8, width: 20, height: 40 },
};

describe.each<BinaryMode>(['filesystem', 'memory'])(
	'Export Dataset with files in %s mode',
	(binaryMode) => {
		const { here, fileOf } = exportSetup({ binaryMode });

		/** A project with a labeled picture for each name; those of `missing` are not in the storage. */
		const seed = (names: string[], missing: string[] = [], isPublic = false, more = 7) => {
			const { hub } = here.setup;
			const project = hub.seedProject({ name: 'Cars', categorySchema: labelSet } as never);
			const assets = names.map((externalId) => {
				const path = `/${project._id}/assets/${externalId}`;
				if (!missing.includes(externalId))
					hub.storage.put(path, png(100, 80, more), 'image/png', { isPublic });
				const asset = hub.seedAsset(project._id, {
					externalId,
					metadata: { width: 200, height: 80 },
				} as never);
				hub.labelTask(hub.taskOf(asset)._id, { objects: [box] }, 'ada@example.com');
				return asset;
			});
			return { project, assets };
		};

		const node = (projectId: string, parameters: IDataObject) =>
			here.setup.node({
				resource: 'export',
				operation: 'dataset',
				project: byId(projectId),
				format: 'yoloDetect',
				...parameters,
			});

		const run = async (projectId: string, parameters: IDataObject = {}) =>
			await here.setup.engine.run({ node: node(projectId, parameters) });

		const signings = () =>
			here.setup.hub.requests.filter(({ path }) => path.startsWith('/v2/getSignedUrl')).length;

		it('puts labels and pictures into one ZIP, with the classes of the label set', async () => {
			const { project } = seed(['a.png', 'b.png', 'c.png']);
			const result = await run(project._id, { options: { fileName: 'set.zip' } });
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items).toHaveLength(1);
			expect(result.items[0].json).toMatchObject({
				projectId: project._id,
				format: 'yoloDetect',
				fileName: 'set.zip',
				images: 3,
				objects: 3,
				classes: ['Truck', 'Car'],
				classCounts: { Truck: 0, Car: 3 },
				splits: { train: 3, val: 0, test: 0 },
				failedAssetIds: [],
				failures: [],
			});
			const files = filesOfZip(await fileOf(result.items[0]));
			expect([...files.keys()]).toEqual([
				'data.yaml',
				...['a', 'b', 'c'].map((stem) => `images/train/${stem}.png`),
				...['a', 'b', 'c'].map((stem) => `labels/train/${stem}.txt`),
			]);
			expect(files.get('images/train/b.png')).toEqual(png(100, 80));
			expect(String(files.get('labels/train/b.txt'))).toBe(
				'1 0.200000 0.350000 0.200000 0.500000\n',
			);
			const { requests } = here.setup.hub.storage;
			expect(JSON.stringify(requests)).not.toContain(here.setup.hub.apiKey);
		});

		it('has one COCO file beside the pictures', async () => {
			const { project } = seed(['a.png', 'b.png']);
			const result = await run(project._id, { format: 'cocoDetection' });
			const files = filesOfZip(await fileOf(result.items[0]));
			const name = [...files.keys()].find((path) => path.endsWith('.json'))!;
			const coco = JSON.parse(String(files.get(name))) as Record<string, IDataObject[]>;
			expect(coco.images.map(({ width, height }) => [width, height])).toEqual([
				[100, 80],
				[100, 80],
			]);
			expect(coco.annotations.map(({ bbox }) => bbox)).toEqual([
				[10, 8, 20, 40],
				[10, 8, 20, 40],
			]);
			expect(coco.categories.map((category) => category.name)).toEqual(['Truck', 'Car']);
			// The pictures are fetched once, although the labels are gone through again.
			const pictures = here.setup.hub.storage.requests.filter(
				({ path, status }) => path.endsWith('.png') && status === 200,
			);
			expect(pictures).toHaveLength(2);
		});

		it('asks for signed links only where files do not open without', async () => {
			const open = seed(['a.png', 'b.png'], [], true);
			await run(open.project._id);
			expect(signings()).toBe(0);
			const closed = seed(['a.png', 'b.png']);
			await run(closed.project._id);
			expect(signings()).toBe(2);
		});

		it('leaves out what cannot be had, and takes it alone in a second run', async () => {
			const { project, assets } = seed(['a.png', 'b.png', 'c.png'], ['b.png']);
			const first = await run(project._id);
			expect(first.items[0].json).toMatchObject({
				images: 2,
				failedAssetIds: [assets[1]._id],
				failures: [{ assetId: assets[1]._id, externalId: 'b.png', error: expect.any(String) }],
				report: {
					objects: 3,
					written: 2,
					leftOut: [
						{ reason: 'unreadable', count: 1, objects: 1, examples: [{ externalId: 'b.png' }] },
					],
				},
			});
			expect([...filesOfZip(await fileOf(first.items[0])).keys()].join()).not.toContain('b.');

			here.setup.hub.storage.put(`/${project._id}/assets/b.png`, png(50, 80), 'image/png');
			const second = await run(project._id, {
				filters: { assetIds: first.items[0].json.failedAssetIds as string[] },
			});
			expect(second.items[0].json).toMatchObject({ images: 1, failedAssetIds: [] });
			expect(String(filesOfZip(await fileOf(second.items[0])).get('labels/train/b.txt'))).toBe(
				'1 0.400000 0.350000 0.400000 0.500000\n',
			);
		});

		it('stops where a picture cannot be had, if that is wished', async () => {
			const { project } = seed(['a.png', 'b.png'], ['b.png']);
			const result = await run(project._id, { options: { onUnreadablePicture: 'error' } });
			expect(result.items).toEqual([]);
			expect(wordsOf(result)).not.toBe('');
		});

		it('gives a hint with the filter when no task passes', async () => {
			const { project } = seed(['a.png']);
			const filters = { externalIds: 'b.png' };
			const { items, hints } = await run(project._id, { stages: 'all', filters });
			expect(items).toEqual([]);
			expect(hints.map(({ message }) => message)).toEqual([
				"Nothing was found where 'Stages' is 'All Stages', 'External IDs' is 'b.png'.",
			]);
		});

		it('says why when no picture can be downloaded', async () => {
			const { project } = seed(['a.png'], ['a.png']);
			const words = wordsOf(await run(project._id));
			expect(words).toContain('None of the pictures could be downloaded');
			expect(words).toMatch(/storage|permission|access/i);
			expect(words).not.toContain('..');
		});

		it('starts over when the transfer of a picture breaks off', async () => {
			const { project } = seed(['a.png', 'b.png', 'c.png']);
			here.setup.hub.faults.rules.push(
				{ match: { host: 'storage', path: /b\.png/ }, skip: 1, times: 1, action: 'truncate' },
				{ match: { host: 'storage', path: /c\.png/ }, skip: 1, times: 2, action: { status: 503 } },
			);
			const result = await run(project._id);
			expect(wordsOf(result).trim()).toBe('');
			expect(result.items[0].json).toMatchObject({ images: 3, failedAssetIds: [] });
			const files = filesOfZip(await fileOf(result.items[0]));
			expect(files.get('images/train/b.png')).toEqual(png(100, 80));
		});

		it('keeps large pictures out of memory and whole in the ZIP', async () => {
			const { project } = seed(['a.png', 'b.png']);
			const large = png(300, 200, 3_000_000);
			here.setup.hub.storage.put(`/${project._id}/assets/b.png`, large, 'image/png');
			const result = await run(project._id);
			expect(wordsOf(result).trim()).toBe('');
			const files = filesOfZip(await fileOf(result.items[0]));
			expect(files.get('images/train/b.png')!.equals(large)).toBe(true);
		});

		it('puts each of many pictures into the ZIP as it is', async () => {
			const names = Array.from({ length: 150 }, (_, n) => `${n}.png`);
			const { project } = seed(names);
			const pictures = names.map((_, n) => png(n + 1, 80, (n * 7919) % 90_000));
			for (const [n, picture] of pictures.entries()) {
				here.setup.hub.storage.put(
					`/${project._id}/assets/${n}.png`,
					picture.fill(n, 33),
					'image/png',
				);
			}
			const files = filesOfZip(await fileOf((await run(project._id)).items[0]));
			const inZip = names.map((name) => files.get(`images/train/${name}`)!);
			expect(inZip.filter((picture, n) => !picture.equals(pictures[n]))).toEqual([]);
		});

		it('takes sizes from the labels when pictures stay out', async () => {
			const { project } = seed(['a.png']);
			const result = await run(project._id, { includePictures: false });
			const files = filesOfZip(await fileOf(result.items[0]));
			expect([...files.keys()]).toEqual(['data.yaml', 'images/train/', 'labels/train/a.txt']);
			expect(String(files.get('labels/train/a.txt'))).toBe(
				'1 0.100000 0.350000 0.100000 0.500000\n',
			);
			expect(here.setup.hub.storage.requests.filter(({ path }) => path.endsWith('.png'))).toEqual(
				[],
			);
		});

		it('refuses folders of pictures without pictures', async () => {
			const { project } = seed(['a.png']);
			const result = await run(project._id, {
				format: 'classifyFolders',
				classAnswer: 'Weather',
				includePictures: false,
			});
			expect(wordsOf(result)).toContain("'Include Pictures' is off");
		});

		it('stops when it is canceled, and hands nothing on', async () => {
			const { setup } = here;
			const names = Array.from({ length: 60 }, (_, index) => `${index}.png`);
			const { project } = seed(names, [], false, 50_000);
			setup.hub.faults.storageLatencyMs = 50;
			const before = binaryMode === 'filesystem' ? storedFiles() : [];
			const { status, items, sentAfterwards } = await canceled(
				setup,
				() =>
					setup.engine.start({
						node: { ...node(project._id, { requestOptions: { concurrency: 2 } }) },
					}),
				() => setup.hub.storage.requests.length > 30,
			);
			expect(status).toBe('canceled');
			expect(items).toEqual([]);
			expect(sentAfterwards).toBeLessThanOrEqual(4);
			if (binaryMode === 'filesystem') expect(namesLeft(before)).toEqual(['labels.ndjson']);
		});
	},
);
