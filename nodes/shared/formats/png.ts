import { UserError } from 'n8n-workflow';

import { crc32 } from './crc32';

/** An image of red, green, blue and alpha bytes, row by row. */
export interface Pixels {
	width: number;
	height: number;
	rgba: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_PER_PIXEL = 4;
/** 32 megapixels take 128 MB as bytes. */
const MOST_PIXELS = 32 * 1024 ** 2;

/**
 * Reads a PNG of 8 bits per channel with alpha, not interlaced.
 * @throws UserError naming the file when it is another PNG, no PNG, damaged, or too large
 */
export async function readPng(bytes: Buffer, name: string): Promise<Pixels> {
	if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE))
		throw notReadable(name, 'is not a PNG');
	const { header, data } = chunksOf(bytes, name);
	const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
	const [depth, color, , , interlace] = header.subarray(8);
	if (depth !== 8 || color !== 6 || interlace !== 0) {
		throw notReadable(name, 'is not a PNG of 8-bit RGBA without interlacing');
	}
	if (width === 0 || height === 0) throw notReadable(name, 'is damaged');
	if (width * height > MOST_PIXELS) {
		throw notReadable(name, `has ${width} × ${height} pixels, which is more than can be combined`);
	}
	const size = height * (1 + width * BYTES_PER_PIXEL);
	const filtered = await throughStream(data, new DecompressionStream('deflate'), size).catch(() =>
		Buffer.alloc(0),
	);
	if (filtered.length !== size) throw notReadable(name, 'is damaged');
	return { width, height, rgba: unfiltered(filtered, width, height, name) };
}

/** Writes a PNG of 8-bit RGBA. */
export async function writePng({ width, height, rgba }: Pixels): Promise<Buffer> {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 6, 0, 0, 0], 8);
	const rowSize = width * BYTES_PER_PIXEL;
	const rows = Buffer.alloc(height * (1 + rowSize)); // a zero before each row: not filtered
	for (let y = 0; y < height; y++) {
		rgba.copy(rows, y * (1 + rowSize) + 1, y * rowSize, (y + 1) * rowSize);
	}
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		chunk('IDAT', await throughStream(rows, new CompressionStream('deflate'))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** The header and the packed pixels of a PNG; whatever else it holds is passed over. */
function chunksOf(bytes: Buffer, name: string): { header: Buffer; data: Buffer } {
	const data: Buffer[] = [];
	let header: Buffer | undefined;
	for (let at = SIGNATURE.length; ;) {
		if (at + 12 > bytes.length) throw notReadable(name, 'is damaged');
		const end = at + 8 + bytes.readUInt32BE(at);
		if (end + 4 > bytes.length) throw notReadable(name, 'is damaged');
		if (bytes.readUInt32BE(end) !== checksum(bytes.subarray(at + 4, end))) {
			throw notReadable(name, 'is damaged');
		}
		const type = bytes.toString('latin1', at + 4, at + 8);
		const content = bytes.subarray(at + 8, end);
		if (type === 'IHDR' && content.length === 13) header = content;
		if (type === 'IDAT') data.push(content);
		if (type === 'IEND') break;
		at = end + 4;
	}
	if (!header) throw notReadable(name, 'is damaged');
	return { header, data: Buffer.concat(data) };
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

/** Undoes the filters that PNG puts on rows: each byte was made smaller by a guess from its neighbours. */
function unfiltered(filtered: Buffer, width: number, height: number, name: string): Buffer {
	const rowSize = width * BYTES_PER_PIXEL;
	const rgba = Buffer.alloc(height * rowSize);
	for (let y = 0; y < height; y++) {
		const source = y * (1 + rowSize);
		const filter = filtered[source];
		if (filter > 4) throw notReadable(name, 'is damaged');
		const row = y * rowSize;
		for (let x = 0; x < rowSize; x++) {
			const left = x < BYTES_PER_PIXEL ? 0 : rgba[row + x - BYTES_PER_PIXEL];
			const up = y === 0 ? 0 : rgba[row + x - rowSize];
			const corner = x < BYTES_PER_PIXEL || y === 0 ? 0 : rgba[row + x - rowSize - BYTES_PER_PIXEL];
			rgba[row + x] = filtered[source + 1 + x] + guess(filter, left, up, corner);
		}
	}
	return rgba;
}

function guess(filter: number, left: number, up: number, corner: number): number {
	switch (filter) {
		case 1:
			return left;
		case 2:
			return up;
		case 3:
			return (left + up) >> 1;
		case 4:
			return paeth(left, up, corner);
		default:
			return 0;
	}
}

/** The neighbour nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
	const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
	const toCorner = Math.abs(left + up - 2 * corner);
	if (toLeft <= toUp && toLeft <= toCorner) return left;
	return toUp <= toCorner ? up : corner;
}

/** Bytes through a transforming stream; given up when more than `most` come out. */
async function throughStream(
	bytes: Buffer,
	transform: DecompressionStream | CompressionStream,
	most = Infinity,
): Promise<Buffer> {
	const output = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transform);
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of output as unknown as AsyncIterable<Uint8Array>) {
		size += part.length;
		if (size > most) break;
		parts.push(part);
	}
	return size > most ? Buffer.alloc(0) : Buffer.concat(parts);
}

function notReadable(name: string, reason: string): UserError {
	return new UserError(`The mask '${name}' ${reason}`, {
		description:
			"Masks can be combined only when both are PNGs of 8-bit RGBA of the same size. Use another file, or set 'Existing Mask' to 'Replace'.",
	});
}
