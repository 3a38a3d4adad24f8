import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { readerOf } from '../../../nodes/shared/datasets/formats/readers.ts';
import { PreLabels } from '../../../nodes/shared/datasets/preLabels.ts';
import type { ReadSettings } from '../../../nodes/shared/datasets/predictions.ts';
import { datasetOf, itemsOf } from './setup.mts';

/** Half of the last of six decimals, and what floating point adds. */
const HALF_STEP = 0.5e-6 + 1e-11;
const STEP = 2 * HALF_STEP;
const KEYPOINTS = ['nose', 'tail'];

type Point = [x: number, y: number];

/** A picture, what is drawn in it, and where that is as shares of its sides. */
interface Drawn {
	size: { width: number; height: number };
	objects: Array<{ label: IDataObject; points: Point[] }>;
}

const side = fc.integer({ min: 16, max: 9000 });
const share = fc.oneof(
	fc.double({ min: 0, max: 1, noNaN: true }),
	fc.constantFrom(0, 1, 0.5, 0.0000005, 0.9999995, 1 / 3),
);
const place = fc.tuple(share, share);
const isApart = ([a, b]: [Point, Point]) =>
	[0, 1].every((axis) => Math.abs(a[axis] - b[axis]) > 5e-6);
const corners = fc.tuple(place, place).filter(isApart);
const sizes = fc.record({ width: side, height: side });

const inPixels = ([x, y]: Point, { width, height }: Drawn['size']): Point => [
	x * width,
	y * height,
];

const boxes = fc
	.tuple(sizes, fc.array(corners, { minLength: 1, maxLength: 4 }))
	.map(([size, drawn]): Drawn => {
		const objects = drawn.map(([from, to]) => {
			const [[x, y], [right, bottom]] = [inPixels(from, size), inPixels(to, size)];
			const box = { x, y, width: right - x, height: bottom - y };
			return { label: { title: 'Car', 'bounding-box': box }, points: [from, to] };
		});
		return { size, objects };
	});

/** Corners around a middle, so that the outline is not clipped and no point is on another. */
const outlines = fc
	.tuple(
		sizes,
		fc.array(
			fc.array(fc.double({ min: 0.1, max: 0.5, noNaN: true }), { minLength: 3, maxLength: 9 }),
			{ minLength: 1, maxLength: 3 },
		),
	)
	.map(([size, drawn]): Drawn => {
		const objects = drawn.map((radii) => {
			const points = radii.map((radius, at): Point => {
				const angle = (2 * Math.PI * at) / radii.length;
				return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
			});
			const polygon = points.map((point) => inPixels(point, size));
			return { label: { title: 'Car', polygon }, points };
		});
		return { size, objects };
	});

const turned = fc
	.tuple(
		sizes,
		fc.double({ min: 0.05, max: 0.3, noNaN: true }),
		fc.double({ min: 0.05, max: 0.3, noNaN: true }),
		fc.double({ min: -180, max: 180, noNaN: true }),
	)
	.map(([size, w, h, rotation]): Drawn => {
		const least = Math.min(size.width, size.height);
		const [width, height, angle] = [w * least, h * least, (rotation * Math.PI) / 180];
		const along: Point = [width * Math.cos(angle), width * Math.sin(angle)];
		const down: Point = [-height * Math.sin(angle), height * Math.cos(angle)];
		const start: Point = [
			size.width / 2 - (along[0] + down[0]) / 2,
			size.height / 2 - (along[1] + down[1]) / 2,
		];
		const [x, y] = start;
		const ring: Point[] = [
			[x, y],
			[x + along[0], y + along[1]],
			[x + along[0] + down[0], y + along[1] + down[1]],
			[x + down[0], y + down[1]],
		];
		const points = ring.map(([px, py]): Point => [px / size.width, py / size.height]);
		const label = { title: 'Car', 'rotated-bounding-box': { x, y, width, height, rotation } };
		return { size, objects: [{ label, points }] };
	});

/** A box with points in it. */
const skeletons = fc
	.tuple(sizes, corners, fc.array(place, { minLength: 0, maxLength: 2 }))
	.map(([size, [from, to], within]): Drawn => {
		const [[x, y], [right, bottom]] = [inPixels(from, size), inPixels(to, size)];
		const box = { x, y, width: right - x, height: bottom - y };
		const points = within.map(([u, v]): Point => [
			from[0] + u * (to[0] - from[0]),
			from[1] + v * (to[1] - from[1]),
		]);
		return {
			size,
			objects: [
				{ label: { title: 'Car', 'bounding-box': box }, points: [from, to] },
				...points.map((point, at) => ({
					label: { title: KEYPOINTS[at], point: inPixels(point, size) },
					points: [point],
				})),
			],
		};
	});

/** A point on the border of its box, which misses it by the rounding of its share in pixels. */
const onTheBorder: Drawn = {
	size: { width: 16, height: 7038 },
	objects: [
		{
			label: { title: 'Car', 'bounding-box': { x: 0, y: 7038, width: 16 / 3, height: -4692 } },
			points: [
				[0, 1],
				[1 / 3, 1 / 3],
			],
		},
		{ label: { title: 'nose', point: [0, 2345.9999999999995] }, points: [[0, 1 / 3]] },
	],
};

async function textOf(
	{ size, objects }: Drawn,
	format: 'yoloDetect' | 'yoloSegment' | 'yoloObb' | 'yoloPose',
) {
	const item = {
		externalId: 'a.jpg',
		metadata: size,
		task: { tools: objects.map(({ label }) => label) },
	};
	const skeleton = { class: 'Car', keypoints: KEYPOINTS, edges: [] };
	const settings = { classes: 'list', classList: ['Car'], skeleton } as const;
	const [{ content }] = await itemsOf(
		await datasetOf([item] as unknown as IDataObject[], format, settings),
	);
	return content as string;
}

const rowsOf = (text: string) =>
	text
		.trimEnd()
		.split('\n')
		.map((line) => line.split(' '));

/** The labels that Convert From makes of a text, in pixels. */
function readBack(text: string, task: ReadSettings['task'], { width, height }: Drawn['size']) {
	const [picture] = readerOf('yolo').read(text, {
		...{ task, classNames: ['Car'], keypointNames: KEYPOINTS, coordinates: 'automatic' },
		...{ boxFormat: 'corners', vocCoordinates: 'pixelsFrom1', includeCrowd: false },
	});
	const labels = new PreLabels({
		...{ minConfidence: 0, renameClasses: new Map(), keepFolders: false, externalId: 'a.jpg' },
		...{ simplify: 0, useTrackIds: false, decimals: 10, size: { width, height } },
	});
	const { objects, report } = labels.itemOf(picture);
	expect(report.leftOut).toEqual([]);
	return objects;
}

/** Center and sizes of a box that two of its corners make. */
const spanOf = ([from, to]: Point[]) => ({
	center: [0, 1].map((axis) => (from[axis] + to[axis]) / 2),
	sides: [0, 1].map((axis) => Math.abs(to[axis] - from[axis])),
});

function expectBox(numbers: number[], points: Point[]): void {
	const { center, sides } = spanOf(points);
	for (const axis of [0, 1]) {
		const [middle, long] = [numbers[axis], numbers[axis + 2]];
		expect(Math.abs(middle - center[axis])).toBeLessThanOrEqual(HALF_STEP);
		// At the border a side may be a step smaller, since trainers refuse what passes it.
		const isAtBorder = [0, 1].some((border) =>
			points.some((point) => Math.abs(point[axis] - border) < STEP),
		);
		expect(long - sides[axis]).toBeLessThanOrEqual(HALF_STEP);
		expect(sides[axis] - long).toBeLessThanOrEqual(isAtBorder ? STEP : HALF_STEP);
		const millionths = [middle, long].map((value) => Math.round(value * 1e6));
		expect(2 * millionths[0] + millionths[1]).toBeLessThanOrEqual(2e6);
		expect(2 * millionths[0] - millionths[1]).toBeGreaterThanOrEqual(0);
	}
}

function expectPoints(numbers: number[], points: Point[], tolerance = HALF_STEP): void {
	expect(numbers).toHaveLength(2 * points.length);
	for (const [at, [x, y]] of points.entries()) {
		expect(Math.abs(numbers[2 * at] - x)).toBeLessThanOrEqual(tolerance);
		expect(Math.abs(numbers[2 * at + 1] - y)).toBeLessThanOrEqual(tolerance);
	}
}

/** Shares of points in pixels. */
const sharesOf = (points: Point[], { width, height }: Drawn['size']) =>
	points.flatMap(([x, y]) => [x / width, y / height]);

function boxShares(label: IDataObject, { width, height }: Drawn['size']): number[] {
	const { x, y, ...box } = label['bounding-box'] as Record<string, number>;
	const [w, h] = [box.width / width, box.height / height];
	return [x / width + w / 2, y / height + h / 2, w, h];
}

describe('YOLO is within half a millionth of the sides, in the text and when it is read again', () => {
	it('boxes', async () => {
		await fc.assert(
			fc.asyncProperty(boxes, async (drawn) => {
				const text = await textOf(drawn, 'yoloDetect');
				const rows = rowsOf(text);
				expect(rows).toHaveLength(drawn.objects.length);
				const labels = readBack(text, 'detect', drawn.size);
				for (const [at, { points }] of drawn.objects.entries()) {
					expect(rows[at]).toHaveLength(5);
					expectBox(rows[at].slice(1).map(Number), points);
					expectBox(boxShares(labels[at], drawn.size), points);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('outlines', async () => {
		await fc.assert(
			fc.asyncProperty(outlines, async (drawn) => {
				const text = await textOf(drawn, 'yoloSegment');
				const labels = readBack(text, 'segment', drawn.size);
				for (const [at, { points }] of drawn.objects.entries()) {
					expectPoints(rowsOf(text)[at].slice(1).map(Number), points);
					expectPoints(sharesOf(labels[at].polygon as unknown as Point[], drawn.size), points);
				}
			}),
		);
	});

	it('turned boxes', async () => {
		await fc.assert(
			fc.asyncProperty(turned, async (drawn) => {
				const text = await textOf(drawn, 'yoloObb');
				const [{ points }] = drawn.objects;
				expectPoints(rowsOf(text)[0].slice(1).map(Number), points);
				const [label] = readBack(text, 'obb', drawn.size);
				const { x, y, width, height, rotation } = label['rotated-bounding-box'] as Record<
					string,
					number
				>;
				// Turned about its center, as imports have it; the rotation has four decimals.
				const angle = (rotation * Math.PI) / 180;
				const found = [
					[-1, -1],
					[1, -1],
					[1, 1],
					[-1, 1],
				].map(([right, down]): Point => {
					const [px, py] = [(right * width) / 2, (down * height) / 2];
					return [
						x + width / 2 + px * Math.cos(angle) - py * Math.sin(angle),
						y + height / 2 + px * Math.sin(angle) + py * Math.cos(angle),
					];
				});
				const { width: w, height: h } = drawn.size;
				const farthest = Math.max(
					...points.map(([px, py]) =>
						Math.min(...found.map(([fx, fy]) => Math.hypot(fx - px * w, fy - py * h))),
					),
				);
				expect(farthest).toBeLessThanOrEqual(3e-6 * Math.max(w, h));
			}),
		);
	});

	it('skeletons', async () => {
		await fc.assert(
			fc.asyncProperty(skeletons, async (drawn) => {
				const text = await textOf(drawn, 'yoloPose');
				const [[, ...cells], ...others] = rowsOf(text);
				expect(others).toEqual([]);
				expect(cells).toHaveLength(4 + 3 * KEYPOINTS.length);
				const [box, ...keypoints] = drawn.objects;
				expectBox(cells.slice(0, 4).map(Number), box.points);
				const labels = readBack(text, 'pose', drawn.size);
				expectBox(boxShares(labels[0], drawn.size), box.points);
				expect(labels.slice(1).map(({ title }) => title)).toEqual(
					keypoints.map(({ label }) => label.title),
				);
				for (const at of KEYPOINTS.keys()) {
					const numbers = cells.slice(4 + 3 * at, 7 + 3 * at);
					if (at >= keypoints.length) {
						expect(numbers.map(Number)).toEqual([0, 0, 0]);
						continue;
					}
					const { points } = keypoints[at];
					expectPoints(numbers.slice(0, 2).map(Number), points);
					expect(numbers[2]).toBe('2');
					expectPoints(sharesOf([labels[at + 1].point as unknown as Point], drawn.size), points);
				}
			}),
			{ examples: [[onTheBorder]] },
		);
	});
});
