import type { Point, Ring } from './types';

/** A rotated box in the numbers that Ango Hub uses: pixels, and degrees clockwise on screen. */
export interface RotatedBox {
	x: number;
	y: number;
	width: number;
	height: number;
	rotation: number;
}

/**
 * The corners of a rotated box as exports give it, where x and y are a corner of the turned box.
 * @returns that corner, the one along the width, the opposite one, the one along the height
 */
export function cornersOfExport({ x, y, width, height, rotation }: RotatedBox): Ring {
	const [along, down] = sides(width, height, rotation);
	return [
		[x, y],
		[x + along[0], y + along[1]],
		[x + along[0] + down[0], y + along[1] + down[1]],
		[x + down[0], y + down[1]],
	];
}

/**
 * The corners of a rotated box as imports give it, where x and y are the top left corner before the
 * box is turned about its center.
 * @returns the turned top left, top right, bottom right, and bottom left corner
 */
export function cornersOfImport(box: RotatedBox): Ring {
	const { x, y, width, height, rotation } = box;
	const [along, down] = sides(width, height, rotation);
	return cornersOfExport({
		...box,
		x: x + width / 2 - (along[0] + down[0]) / 2,
		y: y + height / 2 - (along[1] + down[1]) / 2,
	});
}

/** The `corners` of an export in the order of `cornersOfExport`: exports go along the height first. */
export function fromExportedCorners([first, along, opposite, down]: Ring): Ring {
	return [first, down, opposite, along];
}

/**
 * A rotated box as imports take it, from its corners in the order of `cornersOfExport`. The
 * rotation, that of the side from the first to the second corner, is in (-180, 180]. Not rounded.
 */
export function toImportForm([c0, c1, c2, c3]: Ring): RotatedBox {
	const width = Math.hypot(c1[0] - c0[0], c1[1] - c0[1]);
	const height = Math.hypot(c3[0] - c0[0], c3[1] - c0[1]);
	const angle = (Math.atan2(c1[1] - c0[1], c1[0] - c0[0]) * 180) / Math.PI;
	return {
		x: (c0[0] + c1[0] + c2[0] + c3[0]) / 4 - width / 2,
		y: (c0[1] + c1[1] + c2[1] + c3[1]) / 4 - height / 2,
		width,
		height,
		rotation: angle === -180 ? 180 : angle,
	};
}

/** Pixels, and shares of the diagonal, by which corners that were rounded may miss a rectangle. */
const ROUNDING = { pixels: 2, share: 0.02 };

/** True when four corners in their order are those of a rectangle, but for rounding. */
export function isRectangle([c0, c1, c2, c3]: Ring): boolean {
	const [ux, uy, vx, vy] = [c1[0] - c0[0], c1[1] - c0[1], c3[0] - c0[0], c3[1] - c0[1]];
	const allowed = Math.max(ROUNDING.pixels, ROUNDING.share * Math.hypot(ux, uy, vx, vy));
	const skew = Math.abs(ux * vx + uy * vy) / Math.max(Math.hypot(ux, uy), Math.hypot(vx, vy));
	const open = Math.hypot(c0[0] + ux + vx - c2[0], c0[1] + uy + vy - c2[1]);
	return skew <= allowed && open <= allowed;
}

/** The sides of the turned box as vectors: along its width, and down its height. */
function sides(width: number, height: number, rotation: number): [Point, Point] {
	const angle = (rotation * Math.PI) / 180;
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	return [
		[width * cos, width * sin],
		[-height * sin, height * cos],
	];
}
