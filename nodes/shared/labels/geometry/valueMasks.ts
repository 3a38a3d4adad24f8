import { Numbers } from './numbers';
import { checkMaskSize } from './pixels';
import type { Mask, Size } from './types';

/**
 * The pixels of each of the wanted values in a picture, which is gone through once.
 * @param valueAt of a pixel, by its number row by row
 * @param passed called after each column, to give the event loop back
 * @throws UserError when the picture is too large
 */
export async function valueMasks(
	{ width, height }: Size,
	valueAt: (pixel: number) => number,
	wanted: Iterable<number>,
	passed: () => Promise<void> | void,
): Promise<Map<number, Mask>> {
	checkMaskSize({ width, height });
	const runs = new Map([...wanted].map((value) => [value, new Numbers()]));
	let open: Numbers | undefined;
	for (let x = 0; x < width; x++) {
		let before = Number.NaN;
		for (let y = 0, at = x; y < height; y++, at += width) {
			const value = valueAt(at);
			if (value === before) continue;
			before = value;
			const own = runs.get(value);
			if (own === open) continue;
			open?.push(x * height + y);
			own?.push(x * height + y);
			open = own;
		}
		await passed();
	}
	open?.push(width * height);
	return new Map([...runs].map(([value, own]) => [value, { width, height, runs: own.all() }]));
}
