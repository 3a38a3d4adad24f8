import { createHash } from 'node:crypto';

/** The parts of a dataset, in their order. */
export const SPLITS = ['train', 'val', 'test'] as const;

export type Split = (typeof SPLITS)[number];

export interface SplitSettings {
	/** Stable: a picture keeps its side when others come or go. Exact: the shares are kept. */
	mode: 'stable' | 'exact';
	/** Shares from 0 to 1; what is left is for tests. */
	train: number;
	val: number;
	seed: string;
}

/** Shares such as 0.7 + 0.2 do not add up exactly. */
const PRECISION = 1e9;

/** The side of what has this key, whatever else there is. */
export function stableSplit(key: string, { train, val, seed }: SplitSettings): Split {
	const share = hash(key, seed).readUInt32BE(0) / 2 ** 32;
	if (share < train) return 'train';
	return share < train + val ? 'val' : 'test';
}

/** Sides by key; of the keys, the shares are met as nearly as whole numbers can. */
export function exactSplits(keys: Iterable<string>, settings: SplitSettings): Map<string, Split> {
	const hashed = [...new Set(keys)]
		.map((key) => ({ key, hash: hash(key, settings.seed) }))
		.sort((a, b) => Buffer.compare(a.hash, b.hash) || (a.key < b.key ? -1 : 1));
	const counts = countsOf(hashed.length, settings);
	const sides = SPLITS.flatMap((split, index) => new Array<Split>(counts[index]).fill(split));
	return new Map(hashed.map(({ key }, index) => [key, sides[index]]));
}

/** How many go to each side, by the largest remainder; train comes first in a tie. */
function countsOf(total: number, { train, val }: SplitSettings): number[] {
	const wanted = [train, val, 1 - train - val].map(
		(share) => Math.round(Math.max(0, share) * total * PRECISION) / PRECISION,
	);
	const counts = wanted.map(Math.floor);
	const byRemainder = [0, 1, 2].sort(
		(a, b) => wanted[b] - counts[b] - (wanted[a] - counts[a]) || a - b,
	);
	const left = total - counts.reduce((sum, count) => sum + count);
	for (const side of byRemainder.slice(0, left)) counts[side]++;
	return counts;
}

function hash(key: string, seed: string): Buffer {
	return createHash('sha256').update(`${seed}:${key}`).digest();
}
