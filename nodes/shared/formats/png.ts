import { UserError } from 'n8n-workflow';

import { crc32 } from './crc32';
import { CHANNELS, DEPTHS, painter, unfilter, type PngColors } from './pngRows';
import { packed, transformed } from './transform';

/** An image of red, green, blue and alpha bytes, row by row. */
export interface Pixels {
	width: number;
	height: number;
	rgba: Buffer;
}

/** An image with one number for each pixel, row by row: bytes, or 16-bit numbers. */
export interface IndexPixels {
	width: number;
	height: number;
	values: Uint8Array | Uint16Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The signature and the whole header chunk. */
const HEADER_BYTES = 33;
/** Filters of rows are numbers below this. */
const FILTERS = 5;
const GRAY = 0;
const PALETTE = 3;
const GRAY_ALPHA = 4;
const RGBA = 6;
/** 32 megapixels take 128 MB as bytes. */
export const MAX_PIXELS = 32 * 1024 ** 2;

/**
 * Reads a PNG of any color type and depth, not interlaced. Of 16 bits per channel the higher 8 count.
 * Rows are unpacked one by one, so that only the result is in memory as a whole.
 * @throws UserError naming the file when it is no PNG, interlaced, damaged, or of more than 32 megapixels
 */
export async function readPng(bytes: Buffer, name: string): Promise<Pixels> {
	const { header, colors, data } = chunksOf(bytes, name);
	const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
	if (width === 0 || height === 0) throw damaged(name);
	if (width * height > MAX_PIXELS) {
		throw notReadable(
			`The mask '${name}' has ${width} × ${height} pixels, which is too many to be read`,
		);
	}
	const paint = painter(colors);
	const bits = CHANNELS[colors.type] * colors.depth;
	const step = Math.max(1, bits >> 3);
	const rgba = Buffer.alloc(width * height * 4);
	let above: Buffer = Buffer.alloc(Math.ceil((width * bits) / 8));
	let row: Buffer = Buffer.alloc(above.length);
	let at = 0;
	const shape = { count: height, size: 1 + row.length };
	const isWhole = await unpackRows(data, shape, (filtered) => {
		filtered.copy(row, 0, 1);
		unfilter(row, above, filtered[0], step);
		paint(row, width, rgba, at);
		at += width * 4;
		[row, above] = [above, row];
	});
	if (!isWhole) throw damaged(name);
	return { width, height, rgba };
}

/** Whether this is the header of a PNG that `readPng` refuses for its kind, though it may be sound. */
export function isInterlacedOrLarge(bytes: Buffer): boolean {
	if (bytes.length < HEADER_BYTES || !isPng(bytes)) return false;
	const pixels = bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
	return pixels > MAX_PIXELS || bytes[28] === 1;
}

/** Whether a PNG has an alpha channel, or colors that are transparent. */
export function hasTransparency(bytes: Buffer): boolean {
	return (
		[GRAY_ALPHA, RGBA].includes(bytes[25]) ||
		bytes.subarray(0, bytes.indexOf('IDAT')).includes('tRNS')
	);
}

/** Writes a PNG of 8-bit RGBA. */
export async function writePng({ width, height, rgba }: Pixels): Promise<Buffer> {
	return await written({ width, height, depth: 8, type: RGBA }, rgba);
}

/**
 * Writes a PNG whose pixels are numbers: 8 bits of gray, 16 bits of gray for a Uint16Array, or a
 * palette, whose entry of three bytes is shown for each number.
 */
export async function writeIndexPng(
	{ width, height, values }: IndexPixels,
	palette?: ReadonlyArray<readonly [red: number, green: number, blue: number]>,
): Promise<Buffer> {
	if (values instanceof Uint16Array) {
		const bigEndian = Buffer.from(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
		return await written({ width, height, depth: 16, type: GRAY }, bigEndian.swap16());
	}
	const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
	const type = palette ? PALETTE : GRAY;
	return await written(
		{ width, height, depth: 8, type },
		bytes,
		palette && Buffer.from(palette.flat()),
	);
}

/** A PNG of rows that are not filtered. */
async function written(
	{ width, height, depth, type }: { width: number; height: number; depth: number; type: number },
	pixels: Buffer,
	palette?: Buffer,
): Promise<Buffer> {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([depth, type, 0, 0, 0], 8);
	const rowSize = pixels.length / height;
	const rows = Buffer.alloc(height * (1 + rowSize)); // a zero before each row: not filtered
	for (let y = 0; y < height; y++) {
		pixels.copy(rows, y * (1 + rowSize) + 1, y * rowSize, (y + 1) * rowSize);
	}
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		...(palette ? [chunk('PLTE', palette)] : []),
		chunk('IDAT', await packed(rows, 'deflate')),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function isPng(bytes: Buffer): boolean {
	return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/** The header, the colors and the packed pixels of a PNG; whatever else it holds is passed over. */
function chunksOf(
	bytes: Buffer,
	name: string,
): { header: Buffer; colors: PngColors; data: Buffer } {
	if (!isPng(bytes)) {
		throw notReadable(`The mask '${name}' is not a PNG`);
	}
	const data: Buffer[] = [];
	const found: Partial<Record<string, Buffer>> = {};
	for (let at = SIGNATURE.length; ;) {
		if (at + 12 > bytes.length) throw damaged(name);
		const end = at + 8 + bytes.readUInt32BE(at);
		if (end + 4 > bytes.length) throw damaged(name);
		if (bytes.readUInt32BE(end) !== checksum(bytes.subarray(at + 4, end))) {
			throw damaged(name);
		}
		const type = bytes.toString('latin1', at + 4, at + 8);
		const content = bytes.subarray(at + 8, end);
		if (type === 'IDAT') data.push(content);
		else if (type === 'IHDR' || type === 'PLTE' || type === 'tRNS') found[type] ??= content;
		else if (type === 'IEND') break;
		at = end + 4;
	}
	const { IHDR: header, PLTE: palette, tRNS: transparency } = found;
	if (header?.length !== 13) throw damaged(name);
	const [depth, type, , , interlacing] = header.subarray(8);
	if (interlacing === 1) throw notReadable(`The mask '${name}' is interlaced (Adam7)`);
	const isKnown = DEPTHS[type]?.includes(depth) && interlacing === 0;
	if (!isKnown || (type === PALETTE && !palette)) throw damaged(name);
	return { header, colors: { type, depth, palette, transparency }, data: Buffer.concat(data) };
}

/** Unpacks the pixels and hands on their rows; false where they are damaged, cut off, or too many. */
async function unpackRows(
	data: Buffer,
	{ count, size }: { count: number; size: number },
	use: (row: Buffer) => void,
): Promise<boolean> {
	const row = Buffer.alloc(size);
	let filled = 0;
	let rows = 0;
	try {
		for await (const part of transformed([data], new DecompressionStream('deflate'))) {
			for (let at = 0; at < part.length;) {
				if (rows === count) return false;
				const taken = Math.min(size - filled, part.length - at);
				row.set(part.subarray(at, at + taken), filled);
				at += taken;
				filled += taken;
				if (filled < size) break;
				if (row[0] >= FILTERS) return false;
				use(row);
				filled = 0;
				rows++;
			}
		}
	} catch {
		return false;
	}
	return rows === count && filled === 0;
}

function chunk(type: string, content: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type, 'latin1'), content]);
	const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(content.length);
	crc.writeUInt32BE(checksum(typed));
	return Buffer.concat([length, typed, crc]);
}

function checksum(typed: Buffer): number {
	return ~crc32(-1, typed) >>> 0;
}

function damaged(name: string): UserError {
	return notReadable(`The mask '${name}' is damaged`);
}

function notReadable(message: string): UserError {
	return new UserError(message, {
		description:
			'Save the mask as a PNG without interlacing, of at most 32 megapixels, or use another file.',
	});
}
