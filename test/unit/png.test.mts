import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { combinedMasks } from '../../nodes/AngoHub/resources/label/combineMasks.ts';
import { readPng, writePng, type Pixels } from '../../nodes/shared/formats/png.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

interface Form {
	depth?: number;
	color?: number;
	interlace?: number;
	/** The filter of each row; none where not given. */
	filters?: number[];
	/** The size that the header says. */
	claims?: [width: number, height: number];
	/** Bytes in each IDAT chunk. */
	split?: number;
}

function chunk(type: string, content: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type), content]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(content.length, 0);
	frame.writeUInt32BE(crc32(typed), 4);
	return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
}

function predictor(filter: number, left: number, up: number, corner: number): number {
	const estimate = left + up - corner;
	const nearest = [left, up, corner].sort(
		(a, b) => Math.abs(estimate - a) - Math.abs(estimate - b),
	)[0];
	return [0, left, up, Math.floor((left + up) / 2), nearest][filter];
}

/** A PNG as another program writes it, with zlib. */
function encoded({ width, height, rgba }: Pixels, form: Form = {}): Buffer {
	const { depth = 8, color = 6, interlace = 0, filters = [], split = Infinity } = form;
	const [claimedWidth, claimedHeight] = form.claims ?? [width, height];
	const header = Buffer.alloc(13);
	header.writeUInt32BE(claimedWidth, 0);
	header.writeUInt32BE(claimedHeight, 4);
	header.set([depth, color, 0, 0, interlace], 8);
	const rows: number[] = [];
	const at = (x: number, y: number) => (x < 0 || y < 0 ? 0 : rgba[y * width * 4 + x]);
	for (let y = 0; y < height; y++) {
		const filter = filters[y] ?? 0;
		rows.push(filter);
		for (let x = 0; x < width * 4; x++) {
			const corner = x < 4 ? 0 : at(x - 4, y - 1);
			rows.push((at(x, y) - predictor(filter, at(x - 4, y), at(x, y - 1), corner)) & 255);
		}
	}
	const packed = deflateSync(Buffer.from(rows));
	const data: Buffer[] = [];
	for (let start = 0; start < packed.length; start += split) {
		data.push(chunk('IDAT', packed.subarray(start, start + split)));
	}
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		chunk('tEXt', Buffer.from('Software\0test')),
		...data,
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** The pixels in a PNG whose rows are not filtered, read with zlib. */
function decoded(png: Buffer): Buffer {
	const width = png.readUInt32BE(16);
	const packed: Buffer[] = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		const length = png.readUInt32BE(at);
		const typed = png.subarray(at + 4, at + 8 + length);
		expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(typed));
		if (typed.toString('latin1', 0, 4) === 'IDAT') packed.push(typed.subarray(4));
	}
	const rows = inflateSync(Buffer.concat(packed));
	const size = width * 4;
	const pixels: Buffer[] = [];
	for (let start = 0; start < rows.length; start += size + 1) {
		expect(rows[start]).toBe(0);
		pixels.push(rows.subarray(start + 1, start + 1 + size));
	}
	return Buffer.concat(pixels);
}

const image = fc
	.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
	.chain(({ width, height }) =>
		fc.record({
			width: fc.constant(width),
			height: fc.constant(height),
			rgba: fc
				.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
				.map((bytes) => Buffer.from(bytes)),
		}),
	);

const red = (alpha: number) => [255, 0, 0, alpha];
const blue = (alpha: number) => [0, 0, 255, alpha];
const two = (...pixels: number[][]): Pixels => ({
	width: pixels.length,
	height: 1,
	rgba: Buffer.from(pixels.flat()),
});

describe('PNG masks', () => {
	it('are read whatever the filters of their rows and the size of their chunks', async () => {
		await fc.assert(
			fc.asyncProperty(
				image,
				fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 9, maxLength: 9 }),
				fc.integer({ min: 1, max: 40 }),
				async (pixels, filters, split) => {
					expect(await readPng(encoded(pixels, { filters, split }), 'a.png')).toEqual(pixels);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('are written so that zlib reads the same pixels', async () => {
		await fc.assert(
			fc.asyncProperty(image, async (pixels) => {
				expect(decoded(await writePng(pixels))).toEqual(pixels.rgba);
			}),
			{ numRuns: 40 },
		);
	});

	it('are read when they are larger than one piece of a stream', async () => {
		const rgba = Buffer.from(Array.from({ length: 400 * 300 * 4 }, (_, at) => (at * 7919) % 251));
		const pixels = { width: 400, height: 300, rgba };
		const filters = Array.from({ length: 300 }, (_, row) => row % 5);
		expect((await readPng(encoded(pixels, { filters }), 'a.png')).rgba.equals(rgba)).toBe(true);
	});

	it('are combined: the new one wins where it is not transparent', async () => {
		const below = encoded(two(red(255), red(255), blue(0), red(255)));
		const above = encoded(two(blue(255), blue(0), blue(255), blue(1)));
		const both = await combinedMasks(
			{ bytes: below, name: 'old' },
			{ bytes: above, name: 'new.png' },
		);
		expect([...decoded(both)]).toEqual([blue(255), red(255), blue(255), blue(1)].flat());
	});

	const fine = two(red(255), red(0));
	const damaged = (change: (bytes: Buffer) => Buffer | void) => {
		const bytes = encoded(fine);
		return change(bytes) ?? bytes;
	};
	it.each<[string, Buffer, RegExp]>([
		['no PNG', Buffer.from('GIF89a, not a PNG'), /'m.png' is not a PNG$/],
		['an empty file', Buffer.alloc(0), /is not a PNG$/],
		['RGB without alpha', encoded(fine, { color: 2 }), /not a PNG of 8-bit RGBA/],
		['a palette', encoded(fine, { color: 3 }), /not a PNG of 8-bit RGBA/],
		['16 bits per channel', encoded(fine, { depth: 16 }), /not a PNG of 8-bit RGBA/],
		['interlacing', encoded(fine, { interlace: 1 }), /without interlacing/],
		['a cut end', damaged((bytes) => bytes.subarray(0, -20)), /is damaged/],
		['a changed byte', damaged((bytes) => void bytes.fill(0, 45, 46)), /is damaged/],
		['fewer rows than it says', encoded(fine, { claims: [2, 5] }), /is damaged/],
		[
			'more rows than it says',
			encoded({ ...fine, width: 1, height: 2 }, { claims: [1, 1] }),
			/is damaged/,
		],
		['an unknown filter', encoded(fine, { filters: [7] }), /is damaged/],
		['no pixels', encoded(fine, { claims: [0, 1] }), /is damaged/],
		['too many pixels', encoded(fine, { claims: [60_000, 60_000] }), /more than can be combined/],
	])('are refused: %s', async (_case, bytes, words) => {
		await expect(readPng(bytes, 'm.png')).rejects.toThrow(words);
	});

	it('are not combined with masks of another size', async () => {
		const small = { bytes: encoded(two(red(255))), name: 'new.png' };
		const large = { bytes: encoded(fine), name: 'old' };
		await expect(combinedMasks(large, small)).rejects.toThrow(
			"The mask 'new.png' has 1 × 1 pixels, the existing one 2 × 1",
		);
	});
});
