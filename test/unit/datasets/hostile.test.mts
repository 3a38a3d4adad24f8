import type { IDataObject } from 'n8n-workflow';
import type { OutFormatName } from '../../../nodes/shared/datasets/formats/index.ts';
import { datasetOf, itemsOf } from './setup.mts';
import { cpuMs } from '../cpuTime.mts';

const item = (tools: unknown, width: unknown = 1000, height: unknown = 800) =>
	({ externalId: 'a.jpg', metadata: { width, height }, task: { tools } }) as unknown as IDataObject;

const circle = (points: number) =>
	Array.from({ length: points }, (_, n) => {
		const angle = (n / points) * 2 * Math.PI;
		return [500 + 300 * Math.cos(angle), 400 + 300 * Math.sin(angle)];
	});

const AREA_FORMATS: OutFormatName[] = [
	'cocoDetection',
	'cocoSegmentation',
	'kitti',
	'mask',
	'voc',
	'yoloDetect',
	'yoloObb',
	'yoloSegment',
];

describe('Datasets of bad labels', () => {
	it.each(AREA_FORMATS)('take outlines of 10,000 points in %s', async (format) => {
		const zones = [
			{ region: circle(10_000), holes: [circle(5000).map(([x, y]) => [x / 2 + 250, y / 2 + 200])] },
		];
		const begun = cpuMs();
		const dataset = await datasetOf([item([{ title: 'Car', segmentation: { zones } }])], format);
		expect(await itemsOf(dataset)).toHaveLength(1);
		expect(dataset.report.written).toBe(1);
		expect(cpuMs() - begun).toBeLessThan(5000);
	});

	it.each([
		['NaN', NaN],
		['nothing', null],
		['zero', 0],
		['a negative number', -5],
		['a text', '100'],
	])('leave out pictures whose width is %s', async (_, width) => {
		const dataset = await datasetOf([item([], width), item([])], 'cocoDetection', {
			severalTasks: 'all',
		});
		expect(await itemsOf(dataset)).toHaveLength(1);
		expect(dataset.report.reasons).toEqual(['noSize']);
	});

	it('refuse masks of more pixels than fit, in words', async () => {
		const box = { x: 0, y: 0, width: 10, height: 10 };
		const dataset = await datasetOf(
			[item([{ title: 'Car', 'bounding-box': box }], 8000, 5000)],
			'mask',
		);
		await expect(itemsOf(dataset)).rejects.toThrow(
			"'a.jpg' has 8000 × 5000 pixels, too many for a mask",
		);
	});

	it("name the picture whose size is no picture's", async () => {
		const square = (from: number, to: number) => [
			[from, from],
			[to, from],
			[to, to],
		];
		const zones = [{ region: square(1, 30), holes: [square(5, 9)] }];
		const tools = [{ title: 'Car', segmentation: { zones } }];
		await expect(
			datasetOf([item(tools, 1e7, 1e7)], 'cocoSegmentation').then(itemsOf),
		).rejects.toThrow("'a.jpg' has 10000000 × 10000000 pixels, too many for a mask");
		const [{ annotations }] = await itemsOf(
			await datasetOf([item(tools, 40.25, 30.75)], 'cocoSegmentation'),
		);
		expect(annotations).toMatchObject([{ segmentation: { size: [31, 40] } }]);
	});

	it('refuse more classes than a mask can number', async () => {
		const classList = Array.from({ length: 65_536 }, (_, n) => `class ${n}`);
		const plan = async (list: string[]) => await datasetOf([item([])], 'mask', { classList: list });
		await expect(plan(classList).then(itemsOf)).rejects.toThrow('65536 classes');
		expect(await itemsOf(await plan(classList.slice(1)))).toHaveLength(1);
	});

	it.each<[OutFormatName, unknown]>([
		['cocoSegmentation', { 'bounding-box': { x: -1e308, y: 0, width: 1e308, height: 1 } }],
		[
			'kitti',
			{
				polygon: [
					[-1e200, 1],
					[1e200, 1],
					[5, 5],
				],
			},
		],
		['yoloObb', { 'rotated-bounding-box': { x: 0, y: 0, width: 1e17, height: 1, rotation: 3 } }],
	])('take numbers that are no coordinates in %s for none', async (format, shape) => {
		const tools = [{ title: 'Car', ...(shape as IDataObject) }];
		const dataset = await datasetOf([item(tools)], format, { outOfImage: 'keep' });
		await itemsOf(dataset);
		expect(dataset.report.reasons).toEqual(['notFinite']);
	});

	it('need no room for pixels in RLE of 40 megapixels', async () => {
		const [region, hole] = [
			[
				[0, 0],
				[8000, 0],
				[8000, 5000],
				[0, 5000],
			],
			[
				[10, 10],
				[7000, 10],
				[7000, 4000],
				[10, 4000],
			],
		];
		const tools = [{ title: 'Car', segmentation: { zones: [{ region, holes: [hole] }] } }];
		const begun = cpuMs();
		const [{ annotations }] = await itemsOf(
			await datasetOf([item(tools, 8000, 5000)], 'cocoSegmentation'),
		);
		expect(annotations).toMatchObject([{ area: 8000 * 5000 - 6990 * 3990, iscrowd: 0 }]);
		expect(cpuMs() - begun).toBeLessThan(2000);
	});

	it('fail for a keypoint out of its picture where that is an error', async () => {
		const skeleton = { class: 'Person', keypoints: ['nose'], edges: [] };
		const person = { title: 'Person', 'bounding-box': { x: 1, y: 1, width: 50, height: 50 } };
		const tools = [person, { title: 'nose', point: [-5, 5] }];
		await expect(
			datasetOf([item(tools)], 'yoloPose', { skeleton, outOfImage: 'error' }).then(itemsOf),
		).rejects.toThrow("'nose' reaches out of the picture 'a.jpg'");
	});

	it('fail where no class has the skeleton', async () => {
		const skeleton = { class: 'Person', keypoints: ['nose'], edges: [] };
		const tools = [{ title: 'nose', point: [5, 5] }];
		await expect(
			datasetOf([item(tools)], 'cocoKeypoints', { skeleton, classes: 'list', classList: ['Car'] }),
		).rejects.toThrow("'Class Names' does not have 'Person'");
	});

	it('take thousands of answers as columns', async () => {
		const classifications = Array.from({ length: 10_000 }, (_, n) => ({
			title: `q${n}`,
			answer: 'a',
		}));
		const begun = cpuMs();
		const dataset = await datasetOf([{ externalId: 'a.jpg', task: { classifications } }], 'csv');
		const [{ row }] = await itemsOf(dataset);
		expect(Object.keys(row as IDataObject)).toHaveLength(10_001);
		expect(cpuMs() - begun).toBeLessThan(1500);
	});

	it.each([
		['one question', 'yoloDetect' as const, {}],
		['one question of one picture', 'csv' as const, { page: undefined }],
	])('take time by the number of answers to %s alone', async (_, format, page) => {
		const places = Array.from({ length: 40_000 }, (_, n) => ({ page: n, ...page }));
		const classifications = places.map((place) => ({ title: 'q', answer: 'a', ...place }));
		const box = { title: 'Car', 'bounding-box': { x: 1, y: 1, width: 5, height: 5 } };
		const tools = format === 'csv' ? [] : places.map((place) => ({ ...box, ...place }));
		const labeled = { externalId: 'a', metadata: { width: 9, height: 9 } };
		const begun = cpuMs();
		const dataset = await datasetOf([{ ...labeled, task: { tools, classifications } }], format);
		expect(await itemsOf(dataset)).toHaveLength(format === 'csv' ? 1 : 40_000);
		expect(cpuMs() - begun).toBeLessThan(4000);
	});

	it('name classes so that readers get each character back', async () => {
		const classList = ['a\rb', 'a\ufffeb', 'a\u0085b'];
		const tools = [{ title: 'a\rb', 'bounding-box': { x: 1, y: 1, width: 5, height: 5 } }];
		const [{ content }] = await itemsOf(await datasetOf([item(tools)], 'voc', { classList }));
		expect(content).toContain('<name>a&#13;b</name>');
		const texts: string[] = [];
		for (const format of ['yoloDetect', 'mask'] as const) {
			const dataset = await datasetOf([item(tools)], format, { classList: [...classList, 'c\nd'] });
			for await (const { name, content: text } of dataset.members()) {
				if (/yaml|classes/.test(name)) texts.push(String(text));
			}
		}
		expect(texts[0]).not.toMatch(/[\r\u0085\ufffe]/);
		expect(texts[1].split('\n')).toHaveLength(6);
		expect(texts[0]).toContain('1: "a\\ufffeb"');
	});

	it('say when nothing is left', async () => {
		const dataset = await datasetOf([item([], 0)], 'yoloDetect');
		await expect(itemsOf(dataset)).rejects.toThrow('There is no picture to write');
	});

	it('count what only points show under its class', async () => {
		const dataset = await datasetOf(
			[
				item([
					{ title: 'nose', point: [5, 5] },
					{ title: 'foot', point: [9, 90] },
				]),
			],
			'cocoKeypoints',
			{
				skeleton: { class: 'Person', keypoints: ['nose', 'foot'], edges: [] },
				pointsBelongTo: 'wholePicture',
			},
		);
		await itemsOf(dataset);
		expect(dataset.summary()).toMatchObject({ classCounts: { Person: 1 } });
	});

	it('stop when the execution is canceled', async () => {
		const abort = new AbortController();
		const items = Array.from({ length: 20_000 }, (_, n) => ({
			...item([{ title: 'Car', polygon: circle(20) }]),
			externalId: `${n}.jpg`,
		}));
		setTimeout(() => abort.abort(), 20);
		await expect(
			datasetOf(items, 'cocoSegmentation', {}, abort.signal).then(itemsOf),
		).rejects.toThrow('canceled');
	});

	it.each([
		['a text', 'x'],
		['a list of nothing', [null, 1, 'x', []]],
		['objects without a shape', [{ title: 'Car' }]],
	])('report tools that are %s', async (_, tools) => {
		const dataset = await datasetOf([item(tools)], 'voc');
		expect(await itemsOf(dataset)).toHaveLength(1);
		expect(dataset.report.objects).toBe(Array.isArray(tools) ? tools.length : 0);
		expect(dataset.report.written).toBe(0);
	});
});
