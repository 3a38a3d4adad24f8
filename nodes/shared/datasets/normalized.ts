import { boxAround, boxAroundZones, isInside } from '../labels/geometry/box';
import type { Box, Point, Ring, Size, Zone } from '../labels/geometry/types';
import type { Shape } from './model';
import type { PredictedPicture } from './predictions';

/** Shares of width and height as pixels. */
export function scaledShape(shape: Shape, { width, height }: Size): Shape {
	const ofPoint = ([x, y]: Point): Point => [x * width, y * height];
	const ofRing = (ring: Ring) => ring.map(ofPoint);
	const ofZone = ({ region, holes }: Zone) => ({
		region: ofRing(region),
		holes: holes.map(ofRing),
	});
	switch (shape.kind) {
		case 'box':
			return {
				kind: 'box',
				box: boxAround(
					ofRing([
						[shape.box.x0, shape.box.y0],
						[shape.box.x1, shape.box.y1],
					]),
				),
			};
		case 'rotated':
			return { kind: 'rotated', corners: ofRing(shape.corners) };
		case 'polygon':
			return { kind: 'polygon', ring: ofRing(shape.ring) };
		case 'zones':
			return { kind: 'zones', zones: shape.zones.map(ofZone) };
		case 'point':
			return { kind: 'point', point: ofPoint(shape.point) };
		default:
			return shape;
	}
}

/** Models give boxes that reach beyond the picture by some of its width or height. */
const OVERHANG = 0.1;
const FRAME: Box = { x0: -OVERHANG, y0: -OVERHANG, x1: 1 + OVERHANG, y1: 1 + OVERHANG };

/** True for pixels that are all about in the top left one: they will be shares of the width and height. */
export function looksNormalized({ objects, isNormalized }: PredictedPicture): boolean {
	const shapes = objects.flatMap(({ shape }) => (typeof shape === 'string' ? [] : shape));
	if (isNormalized || shapes.length === 0) return false;
	return shapes.every((shape) => {
		if (shape.kind === 'mask') return false;
		const box = boundsOf(shape);
		return box !== undefined && isInside(box, FRAME);
	});
}

function boundsOf(shape: Shape): Box | undefined {
	switch (shape.kind) {
		case 'box':
			return shape.box;
		case 'rotated':
			return boxAround(shape.corners);
		case 'polygon':
			return boxAround(shape.ring);
		case 'zones':
			return boxAroundZones(shape.zones);
		default:
			return undefined;
	}
}
