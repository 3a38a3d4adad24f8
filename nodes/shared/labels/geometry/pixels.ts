import { UserError } from 'n8n-workflow';

import type { Mask, Ring, Size, Zone } from './types';

/** Indexes have 32 bits. */
const MAX_PIXELS = 2 ** 32 - 1;
/** No picture is longer; columns and rows take some bytes each. */
const MAX_SIDE = 2 ** 20;

/** True when a mask can be as large. */
export function isMaskSize({ width, height }: Size): boolean {
	return width * height <= MAX_PIXELS && Math.max(width, height) <= MAX_SIDE;
}

/** @throws UserError when the picture is too large */
export function checkMaskSize(size: Size): void {
	if (isMaskSize(size)) return;
	const { width, height } = size;
	throw new UserError(`A picture of ${width} × ${height} pixels is too large for a mask`, {
		description: 'Check its width and height, or use boxes or polygons instead of masks.',
	});
}

/**
 * The pixels whose centers are inside a ring, by even-odd: half-open to the right and below. What
 * lies outside the picture is cut off.
 * @throws UserError when the picture is too large
 */
export function ringMask(ring: Ring, { width, height }: Size): Mask {
	checkMaskSize({ width, height });
	return { width, height, runs: columnRuns(changesOf(ring, width, height), height) };
}

/** The pixels of all zones together. @throws UserError when the picture is too large */
export function zonesMask(zones: readonly Zone[], size: Size): Mask {
	const masks = zones.map(({ region, holes }) => {
		const mask = ringMask(region, size);
		if (holes.length === 0) return mask;
		return combined(
			mask,
			united(
				holes.map((hole) => ringMask(hole, size)),
				size,
			),
			without,
		);
	});
	return united(masks, size);
}

/** Pairs first, then pairs of pairs: of thousands of masks each is gone through a dozen times. */
function united(masks: Mask[], { width, height }: Size): Mask {
	if (masks.length < 2) return masks[0] ?? { width, height, runs: new Uint32Array(0) };
	const pairs: Mask[] = [];
	for (let i = 0; i < masks.length; i += 2) {
		pairs.push(i + 1 < masks.length ? combined(masks[i], masks[i + 1], either) : masks[i]);
	}
	return united(pairs, { width, height });
}

/** How many pixels there are. */
export function maskArea({ runs }: Mask): number {
	let area = 0;
	for (let i = 0; i < runs.length; i += 2) area += runs[i + 1] - runs[i];
	return area;
}

/** How many pixels two masks of one picture share. */
export function sharedArea({ runs: a }: Mask, { runs: b }: Mask): number {
	let area = 0;
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		area += Math.max(0, Math.min(a[i + 1], b[j + 1]) - Math.max(a[i], b[j]));
		if (a[i + 1] < b[j + 1]) i += 2;
		else j += 2;
	}
	return area;
}

/** Edges of the pixels as [left, top, right, bottom], or undefined when there is none. */
export function maskBounds({ runs, height }: Mask): [number, number, number, number] | undefined {
	if (runs.length === 0) return undefined;
	let top = height;
	let bottom = 0;
	for (let i = 0; i < runs.length; i += 2) {
		const last = runs[i + 1] - 1;
		const isWithinColumn = Math.floor(runs[i] / height) === Math.floor(last / height);
		top = Math.min(top, isWithinColumn ? runs[i] % height : 0);
		bottom = Math.max(bottom, isWithinColumn ? (last % height) + 1 : height);
	}
	const right = Math.floor((runs[runs.length - 1] - 1) / height) + 1;
	return [Math.floor(runs[0] / height), top, right, bottom];
}

/** Unsigned numbers of 32 bits, as many as there come. */
export class Numbers {
	count = 0;
	private room = new Uint32Array(256);

	push(value: number): void {
		if (this.count === this.room.length) {
			const larger = new Uint32Array(2 * this.count);
			larger.set(this.room);
			this.room = larger;
		}
		this.room[this.count++] = value;
	}

	all(): Uint32Array {
		return this.room.slice(0, this.count);
	}
}

/** An edge from its upper end, and the rows whose middle it crosses; `end` is not included. */
interface Edge {
	x: number;
	y: number;
	across: number;
	down: number;
	first: number;
	end: number;
}

/** Edges that cross the middle of a row of the picture, by their first row. */
function edgesOf(ring: Ring, height: number): Edge[] {
	const rowFrom = (y: number) => Math.min(Math.max(Math.ceil(y - 0.5), 0), height);
	return ring
		.map((to, index) => {
			const from = ring[(index || ring.length) - 1];
			const [[x, y], lower] = from[1] <= to[1] ? [from, to] : [to, from];
			const [across, down] = [lower[0] - x, lower[1] - y];
			return { x, y, across, down, first: rowFrom(y), end: rowFrom(lower[1]) };
		})
		.filter(({ first, end }) => first < end)
		.sort((a, b) => a.first - b.first);
}

/** Pixels that are inside while the one above is not, or the other way round, row by row. */
interface Changes {
	xs: Uint32Array;
	ys: Uint32Array;
}

function changesOf(ring: Ring, width: number, height: number): Changes {
	const edges = edgesOf(ring, height);
	const [xs, ys] = [new Numbers(), new Numbers()];
	let active: Edge[] = [];
	let above: Int32Array = new Int32Array(0);
	for (let row = 0, next = 0; ; row++) {
		if (active.length === 0 && above.length === 0) {
			if (next === edges.length) break;
			row = edges[next].first;
		}
		active = active.filter(({ end }) => end > row);
		while (edges[next]?.first === row) active.push(edges[next++]);
		const own = crossings(active, row, width);
		eachDifference(above, own, (x) => {
			xs.push(x);
			ys.push(row);
		});
		above = own;
	}
	return { xs: xs.all(), ys: ys.all() };
}

/** Columns from which on the pixels of a row are on the other side, ascending. */
function crossings(edges: Edge[], row: number, width: number): Int32Array {
	const columns = new Int32Array(edges.length);
	for (let i = 0; i < edges.length; i++) {
		const { x, y, across, down } = edges[i];
		const column = Math.ceil(x + ((row + 0.5 - y) * across) / down - 0.5);
		columns[i] = Math.min(Math.max(column, 0), width);
	}
	return columns.sort();
}

/** The columns in which two rows differ: those between every second of the crossings of both. */
function eachDifference(above: Int32Array, own: Int32Array, found: (x: number) => void): void {
	let from = -1;
	for (let i = 0, j = 0; i < above.length || j < own.length;) {
		const takesOwn = i === above.length || (j < own.length && own[j] < above[i]);
		const column = takesOwn ? own[j++] : above[i++];
		if (from >= 0) for (let x = from; x < column; x++) found(x);
		from = from < 0 ? column : -1;
	}
}

/** The runs between the changes of each column. */
function columnRuns({ xs, ys }: Changes, height: number): Uint32Array {
	const left = xs.reduce((least, x) => Math.min(least, x), Infinity);
	const right = xs.reduce((most, x) => Math.max(most, x), -1);
	const next = new Uint32Array(Math.max(right - left, 0) + 2);
	for (const x of xs) next[x - left + 1]++;
	for (let i = 1; i < next.length; i++) next[i] += next[i - 1];
	const runs = new Uint32Array(xs.length);
	for (let i = 0; i < xs.length; i++) runs[next[xs[i] - left]++] = xs[i] * height + ys[i];
	return withoutSeams(runs);
}

/** A run that ends where the next begins is one with it. */
function withoutSeams(runs: Uint32Array): Uint32Array {
	let count = 0;
	for (const index of runs) {
		if (count > 0 && runs[count - 1] === index) count--;
		else runs[count++] = index;
	}
	return runs.slice(0, count);
}

type Rule = (inA: boolean, inB: boolean) => boolean;

const either: Rule = (inA, inB) => inA || inB;
const without: Rule = (inA, inB) => inA && !inB;

/** The pixels for which a rule holds that is false outside both masks. */
function combined({ runs: a, width, height }: Mask, { runs: b }: Mask, rule: Rule): Mask {
	const runs = new Uint32Array(a.length + b.length);
	let [i, j, count] = [0, 0, 0];
	while (i < a.length || j < b.length) {
		const index = Math.min(i < a.length ? a[i] : Infinity, j < b.length ? b[j] : Infinity);
		while (i < a.length && a[i] === index) i++;
		while (j < b.length && b[j] === index) j++;
		const isInside = rule(i % 2 === 1, j % 2 === 1);
		if (isInside !== (count % 2 === 1)) runs[count++] = index;
	}
	return { width, height, runs: runs.slice(0, count) };
}
