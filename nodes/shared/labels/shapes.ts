import type { IDataObject } from 'n8n-workflow';
import { isNumber } from '../util/exactJson';
import { isRecord } from '../util/isRecord';

/** What is wrong with a value in a shape, or undefined where it is right. */
type Check = (value: unknown) => string | undefined;

/** Looks at the shape of each tool (contract 5.5, import forms). Other tools have none, or an unknown one. */
export const SHAPES: Record<string, Check> = {
	'bounding-box': (value) =>
		isIn3d(value) ? numbers(value, ...CORNERS) : numbers(value, 'x', 'y', 'width', 'height'),
	'rotated-bounding-box': (value) => numbers(value, 'x', 'y', 'width', 'height', 'rotation'),
	polygon: (value) => points(value, 3),
	polyline: (value) => (isIn3d(value) ? numbers(value, ...CORNERS) : points(value, 2)),
	spline: (value) => points(value, 2),
	point: (value) => (isPoint(value) ? undefined : 'the value has to be [x, y] with two numbers'),
	segmentation,
	ner,
	pdf,
};

/** A right shape of each tool, for those whose shape is not. */
export const EXAMPLES: Record<string, IDataObject> = {
	'bounding-box': { 'bounding-box': { x: 10, y: 20, width: 30, height: 40 } },
	'rotated-bounding-box': {
		'rotated-bounding-box': { x: 10, y: 20, width: 30, height: 40, rotation: 15 },
	},
	polygon: { polygon: [[10, 20], [40, 20], [25, 60]] }, // prettier-ignore
	polyline: { polyline: [[10, 20], [40, 60]] }, // prettier-ignore
	spline: { spline: [[10, 20], [40, 60]] }, // prettier-ignore
	point: { point: [10, 20] },
	segmentation: { segmentation: { zones: [{ region: [[10, 20], [40, 20], [25, 60]], holes: [] }] } }, // prettier-ignore
	ner: { ner: { start: 0, end: 5 } },
	pdf: {
		pdf: { height: 800, width: 600, x1: 10, y1: 20, x2: 200, y2: 40, pageNumber: 1, text: 'Total' },
	},
};

/** Tools whose objects carry no shape: their pixels are in a mask. */
export const MASK_TOOLS = new Set(['brush', 'medical-brush']);

/** Shapes whose numbers are pixels of a picture. */
const PICTURE_SHAPES = [
	'bounding-box',
	'rotated-bounding-box',
	'polygon',
	'polyline',
	'spline',
	'point',
	'segmentation',
];

const CORNERS = ['x1', 'y1', 'z1', 'x2', 'y2', 'z2'];

/** Boxes and lines of medical volumes. */
function isIn3d(value: unknown): boolean {
	return isRecord(value) && 'z1' in value;
}

function numbers(value: unknown, ...keys: string[]): string | undefined {
	if (!isRecord(value)) return `the value has to be an object with ${keys.join(', ')}`;
	const bad = keys.find((key) => !isNumber(value[key]));
	if (!bad) return undefined;
	return value[bad] === undefined
		? `'${bad}' is missing`
		: `'${bad}' has to be a finite number, not ${shown(value[bad])}`;
}

function points(value: unknown, least: number): string | undefined {
	if (!Array.isArray(value) || value.length < least) {
		return `the value has to be a list of at least ${least} points [x, y]`;
	}
	const bad = value.findIndex((point) => !isPoint(point));
	return bad < 0 ? undefined : `point ${bad} has to be [x, y] with two numbers`;
}

function segmentation(value: unknown): string | undefined {
	const zones = isRecord(value) ? value.zones : undefined;
	if (!Array.isArray(zones) || zones.length === 0)
		return "the value has to be an object with a list 'zones'";
	for (const [index, zone] of (zones as IDataObject[]).entries()) {
		const { region, holes = [] } = isRecord(zone) ? zone : {};
		if (!Array.isArray(holes)) return `'holes' of zone ${index} has to be a list`;
		for (const outline of [region, ...(holes as unknown[])]) {
			const wrong = points(outline, 3);
			if (wrong) return `an outline of zone ${index} is wrong: ${wrong}`;
		}
	}
	return undefined;
}

function ner(value: unknown): string | undefined {
	const wrong = numbers(value, 'start', 'end');
	if (wrong) return wrong;
	const { start, end } = value as Record<string, number>;
	return start <= end ? undefined : "'start' has to come before 'end'";
}

function pdf(value: unknown): string | undefined {
	if (isRecord(value) && 'position' in value) {
		return 'the value is in the form of exports; imports take height, width, x1, y1, x2, y2, pageNumber and text';
	}
	return numbers(value, 'height', 'width', 'x1', 'y1', 'x2', 'y2', 'pageNumber');
}

/** Two numbers, or three in a volume. */
export function isPoint(value: unknown): boolean {
	return (
		Array.isArray(value) && (value.length === 2 || value.length === 3) && value.every(isNumber)
	);
}

function shown(value: unknown): string {
	return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/**
 * True when all coordinates of objects lie between 0 and 1, as fractions of a picture do. Ango Hub
 * counts pixels.
 */
export function looksLikeFractions(objects: IDataObject[]): boolean {
	const coordinates = objects.flatMap((object) =>
		PICTURE_SHAPES.flatMap((shape) => numbersIn(object[shape])),
	);
	return (
		coordinates.length > 0 &&
		coordinates.every((number) => number >= 0 && number <= 1) &&
		coordinates.some((number) => !Number.isInteger(number))
	);
}

function numbersIn(value: unknown): number[] {
	if (isNumber(value)) return [Number(value)];
	if (Array.isArray(value)) return value.flatMap(numbersIn);
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === 'rotation' ? [] : numbersIn(inner),
	);
}
