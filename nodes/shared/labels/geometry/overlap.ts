import { boxArea, intersection } from './box';
import { maskArea, sharedArea } from './pixels';
import { areaOf } from './polygon';
import type { Box, Mask, Point, Ring } from './types';

/** Shared area over the area of both together: 0 to 1; 0 for what has no area. */
function iou(shared: number, a: number, b: number): number {
	const share = shared / (a + b - shared);
	return share > 0 ? Math.min(share, 1) : 0; // numbers too large for an area give none
}

/** Intersection over union of upright boxes. */
export function boxIou(a: Box, b: Box): number {
	return iou(boxArea(intersection(a, b)), boxArea(a), boxArea(b));
}

/** Intersection over union of the pixels of two masks of one picture. */
export function maskIou(a: Mask, b: Mask): number {
	return iou(sharedArea(a, b), maskArea(a), maskArea(b));
}

/**
 * Intersection over union of two convex rings, such as rotated boxes: exact, not by pixels.
 * @param a clockwise on screen, as `b`
 */
export function convexIou(a: Ring, b: Ring): number {
	return iou(areaOf(convexIntersection(a, b)), areaOf(a), areaOf(b));
}

/** Pixels from one point to another. */
export function distance([ax, ay]: Point, [bx, by]: Point): number {
	return Math.hypot(ax - bx, ay - by);
}

/** What two convex rings share: one is cut off along each side of the other. */
function convexIntersection(a: Ring, b: Ring): Ring {
	let shared = a;
	for (const [index, end] of b.entries()) {
		const start = b[(index || b.length) - 1];
		shared = rightOf(start, end, shared);
	}
	return shared;
}

/** The part of a ring to the right of a line, as one looks along it. */
function rightOf(start: Point, end: Point, ring: Ring): Ring {
	const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
	const side = ([x, y]: Point) => dx * (y - start[1]) - dy * (x - start[0]);
	const kept: Point[] = [];
	for (const [index, point] of ring.entries()) {
		const last = ring[(index || ring.length) - 1];
		const [here, there] = [side(point), side(last)];
		if (here > 0 !== there > 0 && here !== there) {
			const share = there / (there - here);
			kept.push([last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1])]);
		}
		if (here > 0) kept.push(point);
	}
	return kept;
}
