import { isMaskSize } from './pixels';
import type { Mask } from './types';

/** COCO's form of a mask: lengths of runs of zeros and ones in turn, as a list or as text. */
export interface Rle {
	/** Height, then width. */
	size: readonly number[];
	counts: string | readonly number[];
}

/** Bits of a number in a character of the text, beside the bit that tells of more. */
const GROUP_BITS = 5;
const MORE = 1 << GROUP_BITS;
const SIGN = MORE >> 1;
const FIRST_CHARACTER = 48;
/** No length that counts takes more characters. */
const MAX_GROUPS = 7;

/** Lengths of the runs down the columns, beginning with one of zeros. */
export function rleCounts({ runs, width, height }: Mask): Uint32Array {
	const counts = new Uint32Array(runs.length + 1);
	let end = 0;
	for (let i = 0; i < runs.length; i++) {
		counts[i] = runs[i] - end;
		end = runs[i];
	}
	counts[runs.length] = width * height - end;
	const isToTheEnd = end === width * height && runs.length > 0;
	return isToTheEnd ? counts.subarray(0, runs.length) : counts;
}

/** The text form of lengths of runs. */
export function rleText(counts: ArrayLike<number>): string {
	const bytes = Buffer.alloc(MAX_GROUPS * counts.length);
	let length = 0;
	for (let i = 0; i < counts.length; i++) {
		let rest = i > 2 ? counts[i] - counts[i - 2] : counts[i];
		for (let isLast = false; !isLast;) {
			const group = rest & (MORE - 1); // of the lowest 32 bits, whatever the sign
			rest = Math.floor(rest / MORE);
			isLast = group & SIGN ? rest === -1 : rest === 0;
			bytes[length++] = FIRST_CHARACTER + (isLast ? group : group | MORE);
		}
	}
	return bytes.toString('latin1', 0, length);
}

/**
 * The pixels of a mask in COCO's form.
 * @returns undefined when the text or the lengths cannot be read, do not add up to the size, or the size is too large
 */
export function rleMask({ size, counts }: Rle): Mask | undefined {
	const [height, width] = size;
	if (![height, width].every((side) => Number.isInteger(side) && side > 0)) return undefined;
	if (!isMaskSize({ width, height })) return undefined;
	const lengths = typeof counts === 'string' ? lengthsOf(counts) : counts;
	if (!lengths) return undefined;
	const runs = new Uint32Array(lengths.length + 1);
	let [count, end] = [0, 0];
	for (const [index, length] of lengths.entries()) {
		if (!Number.isInteger(length) || length < 0) return undefined;
		// A run of nothing between two others makes them one.
		if (length > 0 && index % 2 === 1) {
			if (count > 0 && runs[count - 1] === end) count--;
			else runs[count++] = end;
			runs[count++] = end + length;
		}
		end += length;
	}
	return end === width * height ? { width, height, runs: runs.slice(0, count) } : undefined;
}

function lengthsOf(text: string): number[] | undefined {
	const lengths: number[] = [];
	let [value, groups] = [0, 0];
	for (let i = 0; i < text.length; i++) {
		const group = text.charCodeAt(i) - FIRST_CHARACTER;
		if (group < 0 || group >= 2 * MORE || groups === MAX_GROUPS) return undefined;
		value += (group % MORE) * MORE ** groups++;
		if (group >= MORE) continue;
		if (group & SIGN) value -= MORE ** groups;
		lengths.push(lengths.length > 2 ? value + lengths[lengths.length - 2] : value);
		[value, groups] = [0, 0];
	}
	return groups === 0 ? lengths : undefined;
}
