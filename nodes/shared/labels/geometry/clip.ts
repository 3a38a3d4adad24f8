import { boxAroundZones, isInside } from './box';
import { cleaned, isArea } from './polygon';
import type { Box, Point, Ring, Zone } from './types';

/**
 * The part of a ring inside a box (Sutherland–Hodgman): where the ring leaves it several times, the
 * parts hang together along the border. May have fewer than 3 points, or no area.
 */
function clippedRing(ring: Ring, { x0, y0, x1, y1 }: Box): Ring {
	let clipped = ring;
	clipped = clippedAt(clipped, 0, x0, 1);
	clipped = clippedAt(clipped, 0, x1, -1);
	clipped = clippedAt(clipped, 1, y0, 1);
	clipped = clippedAt(clipped, 1, y1, -1);
	return cleaned(clipped);
}

/** The parts of zones inside a box; zones of which nothing is left go. */
export function clippedZones(zones: readonly Zone[], box: Box): readonly Zone[] {
	if (isInside(boxAroundZones(zones), box)) return zones;
	return zones
		.map(({ region, holes }) => ({
			region: clippedRing(region, box),
			holes: holes.map((hole) => clippedRing(hole, box)).filter(isArea),
		}))
		.filter(({ region }) => isArea(region));
}

/** Points outside a box moved to its nearest border. */
export function clamped(ring: Ring, { x0, y0, x1, y1 }: Box): Ring {
	return ring.map(([x, y]): Point => [
		Math.min(Math.max(x, x0), x1),
		Math.min(Math.max(y, y0), y1),
	]);
}

/** The part of a ring on one side of a line: where `sign * (coordinate - limit)` is not negative. */
function clippedAt(ring: Ring, axis: 0 | 1, limit: number, sign: 1 | -1): Ring {
	const isIn = (point: Point) => sign * (point[axis] - limit) >= 0;
	if (ring.every(isIn)) return ring;
	const clipped: Point[] = [];
	let last = ring[ring.length - 1];
	for (const point of ring) {
		if (isIn(point) !== isIn(last)) clipped.push(crossing(last, point, axis, limit));
		if (isIn(point)) clipped.push(point);
		last = point;
	}
	return clipped;
}

/** Where a line between two points crosses a border; always from the same end, so that neighbors agree. */
function crossing(a: Point, b: Point, axis: 0 | 1, limit: number): Point {
	const [from, to] = a[axis] < b[axis] ? [a, b] : [b, a];
	const share = (limit - from[axis]) / (to[axis] - from[axis]);
	const other = 1 - axis;
	const value = from[other] + share * (to[other] - from[other]);
	return axis === 0 ? [limit, value] : [value, limit];
}
