import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { combinedMasks } from '../../nodes/AngoHub/resources/label/combineMasks.ts';
import { readPng, writeIndexPng, writePng, type Pixels } from '../../nodes/shared/formats/png.ts';
import { cpuMs } from './cpuTime.mts';

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
	palette?: number[][];
	/** Content of the tRNS chunk. */
	transparency?: number[];
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

const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Numbers of `depth` bits in a row, as bytes. */
function bitsOf(samples: number[], depth: number): number[] {
	const bits = samples.map((sample) => sample.toString(2).padStart(depth, '0')).join('');
	return (bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2));
}

interface Image {
	width: number;
	height: number;
	/** The channels of each pixel, row by row. */
	samples: ArrayLike<number>;
}

/** A PNG as another program writes it, with zlib. */
function encoded({ width, height, samples }: Image, form: Form = {}): Buffer {
	const { depth = 8, color = 6, interlace = 0, filters = [], split = Infinity } = form;
	const [claimedWidth, claimedHeight] = form.claims ?? [width, height];
	const header = Buffer.alloc(13);
	header.writeUInt32BE(claimedWidth, 0);
	header.writeUInt32BE(claimedHeight, 4);
	header.set([depth, color, 0, 0, interlace], 8);
	const channels = CHANNELS[color];
	const step = Math.max(1, (channels * depth) / 8);
	const all = Array.from(samples);
	const packedRow = (y: number) =>
		bitsOf(all.slice(y * width * channels, (y + 1) * width * channels), depth);
	const rows: number[] = [];
	let above: number[] = [];
	for (let y = 0; y < height; y++) {
		const filter = filters[y] ?? 0;
		const row = packedRow(y);
		rows.push(filter);
		for (const [x, byte] of row.entries()) {
			const [left, up, corner] = [row[x - step] ?? 0, above[x] ?? 0, above[x - step] ?? 0];
			rows.push((byte - predictor(filter, left, up, corner)) & 255);
		}
		above = row;
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
		...(form.palette ? [chunk('PLTE', Buffer.from(form.palette.flat()))] : []),
		...(form.transparency ? [chunk('tRNS', Buffer.from(form.transparency))] : []),
		...data,
		chunk('IEND', Buffer.alloc(0)),
	]);
}

const rgbaImage = ({ width, height, rgba }: Pixels): Image => ({ width, height, samples: rgba });

/** The pixels in a PNG whose rows of `size` bytes are not filtered, read with zlib. */
function inflatedRows(png: Buffer, size: number): Buffer {
	const packed: Buffer[] = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		const length = png.readUInt32BE(at);
		const typed = png.subarray(at + 4, at + 8 + length);
		expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(typed));
		if (typed.toString('latin1', 0, 4) === 'IDAT') packed.push(typed.subarray(4));
	}
	const rows = inflateSync(Buffer.concat(packed));
	const pixels: Buffer[] = [];
	for (let start = 0; start < rows.length; start += size + 1) {
		expect(rows[start]).toBe(0);
		pixels.push(rows.subarray(start + 1, start + 1 + size));
	}
	return Buffer.concat(pixels);
}

function decoded(png: Buffer): Buffer {
	return inflatedRows(png, png.readUInt32BE(16) * 4);
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
const two = (...pixels: number[][]): Image => ({
	width: pixels.length,
	height: 1,
	samples: pixels.flat(),
});

describe('PNG masks', () => {
	it('are read whatever the filters of their rows and the size of their chunks', async () => {
		await fc.assert(
			fc.asyncProperty(
				image,
				fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 9, maxLength: 9 }),
				fc.integer({ min: 1, max: 40 }),
				async (pixels, filters, split) => {
					const png = encoded(rgbaImage(pixels), { filters, split });
					expect(await readPng(png, 'a.png')).toEqual(pixels);
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
		const read = await readPng(encoded(rgbaImage(pixels), { filters }), 'a.png');
		expect(read.rgba.equals(rgba)).toBe(true);
	});

	it.each(
		Object.entries({ 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] })
			.map(([color, depths]) => depths.map((depth) => [Number(color), depth] as const))
			.flat(),
	)('are read in the color type %i with %i bits', async (color, depth) => {
		const highest = 2 ** depth - 1;
		const byte = (sample: number) => (depth === 16 ? sample >> 8 : (sample * 255) / highest);
		// The last colors are not there: a palette is no longer than it has to be.
		const palette = Array.from({ length: 2 ** depth - 1 }, (_, entry) => [
			entry,
			255 - entry,
			entry ^ 85,
		]);
		const shown: Record<number, (samples: number[]) => number[]> = {
			0: ([gray]) => [byte(gray), byte(gray), byte(gray), 255],
			2: (channels) => [...channels.map(byte), 255],
			3: ([entry]) => [...(palette[entry] ?? [0, 0, 0]), entry === 1 ? 7 : 255],
			4: ([gray, alpha]) => [byte(gray), byte(gray), byte(gray), byte(alpha)],
			6: (channels) => channels.map(byte),
		};
		const images = fc
			.record({ width: fc.integer({ min: 1, max: 19 }), height: fc.integer({ min: 1, max: 6 }) })
			.chain((size) =>
				fc.record({
					size: fc.constant(size),
					pixels: fc.array(
						fc.array(fc.integer({ min: 0, max: highest }), {
							minLength: CHANNELS[color],
							maxLength: CHANNELS[color],
						}),
						{ minLength: size.width * size.height, maxLength: size.width * size.height },
					),
					filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 6 }),
				}),
			);
		await fc.assert(
			fc.asyncProperty(images, async ({ size, pixels, filters }) => {
				const form: Form = { color, depth, filters };
				if (color === 3) Object.assign(form, { palette, transparency: [255, 7] });
				const png = encoded({ ...size, samples: pixels.flat() }, form);
				const { rgba } = await readPng(png, 'a.png');
				expect([...rgba]).toEqual(pixels.flatMap(shown[color]));
			}),
			{ numRuns: 30 },
		);
	});

	it('have one transparent color, where they name it', async () => {
		const gray = encoded(
			{ width: 3, height: 1, samples: [0, 2, 3] },
			{ color: 0, depth: 2, transparency: [0, 2] },
		);
		expect([...(await readPng(gray, 'a.png')).rgba].filter((_, at) => at % 4 === 3)).toEqual([
			255, 0, 255,
		]);
		const colors = encoded(
			{ width: 2, height: 1, samples: [9, 8, 7, 9, 8, 6] },
			{ color: 2, transparency: [0, 9, 0, 8, 0, 7] },
		);
		expect([...(await readPng(colors, 'a.png')).rgba]).toEqual([9, 8, 7, 0, 9, 8, 6, 255]);
	});

	it('are written with a number for each pixel: as gray, in 16 bits, or with a palette', async () => {
		const sizes = fc.record({
			width: fc.integer({ min: 1, max: 9 }),
			height: fc.integer({ min: 1, max: 9 }),
		});
		await fc.assert(
			fc.asyncProperty(sizes, fc.infiniteStream(fc.nat(65_535)), async (size, numbers) => {
				const values = Uint16Array.from({ length: size.width * size.height }, () => {
					return numbers.next().value as number;
				});
				const wide = await writeIndexPng({ ...size, values });
				expect([...wide.subarray(24, 26)]).toEqual([16, 0]);
				expect([...inflatedRows(wide, size.width * 2)]).toEqual(
					[...values].flatMap((value) => [value >> 8, value & 255]),
				);
				const narrow = Uint8Array.from(values);
				const gray = await writeIndexPng({ ...size, values: narrow });
				expect([...gray.subarray(24, 26)]).toEqual([8, 0]);
				expect([...inflatedRows(gray, size.width)]).toEqual([...narrow]);
				const palette = Array.from({ length: 256 }, (_, n) => [n, n >> 1, 255 - n] as const);
				const colored = await writeIndexPng({ ...size, values: narrow }, palette);
				expect([...inflatedRows(colored, size.width)]).toEqual([...narrow]);
				expect([...(await readPng(colored, 'a.png')).rgba]).toEqual(
					[...narrow].flatMap((value) => [...palette[value], 255]),
				);
			}),
			{ numRuns: 30 },
		);
	});

	it('of one enormous row are read in bounded time', async () => {
		const width = 8_000_000;
		const png = await writeIndexPng({ width, height: 1, values: new Uint8Array(width).fill(3) });
		const started = cpuMs();
		const { rgba } = await readPng(png, 'a.png');
		expect([...rgba.subarray(-4)]).toEqual([3, 3, 3, 255]);
		expect(cpuMs() - started).toBeLessThan(10_000);
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
		['a palette that is not there', encoded(fine, { color: 3 }), /is damaged/],
		['a depth that its colors cannot have', encoded(fine, { depth: 4 }), /is damaged/],
		['an unknown interlacing', encoded(fine, { interlace: 2 }), /is damaged/],
		['interlacing', encoded(fine, { interlace: 1 }), /'m.png' is interlaced \(Adam7\)$/],
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
		[
			'too many pixels',
			encoded(fine, { claims: [60_000, 60_000] }),
			/60000 × 60000 pixels, which is too many/,
		],
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
