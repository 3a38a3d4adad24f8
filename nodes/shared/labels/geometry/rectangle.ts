import type { Point, Ring } from './types';

/** So much more area does not count as more. */
const TOLERANCE = 1e-9;

/**
 * The smallest rectangle around points in any direction, clockwise on screen; of equally small ones
 * that with the smaller angle to the x axis.
 */
export function smallestRectangle(points: Ring): Ring {
	const hull = convexHull(points);
	const after = (index: number) => (index + 1) % hull.length;
	let best = { area: Infinity, angle: Infinity, corners: hull };
	// As the side turns, the points that are farthest along, down and back go round with it.
	let [farthest, lowest, nearest] = [1, 1, 1];
	for (const [index, from] of hull.entries()) {
		const to = hull[after(index)];
		const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
		const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
		const along = (at: number) => hull[at][0] * dx + hull[at][1] * dy;
		const down = (at: number) => hull[at][1] * dx - hull[at][0] * dy;
		const climb = (at: number, height: (at: number) => number) => {
			for (let steps = 0; steps < hull.length && height(after(at)) >= height(at); steps++)
				at = after(at);
			return at;
		};
		farthest = climb(farthest, along);
		lowest = climb(index === 0 ? farthest : lowest, down);
		nearest = climb(index === 0 ? lowest : nearest, (at) => -along(at));
		const [left, right] = [along(nearest), along(farthest)];
		const [top, bottom] = [down(index), down(lowest)];
		const corner = (x: number, y: number): Point => [x * dx - y * dy, x * dy + y * dx];
		const area = (right - left) * (bottom - top);
		/** A rectangle looks the same after a quarter of a turn. */
		const angle = (Math.atan2(dy, dx) + 2 * Math.PI) % (Math.PI / 2);
		const isSmaller = area < best.area * (1 - TOLERANCE);
		const isTie = area <= best.area * (1 + TOLERANCE) && angle < best.angle;
		if (!isSmaller && !isTie) continue;
		const corners = [
			corner(left, top),
			corner(right, top),
			corner(right, bottom),
			corner(left, bottom),
		];
		best = { area, angle, corners };
	}
	return best.corners;
}

/** The corners of the convex hull (monotone chain), without points on straight lines. */
export function convexHull(points: Ring): Ring {
	const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
	const lower = chain(sorted);
	const upper = chain(sorted.reverse());
	return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(points: Ring): Point[] {
	const kept: Point[] = [];
	for (const point of points) {
		while (kept.length > 1 && !turnsRight(kept[kept.length - 2], kept[kept.length - 1], point)) {
			kept.pop();
		}
		kept.push(point);
	}
	return kept;
}

function turnsRight(a: Point, b: Point, c: Point): boolean {
	return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}
