import type { Point, Ring, Zone } from './types';

/** Longer rings are taken in pieces, since the worst case takes the square of the number of points. */
const MAX_PIECE = 256;

/** Zones with fewer points, none of them farther than `tolerance` pixels from where it was (Douglas–Peucker). */
export function simplifiedZones(zones: readonly Zone[], tolerance: number): readonly Zone[] {
	if (tolerance <= 0) return zones;
	return zones.map(({ region, holes }) => ({
		region: simplified(region, tolerance),
		holes: holes.map((hole) => simplified(hole, tolerance)),
	}));
}

function simplified(ring: Ring, tolerance: number): Ring {
	const isKept = new Uint8Array(ring.length + 1);
	const pieces = Math.max(2, Math.ceil(ring.length / MAX_PIECE));
	for (let piece = 0; piece < pieces; piece++) {
		const at = (share: number) => Math.floor((ring.length * share) / pieces);
		keepBetween(ring, at(piece), at(piece + 1), tolerance, isKept);
	}
	return ring.filter((_, index) => isKept[index] === 1);
}

/** Marks the points between two that are kept; the one after the last is the first. */
function keepBetween(
	ring: Ring,
	from: number,
	to: number,
	tolerance: number,
	isKept: Uint8Array,
): void {
	const open: Array<[number, number]> = [[from, to]];
	for (let piece = open.pop(); piece; piece = open.pop()) {
		const [start, end] = piece;
		isKept[start] = 1;
		isKept[end] = 1;
		let [farthest, index] = [tolerance ** 2, -1];
		for (let i = start + 1; i < end; i++) {
			const distance = squareTo(ring[i], ring[start], ring[end % ring.length]);
			if (distance > farthest) [farthest, index] = [distance, i];
		}
		if (index >= 0) open.push([start, index], [index, end]);
	}
}

/** The square of the distance of a point to the line between two others. */
function squareTo(point: Point, a: Point, b: Point): number {
	const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
	const [x, y] = [point[0] - a[0], point[1] - a[1]];
	const length = dx * dx + dy * dy;
	const share = length === 0 ? 0 : Math.min(Math.max((x * dx + y * dy) / length, 0), 1);
	return (x - share * dx) ** 2 + (y - share * dy) ** 2;
}
