import { UserError } from 'n8n-workflow';

import { orientationIn, sizeInTiff, type Directory } from './exif';
import { ForwardReader } from './forwardReader';
import { SIGNATURE_BYTES, typeInBytes } from './signatures';

/** Width and height of a picture in pixels, as it is shown. */
export interface ImageSize {
	width: number;
	height: number;
	/** How the picture is turned to be shown (EXIF), where it is: 2 to 8; from 5 on the sides are swapped. */
	orientation?: number;
}

/** Where pictures of a type keep their size. */
interface ImageType {
	/** Bytes that are looked at, at most; more are only passed over where the type keeps its facts at its end. */
	limit: number;
	/** The size as it is stored; undefined where the file is damaged. */
	read(bytes: ForwardReader): Promise<ImageSize | undefined>;
}

const MIB = 1024 ** 2;
/** A picture has at most so many pixels on a side. */
const MAX_SIDE = 2 ** 31;

/** No picture is a smaller file. */
const SMALLEST = 12;

/** By the extension that the first bytes stand for. */
const TYPES: Record<string, ImageType> = {
	bmp: { limit: MIB, read: bmp },
	gif: { limit: MIB, read: gif },
	jpg: { limit: 16 * MIB, read: jpeg },
	png: { limit: MIB, read: png },
	tiff: { limit: 64 * MIB, read: tiff },
	webp: { limit: 64 * MIB, read: webp },
};

/**
 * The size of a PNG, JPEG, GIF, BMP, TIFF or WebP, from its header alone: the rest of a stream is
 * not read, and no more than a header is in memory.
 * @param name of the file, for messages
 * @returns undefined for other types of files
 * @throws UserError when the file is damaged or a BigTIFF
 */
export async function imageSize(
	body: Buffer | AsyncIterable<Buffer>,
	name: string,
): Promise<ImageSize | undefined> {
	const bytes = new ForwardReader(Buffer.isBuffer(body) ? [body] : body);
	try {
		const start = await bytes.peek(SIGNATURE_BYTES);
		const type = TYPES[typeInBytes(start) ?? ''];
		if (!type || start.length < SMALLEST) return undefined;
		if (type.read === tiff && start.indexOf('+') === 2) throw bigTiff(name);
		bytes.limit = type.limit;
		const size = await type.read(bytes);
		if (!size || !isSide(size.width) || !isSide(size.height)) throw damaged(name);
		return shown(size);
	} finally {
		await bytes.close();
	}
}

function isSide(pixels: number): boolean {
	return pixels > 0 && pixels <= MAX_SIDE;
}

function shown({ width, height, orientation = 1 }: ImageSize): ImageSize {
	if (orientation < 2 || orientation > 8) return { width, height };
	return orientation < 5
		? { width, height, orientation }
		: { width: height, height: width, orientation };
}

/** Chunks of length, type, content and CRC: IHDR first, eXIf somewhere. */
async function png(bytes: ForwardReader): Promise<ImageSize | undefined> {
	await bytes.skip(8);
	const header = await bytes.take(25);
	if (header?.toString('latin1', 4, 8) !== 'IHDR') return undefined;
	const size = { width: header.readUInt32BE(8), height: header.readUInt32BE(12) };
	for (;;) {
		const chunk = await bytes.take(8);
		if (!chunk) return size;
		const length = chunk.readUInt32BE(0);
		if (chunk.toString('latin1', 4) === 'eXIf') {
			const exif = await bytes.take(length);
			return { ...size, orientation: exif && orientationIn(exif) };
		}
		await bytes.skip(length + 4);
	}
}

/** Segments of marker, length and content, up to a start of frame. */
async function jpeg(bytes: ForwardReader): Promise<ImageSize | undefined> {
	let orientation: number | undefined;
	await bytes.skip(2);
	for (;;) {
		const marker = await jpegMarker(bytes);
		if (marker === undefined || marker === 0xda) return undefined;
		if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue; // without a length
		const length = (await bytes.take(2))?.readUInt16BE(0) ?? 0;
		if (length < 2) return undefined;
		if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
			const frame = await bytes.take(5);
			return frame && { height: frame.readUInt16BE(1), width: frame.readUInt16BE(3), orientation };
		}
		if (marker !== 0xe1) {
			await bytes.skip(length - 2);
			continue;
		}
		const content = await bytes.take(length - 2);
		if (content?.toString('latin1', 0, 6) === 'Exif\0\0') {
			orientation ??= orientationIn(content.subarray(6));
		}
	}
}

async function jpegMarker(bytes: ForwardReader): Promise<number | undefined> {
	if ((await bytes.take(1))?.[0] !== 0xff) return undefined;
	let marker = (await bytes.take(1))?.[0];
	while (marker === 0xff) marker = (await bytes.take(1))?.[0]; // fill bytes
	return marker;
}

async function gif(bytes: ForwardReader): Promise<ImageSize | undefined> {
	const header = await bytes.take(10);
	return header && { width: header.readUInt16LE(6), height: header.readUInt16LE(8) };
}

async function bmp(bytes: ForwardReader): Promise<ImageSize | undefined> {
	await bytes.skip(14);
	const header = await bytes.take(12);
	if (!header) return undefined;
	if (header.readUInt32LE(0) === 12) {
		return { width: header.readUInt16LE(4), height: header.readUInt16LE(6) };
	}
	// A negative height means that the rows run down.
	return { width: header.readInt32LE(4), height: Math.abs(header.readInt32LE(8)) };
}

async function tiff(bytes: ForwardReader): Promise<ImageSize | undefined> {
	const header = await bytes.take(8);
	if (!header) return undefined;
	const isLittle = header[0] === 0x49;
	const at = isLittle ? header.readUInt32LE(4) : header.readUInt32BE(4);
	if (at < 8) return undefined;
	await bytes.skip(at - 8);
	const count = await bytes.take(2);
	if (!count) return undefined;
	const entries = await bytes.take((isLittle ? count.readUInt16LE(0) : count.readUInt16BE(0)) * 12);
	const directory: Directory | undefined = entries && { entries, isLittle };
	return directory && sizeInTiff(directory);
}

/** Chunks of type, length and content; VP8X first where there is more than the picture. */
async function webp(bytes: ForwardReader): Promise<ImageSize | undefined> {
	await bytes.skip(12);
	const header = await bytes.take(18);
	if (!header) return undefined;
	const type = header.toString('latin1', 0, 4);
	const content = header.subarray(8);
	if (type === 'VP8 ') {
		const isFrame = content.readUIntBE(3, 3) === 0x9d012a;
		const [width, height] = [content.readUInt16LE(6) & 0x3fff, content.readUInt16LE(8) & 0x3fff];
		return isFrame ? { width, height } : undefined;
	}
	if (type === 'VP8L') {
		const bits = content.readUInt32LE(1);
		if (content[0] !== 0x2f) return undefined;
		return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
	}
	if (type !== 'VP8X') return undefined;
	const size = { width: content.readUIntLE(4, 3) + 1, height: content.readUIntLE(7, 3) + 1 };
	const hasExif = (content[0] & 0x08) !== 0;
	return hasExif ? { ...size, orientation: await orientationInWebp(bytes, header) } : size;
}

async function orientationInWebp(bytes: ForwardReader, first: Buffer): Promise<number | undefined> {
	const padded = (length: number) => length + (length % 2);
	await bytes.skip(padded(first.readUInt32LE(4)) - 10);
	for (;;) {
		const chunk = await bytes.take(8);
		if (!chunk) return undefined;
		const length = chunk.readUInt32LE(4);
		if (chunk.toString('latin1', 0, 4) === 'EXIF') {
			const exif = await bytes.take(length);
			const isPrefixed = exif?.toString('latin1', 0, 6) === 'Exif\0\0';
			return exif && orientationIn(isPrefixed ? exif.subarray(6) : exif);
		}
		await bytes.skip(padded(length));
	}
}

function damaged(name: string): UserError {
	return new UserError(`The size of the picture '${name}' cannot be read: the file is damaged`, {
		description: 'Check that the field holds the whole file, and that other programs can open it.',
	});
}

function bigTiff(name: string): UserError {
	return new UserError(`The picture '${name}' is a BigTIFF, whose size cannot be read`, {
		description:
			'Save it as a plain TIFF, or give its width and height in the metadata of the asset.',
	});
}
