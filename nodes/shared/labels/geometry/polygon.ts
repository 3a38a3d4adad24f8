import type { Point, Ring, Zone } from './types';

/** Rings with more points are not looked at for crossings: it takes the square of their number. */
const MAX_POINTS_TESTED = 200;

/** A ring without points that repeat the one before, and without a last one that repeats the first. */
export function cleaned(ring: Ring): Ring {
	const isNew = (point: Point, index: number) => !isSame(point, ring[index - 1]);
	const kept = ring.every(isNew) ? ring : ring.filter(isNew);
	let end = kept.length;
	while (end > 1 && isSame(kept[end - 1], kept[0])) end--;
	return end === kept.length ? kept : kept.slice(0, end);
}

/** True when a cleaned ring encloses something. */
export function isArea(ring: Ring): boolean {
	return ring.length >= 3 && signedArea(ring) !== 0;
}

/** Square pixels by the shoelace formula: positive for a ring that runs clockwise on screen. */
export function signedArea(ring: Ring): number {
	let sum = 0;
	let [lastX, lastY] = ring.length > 0 ? ring[ring.length - 1] : [0, 0];
	for (const [x, y] of ring) {
		sum += lastX * y - x * lastY;
		lastX = x;
		lastY = y;
	}
	return sum / 2;
}

/** Square pixels of what a ring encloses. */
export function areaOf(ring: Ring): number {
	return Math.abs(signedArea(ring));
}

/** Square pixels of zones by their outlines: holes are taken off, overlapping zones count twice. */
export function areaOfZones(zones: readonly Zone[]): number {
	let sum = 0;
	for (const { region, holes } of zones) {
		sum += areaOf(region);
		for (const hole of holes) sum -= areaOf(hole);
	}
	return sum;
}

/** True when the point is in the ring, by even-odd; a border may count or not. */
export function isInRing([x, y]: Point, ring: Ring): boolean {
	let inside = false;
	let last = ring[ring.length - 1];
	for (const point of ring) {
		if (point[1] > y !== last[1] > y) {
			const crossing = last[0] + ((y - last[1]) / (point[1] - last[1])) * (point[0] - last[0]);
			if (x < crossing) inside = !inside;
		}
		last = point;
	}
	return inside;
}

/** True when two sides of a ring cross; false for rings that are too long to test. */
export function crossesItself(ring: Ring): boolean {
	if (ring.length > MAX_POINTS_TESTED) return false;
	for (let i = 0; i < ring.length; i++) {
		for (let j = i + 2; j < ring.length; j++) {
			if (i === 0 && j === ring.length - 1) continue; // neighbors
			if (cross(ring[i], ring[i + 1], ring[j], ring[(j + 1) % ring.length])) return true;
		}
	}
	return false;
}

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
	return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/** Which way the corner a, b, c turns: above 0 clockwise on screen, below 0 the other way. */
function turn(a: Point, b: Point, c: Point): number {
	return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function isSame(a: Point, b: Point | undefined): boolean {
	return b !== undefined && a[0] === b[0] && a[1] === b[1];
}
