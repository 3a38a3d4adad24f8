import type { IDataObject } from 'n8n-workflow';

import { boxAround, boxFrom } from '../labels/geometry/box';
import type { Box, Point, Ring } from '../labels/geometry/types';
import { groupBy } from '../util/groupBy';
import { isRecord } from '../util/isRecord';

/** A value that fits into a cell of a table. */
type Cell = string | number | boolean | null;

/** Columns that every object has, so that all rows of a table have the same ones. */
const SHAPE_COLUMNS = { x: null, y: null, width: null, height: null, points: null };

/** Columns that n8n fills in itself in every data table; what items say there is left out. */
const TABLE_COLUMNS = new Set(['id', 'createdAt', 'updatedAt']);
const MAX_NAME_LENGTH = 63;

/**
 * An item whose values all fit into cells: lists are texts with commas, what is inside objects has
 * the names of both, a shape is numbers and its points, and each answer is a column of its own. Titles
 * that differ only in spaces, signs or accents share a column, with both answers.
 */
export function flatItem({ shape, answers, classifications, ...facts }: IDataObject): IDataObject {
	const columns: Record<string, Cell> = {};
	for (const [key, value] of Object.entries(facts)) put(columns, key, value);
	if (shape !== undefined) Object.assign(columns, SHAPE_COLUMNS, shapeColumns(shape));
	const given = Object.entries(isRecord(answers) ? answers : {});
	for (const [name, same] of groupBy(given, ([path]) => answerColumn(path, columns))) {
		columns[name] = cellOf(same.length === 1 ? same[0]![1] : same.flatMap(([, value]) => value));
	}
	// Without an object around them, as in a stage visit, they are one of the lists.
	if (shape === undefined && classifications !== undefined) {
		put(columns, 'classifications', classifications);
	}
	return columns;
}

/**
 * The name of an answer's column.
 * @param facts columns whose names are taken
 */
function answerColumn(path: string, facts: Record<string, Cell>): string {
	const name = columnName(path);
	const isFree = /^\p{L}/u.test(name) && !(name in facts) && !TABLE_COLUMNS.has(name);
	return isFree ? name : columnName(`answer_${name}`);
}

/**
 * A name that n8n's data tables take for a column, as far as the text is in Latin script: letters
 * without accents and digits, with `_` between them.
 */
function columnName(text: string): string {
	return text
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.normalize('NFC')
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
		.replace(/^_|_$/g, '')
		.slice(0, MAX_NAME_LENGTH);
}

function put(columns: Record<string, Cell>, key: string, value: unknown): void {
	if (!isRecord(value)) {
		columns[key] = cellOf(value);
		return;
	}
	for (const [inner, one] of Object.entries(value))
		put(columns, columnName(`${key}_${inner}`), one);
}

function cellOf(value: unknown): Cell {
	if (value === undefined || value === null) return null;
	if (Array.isArray(value) && !value.some((one) => typeof one === 'object')) {
		return value.join(', ');
	}
	return typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
}

/** The numbers of a shape, with the box around its points where it has points. */
function shapeColumns(shape: unknown): Record<string, Cell> {
	if (isPoint(shape)) return { x: shape[0], y: shape[1] };
	if (isRing(shape)) return { ...boxColumns(boxAround(shape)), points: JSON.stringify(shape) };
	if (!isRecord(shape)) return {};
	const { zones, position, content, corners, ...numbers } = shape;
	if (Array.isArray(zones)) {
		const regions = zones.map((zone) => (isRecord(zone) ? zone.region : undefined)).filter(isRing);
		return {
			...(regions.length > 0 ? boxColumns(boxAround(regions.flat())) : {}),
			points: JSON.stringify(zones),
		};
	}
	if (isRecord(position)) return pdfColumns(position, content);
	const { x, y, width, height, rotation } = numbers as Record<string, number>;
	const isUpright = rotation === undefined && [x, y, width, height].every(Number.isFinite);
	const columns: Record<string, Cell> = {};
	for (const [key, value] of Object.entries(numbers)) put(columns, key, value);
	return {
		...columns,
		...(isUpright ? boxColumns(boxFrom(x, y, width, height)) : {}),
		...(corners === undefined ? {} : { points: JSON.stringify(corners) }),
	};
}

function pdfColumns(position: IDataObject, content: unknown): Record<string, Cell> {
	const { x1, y1, x2, y2 } = (position.boundingRect ?? {}) as Record<string, number>;
	const hasBox = [x1, y1, x2, y2].every(Number.isFinite);
	return {
		...(hasBox ? boxColumns(boxFrom(x1, y1, x2 - x1, y2 - y1)) : {}),
		pageNumber: cellOf(position.pageNumber),
		...(isRecord(content) && 'text' in content ? { text: cellOf(content.text) } : {}),
	};
}

function boxColumns({ x0, y0, x1, y1 }: Box): Record<string, Cell> {
	return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

function isPoint(value: unknown): value is Point {
	return (
		Array.isArray(value) && value.length >= 2 && value.every((number) => Number.isFinite(number))
	);
}

function isRing(value: unknown): value is Ring {
	return Array.isArray(value) && value.length > 0 && value.every(isPoint);
}
