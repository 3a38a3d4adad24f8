import { crc32, deflateSync } from 'node:zlib';

/** What every PNG file begins with. */
export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GRAYSCALE = 0;
const BITS = 8;
const NO_FILTER = 0;

/** A part of a PNG file, with its length and checksum. */
export function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const framed = Buffer.alloc(body.length + 8);
	framed.writeUInt32BE(data.length, 0);
	body.copy(framed, 4);
	framed.writeUInt32BE(crc32(body), body.length + 4);
	return framed;
}

/** Encodes gray pixels (0 = black, 255 = white), row by row, as a PNG file. */
export function encodeGrayscalePng(pixels: Uint8Array, width: number): Buffer {
	const height = pixels.length / width;
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([BITS, GRAYSCALE], 8);
	const rows = Array.from({ length: height }, (_, row) =>
		Buffer.from([NO_FILTER, ...pixels.subarray(row * width, (row + 1) * width)]),
	);
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(rows))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}
