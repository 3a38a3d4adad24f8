import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { OUT_FORMATS, type OutFormatName } from '../../../nodes/shared/datasets/formats/index.ts';
import type { DatasetSettings } from '../../../nodes/shared/datasets/settings.ts';
import { datasetOf, itemsOf, zipOf } from './setup.mts';

const SKELETON = { class: 'Car', keypoints: ['nose', 'tail'], edges: [] };
const NEEDED: Partial<DatasetSettings> = { classAnswer: 'Kind', skeleton: SKELETON };

const number = fc.oneof(
	fc.double({ min: -50, max: 150, noNaN: true }),
	fc.integer({ min: -50, max: 150 }),
	fc.constantFrom(0, 100, NaN, Infinity, -1e300, null, '12', undefined),
);
const sane = fc.double({ min: -50, max: 150, noNaN: true });
const point = fc.tuple(sane, sane);
const ring = fc.array(point, { maxLength: 12 });
const shape = fc.oneof(
	fc
		.record({ x: number, y: number, width: number, height: number })
		.map((box) => ({ 'bounding-box': box })),
	fc
		.record({ x: sane, y: sane, width: sane, height: sane, rotation: number })
		.map((box) => ({ 'rotated-bounding-box': box })),
	ring.map((polygon) => ({ polygon })),
	ring.map((polyline) => ({ polyline })),
	point.map((one) => ({ point: one })),
	fc
		.array(fc.record({ region: ring, holes: fc.array(ring, { maxLength: 2 }) }), { maxLength: 3 })
		.map((zones) => ({ segmentation: { zones } })),
	fc.jsonValue().map((ner) => ({ ner })),
	fc.jsonValue().map((odd) => ({ odd, polygon: odd })),
);
const object = fc
	.record({
		shape,
		title: fc.constantFrom('Car', 'Bus', 'nose', 'Ä: "x"', ''),
		objectId: fc.constantFrom('a', 'b', 'c'),
		page: fc.constantFrom(undefined, 0, 1, 3),
		interpolationStopped: fc.constantFrom(undefined, true),
	})
	.map(({ shape: one, ...rest }) => ({ ...rest, ...one }));
const item = fc
	.record({
		externalId: fc.constantFrom('a.jpg', 'b.jpg', 'c.mp4', 'd/a.png', ''),
		assetId: fc.constantFrom('1', '2', '3', undefined),
		width: fc.constantFrom(100, 100, 0, undefined),
		tools: fc.array(object, { maxLength: 6 }),
	})
	.map(
		({ width, tools, ...facts }) =>
			({
				...facts,
				metadata: { width, height: width },
				task: { taskId: 't', tools, classifications: [{ title: 'Kind', answer: 'x' }] },
			}) as unknown as IDataObject,
	);
const items = fc.array(item, { minLength: 1, maxLength: 5 });
const formats = Object.keys(OUT_FORMATS) as OutFormatName[];

const objectsIn = (given: IDataObject[]) =>
	given.reduce((sum, { task }) => sum + ((task as IDataObject).tools as unknown[]).length, 0);

/** What a report accounts for. */
interface Counts {
	objects: number;
	written: number;
	stopped: number;
	leftOut: Array<{ count: number; objects?: number }>;
}

describe('Datasets', () => {
	it.each(formats)('account for every object in %s', async (format) => {
		await fc.assert(
			fc.asyncProperty(items, fc.constantFrom('clip', 'keep', 'leaveOut'), async (given, out) => {
				const settings = { ...NEEDED, outOfImage: out as 'clip', severalTasks: 'newest' } as const;
				const dataset = await datasetOf(given, format, settings);
				await itemsOf(dataset).catch(nothingWritten);
				const report = dataset.report.toJson() as unknown as Counts;
				const leftOut = report.leftOut.reduce((sum, one) => sum + (one.objects ?? one.count), 0);
				expect(report.written + report.stopped + leftOut).toBe(objectsIn(given));
				expect(report.objects).toBe(objectsIn(given));
			}),
			{ numRuns: 60 },
		);
	});

	// Folders need pictures, which these items do not have.
	const withoutPictures = formats.filter((format) => format !== 'classifyFolders');
	it.each(withoutPictures)('are the same bytes twice in %s', async (format) => {
		await fc.assert(
			fc.asyncProperty(items, async (given) => {
				const zip = async () => {
					const made = datasetOf(given, format, NEEDED).then(zipOf);
					return await made.catch((error: Error) => error.message);
				};
				expect(await zip()).toEqual(await zip());
			}),
			{ numRuns: 10 },
		);
	});

	it('write numbers that are finite only', async () => {
		await fc.assert(
			fc.asyncProperty(items, fc.constantFrom(...formats), async (given, format) => {
				const dataset = await datasetOf(given, format, NEEDED);
				const text = JSON.stringify(await itemsOf(dataset).catch(nothingWritten));
				expect(text ?? '').not.toMatch(/NaN|Infinity|\d[eE][+-]?\d/);
			}),
			{ numRuns: 60 },
		);
	});

	it('number classes and choose sides whatever the order of the items', async () => {
		const split = { mode: 'stable', train: 0.5, val: 0.3, seed: 's' } as const;
		const named = fc.uniqueArray(item, {
			minLength: 1,
			maxLength: 5,
			selector: ({ externalId }) => externalId,
		});
		await fc.assert(
			fc.asyncProperty(named, fc.constantFrom('stable', 'exact'), async (given, mode) => {
				const facts = async (list: IDataObject[]) => {
					const settings = {
						split: { ...split, mode: mode as 'stable' },
						severalTasks: 'all',
					} as const;
					const dataset = await datasetOf(list, 'yoloDetect', settings);
					const written = await itemsOf(dataset).catch(nothingWritten);
					const sides = written.map(({ externalId, page, split: side }) => [
						externalId,
						page,
						side,
					]);
					return { sides: sides.map(String).sort(), classes: dataset.summary().classes };
				};
				expect(await facts(given.toReversed())).toEqual(await facts(given));
			}),
			{ numRuns: 60 },
		);
	});

	it('keep boxes within 0.005 px in COCO', async () => {
		const inside = fc.double({ min: 0, max: 50, noNaN: true });
		const side = fc.double({ min: 0.02, max: 50, noNaN: true });
		const box = fc.record({ x: inside, y: inside, width: side, height: side });
		await fc.assert(
			fc.asyncProperty(fc.array(box, { minLength: 1, maxLength: 8 }), async (boxes) => {
				const tools = boxes.map((one) => ({ title: 'Car', 'bounding-box': one }));
				const [{ annotations }] = await itemsOf(
					await datasetOf(
						[{ metadata: { width: 100, height: 100 }, externalId: 'a.jpg', task: { tools } }],
						'cocoDetection',
					),
				);
				const written = (annotations as unknown as Array<{ bbox: number[] }>).map(
					({ bbox }) => bbox,
				);
				expect(written).toHaveLength(boxes.length);
				for (const [index, { x, y, width, height }] of boxes.entries()) {
					const [left, top, w, h] = written[index];
					for (const [a, b] of [
						[left, x],
						[top, y],
						[left + w, x + width],
						[top + h, y + height],
					]) {
						expect(Math.abs(a - b)).toBeLessThanOrEqual(0.005 + 1e-9);
					}
				}
			}),
		);
	});
});

/** Data without a picture that can be written is no failure here. */
function nothingWritten(error: Error): IDataObject[] {
	expect(error.message).toBe('There is no picture to write');
	return [];
}
