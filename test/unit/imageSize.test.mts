import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import { imageSize } from '../../nodes/shared/formats/imageSize.ts';

interface PictureFile {
	name: string;
	width: number;
	height: number;
	orientation?: number;
	base64: string;
}

/** Written by Pillow, which also says their sizes as they are shown; the odd BMPs and TIFF by hand. */
const pictures = JSON.parse(
	readFileSync(join(import.meta.dirname, '../fixtures/pictures.json'), 'utf8'),
) as PictureFile[];
const files = pictures.map(({ base64, ...file }) => ({
	...file,
	bytes: Buffer.from(base64, 'base64'),
}));

async function* inPieces(bytes: Buffer, size: number, read?: { count: number }) {
	for (let at = 0; at < bytes.length; at += size) {
		const piece = bytes.subarray(at, at + size);
		if (read) read.count += piece.length;
		yield piece;
	}
}

const jpegSegment = (marker: number, content: Buffer) =>
	Buffer.concat([
		Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]),
		content,
	]);
const frame = jpegSegment(0xc2, Buffer.from([8, 0, 40, 0, 100, 3]));
const jpeg = (...parts: Buffer[]) => Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts]);
const bytesOf = (name: string) => Buffer.from(files.find((file) => file.name === name)!.bytes);
const changed = (name: string, at: number, ...bytes: number[]) => {
	const copy = bytesOf(name);
	copy.set(bytes, at);
	return copy;
};

describe('the size of a picture', () => {
	it.each(files)(
		'is in the header of $name',
		async ({ name, width, height, orientation, bytes }) => {
			const size = orientation ? { width, height, orientation } : { width, height };
			expect(await imageSize(bytes, name)).toEqual(size);
			for (const piece of [1, 7, 64]) {
				expect(await imageSize(inPieces(bytes, piece), name)).toEqual(size);
			}
		},
	);

	it('is found behind large segments of a JPEG, and fill bytes', async () => {
		const segments = Array.from({ length: 200 }, () => jpegSegment(0xe2, Buffer.alloc(65_533)));
		const fill = Buffer.from([0xff, 0xff]);
		const file = jpeg(Buffer.from([0xff, 0x01]), ...segments, fill, frame);
		expect(await imageSize(file, 'a.jpg')).toEqual({ width: 100, height: 40 });
		expect(await imageSize(inPieces(file, 65_536), 'a.jpg')).toEqual({ width: 100, height: 40 });
	});

	it('takes no more of a stream than the header', async () => {
		for (const { name, bytes } of files.filter((file) => file.name !== 'end.tif')) {
			const read = { count: 0 };
			const large = Buffer.concat([bytes, Buffer.alloc(3 * 1024 ** 2)]);
			await imageSize(inPieces(large, 64 * 1024, read), name);
			expect(read.count).toBeLessThanOrEqual(1024 ** 2 + 64 * 1024);
		}
		const read = { count: 0 };
		const segments = Array.from({ length: 400 }, () => jpegSegment(0xe2, Buffer.alloc(65_533)));
		const endless = imageSize(inPieces(jpeg(...segments), 64 * 1024, read), 'a.jpg');
		await expect(endless).rejects.toThrow('damaged');
		expect(read.count).toBeLessThanOrEqual(17 * 1024 ** 2);
	});

	it('lets go of the stream', async () => {
		let closed = false;
		async function* stream() {
			try {
				for (;;) yield bytesOf('o6.jpg');
			} finally {
				closed = true;
			}
		}
		await imageSize(stream(), 'a.jpg');
		expect(closed).toBe(true);
	});

	it.each([
		['text', Buffer.from('no picture at all')],
		['a PDF', Buffer.from('%PDF-1.7 something')],
		['nothing', Buffer.alloc(0)],
		['a few bytes', Buffer.from([0xff, 0xd8, 0xff])],
	])('is not known for %s', async (_kind, bytes) => {
		expect(await imageSize(bytes, 'a')).toBeUndefined();
	});

	it.each([
		['a cut PNG', bytesOf('o1.png').subarray(0, 20)],
		['a PNG without a header', changed('o1.png', 12, 0x4a)],
		['a PNG of width 0', changed('o1.png', 16, 0, 0, 0, 0)],
		['a PNG of more than 2^31', changed('o1.png', 16, 0xff, 0xff, 0xff, 0xff)],
		['a JPEG without a frame', jpeg(jpegSegment(0xda, Buffer.alloc(10)))],
		[
			'a JPEG whose segment has no length',
			jpeg(Buffer.from([0xff, 0xe0, 0, 0, 1, 1, 1, 1, 1, 1, 1])),
		],
		['a JPEG that ends in a segment', jpeg(jpegSegment(0xe0, Buffer.alloc(40)).subarray(0, 20))],
		['a JPEG of height 0', jpeg(jpegSegment(0xc0, Buffer.from([8, 0, 0, 0, 9, 3])))],
		['a GIF of width 0', changed('a.gif', 6, 0, 0)],
		['a BMP of negative width', changed('down.bmp', 18, 0xff, 0xff, 0xff, 0xff)],
		['a TIFF whose directory is beyond its end', changed('end.tif', 4, 0x7f, 0xff, 0xff, 0xff)],
		['a TIFF whose directory is in its header', changed('end.tif', 4, 0, 0, 0, 0)],
		['a TIFF without a size', changed('end.tif', 8 + 50 + 2, 1, 1)],
		['a WebP without a frame', changed('o1.webp', 12, 0x56, 0x50, 0x38, 0x51)],
	])('of %s is damaged', async (_kind, bytes) => {
		await expect(imageSize(bytes, 'x.img')).rejects.toThrow(
			"The size of the picture 'x.img' cannot be read: the file is damaged",
		);
	});

	it('of a BigTIFF is not read, and it says so', async () => {
		const file = Buffer.from('49492b0008000000100000000000000000000000', 'hex');
		await expect(imageSize(file, 'x.tif')).rejects.toThrow("'x.tif' is a BigTIFF");
	});

	it('of random bytes behind any signature is a size, or refused in clear words', async () => {
		const starts = files.map(({ bytes }) => bytes.subarray(0, 30));
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...starts, Buffer.alloc(0)),
				fc.nat(30),
				fc.uint8Array({ maxLength: 300 }),
				fc.integer({ min: 1, max: 50 }),
				async (start, kept, rest, piece) => {
					const bytes = Buffer.concat([start.subarray(0, kept), rest]);
					const outcome = await imageSize(inPieces(bytes, piece), 'a').catch(
						(error: Error) => error,
					);
					if (outcome instanceof Error) expect(outcome).toBeInstanceOf(UserError);
					else if (outcome) expect(Math.min(outcome.width, outcome.height)).toBeGreaterThan(0);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('ignores an orientation that is none, and EXIF data that is damaged', async () => {
		const exif = (...tiff: number[]) =>
			jpegSegment(0xe1, Buffer.from([...Buffer.from('Exif\0\0'), ...tiff]));
		const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
		const withTag = (value: number) => [...header, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0];
		expect(await imageSize(jpeg(exif(...withTag(5)), frame), 'a')).toEqual({
			width: 40,
			height: 100,
			orientation: 5,
		});
		for (const tiff of [withTag(9), withTag(0), header, [0x4d], withTag(6).slice(0, 14), []]) {
			expect(await imageSize(jpeg(exif(...tiff), frame), 'a')).toEqual({ width: 100, height: 40 });
		}
	});

	it('of a PNG is right with a profile that is large', async () => {
		const chunk = (type: string, content: Buffer) => {
			const length = Buffer.alloc(4);
			length.writeUInt32BE(content.length);
			return Buffer.concat([length, Buffer.from(type), content, Buffer.alloc(4)]);
		};
		const png = bytesOf('o6.png');
		const profile = chunk('iCCP', deflateSync(Buffer.alloc(200_000, 'random')));
		const file = Buffer.concat([png.subarray(0, 33), profile, png.subarray(33)]);
		expect(await imageSize(file, 'a')).toEqual({ width: 5, height: 7, orientation: 6 });
	});
});
