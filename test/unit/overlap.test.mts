import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
	boxIou,
	convexIou,
	distance,
	maskIou,
} from '../../nodes/shared/labels/geometry/overlap.ts';
import { Breather } from '../../nodes/shared/util/breather.ts';
import { ringMask } from '../../nodes/shared/labels/geometry/pixels.ts';
import { convexHull } from '../../nodes/shared/labels/geometry/rectangle.ts';
import type { Point } from '../../nodes/shared/labels/geometry/types.ts';

type Row = { a: Point[]; b: Point[]; iou: number };
/** Computed by shapely. */
const rows = JSON.parse(
	readFileSync(join(import.meta.dirname, '../fixtures/quadrilateral-overlaps.json'), 'utf8'),
) as Row[];

const box = (x0: number, y0: number, x1: number, y1: number) => ({ x0, y0, x1, y1 });
const square = (x: number, y: number, side: number): Point[] => [
	[x, y],
	[x + side, y],
	[x + side, y + side],
	[x, y + side],
];
const coordinate = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const anyNumber = fc.double({ noNaN: true });

describe('the overlap', () => {
	it('of boxes is what they share of both', () => {
		expect(boxIou(box(0, 0, 10, 10), box(5, 0, 15, 10))).toBeCloseTo(1 / 3, 12);
		expect(boxIou(box(0, 0, 10, 10), box(10, 0, 15, 10))).toBe(0);
		expect(boxIou(box(0, 0, 10, 10), box(0, 0, 10, 10))).toBe(1);
		expect(boxIou(box(3, 3, 3, 3), box(3, 3, 3, 3))).toBe(0);
	});

	it('of rotated boxes is that which shapely computes, whatever their direction', () => {
		for (const { a, b, iou } of rows) {
			expect(convexIou(convexHull(a), convexHull(b))).toBeCloseTo(iou, 9);
			expect(convexIou(convexHull([...a].reverse()), convexHull(b))).toBeCloseTo(iou, 9);
			expect(convexIou(convexHull(b), convexHull(a))).toBeCloseTo(iou, 9);
		}
		expect(rows.filter(({ iou }) => iou > 0.1).length).toBeGreaterThan(5);
	});

	it('of masks counts pixels', async () => {
		const maskOf = async (ring: Point[]) =>
			await ringMask(ring, { width: 40, height: 40 }, new Breather());
		const [a, b] = [await maskOf(square(0, 0, 20)), await maskOf(square(10, 10, 20))];
		expect(maskIou(a, b)).toBeCloseTo(100 / 700, 12);
		expect(maskIou(a, a)).toBe(1);
		expect(maskIou(a, await maskOf(square(30, 30, 0.2)))).toBe(0);
	});

	it('of upright boxes is the same as that of their corners', () => {
		fc.assert(
			fc.property(point, point, fc.integer({ min: 1, max: 900 }), (p, q, side) => {
				const [a, b] = [
					square(...(p as [number, number]), side),
					square(...(q as [number, number]), side),
				];
				const boxes = [a, b].map(([[x, y]]) => box(x, y, x + side, y + side));
				expect(convexIou(a, b)).toBeCloseTo(boxIou(boxes[0], boxes[1]), 6);
			}),
		);
	});

	it('is a number from 0 to 1, the same both ways, whatever the numbers', () => {
		fc.assert(
			fc.property(fc.array(anyNumber, { minLength: 16, maxLength: 16 }), (numbers) => {
				const points = Array.from({ length: 8 }, (_, i): Point => [
					numbers[2 * i],
					numbers[2 * i + 1],
				]);
				const [a, b] = [convexHull(points.slice(0, 4)), convexHull(points.slice(4))];
				const [p, q] = [
					box(...(numbers.slice(0, 4) as [number, number, number, number])),
					box(...(numbers.slice(4, 8) as [number, number, number, number])),
				];
				for (const iou of [convexIou(a, b), boxIou(p, q)]) {
					expect(iou).toBeGreaterThanOrEqual(0);
					expect(iou).toBeLessThanOrEqual(1);
				}
				expect(boxIou(p, q)).toBe(boxIou(q, p));
			}),
		);
	});

	it('of points is their distance', () => {
		expect(distance([1, 1], [4, 5])).toBe(5);
	});
});
