import type { BitWriter } from './bitWriter';

/** The longest that deflate has. */
const MAX_CODE_LENGTH = 15;

/** Huffman codes for symbols that occur so many times each. */
export class HuffmanCodes {
	readonly lengths: Uint8Array;
	private readonly codes: Uint16Array;

	constructor(counts: Uint32Array, maxLength = MAX_CODE_LENGTH) {
		this.lengths = codeLengths(counts, maxLength);
		this.codes = canonicalCodes(this.lengths);
	}

	write(symbol: number, bits: BitWriter): void {
		bits.put(this.codes[symbol], this.lengths[symbol]);
	}
}

/** The length of each symbol's code, 0 for those that do not occur. At least two symbols have one, as readers expect. */
function codeLengths(counts: Uint32Array, maxLength: number): Uint8Array {
	const lengths = new Uint8Array(counts.length);
	const symbols: number[] = [];
	for (const [symbol, count] of counts.entries()) if (count > 0) symbols.push(symbol);
	for (let symbol = 0; symbols.length < 2; symbol++) {
		if (!symbols.includes(symbol)) symbols.push(symbol);
	}
	symbols.sort((a, b) => counts[a] - counts[b]);
	// Leaves in order, then the nodes above them, which come about in order too.
	const weights = symbols.map((symbol) => counts[symbol]);
	const parents: number[] = [];
	const leaves = symbols.length;
	for (let leaf = 0, node = leaves; weights.length < 2 * leaves - 1;) {
		const lightest = (): number => {
			const isLeaf = leaf < leaves && (node >= weights.length || weights[leaf] <= weights[node]);
			return isLeaf ? leaf++ : node++;
		};
		const [a, b] = [lightest(), lightest()];
		parents[a] = parents[b] = weights.length;
		weights.push(weights[a] + weights[b]);
	}
	const depths = new Uint8Array(weights.length);
	for (let at = weights.length - 2; at >= 0; at--) depths[at] = depths[parents[at]] + 1;
	// The rarest is the deepest; where it is too deep, symbols are taken for more alike than they are.
	if (depths[0] > maxLength) {
		return codeLengths(
			counts.map((count) => (count === 0 ? 0 : (count >> 1) | 1)),
			maxLength,
		);
	}
	for (const [at, symbol] of symbols.entries()) lengths[symbol] = depths[at];
	return lengths;
}

/** Codes as their lengths imply them (RFC 1951, 3.2.2), the first bit lowest. */
function canonicalCodes(lengths: Uint8Array): Uint16Array {
	const next = new Uint16Array(MAX_CODE_LENGTH + 2);
	for (const length of lengths) if (length > 0) next[length + 1]++;
	for (let length = 1; length < next.length; length++) {
		next[length] = (next[length] + next[length - 1]) << 1;
	}
	return new Uint16Array(lengths.length).map((_, symbol) => {
		const length = lengths[symbol];
		return length === 0 ? 0 : reversed(next[length]++, length);
	});
}

function reversed(code: number, length: number): number {
	let result = 0;
	for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
	return result;
}
