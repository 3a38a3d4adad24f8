import type { Breather } from '../../util/breather';
import { Numbers } from './numbers';
import type { Ring, Size } from './types';

/** Rows between two looks at the clock. */
const ROWS_AT_ONCE = 64;

/** Runs down the columns of the pixels whose centers are inside a ring, as a mask has them. */
export async function ringRuns(ring: Ring, size: Size, breather: Breather): Promise<Uint32Array> {
	const changes = await changesOf(ring, size, breather);
	if (breather.isDue) await breather.pause();
	return columnRuns(changes, size.height);
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

async function changesOf(
	ring: Ring,
	{ width, height }: Size,
	breather: Breather,
): Promise<Changes> {
	const edges = edgesOf(ring, height);
	const [xs, ys] = [new Numbers(), new Numbers()];
	const active: Edge[] = [];
	let [above, own] = [new Row(width), new Row(width)];
	for (let row = 0, next = 0; ; row++) {
		if (row % ROWS_AT_ONCE === 0 && breather.isDue) await breather.pause();
		if (active.length === 0 && above.isEmpty) {
			if (next === edges.length) break;
			row = edges[next].first;
		}
		while (edges[next]?.first === row) active.push(edges[next++]);
		let count = 0;
		for (const edge of active) {
			if (edge.end <= row) continue;
			active[count++] = edge;
			const column = Math.ceil(edge.x + ((row + 0.5 - edge.y) * edge.across) / edge.down - 0.5);
			own.turn(Math.min(Math.max(column, 0), width));
		}
		active.length = count;
		own.spread();
		own.eachDifference(above, (x) => {
			xs.push(x);
			ys.push(row);
		});
		[above, own] = [own, above];
		own.clear();
	}
	return { xs: xs.all(), ys: ys.all() };
}

/** Bits in a word. */
const WORD = 32;

/** A row of pixels, a bit for each: however many edges there are, they need no order. */
class Row {
	private readonly words: Uint32Array;
	/** The words that may have bits; `end` is not included. */
	private first: number;
	private end = 0;

	constructor(width: number) {
		// An edge may be to the right of all pixels.
		this.words = new Uint32Array(Math.floor(width / WORD) + 1);
		this.first = this.words.length;
	}

	get isEmpty(): boolean {
		return this.first >= this.end;
	}

	clear(): void {
		this.words.fill(0, this.first, this.end);
		this.first = this.words.length;
		this.end = 0;
	}

	/** Marks a column from which on all pixels are on the other side; the same one twice is none. */
	turn(column: number): void {
		const word = column >>> 5;
		this.words[word] ^= 1 << column; // which takes the column modulo 32
		if (word < this.first) this.first = word;
		if (word >= this.end) this.end = word + 1;
	}

	/** Makes pixels of the marks, of which there is an even number. */
	spread(): void {
		let isInside = 0;
		for (let i = this.first; i < this.end; i++) {
			let word = this.words[i];
			for (let reach = 1; reach < WORD; reach *= 2) word ^= word << reach;
			this.words[i] = isInside ? ~word : word;
			isInside = this.words[i] >>> (WORD - 1);
		}
	}

	/** Calls `found` with the columns in which two rows differ, ascending. */
	eachDifference(above: Row, found: (x: number) => void): void {
		const end = Math.max(this.end, above.end);
		for (let i = Math.min(this.first, above.first); i < end; i++) {
			for (let bits = this.words[i] ^ above.words[i]; bits !== 0; bits &= bits - 1) {
				found(i * WORD + (WORD - 1) - Math.clz32(bits & -bits));
			}
		}
	}
}

/** The runs between the changes of each column. */
function columnRuns({ xs, ys }: Changes, height: number): Uint32Array {
	let [left, right] = [Infinity, -1];
	for (const x of xs) {
		if (x < left) left = x;
		if (x > right) right = x;
	}
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
