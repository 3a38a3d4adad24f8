import type { IDataObject } from 'n8n-workflow';

import type { SchemaClass } from '../hub/types';
import { boxAroundZones, cornersOf } from '../labels/geometry/box';
import { joinedRing } from '../labels/geometry/join';
import { isArea } from '../labels/geometry/polygon';
import { smallestRectangle } from '../labels/geometry/rectangle';
import { isRectangle, toImportForm } from '../labels/geometry/rotated';
import type { Box, Point, Ring, Zone } from '../labels/geometry/types';
import type { LeftOutReason } from './report';

/** A shape that lies in its picture, in the forms that a tool may want. */
export interface Placed {
	/** The tool that fits best. */
	tool: 'bounding-box' | 'rotated-bounding-box' | 'polygon' | 'segmentation' | 'point';
	zones: readonly Zone[];
	/** The upright box, where the prediction gives one. */
	box?: Box;
	/** The corners of a turned box, as `cornersOfExport` orders them. */
	corners?: Ring;
	point?: Point;
}

/** How a shape is drawn with a tool. */
interface Drawing {
	/** Nothing where rounding leaves no area. */
	value(placed: Placed, round: Round): IDataObject | Ring | undefined;
	/** True when the tool cannot show the shape as it is. */
	isApproximated(placed: Placed): boolean;
	/** True when several outlines become one. */
	isJoined(placed: Placed): boolean;
}

type Round = (value: number) => number;

const ROTATION_DECIMALS = 1e4;
const never = () => false;

/** The tools that an area can be drawn with. */
const DRAWINGS: Record<string, Drawing> = {
	'bounding-box': {
		value: ({ box, zones }, round) => {
			const { x0, y0, x1, y1 } = box ?? boxAroundZones(zones);
			const [x, y] = [round(x0), round(y0)];
			// Rounded by its edges, so that it never reaches beyond the picture.
			return ifArea({ x, y, width: round(round(x1) - x), height: round(round(y1) - y) });
		},
		isApproximated: ({ box }) => !box,
		isJoined: never,
	},
	'rotated-bounding-box': {
		value: ({ corners, tool, box, zones }, round) => {
			const exact = tool === 'bounding-box' && box ? cornersOf(box) : corners;
			const points = () => corners ?? zones.flatMap(({ region }) => region);
			const { rotation, ...turned } = toImportForm(
				exact && isRectangle(exact) ? exact : smallestRectangle(points()),
			);
			return ifArea({
				x: round(turned.x),
				y: round(turned.y),
				width: round(turned.width),
				height: round(turned.height),
				rotation: Math.round(rotation * ROTATION_DECIMALS) / ROTATION_DECIMALS,
			});
		},
		isApproximated: ({ tool, corners }) =>
			tool === 'polygon' || tool === 'segmentation' || (corners && !isRectangle(corners)) === true,
		isJoined: never,
	},
	polygon: {
		value: ({ zones }, round) => {
			const ring = rounded(joinedRing(zones), round);
			return isArea(ring) ? ring : undefined;
		},
		isApproximated: never,
		isJoined: ({ zones }) => zones.length > 1 || zones.some(({ holes }) => holes.length > 0),
	},
	segmentation: {
		value: ({ zones }, round) => {
			const kept = zones
				.map(({ region, holes }) => ({
					region: rounded(region, round),
					holes: holes.map((hole) => rounded(hole, round)).filter(isArea),
				}))
				.filter(({ region }) => isArea(region));
			return kept.length > 0 ? { zones: kept } : undefined;
		},
		isApproximated: never,
		isJoined: never,
	},
};

/** A shape as labels are imported with it. */
export interface ImportShape {
	schemaId?: string;
	content: IDataObject;
	isApproximated: boolean;
	isJoined: boolean;
}

/**
 * A shape as an import item has it, with the tool that fits best of those that the class has; without
 * any, that of the shape itself.
 * @param decimals of pixels
 * @returns why none of the tools can show it
 */
export function importShape(
	placed: Placed,
	tools: readonly SchemaClass[] | undefined,
	decimals: number,
): ImportShape | LeftOutReason {
	const factor = 10 ** decimals;
	const round: Round = (value) => Math.round(value * factor) / factor + 0;
	const wanted = tools?.map(({ tool }) => tool) ?? [placed.tool];
	if (placed.point) {
		const index = wanted.indexOf('point');
		if (index < 0) return 'unsupportedShape';
		const content = { point: placed.point.map(round) };
		return { schemaId: tools?.[index].schemaId, content, isApproximated: false, isJoined: false };
	}
	const cost = (tool: string) => {
		const { isApproximated, isJoined } = DRAWINGS[tool];
		return tool === placed.tool ? 0 : isApproximated(placed) ? 3 : isJoined(placed) ? 2 : 1;
	};
	const [best] = wanted
		.map((tool, index) => ({ tool, index }))
		.filter(({ tool }) => Object.hasOwn(DRAWINGS, tool))
		.sort((a, b) => cost(a.tool) - cost(b.tool));
	if (!best) return 'unsupportedShape';
	const { value, isApproximated, isJoined } = DRAWINGS[best.tool];
	const drawn = value(placed, round);
	if (!drawn) return 'tooSmall';
	return {
		schemaId: tools?.[best.index].schemaId,
		content: { [best.tool]: drawn },
		isApproximated: isApproximated(placed),
		isJoined: isJoined(placed),
	};
}

function ifArea<T extends { width: number; height: number }>(box: T): T | undefined {
	return box.width === 0 || box.height === 0 ? undefined : box;
}

function rounded(ring: Ring, round: Round): Ring {
	return ring.map(([x, y]): Point => [round(x), round(y)]);
}
