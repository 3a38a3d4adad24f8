/**
 * A place in a picture, in pixels: x to the right, y down, [0, 0] is the outer corner of the top
 * left pixel. Pixel (c, r) covers [c, c + 1] × [r, r + 1].
 */
export type Point = readonly [x: number, y: number];

/** The corners of an outline in order; the last is joined to the first, which is not repeated. */
export type Ring = readonly Point[];

/** A part of a segmentation: its region without its holes. */
export interface Zone {
	region: Ring;
	holes: readonly Ring[];
}

/** An upright rectangle by its edges, in pixels, with x0 ≤ x1 and y0 ≤ y1. */
export interface Box {
	x0: number;
	y0: number;
	x1: number;
	y1: number;
}

/** Width and height in pixels. */
export interface Size {
	width: number;
	height: number;
}

/**
 * A set of pixels of a picture as runs down its columns: pixel (x, y) has the index
 * `x * height + y`, and `runs` holds the start and the end (not included) of each run, ascending,
 * with a gap between two runs. It takes room for its outline, not for its area.
 */
export interface Mask extends Size {
	readonly runs: Uint32Array;
}
