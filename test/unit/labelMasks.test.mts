import fc from 'fast-check';
import { maskZones } from '../../nodes/shared/labels/geometry/outlines.ts';
import {
	maskArea,
	maskBounds,
	ringMask,
	sharedArea,
	zonesMask,
} from '../../nodes/shared/labels/geometry/pixels.ts';
import { rleCounts, rleMask, rleText } from '../../nodes/shared/labels/geometry/rle.ts';
import type { Mask, Ring, Zone } from '../../nodes/shared/labels/geometry/types.ts';
import { valueMasks } from '../../nodes/shared/labels/geometry/valueMasks.ts';
import { Breather } from '../../nodes/shared/util/breather.ts';
import { bitmapMask } from './bitmapMask.mts';
import { cpuMs } from './cpuTime.mts';

/** Wants a pause whenever it is asked, and counts them. */
class Restless extends Breather {
	pauses = 0;

	override get isDue(): boolean {
		return true;
	}

	override async pause(): Promise<void> {
		this.pauses++;
		await super.pause();
	}
}

const breather = new Breather();

/** A mask as rows of `#` and `.`. */
function drawn(...rows: string[]): Mask {
	const pixels = Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 1 : 0));
	return bitmapMask(pixels, { width: rows[0].length, height: rows.length });
}

/** The rule itself, pixel by pixel. */
function isInside(ring: Ring, x: number, y: number): boolean {
	let inside = false;
	for (let i = 0; i < ring.length; i++) {
		const [from, to] = [ring[i], ring[(i + 1) % ring.length]];
		if (from[1] <= y === to[1] <= y) continue;
		const [upper, lower] = from[1] <= to[1] ? [from, to] : [to, from];
		const crossing = upper[0] + ((y - upper[1]) * (lower[0] - upper[0])) / (lower[1] - upper[1]);
		if (crossing <= x) inside = !inside;
	}
	return inside;
}

function pixelsOf(width: number, height: number, rule: (x: number, y: number) => boolean): Mask {
	const bitmap = new Uint8Array(width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) bitmap[y * width + x] = rule(x + 0.5, y + 0.5) ? 1 : 0;
	}
	return bitmapMask(bitmap, { width, height });
}

const side = fc.integer({ min: 1, max: 24 });
const anyMask = fc
	.tuple(side, side, fc.integer({ min: 0, max: 10 }))
	.chain(([width, height, tenths]) =>
		fc
			.array(fc.integer({ min: 0, max: 9 }), {
				minLength: width * height,
				maxLength: width * height,
			})
			.map((dice) =>
				bitmapMask(
					Uint8Array.from(dice, (die) => Number(die < tenths)),
					{ width, height },
				),
			),
	);
const coordinate = fc.oneof(
	fc.integer({ min: -4, max: 20 }).map((half) => half / 2),
	fc.double({ min: -5, max: 15, noNaN: true }),
);
const anyRing = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 12 });

describe('pixels of outlines', () => {
	it('a square from (0, 0) to (9, 9) has 81 pixels', async () => {
		const mask = await ringMask(
			[
				[0, 0],
				[9, 0],
				[9, 9],
				[0, 9],
			],
			{ width: 20, height: 20 },
			breather,
		);
		expect(maskArea(mask)).toBe(81);
		expect(maskBounds(mask)).toEqual([0, 0, 9, 9]);
	});

	it('only what is in the picture counts', async () => {
		const mask = await ringMask(
			[
				[-5, -5],
				[500, -5],
				[500, 500],
				[-5, 500],
			],
			{ width: 8, height: 6 },
			breather,
		);
		expect([...mask.runs]).toEqual([0, 48]);
		expect(maskBounds(mask)).toEqual([0, 0, 8, 6]);
	});

	it('a pixel belongs to a ring when its center does', async () => {
		await fc.assert(
			fc.asyncProperty(anyRing, async (ring) => {
				const expected = pixelsOf(12, 10, (x, y) => isInside(ring, x, y));
				const mask = await ringMask(ring, { width: 12, height: 10 }, breather);
				expect([...mask.runs]).toEqual([...expected.runs]);
			}),
			{ numRuns: 500 },
		);
	});

	it('a picture wider than a word of bits has the same pixels', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.tuple(fc.double({ min: -9, max: 140, noNaN: true }), fc.integer({ min: -2, max: 8 })),
					{
						minLength: 3,
						maxLength: 9,
					},
				),
				fc.constantFrom(31, 32, 33, 63, 64, 65, 130),
				async (ring, width) => {
					const expected = pixelsOf(width, 6, (x, y) => isInside(ring, x, y));
					const mask = await ringMask(ring, { width, height: 6 }, breather);
					expect([...mask.runs]).toEqual([...expected.runs]);
				},
			),
		);
	});

	it('zones add up, their holes do not count', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ region: anyRing, holes: fc.array(anyRing, { maxLength: 2 }) }), {
					maxLength: 3,
				}),
				async (zones) => {
					const expected = pixelsOf(12, 10, (x, y) =>
						zones.some(
							({ region, holes }) =>
								isInside(region, x, y) && !holes.some((hole) => isInside(hole, x, y)),
						),
					);
					const mask = await zonesMask(zones, { width: 12, height: 10 }, breather);
					expect([...mask.runs]).toEqual([...expected.runs]);
				},
			),
		);
	});

	it('masks share the pixels that are in both', () => {
		const [a, b] = [drawn('##.', '##.', '...'), drawn('...', '.##', '.##')];
		expect(sharedArea(a, b)).toBe(1);
		expect(sharedArea(a, a)).toBe(4);
	});

	it('a mask can be no larger than its indexes', async () => {
		const square: Ring = [
			[0, 0],
			[9, 0],
			[9, 9],
		];
		const maskOf = async (width: number, height: number) =>
			await ringMask(square, { width, height }, breather);
		await expect(maskOf(70_000, 70_000)).rejects.toThrow('70000 × 70000 pixels is too large');
		await expect(maskOf(2 ** 21, 1)).rejects.toThrow('too large');
	});

	it('10,000 points across a large picture take bounded time, and are put down at every turn', async () => {
		const ring: Ring = Array.from({ length: 10_000 }, (_, i) => [
			(i * 7919) % 2000,
			(i * 104_729) % 1000,
		]);
		const size = { width: 2000, height: 1000 };
		const restless = new Restless();
		const started = cpuMs();
		const mask = await ringMask(ring, size, restless);
		expect(cpuMs() - started).toBeLessThan(20_000);
		expect(maskArea(mask)).toBeGreaterThan(0);
		expect(restless.pauses).toBeGreaterThan(size.height / 100);
		restless.pauses = 0;
		await zonesMask([{ region: ring, holes: [ring.toReversed()] }], size, restless);
		expect(restless.pauses).toBeGreaterThan((2 * size.height) / 100);
	});

	it('a cancel ends what takes long', async () => {
		const run = new AbortController();
		run.abort();
		const square: Ring = [
			[0, 0],
			[9, 0],
			[9, 9],
		];
		const pixels = ringMask(square, { width: 10, height: 10 }, new Restless(run.signal));
		await expect(pixels).rejects.toThrow('The execution was canceled');
	});
});

describe('run-length encoding', () => {
	// Texts by pycocotools 2.0.11.
	it.each([
		{ mask: drawn('.#.', '...'), counts: [2, 1, 3], text: '213' },
		{ mask: drawn('##', '##'), counts: [0, 4], text: '04' },
		{ mask: drawn('..', '..'), counts: [4], text: '4' },
	])('$text', ({ mask, counts, text }) => {
		expect([...rleCounts(mask)]).toEqual(counts);
		expect(rleText(counts)).toBe(text);
	});

	it('a ring has the text that pycocotools gives it', async () => {
		const zone: Zone = {
			region: [
				[3, 2],
				[20, 2],
				[20, 17],
				[3, 17],
			],
			holes: [
				[
					[8, 6],
					[14, 6],
					[14, 12],
					[8, 12],
				],
			],
		};
		const mask = await zonesMask([zone], { width: 24, height: 20 }, breather);
		const text = rleText(rleCounts(mask));
		expect(text).toBe('n1?500000000E11OO11OO11OO11OO11OO11O:0000000000^2');
	});

	it('text and list give the mask back', () => {
		fc.assert(
			fc.property(anyMask, (mask) => {
				const counts = [...rleCounts(mask)];
				const size = [mask.height, mask.width];
				expect(rleMask({ size, counts })).toEqual(mask);
				expect(rleMask({ size, counts: rleText(counts) })).toEqual(mask);
			}),
		);
	});

	it('lengths of large pictures survive', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 100_000_000 }), { maxLength: 20 }),
				(counts) => {
					const height = 2 ** 16;
					const sum = counts.reduce((total, count) => total + count, 0);
					const all = [...counts, Math.ceil((sum + 1) / height) * height - sum];
					const size = [height, (sum + all[all.length - 1]) / height];
					const read = rleMask({ size, counts: rleText(all) });
					expect(read && [...rleCounts(read)]).toEqual(all);
				},
			),
		);
	});

	it.each([
		['too few pixels', { size: [2, 2], counts: [1, 2] }],
		['too many pixels', { size: [2, 2], counts: [1, 4] }],
		['a negative length', { size: [2, 2], counts: [6, -2] }],
		['no number', { size: [2, 2], counts: [NaN, 4] }],
		['a fraction', { size: [2, 2], counts: [1.5, 2.5] }],
		['a size of 0', { size: [0, 2], counts: [0] }],
		['a size that is none', { size: [], counts: [0] }],
		['a text that ends within a number', { size: [2, 2], counts: 'P' }],
		['characters of another alphabet', { size: [2, 2], counts: '4é' }],
		['a number without end', { size: [2, 2], counts: 'PPPPPPPPPPPPPPP4' }],
	])('%s is no mask', (_, rle) => {
		expect(rleMask(rle)).toBeUndefined();
	});

	it('any text is read or refused', () => {
		fc.assert(
			fc.property(fc.string(), side, side, (counts, height, width) => {
				const mask = rleMask({ size: [height, width], counts });
				if (mask) expect(maskArea(mask)).toBeLessThanOrEqual(width * height);
			}),
		);
	});
});

describe('outlines of masks', () => {
	it('run clockwise from the top left corner, holes the other way', () => {
		const mask = drawn('#####', '#...#', '#####');
		expect(maskZones(mask)).toEqual([
			{
				region: [
					[0, 0],
					[5, 0],
					[5, 3],
					[0, 3],
				],
				holes: [
					[
						[1, 1],
						[1, 2],
						[4, 2],
						[4, 1],
					],
				],
			},
		]);
	});

	it('pixels that touch at a corner are two zones, gaps that do are one hole', () => {
		expect(maskZones(drawn('#.', '.#'))).toHaveLength(2);
		expect(maskZones(drawn('.#', '#.')).map(({ region }) => region[0])).toEqual([
			[1, 0],
			[0, 1],
		]);
		const [zone, ...others] = maskZones(drawn('####', '#.##', '##.#', '####'));
		expect(others).toEqual([]);
		expect(zone.holes).toHaveLength(1);
	});

	it('a zone within a hole is a zone of its own', () => {
		const zones = maskZones(drawn('#####', '#...#', '#.#.#', '#...#', '#####'));
		expect(zones.map(({ region, holes }) => [region[0], holes.length])).toEqual([
			[[0, 0], 1],
			[[2, 2], 0],
		]);
	});

	it('give the mask back, with no point on a straight line', async () => {
		await fc.assert(
			fc.asyncProperty(anyMask, async (mask) => {
				const zones = maskZones(mask);
				expect(await zonesMask(zones, mask, breather)).toEqual(mask);
				let area = 0;
				for (const zone of zones) area += maskArea(await zonesMask([zone], mask, breather));
				expect(area).toBe(maskArea(mask));
				for (const ring of zones.flatMap(({ region, holes }) => [region, ...holes])) {
					for (const [i, [x, y]] of ring.entries()) {
						const [before, after] = [ring.at(i - 1)!, ring[(i + 1) % ring.length]];
						expect((before[0] === x) !== (after[0] === x)).toBe(true);
						expect((before[1] === y) !== (after[1] === y)).toBe(true);
					}
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('zones come in the order of their first pixels', () => {
		fc.assert(
			fc.property(anyMask, (mask) => {
				const firsts = maskZones(mask).map(({ region: [[x, y]] }) => y * mask.width + x);
				expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
			}),
		);
	});

	it('a mask of noise is refused before it fills the memory', () => {
		const bitmap = Uint8Array.from(
			{ length: 2000 * 1000 },
			(_, i) => (i + Math.floor(i / 2000)) % 2,
		);
		const mask = bitmapMask(bitmap, { width: 2000, height: 1000 });
		expect(() => maskZones(mask)).toThrow('999000 runs of pixels');
	});
});

describe('the masks of several values', () => {
	it('are those of each value alone', async () => {
		const picture = fc
			.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
			.chain(([width, height]) =>
				fc.record({
					size: fc.constant({ width, height }),
					values: fc.array(fc.integer({ min: 0, max: 3 }), {
						minLength: width * height,
						maxLength: width * height,
					}),
				}),
			);
		await fc.assert(
			fc.asyncProperty(picture, async ({ size, values }) => {
				let columns = 0;
				const passed = () => void columns++;
				const masks = await valueMasks(size, (pixel) => values[pixel]!, [1, 2, 3], passed);
				expect(columns).toBe(size.width);
				for (const value of [1, 2, 3]) {
					const bitmap = Uint8Array.from(values, (one) => Number(one === value));
					expect(masks.get(value)).toEqual(bitmapMask(bitmap, size));
				}
			}),
		);
	});
});
