import { crc32, inflateSync } from 'node:zlib';

import { encodeGrayscalePng, SIGNATURE } from '../../demo/png.mts';
import { animatedPng } from '../n8n/screenshots/apng.mts';

/** The parts of a PNG file, whose checksums are right. */
function partsOf(png: Buffer): Array<{ type: string; data: Buffer }> {
	expect(png.subarray(0, SIGNATURE.length)).toEqual(SIGNATURE);
	const parts = [];
	for (let at = SIGNATURE.length; at < png.length;) {
		const end = at + 8 + png.readUInt32BE(at);
		expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
		parts.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
		at = end + 4;
	}
	return parts;
}

const picture = (...pixels: number[]) => encodeGrayscalePng(Uint8Array.from(pixels), 2);

describe('animatedPng', () => {
	it('shows each picture for its time, in numbered parts', () => {
		const pictures = [picture(1, 2, 3, 4), picture(5, 6, 7, 8), picture(9, 10, 11, 12)];
		const parts = partsOf(
			animatedPng(pictures.map((png, index) => ({ png, seconds: index + 0.5 }))),
		);

		expect(parts.map(({ type }) => type)).toEqual([
			...['IHDR', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'fcTL', 'fdAT', 'IEND'],
		]);
		const [, control] = parts;
		expect([control!.data.readUInt32BE(0), control!.data.readUInt32BE(4)]).toEqual([3, 0]);
		const numbered = parts.filter(({ type }) => ['fcTL', 'fdAT'].includes(type));
		expect(numbered.map(({ data }) => data.readUInt32BE(0))).toEqual([0, 1, 2, 3, 4]);
		const shown = parts.filter(({ type }) => type === 'fcTL');
		expect(
			shown.map(({ data }) => [
				data.readUInt32BE(4),
				data.readUInt32BE(8),
				data.readUInt16BE(20) / data.readUInt16BE(22),
			]),
		).toEqual([
			[2, 2, 0.5],
			[2, 2, 1.5],
			[2, 2, 2.5],
		]);
		const pixels = parts.flatMap(({ type, data }) =>
			type === 'IDAT'
				? [inflateSync(data)]
				: type === 'fdAT'
					? [inflateSync(data.subarray(4))]
					: [],
		);
		expect(pixels.map((rows) => [...rows])).toEqual([
			[0, 1, 2, 0, 3, 4],
			[0, 5, 6, 0, 7, 8],
			[0, 9, 10, 0, 11, 12],
		]);
	});

	it('refuses pictures of other sizes', () => {
		const frames = [picture(1, 2), picture(1, 2, 3, 4)].map((png) => ({ png, seconds: 1 }));
		expect(() => animatedPng(frames)).toThrow('one size');
	});
});
