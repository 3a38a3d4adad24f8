import { UserError } from 'n8n-workflow';

import type { Mask, Point, Ring, Zone } from './types';

/** Outlines take some hundred bytes a run in the worst case. */
const MAX_RUNS = 2 ** 19;

/**
 * The outlines of a mask along the edges of its pixels. Pixels that touch at a corner only are zones of
 * their own. Regions run clockwise on screen from the top left corner of their topmost, then leftmost pixel,
 * holes the other way round; zones come in the order of their first pixels, row by row.
 * @throws UserError when the mask is too ragged
 */
export function maskZones(mask: Mask): Array<Zone> {
	if (mask.runs.length > 2 * MAX_RUNS) {
		throw new UserError(
			`A mask has ${mask.runs.length / 2} runs of pixels, more than ${MAX_RUNS}`,
			{
				description: 'Smooth the mask, or remove its single pixels, before you convert it.',
			},
		);
	}
	const { sides, regionOf } = sidesOf(columnsOf(mask));
	const { order, partner } = cornersByRow(sides, mask.height);
	const zones = new Map<number, { region: Ring; holes: Ring[] }>();
	const isSeen = new Uint8Array(2 * sides.length);
	for (const corner of order) {
		if (isSeen[corner]) continue;
		const { isInsideRight, run } = sides[corner >> 1];
		const outline: Point[] = [];
		let isDown = !isInsideRight;
		let at = corner;
		do {
			isSeen[at] = 1;
			outline.push([sides[at >> 1].x, yOf(sides, at)]);
			at = isDown ? at ^ 1 : partner[at];
			isDown = !isDown;
		} while (at !== corner);
		// The outline of a region begins above those of its holes.
		if (isInsideRight) zones.set(regionOf(run), { region: outline, holes: [] });
		else zones.get(regionOf(run))!.holes.push(outline);
	}
	return [...zones.values()];
}

/** The runs of a mask column by column. */
interface Columns {
	/** The first column. */
	left: number;
	/** Number of the first run of each column, and behind them the number of runs. */
	starts: number[];
	tops: number[];
	bottoms: number[];
}

function columnsOf({ runs, height }: Mask): Columns {
	const left = runs.length === 0 ? 0 : Math.floor(runs[0] / height);
	const columns: Columns = { left, starts: [], tops: [], bottoms: [] };
	const { starts, tops, bottoms } = columns;
	for (let i = 0; i < runs.length; i += 2) {
		const end = runs[i + 1];
		for (let from = runs[i]; from < end;) {
			const column = Math.floor(from / height);
			const to = Math.min(end, (column + 1) * height);
			while (starts.length <= column - left) starts.push(tops.length);
			tops.push(from - column * height);
			bottoms.push(to - column * height);
			from = to;
		}
	}
	starts.push(tops.length);
	return columns;
}

/** A straight vertical piece of an outline, and the run that it bounds. */
interface Side {
	x: number;
	top: number;
	bottom: number;
	isInsideRight: boolean;
	run: number;
}

/** All sides, by x and from top to bottom; `regionOf` tells which runs hang together. */
function sidesOf({ left, starts, tops, bottoms }: Columns) {
	const sides: Side[] = [];
	const parents = Uint32Array.from(tops.keys());
	const regionOf = (run: number): number => {
		while (parents[run] !== run) run = parents[run] = parents[parents[run]];
		return run;
	};
	for (let column = 0; column < starts.length; column++) {
		// The runs of the column on the left and of this one; behind the last there is none.
		let [a, b] = [starts[Math.max(column - 1, 0)], starts[column]];
		const [aEnd, bEnd] = [starts[column], starts[Math.min(column + 1, starts.length - 1)]];
		let [inA, inB, from] = [false, false, 0];
		while (a < aEnd || b < bEnd) {
			const nextA = a === aEnd ? Infinity : inA ? bottoms[a] : tops[a];
			const nextB = b === bEnd ? Infinity : inB ? bottoms[b] : tops[b];
			const y = Math.min(nextA, nextB);
			if (inA && inB) parents[regionOf(a)] = regionOf(b);
			else if (inA || inB) {
				const [isInsideRight, run] = [inB, inB ? b : a];
				sides.push({ x: left + column, top: from, bottom: y, isInsideRight, run });
			}
			if (nextA === y) {
				if (inA) a++;
				inA = !inA;
			}
			if (nextB === y) {
				if (inB) b++;
				inB = !inB;
			}
			from = y;
		}
	}
	return { sides, regionOf };
}

/**
 * The ends of the sides row by row, then from left to right, and for each the other end of its
 * horizontal edge. The top of side `n` has the number `2 * n`, its bottom the next.
 */
function cornersByRow(sides: Side[], height: number) {
	const next = new Uint32Array(height + 2);
	for (const { top, bottom } of sides) {
		next[top + 1]++;
		next[bottom + 1]++;
	}
	for (let y = 1; y < next.length; y++) next[y] += next[y - 1];
	const order = new Uint32Array(2 * sides.length);
	for (let corner = 0; corner < order.length; corner++) {
		const place = next[yOf(sides, corner)]++;
		order[place] = corner;
		// Where two pixels touch at a corner, the edge to the left belongs to the one on the left.
		const { x, top, isInsideRight } = sides[corner >> 1];
		const above = corner % 2 === 0 ? sides[(corner >> 1) - 1] : undefined;
		if (above?.x === x && above.bottom === top && !isInsideRight) {
			order[place] = corner - 1;
			order[place - 1] = corner;
		}
	}
	const partner = new Uint32Array(order.length);
	for (let i = 0; i < order.length; i += 2) {
		partner[order[i]] = order[i + 1];
		partner[order[i + 1]] = order[i];
	}
	return { order, partner };
}

function yOf(sides: Side[], corner: number): number {
	const { top, bottom } = sides[corner >> 1];
	return corner % 2 === 0 ? top : bottom;
}
