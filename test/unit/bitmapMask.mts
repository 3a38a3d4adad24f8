import type { Mask, Size } from '../../nodes/shared/labels/geometry/types.ts';

/** The pixels that are set in a picture given row by row, a byte each, as simply as it can be done. */
export function bitmapMask(bitmap: Uint8Array, { width, height }: Size): Mask {
	const runs: number[] = [];
	for (let index = 0; index <= width * height; index++) {
		const [x, y] = [Math.floor(index / height), index % height];
		const isInside = index < width * height && bitmap[y * width + x]! > 0;
		if (isInside !== (runs.length % 2 === 1)) runs.push(index);
	}
	return { width, height, runs: Uint32Array.from(runs) };
}
