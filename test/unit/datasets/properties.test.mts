import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { OUT_FORMATS, type OutFormatName } from '../../../nodes/shared/datasets/formats/index.ts';
import { readerOf } from '../../../nodes/shared/datasets/formats/readers.ts';
import type { ReadSettings } from '../../../nodes/shared/datasets/predictions.ts';
import { PreLabels } from '../../../nodes/shared/datasets/preLabels.ts';
import type { DatasetSettings } from '../../../nodes/shared/datasets/settings.ts';
import { filesOfZip } from '../../engine/labelCases/archives.mts';
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

/** What users can choose that decides over objects. */
const choices = fc.record({
	outOfImage: fc.constantFrom('clip', 'keep', 'leaveOut'),
	severalTasks: fc.constantFrom('newest', 'all', 'first'),
	otherShapes: fc.constantFrom('convert', 'leaveOut'),
	holes: fc.constantFrom('rle', 'join', 'leaveOut', undefined),
	pointsBelongTo: fc.constantFrom('boxAround', 'groupRelation', 'wholePicture'),
	fillFrames: fc.boolean(),
	allPages: fc.constant(false),
	renameClasses: fc.constantFrom(new Map(), new Map([['Bus', '']])),
}) as fc.Arbitrary<Partial<DatasetSettings>>;

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
			fc.asyncProperty(items, choices, async (given, chosen) => {
				const dataset = await datasetOf(given, format, { ...NEEDED, ...chosen });
				await itemsOf(dataset).catch(nothingWritten);
				const report = dataset.report.toJson() as unknown as Counts;
				const leftOut = report.leftOut.reduce((sum, one) => sum + (one.objects ?? one.count), 0);
				expect(report.written + report.stopped + leftOut).toBe(report.objects);
				// Frames that are filled in are objects too.
				if (!chosen.fillFrames) expect(report.objects).toBe(objectsIn(given));
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
		const twoOrders = named.chain((given) =>
			fc.tuple(
				fc.constant(given),
				fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
			),
		);
		await fc.assert(
			fc.asyncProperty(
				twoOrders,
				fc.constantFrom('stable', 'exact'),
				async ([given, other], mode) => {
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
					expect(await facts(other)).toEqual(await facts(given));
				},
			),
			{ numRuns: 60 },
		);
	});

	/** Shapes that lie in a picture of 100 × 100, boxes drawn from any corner among them. */
	const inside = fc.double({ min: 0, max: 100, noNaN: true });
	const inPicture = fc.tuple(inside, inside);
	const isBroad = (from: number[], to: number[]) =>
		from.every((value, axis) => Math.abs(value - to[axis]) > 0.02);
	const drawnBox = fc
		.tuple(inPicture, inPicture)
		.filter(([from, to]) => isBroad(from, to))
		.map(([[x, y], [right, bottom]]) => ({
			shape: { 'bounding-box': { x, y, width: right - x, height: bottom - y } },
			points: [
				[Math.min(x, right), Math.min(y, bottom)],
				[Math.max(x, right), Math.max(y, bottom)],
			],
		}));
	/** Corners around a center, so that no two of them become one. */
	const star = fc
		.tuple(
			fc.tuple(fc.integer({ min: 20, max: 80 }), fc.integer({ min: 20, max: 80 })),
			fc.array(fc.double({ min: 5, max: 20, noNaN: true }), { minLength: 3, maxLength: 9 }),
		)
		.map(([[x, y], radii]) =>
			radii.map((radius, at) => {
				const angle = (2 * Math.PI * at) / radii.length;
				return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
			}),
		);
	const outline = fc.oneof(
		star.map((polygon) => ({ shape: { polygon }, points: polygon })),
		fc.array(star, { minLength: 2, maxLength: 3 }).map((rings) => ({
			shape: { segmentation: { zones: rings.map((region) => ({ region, holes: [] })) } },
			points: rings.flat(),
		})),
	);
	const pictures = <T,>(drawn: fc.Arbitrary<T>) =>
		fc.array(
			fc.array(fc.record({ title: fc.constantFrom('Car', 'Bus'), drawn }), { maxLength: 6 }),
			{
				minLength: 1,
				maxLength: 4,
			},
		);

	it.each([
		['boxes', 'cocoDetection', pictures(drawnBox)],
		['outlines', 'cocoSegmentation', pictures(outline)],
	] as const)('come back from COCO with all %s, none of which moved', async (_, format, given) => {
		await fc.assert(
			fc.asyncProperty(given, async (drawn) => {
				const labeled = drawn.map((objects, at) => ({
					externalId: `${at}.jpg`,
					metadata: { width: 100, height: 100 },
					task: { tools: objects.map(({ title, drawn: { shape: one } }) => ({ title, ...one })) },
				}));
				const files = filesOfZip(await zipOf(await datasetOf(labeled as never, format)));
				const [text] = [...files].flatMap(([name, content]) =>
					name.endsWith('.json') ? [content.toString()] : [],
				);
				const back = [...readerOf('coco').read(text, READING)].map((one) => LABELS.itemOf(one));
				expect(back.map(({ externalId }) => externalId)).toEqual(
					labeled.map(({ externalId }) => externalId),
				);
				for (const [at, { objects }] of back.entries()) {
					expect(objects.map(({ title }) => title)).toEqual(drawn[at].map(({ title }) => title));
					for (const [number, { drawn: wanted }] of drawn[at].entries()) {
						const found = pointsOf(objects[number]);
						expect(found).toHaveLength(wanted.points.length);
						const moved = found.flatMap(([x, y], corner) => [
							Math.abs(x - wanted.points[corner][0]),
							Math.abs(y - wanted.points[corner][1]),
						]);
						expect(Math.max(...moved)).toBeLessThanOrEqual(0.005 + 1e-9);
					}
				}
			}),
		);
	});
});

const READING = {
	task: 'detect',
	classNames: [],
	keypointNames: [],
	coordinates: 'automatic',
	boxFormat: 'corners',
	vocCoordinates: 'pixelsFrom1',
	includeCrowd: false,
} satisfies ReadSettings;

const LABELS = new PreLabels({
	...{ minConfidence: 0, renameClasses: new Map(), keepFolders: false },
	...{ simplify: 0, useTrackIds: false, decimals: 2 },
});

/** Two corners of a box, or the points of all outlines. */
function pointsOf(object: IDataObject): number[][] {
	if (object['bounding-box']) {
		const { x, y, width, height } = object['bounding-box'] as Record<string, number>;
		return [
			[x, y],
			[x + width, y + height],
		];
	}
	if (object.polygon) return object.polygon as number[][];
	const { zones } = object.segmentation as unknown as { zones: Array<{ region: number[][] }> };
	return zones.flatMap(({ region }) => region);
}

/** Data without a picture that can be written is no failure here. */
function nothingWritten(error: Error): IDataObject[] {
	expect(error.message).toBe('There is no picture to write');
	return [];
}
