import { MAX_PIXELS } from '../../formats/png';
import { boxArea, boxAround } from '../../labels/geometry/box';
import { boxIou, convexIou, distance, maskIou } from '../../labels/geometry/overlap';
import { maskArea, maskBounds, ringMask, zonesMask } from '../../labels/geometry/pixels';
import { areaOf } from '../../labels/geometry/polygon';
import { convexHull, smallestRectangle } from '../../labels/geometry/rectangle';
import type { Box, Mask, Point, Ring, Size } from '../../labels/geometry/types';
import type { Breather } from '../../util/breather';
import { AREAS } from '../formats/common';
import type { LabeledObject, Shape } from '../model';
import { boxIn, cornersIn } from '../outline';
import type { LeftOutReason } from '../report';

/** What of objects is compared. */
export type ComparedShapes = 'boxes' | 'masks' | 'rotated' | 'points';

/** The part of an object that is compared. */
export interface Footprint {
	object: LabeledObject;
	/** Class of the object. */
	name: string;
	/** Upright box around it, in pixels. */
	box: Box;
	/** Square pixels. */
	area: number;
	ring?: Ring;
	mask?: Mask;
}

/** Where the pixels of a picture are counted: its size, and the place of its first pixel. */
export interface Grid extends Size {
	x: number;
	y: number;
}

/** How much two objects are alike. */
export interface Measure {
	/**
	 * The part of an object that counts; undefined for shapes that cannot be compared so.
	 * @param grid the pixels of the picture, for masks
	 */
	footprint(
		object: LabeledObject,
		name: string,
		grid?: Grid,
	): Promise<Footprint | undefined> | Footprint | undefined;
	/** From 0 to 1 for the same place; below 0 for what is too far away. */
	likeness(a: Footprint, b: Footprint): number;
	/** What a likeness is given to the user as: an intersection over union, or a distance in pixels. */
	valueOf(likeness: number): number;
	/** True where `likeness` is an intersection over union, of which areas tell the highest possible. */
	isIou: boolean;
}

/** @param maxDistance between two points that mean the same, in pixels */
export function measureOf(
	shapes: ComparedShapes,
	maxDistance: number,
	breather: Breather,
): Measure {
	switch (shapes) {
		case 'boxes':
			return {
				isIou: true,
				footprint: (object, name) => {
					const box = outlineOf(object.shape) && boxIn(object.shape);
					return box && { object, name, box, area: boxArea(box) };
				},
				likeness: (a, b) => boxIou(a.box, b.box),
				valueOf: asItIs,
			};
		case 'rotated':
			return {
				isIou: true,
				footprint: (object, name) => {
					const ring = rotatedOf(object.shape);
					return ring && { object, name, ring, box: boxAround(ring), area: areaOf(ring) };
				},
				likeness: (a, b) => convexIou(a.ring!, b.ring!),
				valueOf: asItIs,
			};
		case 'masks':
			return {
				isIou: true,
				footprint: async (object, name, grid) => {
					const mask = await maskOf(object.shape, grid!, breather);
					if (!mask) return undefined;
					const [x0, y0, x1, y1] = maskBounds(mask) ?? [0, 0, 0, 0];
					return { object, name, mask, box: { x0, y0, x1, y1 }, area: maskArea(mask) };
				},
				likeness: (a, b) => maskIou(a.mask!, b.mask!),
				valueOf: asItIs,
			};
		case 'points':
			return {
				isIou: false,
				footprint: (object, name) => {
					const { shape } = object;
					if (shape.kind !== 'point') return undefined;
					return {
						object,
						name,
						ring: [shape.point],
						box: around(shape.point, maxDistance / 2),
						area: 0,
					};
				},
				likeness: (a, b) => {
					const apart = distance(a.ring![0], b.ring![0]);
					return maxDistance === 0 && apart === 0 ? 1 : 1 - apart / maxDistance;
				},
				valueOf: (likeness) => (1 - likeness) * maxDistance,
			};
	}
}

/** The pixels to count in: those of the picture, or those around its shapes where it has no usable size. */
export function gridOf(size: Size | undefined, objects: readonly LabeledObject[]): Grid {
	for (const { shape } of objects) {
		if (shape.kind === 'mask') return { ...shape.mask, x: 0, y: 0 };
	}
	if (size && size.width * size.height <= MAX_PIXELS) {
		return { width: Math.ceil(size.width), height: Math.ceil(size.height), x: 0, y: 0 };
	}
	const { x0, y0, x1, y1 } = boxAround(
		objects.flatMap(({ shape }) => (AREAS.has(shape.kind) ? cornersIn(shape) : [])),
	);
	if (x1 < x0) return { width: 1, height: 1, x: 0, y: 0 };
	const [x, y] = [Math.floor(x0), Math.floor(y0)];
	return { width: Math.max(1, Math.ceil(x1) - x), height: Math.max(1, Math.ceil(y1) - y), x, y };
}

/** Why an object has no footprint where it has none. */
export function reasonForNone({ shape }: LabeledObject): LeftOutReason {
	if (shape.kind === 'notFinite') return 'notFinite';
	if (shape.kind === 'mask') return 'unreadable'; // of another size than its picture
	return shape.kind === 'polygon' || shape.kind === 'zones' ? 'tooFewPoints' : 'unsupportedShape';
}

/** All outer corners of a shape; undefined for one that encloses nothing. */
function outlineOf(shape: Shape): Ring | undefined {
	const outline = AREAS.has(shape.kind) ? cornersIn(shape) : [];
	return outline.length < 3 ? undefined : outline;
}

function rotatedOf(shape: Shape): Ring | undefined {
	const outline = outlineOf(shape);
	if (!outline) return undefined;
	const isBox = shape.kind === 'box' || shape.kind === 'rotated';
	return isBox ? convexHull(outline) : smallestRectangle(outline);
}

async function maskOf(shape: Shape, grid: Grid, breather: Breather): Promise<Mask | undefined> {
	if (shape.kind === 'mask') {
		const { mask } = shape;
		return mask.width === grid.width && mask.height === grid.height ? mask : undefined;
	}
	const moved = (ring: Ring): Ring =>
		grid.x === 0 && grid.y === 0 ? ring : ring.map(([x, y]): Point => [x - grid.x, y - grid.y]);
	if (shape.kind === 'zones') {
		const zones = shape.zones.map(({ region, holes }) => ({
			region: moved(region),
			holes: holes.map(moved),
		}));
		return await zonesMask(zones, grid, breather);
	}
	const outline = outlineOf(shape);
	return outline && (await ringMask(moved(outline), grid, breather));
}

function asItIs(likeness: number): number {
	return likeness;
}

function around([x, y]: Point, reach: number): Box {
	return { x0: x - reach, y0: y - reach, x1: x + reach, y1: y + reach };
}
