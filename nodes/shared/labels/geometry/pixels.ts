import { UserError } from 'n8n-workflow';

import type { Breather } from '../../util/breather';
import { ringRuns } from './scanlines';
import type { Mask, Ring, Size, Zone } from './types';

/** Indexes have 32 bits. */
const MAX_PIXELS = 2 ** 32 - 1;
/** No picture is longer; columns and rows take some bytes each. */
const MAX_SIDE = 2 ** 20;

/** Between two looks at the clock. */
const STEPS_AT_ONCE = 2 ** 16;

/** True when a mask can be as large. @param maxPixels how many pixels its format can take */
export function isMaskSize({ width, height }: Size, maxPixels = MAX_PIXELS): boolean {
	return width * height <= maxPixels && Math.max(width, height) <= MAX_SIDE;
}

/** @throws UserError when the picture is too large */
export function checkMaskSize(size: Size): void {
	if (isMaskSize(size)) return;
	const { width, height } = size;
	throw new UserError(`A picture of ${width} × ${height} pixels is too large for a mask`, {
		description: 'Check its width and height, or use boxes or polygons instead of masks.',
	});
}

/**
 * The pixels whose centers are inside a ring, by even-odd: half-open to the right and below. What
 * lies outside the picture is cut off.
 * @throws UserError when the picture is too large
 */
export async function ringMask(
	ring: Ring,
	{ width, height }: Size,
	breather: Breather,
): Promise<Mask> {
	checkMaskSize({ width, height });
	return { width, height, runs: await ringRuns(ring, { width, height }, breather) };
}

/** The pixels of all zones together. @throws UserError when the picture is too large */
export async function zonesMask(
	zones: readonly Zone[],
	size: Size,
	breather: Breather,
): Promise<Mask> {
	const masks: Mask[] = [];
	for (const { region, holes } of zones) {
		const mask = await ringMask(region, size, breather);
		const others: Mask[] = [];
		for (const hole of holes) others.push(await ringMask(hole, size, breather));
		masks.push(
			others.length === 0
				? mask
				: await combined(mask, await united(others, size, breather), without, breather),
		);
	}
	return await united(masks, size, breather);
}

/** Pairs first, then pairs of pairs: of thousands of masks each is gone through a dozen times. */
async function united(masks: Mask[], { width, height }: Size, breather: Breather): Promise<Mask> {
	if (masks.length < 2) return masks[0] ?? { width, height, runs: new Uint32Array(0) };
	const pairs: Mask[] = [];
	for (let i = 0; i < masks.length; i += 2) {
		const isPair = i + 1 < masks.length;
		pairs.push(isPair ? await combined(masks[i], masks[i + 1], either, breather) : masks[i]);
	}
	return await united(pairs, { width, height }, breather);
}

/** How many pixels there are. */
export function maskArea({ runs }: Mask): number {
	let area = 0;
	for (let i = 0; i < runs.length; i += 2) area += runs[i + 1] - runs[i];
	return area;
}

/** How many pixels two masks of one picture share. */
export function sharedArea({ runs: a }: Mask, { runs: b }: Mask): number {
	let area = 0;
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		area += Math.max(0, Math.min(a[i + 1], b[j + 1]) - Math.max(a[i], b[j]));
		if (a[i + 1] < b[j + 1]) i += 2;
		else j += 2;
	}
	return area;
}

/** Edges of the pixels as [left, top, right, bottom], or undefined when there is none. */
export function maskBounds({ runs, height }: Mask): [number, number, number, number] | undefined {
	if (runs.length === 0) return undefined;
	let top = height;
	let bottom = 0;
	for (let i = 0; i < runs.length; i += 2) {
		const last = runs[i + 1] - 1;
		const isWithinColumn = Math.floor(runs[i] / height) === Math.floor(last / height);
		top = Math.min(top, isWithinColumn ? runs[i] % height : 0);
		bottom = Math.max(bottom, isWithinColumn ? (last % height) + 1 : height);
	}
	const right = Math.floor((runs[runs.length - 1] - 1) / height) + 1;
	return [Math.floor(runs[0] / height), top, right, bottom];
}

type Rule = (inA: boolean, inB: boolean) => boolean;

const either: Rule = (inA, inB) => inA || inB;
const without: Rule = (inA, inB) => inA && !inB;

/** The pixels for which a rule holds that is false outside both masks. */
async function combined(
	{ runs: a, width, height }: Mask,
	{ runs: b }: Mask,
	rule: Rule,
	breather: Breather,
): Promise<Mask> {
	const runs = new Uint32Array(a.length + b.length);
	let [i, j, count] = [0, 0, 0];
	for (let step = 0; i < a.length || j < b.length; step++) {
		if (step % STEPS_AT_ONCE === 0 && breather.isDue) await breather.pause();
		const index = Math.min(i < a.length ? a[i] : Infinity, j < b.length ? b[j] : Infinity);
		while (i < a.length && a[i] === index) i++;
		while (j < b.length && b[j] === index) j++;
		const isInside = rule(i % 2 === 1, j % 2 === 1);
		if (isInside !== (count % 2 === 1)) runs[count++] = index;
	}
	return { width, height, runs: runs.slice(0, count) };
}
