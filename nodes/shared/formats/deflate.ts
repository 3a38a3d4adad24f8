import { BitWriter } from './bitWriter';
import { HuffmanCodes } from './huffmanCodes';

/** More is for a stream: from here on, it costs less than the work. In bytes. */
export const MAX_DEFLATED_AT_ONCE = 64 * 1024;

const MIN_MATCH = 4;
const MAX_MATCH = 258;
const MAX_DISTANCE = 32 * 1024;
/** Earlier places that are looked at for each match. */
const MAX_TRIES = 16;

const HASH_BITS = 15;
const END_OF_BLOCK = 256;
const LITERALS = 286;
const DISTANCES = 30;
/** Order in which the lengths of the codes for lengths of codes stand in a block (RFC 1951, 3.2.7). */
const META_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_META_LENGTH = 7;
/** Lengths that are zero, several at once. */
const FEW_ZEROS = { symbol: 17, least: 3, most: 10, bits: 3 };
const MANY_ZEROS = { symbol: 18, least: 11, most: 138, bits: 7 };

/** Room that is used again and again, since all of the work is done in one go. */
const heads = new Int32Array(1 << HASH_BITS);
const previous = new Int32Array(MAX_DEFLATED_AT_ONCE);
/** A literal as it is; a match as its length (above) and its distance less one (below). */
const tokens = new Uint32Array(MAX_DEFLATED_AT_ONCE);
const MATCH_UNIT = 2 ** 16;
const room = Buffer.alloc(2 * MAX_DEFLATED_AT_ONCE + 1024);

/**
 * Bytes in the format of deflate (RFC 1951), as one block with codes of its own. For files of some
 * kilobytes, each of which would take a `CompressionStream`: that costs more time than the work, and
 * memory that is given back late.
 * @param bytes at most 64 KiB
 */
export function deflate(bytes: Buffer): Buffer {
	const count = findMatches(bytes);
	const literals = new Uint32Array(LITERALS);
	const distances = new Uint32Array(DISTANCES);
	for (let i = 0; i < count; i++) {
		const token = tokens[i];
		if (token < MATCH_UNIT) literals[token]++;
		else {
			literals[lengthSymbol(token >>> 16)]++;
			distances[distanceSymbol(token & 0xffff)]++;
		}
	}
	literals[END_OF_BLOCK] = 1;
	const codes = { literals: new HuffmanCodes(literals), distances: new HuffmanCodes(distances) };
	const bits = new BitWriter(room);
	bits.put(1, 1); // the last block
	bits.put(2, 2); // with codes of its own
	writeCodes(codes, bits);
	for (let i = 0; i < count; i++) writeToken(tokens[i], codes, bits);
	codes.literals.write(END_OF_BLOCK, bits);
	return bits.end();
}

/** Fills `tokens` with literals and matches. @returns how many there are */
function findMatches(bytes: Buffer): number {
	heads.fill(-1);
	let count = 0;
	const end = bytes.length - MIN_MATCH;
	for (let at = 0; at < bytes.length;) {
		const { length, distance } = at <= end ? longestMatch(bytes, at) : NO_MATCH;
		tokens[count++] = length === 0 ? bytes[at] : length * MATCH_UNIT + distance - 1;
		const next = at + (length || 1);
		for (; at < next; at++) if (at <= end) remember(bytes, at);
	}
	return count;
}

const NO_MATCH = { length: 0, distance: 0 };

function hashAt(bytes: Buffer, at: number): number {
	const four = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
	return Math.imul(four, 0x9e3779b1) >>> (32 - HASH_BITS);
}

function remember(bytes: Buffer, at: number): void {
	const hash = hashAt(bytes, at);
	previous[at] = heads[hash];
	heads[hash] = at;
}

function longestMatch(bytes: Buffer, at: number): typeof NO_MATCH {
	const most = Math.min(MAX_MATCH, bytes.length - at);
	let [length, distance] = [MIN_MATCH - 1, 0];
	let candidate = heads[hashAt(bytes, at)];
	for (let tries = 0; tries < MAX_TRIES && candidate >= 0; tries++) {
		if (at - candidate > MAX_DISTANCE) break;
		if (bytes[candidate + length] === bytes[at + length]) {
			let same = 0;
			while (same < most && bytes[candidate + same] === bytes[at + same]) same++;
			if (same > length) {
				[length, distance] = [same, at - candidate];
				if (same === most) break;
			}
		}
		candidate = previous[candidate];
	}
	return distance === 0 ? NO_MATCH : { length, distance };
}

/** Symbols of lengths: four for each power of two, from 257 on; 258 has one of its own. */
function lengthSymbol(length: number): number {
	const rest = length - 3;
	if (length === MAX_MATCH) return LITERALS - 1;
	if (rest < 8) return END_OF_BLOCK + 1 + rest;
	const power = 31 - Math.clz32(rest);
	return END_OF_BLOCK + 1 + 4 * (power - 1) + ((rest >> (power - 2)) & 3);
}

/** Symbols of distances: two for each power of two. @param rest the distance less one */
function distanceSymbol(rest: number): number {
	if (rest < 4) return rest;
	const power = 31 - Math.clz32(rest);
	return 2 * power + ((rest >> (power - 1)) & 1);
}

interface BlockCodes {
	literals: HuffmanCodes;
	distances: HuffmanCodes;
}

function writeToken(token: number, { literals, distances }: BlockCodes, bits: BitWriter): void {
	if (token < MATCH_UNIT) {
		literals.write(token, bits);
		return;
	}
	const [length, rest] = [token >>> 16, token & 0xffff];
	literals.write(lengthSymbol(length), bits);
	const lengthBits = length === MAX_MATCH ? 0 : extraBits(length - 3, 2);
	bits.put((length - 3) & ((1 << lengthBits) - 1), lengthBits);
	distances.write(distanceSymbol(rest), bits);
	const distanceBits = extraBits(rest, 1);
	bits.put(rest & ((1 << distanceBits) - 1), distanceBits);
}

/** How many of the lower bits of a number its symbol does not say. @param said bits after the highest that it says */
function extraBits(number: number, said: number): number {
	return Math.max(0, 31 - Math.clz32(number) - said);
}

/** The lengths of both codes, which are all that a reader needs to have the codes. */
function writeCodes({ literals, distances }: BlockCodes, bits: BitWriter): void {
	const symbols = shortened([...literals.lengths, ...distances.lengths]);
	const counts = new Uint32Array(META_ORDER.length);
	for (const { symbol } of symbols) counts[symbol]++;
	const meta = new HuffmanCodes(counts, MAX_META_LENGTH);
	bits.put(LITERALS - 257, 5);
	bits.put(DISTANCES - 1, 5);
	bits.put(META_ORDER.length - 4, 4);
	for (const symbol of META_ORDER) bits.put(meta.lengths[symbol], 3);
	for (const { symbol, extra, width } of symbols) {
		meta.write(symbol, bits);
		bits.put(extra, width);
	}
}

/** Lengths of codes with runs of zeros told by their number. */
function shortened(lengths: number[]): Array<{ symbol: number; extra: number; width: number }> {
	const symbols: ReturnType<typeof shortened> = [];
	for (let at = 0; at < lengths.length;) {
		let end = at;
		while (lengths[end] === 0 && end - at < MANY_ZEROS.most) end++;
		const zeros = end - at;
		const run = zeros > FEW_ZEROS.most ? MANY_ZEROS : FEW_ZEROS;
		if (zeros < run.least) symbols.push({ symbol: lengths[at++], extra: 0, width: 0 });
		else {
			symbols.push({ symbol: run.symbol, extra: zeros - run.least, width: run.bits });
			at = end;
		}
	}
	return symbols;
}
