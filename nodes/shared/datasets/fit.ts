import {
	boxAround,
	boxAroundZones,
	cornersOf,
	frameOf,
	intersection,
	isInside,
} from '../labels/geometry/box';
import { clamped, clippedZones } from '../labels/geometry/clip';
import { maskZones } from '../labels/geometry/outlines';
import { maskBounds } from '../labels/geometry/pixels';
import { cleaned, crossesItself, isArea, isInRing } from '../labels/geometry/polygon';
import { smallestRectangle } from '../labels/geometry/rectangle';
import type { Box, Mask, Ring, Size, Zone } from '../labels/geometry/types';
import type { Shape } from './model';
import type { LeftOutReason, WarningCode } from './report';

/** What happens to objects that reach out of their picture; an error is for the caller to throw. */
export type OutOfImage = 'clip' | 'keep' | 'leaveOut' | 'error';

/** What a shape covers of its picture. */
export interface Fitted {
	/** Around what is left of it. */
	box: Box;
	/** Around the shape as it was drawn. */
	whole: Box;
	/** Outlines of what is left; none for what was painted. */
	zones: readonly Zone[];
	/** The pixels of what was painted. */
	mask?: Mask;
	/** True when something of it lies outside the picture and is cut off. */
	isClipped: boolean;
}

type Warn = (code: WarningCode) => void;

/** The area of a shape within its picture, or why there is none. */
export function fitted(
	shape: Shape,
	size: Size,
	outOfImage: OutOfImage,
	warn: Warn,
): Fitted | LeftOutReason {
	switch (shape.kind) {
		case 'box':
			return fittedBox(shape.box, size, outOfImage);
		case 'rotated':
			if (!isArea(shape.corners)) return 'tooSmall';
			return fittedZones([{ region: shape.corners, holes: [] }], size, outOfImage);
		case 'polygon': {
			const region = cleaned(shape.ring);
			if (!isArea(region)) return 'tooFewPoints';
			if (crossesItself(region)) warn('selfCrossing');
			return fittedZones([{ region, holes: [] }], size, outOfImage);
		}
		case 'zones': {
			const zones = cleanedZones(shape.zones, warn);
			if (zones.length === 0) return 'tooFewPoints';
			if (haveOverlap(zones)) warn('zonesOverlap');
			return fittedZones(zones, size, outOfImage);
		}
		case 'mask': {
			const bounds = maskBounds(shape.mask);
			if (!bounds) return 'tooSmall';
			const [x0, y0, x1, y1] = bounds;
			const box = { x0, y0, x1, y1 };
			return { box, whole: box, zones: [], mask: shape.mask, isClipped: false };
		}
		case 'notFinite':
			return 'notFinite';
		default:
			return 'unsupportedShape';
	}
}

/**
 * The four corners of an oriented box: of boxes their own, of other shapes those of the smallest
 * rectangle around. Corners outside the picture are moved to its border one by one, unless they are kept.
 */
export function orientedCorners(
	shape: Shape,
	{ zones, mask, box }: Fitted,
	size: Size,
	outOfImage: OutOfImage,
): { corners: Ring; isClipped: boolean } {
	const corners =
		shape.kind === 'box'
			? cornersOf(box)
			: shape.kind === 'rotated'
				? shape.corners
				: smallestRectangle((mask ? maskZones(mask) : zones).flatMap(({ region }) => region));
	const frame = frameOf(size);
	if (outOfImage === 'keep' || isInside(boxAround(corners), frame)) {
		return { corners, isClipped: false };
	}
	return { corners: clamped(corners, frame), isClipped: true };
}

function fittedBox(whole: Box, size: Size, outOfImage: OutOfImage): Fitted | LeftOutReason {
	if (whole.x1 === whole.x0 || whole.y1 === whole.y0) return 'tooSmall';
	const frame = frameOf(size);
	const isClipped = outOfImage !== 'keep' && !isInside(whole, frame);
	if (isClipped && outOfImage === 'leaveOut') return 'outsideImage';
	const box = isClipped ? intersection(whole, frame) : whole;
	if (box.x1 <= box.x0 || box.y1 <= box.y0) return 'outsideImage';
	return { box, whole, zones: [{ region: cornersOf(box), holes: [] }], isClipped };
}

function fittedZones(
	drawn: readonly Zone[],
	size: Size,
	outOfImage: OutOfImage,
): Fitted | LeftOutReason {
	const whole = boxAroundZones(drawn);
	const frame = frameOf(size);
	const isClipped = outOfImage !== 'keep' && !isInside(whole, frame);
	if (!isClipped) return { box: whole, whole, zones: drawn, isClipped };
	if (outOfImage === 'leaveOut') return 'outsideImage';
	const zones = clippedZones(drawn, frame);
	if (zones.length === 0) return 'outsideImage';
	return { box: boxAroundZones(zones), whole, zones, isClipped };
}

/** Zones without points that say nothing, and without holes that take nothing away. */
function cleanedZones(zones: readonly Zone[], warn: Warn): Zone[] {
	return zones
		.map(({ region, holes }) => {
			const outline = cleaned(region);
			if (crossesItself(outline)) warn('selfCrossing');
			return { region: outline, holes: holes.map(cleaned).filter(isArea) };
		})
		.filter(({ region }) => isArea(region))
		.map(({ region, holes }) => {
			const effective = holes.filter((hole) => hole.some((point) => isInRing(point, region)));
			if (effective.length < holes.length) warn('holeOutside');
			return { region, holes: effective };
		});
}

/** Of more points it is not worth the time to find out. */
const MAX_POINTS_TESTED = 2000;

/** True when a corner of one zone lies inside another one. */
function haveOverlap(zones: readonly Zone[]): boolean {
	if (zones.length < 2) return false;
	if (zones.reduce((sum, { region }) => sum + region.length, 0) > MAX_POINTS_TESTED) return false;
	return zones.some(({ region }, index) =>
		zones.some(
			(other, at) => at !== index && region.some((point) => isInRing(point, other.region)),
		),
	);
}
