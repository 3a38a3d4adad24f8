import type { Box, Point, Ring, Size, Zone } from './types';

/** A box from a corner and sizes, which are negative where it was drawn to the left or up. */
export function boxFrom(x: number, y: number, width: number, height: number): Box {
	return {
		x0: Math.min(x, x + width),
		y0: Math.min(y, y + height),
		x1: Math.max(x, x + width),
		y1: Math.max(y, y + height),
	};
}

/** The smallest box around points; infinite and inside out where there are none. */
export function boxAround(points: Ring): Box {
	return boxAroundZones([{ region: points, holes: [] }]);
}

/** The smallest box around zones, of which there may be hundreds of thousands. */
export function boxAroundZones(zones: readonly Zone[]): Box {
	const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
	for (const { region } of zones) {
		for (const [x, y] of region) {
			if (x < box.x0) box.x0 = x;
			if (x > box.x1) box.x1 = x;
			if (y < box.y0) box.y0 = y;
			if (y > box.y1) box.y1 = y;
		}
	}
	return box;
}

/** The part of a box that another one covers too; its sides may be negative where there is none. */
export function intersection(a: Box, b: Box): Box {
	return {
		x0: Math.max(a.x0, b.x0),
		y0: Math.max(a.y0, b.y0),
		x1: Math.min(a.x1, b.x1),
		y1: Math.min(a.y1, b.y1),
	};
}

/** A picture as a box. */
export function frameOf({ width, height }: Size): Box {
	return { x0: 0, y0: 0, x1: width, y1: height };
}

/** Square pixels; 0 for a box that is inside out. */
export function boxArea({ x0, y0, x1, y1 }: Box): number {
	return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}

/** Pixels by which shares of a side that become pixels may miss a border; they are no miss. */
const ROUNDING = 1e-9;

/** True when the box holds the point, borders included. */
export function contains({ x0, y0, x1, y1 }: Box, [x, y]: Point): boolean {
	return x >= x0 - ROUNDING && x <= x1 + ROUNDING && y >= y0 - ROUNDING && y <= y1 + ROUNDING;
}

/** True when `inner` lies in `outer`, borders included. */
export function isInside(inner: Box, outer: Box): boolean {
	return (
		inner.x0 >= outer.x0 && inner.y0 >= outer.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1
	);
}

/** The corners of a box, clockwise on screen from the top left. */
export function cornersOf({ x0, y0, x1, y1 }: Box): Ring {
	return [
		[x0, y0],
		[x1, y0],
		[x1, y1],
		[x0, y1],
	];
}
