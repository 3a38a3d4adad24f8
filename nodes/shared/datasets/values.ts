import type { IDataObject } from 'n8n-workflow';

import type { Box, Point, Ring, Size } from '../labels/geometry/types';
import { isRecord } from '../util/isRecord';
import { listIn } from '../util/lists';

/** The entries of a list as objects, so that those that are none count too. */
export function entriesIn(value: unknown): IDataObject[] {
	return listIn(value).map((entry) => (isRecord(entry) ? entry : {}));
}

/** The answers for the pictures of a batch, which models put out for one picture, too: lists of objects in a list. */
export function batchIn(value: unknown): unknown[][] | undefined {
	const lists = listIn(value).map(listIn);
	const isBatch =
		lists.length > 0 && listIn(value).every(Array.isArray) && lists.flat().every(isRecord);
	return isBatch ? lists : undefined;
}

/** The first that is a text or a number, as text: names and IDs may be numbers. */
export function nameIn(...values: unknown[]): string | undefined {
	const found = values.find(
		(value) => (typeof value === 'string' && value !== '') || Number.isFinite(value),
	);
	return found === undefined ? undefined : String(found);
}

/** The value if it is a finite number. */
export function numberIn(value: unknown): number | undefined {
	return Number.isFinite(value) ? (value as number) : undefined;
}

/** A number such as a confidence, which may come as its text. */
export function scoreIn(value: unknown): number | undefined {
	return numberIn(typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
}

/** Numbers beyond it are no coordinates. */
const MAX_COORDINATE = Number.MAX_SAFE_INTEGER;

/** True when all are finite numbers that can be coordinates. */
export function areNumbers(values: readonly unknown[]): values is readonly number[] {
	return values.every(
		(value) => Number.isFinite(value) && Math.abs(value as number) <= MAX_COORDINATE,
	);
}

/** A width and a height above 0. */
export function sizeIn(width: unknown, height: unknown): Size | undefined {
	const sides = [width, height];
	if (!areNumbers(sides) || Math.min(...sides) <= 0) return undefined;
	return { width: sides[0], height: sides[1] };
}

/** Points from the list of their x and the list of their y; undefined where a number is none. */
export function pointsFrom(xs: unknown, ys: unknown): Ring | undefined {
	const [x, y]: Array<readonly unknown[]> = [listIn(xs), listIn(ys)];
	if (x.length !== y.length || !areNumbers(x) || !areNumbers(y)) return undefined;
	return x.map((value, index): Point => [value, y[index]]);
}

/** Points from numbers that take turns as x and y; undefined where a number is none, or one is left over. */
export function pointsIn(numbers: readonly unknown[]): Ring | undefined {
	const ofAxis = (axis: number) => numbers.filter((_, index) => index % 2 === axis);
	return pointsFrom(ofAxis(0), ofAxis(1));
}

/** A box from its edges in any order; undefined where a number is none. */
export function boxOfEdges(edges: readonly unknown[]): Box | undefined {
	if (edges.length !== 4 || !areNumbers(edges)) return undefined;
	const [xa, ya, xb, yb] = edges;
	return {
		x0: Math.min(xa, xb),
		y0: Math.min(ya, yb),
		x1: Math.max(xa, xb),
		y1: Math.max(ya, yb),
	};
}

/** A box from its top left corner and its size; undefined where a number is none. */
export function boxOfSize([x, y, width, height]: readonly unknown[]): Box | undefined {
	if (!areNumbers([x, y, width, height])) return undefined;
	return boxOfEdges([x, y, Number(x) + Number(width), Number(y) + Number(height)]);
}

/** A box from its center and its size; undefined where a number is none. */
export function boxOfCenter([x, y, width, height]: readonly unknown[]): Box | undefined {
	if (!areNumbers([x, y, width, height])) return undefined;
	const [across, down] = [Number(width) / 2, Number(height) / 2];
	return boxOfEdges([Number(x) - across, Number(y) - down, Number(x) + across, Number(y) + down]);
}
