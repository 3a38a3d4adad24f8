import { boxAround, cornersOf } from '../labels/geometry/box';
import { maskZones } from '../labels/geometry/outlines';
import { maskBounds } from '../labels/geometry/pixels';
import type { Box, Ring } from '../labels/geometry/types';
import type { Shape } from './model';

/** All outer corners of a shape, in no matter how many parts; none for what has no place in pictures. */
export function cornersIn(shape: Shape): Ring {
	switch (shape.kind) {
		case 'box':
			return cornersOf(shape.box);
		case 'rotated':
			return shape.corners;
		case 'polygon':
			return shape.ring;
		case 'polyline':
			return shape.points;
		case 'point':
			return [shape.point];
		case 'zones':
			return shape.zones.flatMap(({ region }) => region);
		case 'mask':
			return maskZones(shape.mask).flatMap(({ region }) => region);
		default:
			return [];
	}
}

/** The upright box around a shape; undefined for what has no place in pictures. */
export function boxIn(shape: Shape): Box | undefined {
	if (shape.kind === 'mask') {
		const bounds = maskBounds(shape.mask);
		return bounds && { x0: bounds[0], y0: bounds[1], x1: bounds[2], y1: bounds[3] };
	}
	const corners = cornersIn(shape);
	return corners.length > 0 ? boxAround(corners) : undefined;
}
