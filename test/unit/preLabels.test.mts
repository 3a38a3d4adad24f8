import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { PredictedPicture, Prediction } from '../../nodes/shared/datasets/predictions.ts';
import { PreLabels, type PreLabelSettings } from '../../nodes/shared/datasets/preLabels.ts';
import type { LabelSet } from '../../nodes/shared/hub/types.ts';
import { cornersOfImport, type RotatedBox } from '../../nodes/shared/labels/geometry/rotated.ts';
import { areaOf } from '../../nodes/shared/labels/geometry/polygon.ts';
import type { Ring } from '../../nodes/shared/labels/geometry/types.ts';
import { bitmapMask } from './bitmapMask.mts';
import { cpuMs } from './cpuTime.mts';

const DEFAULTS: PreLabelSettings = {
	minConfidence: 0,
	renameClasses: new Map(),
	externalId: 'field.jpg',
	keepFolders: false,
	simplify: 0,
	useTrackIds: false,
	decimals: 2,
};

const TRIANGLE: Ring = [
	[0, 0],
	[4, 0],
	[4, 4],
];
const box = (x0: number, y0: number, x1: number, y1: number): Prediction['shape'] => ({
	kind: 'box',
	box: { x0, y0, x1, y1 },
});
const polygon = (ring: Ring): Prediction['shape'] => ({ kind: 'polygon', ring });

function labelSet(...tools: Array<[title: string, tool: string, nested?: string]>): LabelSet {
	return {
		tools: tools.map(([title, tool, nested], index) => ({
			schemaId: `id-${index}`,
			title,
			tool,
			classifications: nested ? [{ schemaId: 'nested', title: nested, tool: 'text' }] : [],
		})),
		classifications: [],
		relations: [],
	};
}

function itemOf(picture: Partial<PredictedPicture>, settings: Partial<PreLabelSettings> = {}) {
	return new PreLabels({ ...DEFAULTS, ...settings }).itemOf({
		objects: [],
		...picture,
	});
}

/** Codes of the warnings about a picture. */
function warningsOf(picture: Partial<PredictedPicture>, settings: Partial<PreLabelSettings>) {
	const { warnings } = itemOf(picture, settings).report;
	return (warnings as Array<{ code: string }>).map(({ code }) => code);
}

const convert = (
	shape: Prediction['shape'],
	settings: Partial<PreLabelSettings> = {},
	rest: Partial<Prediction> = {},
) => {
	const { objects, report } = itemOf({ objects: [{ title: 'a', shape, ...rest }] }, settings);
	return objects[0] ?? report.leftOut[0].reason;
};

describe('pictures', () => {
	it.each([
		['a.jpg', 'a.jpg'],
		['x/y/a.jpg', 'a.jpg'],
		['C:\\x\\a b.jpg', 'a b.jpg'],
		['https://h/x/a%20b.jpg?sig=1', 'a b.jpg'],
		[undefined, 'field.jpg'],
	])('%s is %s', (name, externalId) => {
		expect(itemOf({ name }).externalId).toBe(externalId);
	});

	it('folders may be kept; without any name there is an error', () => {
		expect(itemOf({ name: 'x\\y/a.jpg' }, { keepFolders: true }).externalId).toBe('x/y/a.jpg');
		expect(() => itemOf({}, { externalId: undefined })).toThrow(
			"'External ID' is empty, and the predictions do not name",
		);
	});

	it('of which only one has no name, and none the name of another', () => {
		const preLabels = new PreLabels(DEFAULTS);
		const codes = (name?: string) => preLabels.itemOf({ name, objects: [] }).report.warnings;
		expect(codes('a/1.jpg')).toEqual([]);
		expect(codes('a/1.jpg')).toEqual([]);
		expect(codes('b/1.jpg')).toMatchObject([{ code: 'sameName' }]);
		expect(preLabels.itemOf({ objects: [] }).externalId).toBe('field.jpg');
		expect(() => preLabels.itemOf({ objects: [] })).toThrow('of several pictures, but do not name');
	});

	it('are named by errors', () => {
		const shares = { name: 'x/a.jpg', isNormalized: true };
		const objects = [{ title: 'a', shape: box(0, 0, 1, 1) }];
		expect(() => itemOf({ ...shares, objects })).toThrow(
			expect.objectContaining({ description: expect.stringContaining("'a.jpg'") as string }),
		);
	});

	it('scores, their least and their mean', () => {
		const objects = [0.5, undefined, 0.25].map((score): Prediction => ({
			title: 'a',
			score,
			shape: box(0, 0, 1, 1),
		}));
		expect(itemOf({ objects })).toMatchObject({
			scores: [0.5, null, 0.25],
			count: 3,
			lowestScore: 0.25,
			meanScore: 0.375,
		});
		expect(itemOf({})).toMatchObject({ scores: [], count: 0, lowestScore: null, meanScore: null });
		expect(itemOf({ objects }, { minConfidence: 0.5 }).report).toMatchObject({
			objects: 3,
			written: 2,
			belowConfidence: 1,
		});
	});
});

describe('classes', () => {
	const set = labelSet(
		['Car', 'bounding-box'],
		['car ', 'bounding-box'],
		['Bus', 'polygon'],
		['BUS', 'polygon'],
		['Tram', 'bounding-box'],
		['K\u00e4se', 'bounding-box'],
	);
	it.each([
		['Car', 'Car'],
		['tRAM', 'Tram'],
		['Ka\u0308se', 'K\u00e4se'],
		['bus', 'unknownClass'],
		['tramm', 'unknownClass'],
		['', 'unknownClass'],
		['automobile', 'Car'],
		['road', 'leftOutByName'],
	])("'%s' is %s", (title, expected) => {
		const renameClasses = new Map([
			['automobile', 'Car'],
			['road', ''],
		]);
		const { objects, report } = itemOf(
			{ objects: [{ title, shape: box(0, 0, 1, 1) }] },
			{ labelSet: set, renameClasses },
		);
		expect(objects[0]?.title ?? report.leftOut[0].reason).toBe(expected);
	});
});

describe('tools', () => {
	it.each([
		['bounding-box', box(1, 2, 3, 5), { 'bounding-box': { x: 1, y: 2, width: 2, height: 3 } }],
		[
			'polygon',
			box(1, 2, 3, 5),
			{
				polygon: [
					[1, 2],
					[3, 2],
					[3, 5],
					[1, 5],
				],
			},
		],
		[
			'segmentation',
			box(1, 2, 3, 5),
			{
				segmentation: {
					zones: [
						{
							region: [
								[1, 2],
								[3, 2],
								[3, 5],
								[1, 5],
							],
							holes: [],
						},
					],
				},
			},
		],
		[
			'rotated-bounding-box',
			box(1, 2, 3, 5),
			{ 'rotated-bounding-box': { x: 1, y: 2, width: 2, height: 3, rotation: 0 } },
		],
		['point', box(1, 2, 3, 5), 'unsupportedShape'],
		['brush', box(1, 2, 3, 5), 'unsupportedShape'],
		['bounding-box', polygon(TRIANGLE), { 'bounding-box': { x: 0, y: 0, width: 4, height: 4 } }],
		[
			'segmentation',
			polygon(TRIANGLE),
			{ segmentation: { zones: [{ region: TRIANGLE, holes: [] }] } },
		],
		['point', { kind: 'point', point: [1, 2] }, { point: [1, 2] }],
		['polygon', { kind: 'point', point: [1, 2] }, 'unsupportedShape'],
	] as Array<[string, Prediction['shape'], IDataObject | string]>)(
		'%s',
		(tool, shape, expected) => {
			const object = convert(shape, { labelSet: labelSet(['a', tool]) });
			expect(object).toEqual(
				typeof expected === 'string' ? expected : { title: 'a', schemaId: 'id-0', ...expected },
			);
		},
	);

	it('of several tools of a class the one that fits best', () => {
		const set = labelSet(['a', 'bounding-box'], ['a', 'segmentation'], ['a', 'polygon']);
		expect(convert(polygon(TRIANGLE), { labelSet: set })).toHaveProperty('schemaId', 'id-2');
		expect(convert(box(0, 0, 1, 1), { labelSet: set })).toHaveProperty('schemaId', 'id-0');
		expect(
			convert(polygon(TRIANGLE), {
				labelSet: labelSet(['a', 'bounding-box'], ['a', 'segmentation']),
			}),
		).toHaveProperty('schemaId', 'id-1');
	});

	it("a model's own box counts, others are approximated", () => {
		const set = labelSet(['a', 'bounding-box']);
		const own = { x0: 0, y0: 0, x1: 9, y1: 9 };
		const picture = (prediction: Partial<Prediction>) =>
			itemOf(
				{ objects: [{ title: 'a', shape: polygon(TRIANGLE), ...prediction }] },
				{ labelSet: set },
			);
		expect(picture({ box: own }).objects[0]).toMatchObject({ 'bounding-box': { width: 9 } });
		expect(picture({ box: own }).report.approximated).toBe(0);
		expect(picture({}).report.approximated).toBe(1);
	});

	it('a ring with a hole is cut open where only a polygon is wanted', () => {
		const mask = bitmapMask(Uint8Array.from('111101111', Number), { width: 3, height: 3 });
		expect(convert({ kind: 'mask', mask })).toHaveProperty('segmentation.zones.0.holes.length', 1);
		const { objects, report } = itemOf(
			{ objects: [{ title: 'a', shape: { kind: 'mask', mask } }] },
			{ labelSet: labelSet(['a', 'polygon']) },
		);
		expect(objects[0].polygon).toHaveLength(10);
		expect(report.joined).toBe(1);
	});

	it('turned boxes keep their corners', () => {
		const side = fc.double({ min: 5, max: 50, noNaN: true });
		fc.assert(
			fc.property(
				side,
				side,
				side,
				side,
				fc.double({ min: -180, max: 180, noNaN: true }),
				(x, y, width, height, rotation) => {
					const corners = cornersOfImport({ x, y, width, height, rotation });
					const object = convert({ kind: 'rotated', corners }) as IDataObject;
					const back = cornersOfImport(object['rotated-bounding-box'] as unknown as RotatedBox);
					for (const [i, [cx, cy]] of back.entries()) {
						expect(Math.hypot(cx - corners[i][0], cy - corners[i][1])).toBeLessThan(0.02);
					}
				},
			),
		);
	});
});

describe('the picture', () => {
	const size = { width: 10, height: 8 };
	it.each([
		[
			'a box that reaches out',
			box(-5, 1, 3, 20),
			{ 'bounding-box': { x: 0, y: 1, width: 3, height: 7 } },
		],
		['a box outside', box(-5, 1, 0, 5), 'outsideImage'],
		['a box without width', box(1, 1, 1, 5), 'tooSmall'],
		['a box that rounds to nothing', box(1, 1, 1.001, 5), 'tooSmall'],
		[
			'a line',
			polygon([
				[0, 0],
				[1, 1],
				[2, 2],
			]),
			'tooFewPoints',
		],
		[
			'a polygon outside',
			polygon([
				[20, 20],
				[21, 20],
				[21, 21],
			]),
			'outsideImage',
		],
		['a point outside', { kind: 'point', point: [11, 1] }, 'outsideImage'],
		['a point at the border', { kind: 'point', point: [10, 8] }, { point: [10, 8] }],
		['numbers that are none', { kind: 'notFinite', tool: 'x' }, 'notFinite'],
		['a reason', 'dontCare', 'dontCare'],
		[
			'a mask of another size',
			{ kind: 'mask', mask: bitmapMask(new Uint8Array(4).fill(1), { width: 2, height: 2 }) },
			'unreadable',
		],
		['an empty mask', { kind: 'mask', mask: bitmapMask(new Uint8Array(80), size) }, 'tooFewPoints'],
	] as Array<[string, Prediction['shape'], IDataObject | string]>)('%s', (_, shape, expected) => {
		const object = convert(shape, { size });
		if (typeof expected === 'string') expect(object).toBe(expected);
		else expect(object).toMatchObject(expected);
	});

	it('shares become pixels, which needs the size', () => {
		const picture = { isNormalized: true, objects: [{ title: 'a', shape: box(0.5, 0.25, 1, 1) }] };
		expect(itemOf(picture, { size }).objects[0]).toMatchObject({
			'bounding-box': { x: 5, y: 2, width: 5, height: 6 },
		});
		expect(() => itemOf(picture)).toThrow("'Width' and 'Height' are needed");
		expect(itemOf({ isNormalized: true }).count).toBe(0);
	});

	it('pixels that look like shares, and sizes that differ, are told', () => {
		const objects = [{ title: 'a', shape: box(0.5, 0.25, 1, 1) }];
		expect(warningsOf({ objects }, { size })).toEqual(['looksNormalized']);
		const other = { width: 5, height: 8 };
		expect(warningsOf({ size: other }, { size })).toEqual(['sizeDiffers']);
		expect(warningsOf({ size: other, fileSize: size }, {})).toEqual(['sizeDiffers']);
		expect(itemOf({ size: other, fileSize: size })).toMatchObject(size);
		expect(itemOf({ size: other }, { size })).toMatchObject(other);
	});
});

describe('answers', () => {
	it('confidence and visibility go into nested classifications', () => {
		const settings = {
			confidenceInto: 'Sure',
			visibilityInto: { title: 'Seen', visible: 'yes', hidden: 'no' },
		};
		expect(convert(box(0, 0, 1, 1), settings, { score: 0.5 })).toMatchObject({
			classifications: [{ title: 'Sure', answer: '0.5' }],
		});
		expect(convert({ kind: 'point', point: [1, 1] }, settings, { isHidden: true })).toMatchObject({
			classifications: [{ title: 'Seen', answer: 'no' }],
		});
		const set = labelSet(['a', 'bounding-box', 'Sure']);
		expect(
			convert(box(0, 0, 1, 1), { confidenceInto: 'Sure', labelSet: set }, { score: 0.5 }),
		).toMatchObject({ classifications: [{ schemaId: 'nested' }] });
		expect(() =>
			convert(box(0, 0, 1, 1), { confidenceInto: 'Shure', labelSet: set }, { score: 0.5 }),
		).toThrow("The class 'a' has no nested classification 'Shure'");
	});

	it('tracks become object IDs when asked', () => {
		expect(convert(box(0, 0, 1, 1), { useTrackIds: true }, { trackId: '7' })).toHaveProperty(
			'objectId',
			'7',
		);
		expect(convert(box(0, 0, 1, 1), {}, { trackId: '7' })).not.toHaveProperty('objectId');
	});
});

describe('outlines', () => {
	it('are simplified when asked, none of their points moves by more than that', () => {
		const circle: Ring = Array.from({ length: 500 }, (_, i) => [
			50 + 40 * Math.cos((i / 250) * Math.PI),
			50 + 40 * Math.sin((i / 250) * Math.PI),
		]);
		const { polygon: all } = convert(polygon(circle)) as IDataObject & { polygon: number[][] };
		const { polygon: few } = convert(polygon(circle), { simplify: 1 }) as IDataObject & {
			polygon: number[][];
		};
		expect(all).toHaveLength(500);
		expect(few.length).toBeLessThan(40);
		for (const [x, y] of few) expect(Math.abs(Math.hypot(x - 50, y - 50) - 40)).toBeLessThan(0.02);
	});

	it('of 100,000 points take little time', () => {
		const ring: Ring = Array.from({ length: 100_000 }, (_, i) => [i % 2 ? i / 100 : 0, i / 100]);
		const started = cpuMs();
		expect(convert(polygon(ring), { simplify: 2 })).toHaveProperty('polygon');
		expect(cpuMs() - started).toBeLessThan(20_000);
	});
});

it('what rounding leaves no area of is too small', () => {
	const tiny: Ring = TRIANGLE.map(([x, y]) => [x / 1000, y / 1000]);
	const zone = (region: Ring) => ({ region, holes: [] });
	expect(convert(polygon(tiny))).toBe('tooSmall');
	expect(convert(polygon(tiny), { decimals: 3 })).toHaveProperty('polygon');
	expect(convert({ kind: 'zones', zones: [zone(tiny), zone(tiny)] })).toBe('tooSmall');
	expect(convert({ kind: 'zones', zones: [zone(TRIANGLE), zone(tiny)] })).toMatchObject({
		segmentation: { zones: [zone(TRIANGLE)] },
	});
	expect(convert(box(0, 0, 0.004, 5))).toBe('tooSmall');
});

describe('what is hostile takes bounded time', () => {
	const zones = (count: number): Prediction['shape'] => ({
		kind: 'zones',
		zones: Array.from({ length: count }, (_, i) => ({
			region: [
				[i, i],
				[i + 1, i],
				[i + 1, i + 1],
			],
			holes: [],
		})),
	});

	it('objects of 200,000 zones', () => {
		const size = { width: 1e6, height: 1e6 };
		const boxes = { labelSet: labelSet(['a', 'bounding-box']), size };
		expect(convert(zones(200_000), boxes)).toMatchObject({
			'bounding-box': { x: 0, y: 0, width: 200_000, height: 200_000 },
		});
		expect(convert(zones(200_000), { size })).toHaveProperty('segmentation');
	});

	it('20,000 zones as one ring', () => {
		const started = cpuMs();
		const { polygon: ring } = convert(zones(20_000), {
			labelSet: labelSet(['a', 'polygon']),
		}) as { polygon: Ring };
		expect(ring).toHaveLength(3 * 20_000 + 2 * 19_999);
		expect(areaOf(ring)).toBe(10_000);
		expect(cpuMs() - started).toBeLessThan(20_000);
	});

	it('names that a large label set does not have', () => {
		const set = labelSet(
			...Array.from({ length: 2_000 }, (_, i): [string, string] => [`class ${i}`, 'polygon']),
		);
		const objects = Array.from({ length: 20_000 }, (_, i): Prediction => ({
			title: `clas ${i}`,
			shape: box(0, 0, 1, 1),
		}));
		const started = cpuMs();
		const { leftOut } = itemOf({ objects }, { labelSet: set }).report as unknown as {
			leftOut: Array<{ count: number; examples: IDataObject[] }>;
		};
		const [{ count, examples }] = leftOut;
		expect(count).toBe(20_000);
		expect(examples.map(({ nearest }) => nearest)).toContain('class 1');
		expect(cpuMs() - started).toBeLessThan(10_000);
	});

	it('a label set with tools that are none', () => {
		const set = labelSet(['a', 'constructor'], ['a', '__proto__']);
		expect(convert(box(0, 0, 1, 1), { labelSet: set })).toBe('unsupportedShape');
	});
});

it('objects are written or left out, whatever comes', () => {
	const number = fc.double({ min: -20, max: 30, noNaN: true });
	const point = fc.tuple(number, number);
	const shape = fc.oneof(
		fc
			.tuple(point, point)
			.map(([a, b]) =>
				box(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])),
			),
		fc.array(point, { maxLength: 8 }).map(polygon),
		fc
			.array(point, { minLength: 4, maxLength: 4 })
			.map((corners): Prediction['shape'] => ({ kind: 'rotated', corners })),
		point.map((one): Prediction['shape'] => ({ kind: 'point', point: one })),
		fc.constantFrom<Prediction['shape']>(
			'dontCare',
			'unreadable',
			{ kind: 'other' },
			{ kind: 'notFinite', tool: 'x' },
		),
	);
	const prediction = fc.record({
		title: fc.constantFrom('Box', 'ring', 'Turned', 'spot', 'other'),
		shape,
		score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
	});
	const set = labelSet(
		['Box', 'bounding-box'],
		['Ring', 'polygon'],
		['Turned', 'rotated-bounding-box'],
		['Spot', 'point'],
	);
	fc.assert(
		fc.property(fc.array(prediction), fc.boolean(), fc.boolean(), (objects, hasSize, hasSet) => {
			const item = itemOf(
				{ objects },
				{
					minConfidence: 0.3,
					...(hasSize && { size: { width: 10, height: 8 } }),
					...(hasSet && { labelSet: set }),
				},
			);
			const { written, leftOut, objects: all } = item.report;
			expect(all).toBe(objects.length);
			expect(written).toBe(item.objects.length);
			expect(Number(written) + leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(
				objects.length,
			);
			for (const object of item.objects) {
				const given = object['bounding-box'] as Record<string, number> | undefined;
				if (!hasSize || !given) continue;
				expect(given.x).toBeGreaterThanOrEqual(0);
				expect(given.x + given.width).toBeLessThanOrEqual(10 + 1e-9);
				expect(given.width * given.height).toBeGreaterThan(0);
			}
		}),
		{ numRuns: 500 },
	);
});
