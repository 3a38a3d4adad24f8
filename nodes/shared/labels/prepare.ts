import type { IDataObject } from 'n8n-workflow';

import type { LabelContent, LabelSet, SchemaClass } from '../hub/types';
import { isNumber } from '../util/exactJson';
import { isRecord } from '../util/isRecord';
import { joined } from './annotations';
import { isSame, meant, SEVERAL_ANSWERS } from './classes';
import { cornersOfExport, fromExportedCorners, toImportForm } from './geometry/rotated';
import type { Ring } from './geometry/types';
import { withoutSignature } from './maskUrls';
import { resolveOptions } from './resolveOptions';
import { isPoint, SHAPES } from './shapes';

/** Numbers as JSON writes them. */
const NUMBER = /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;
/** Texts inside shapes that may look like numbers. */
const TEXT_KEYS = ['text', 'objectId'];

/**
 * Labels as users have them, in the form that Ango Hub takes (contract 5.6): `tools` of tasks and
 * exports become `objects`, titles that are unique get their schema id, option ids become texts,
 * boxes start at their top left corner, rotated ones turn about their center, numbers that are texts
 * become numbers, and URLs of masks lose their signature. What does not fit the label set stays.
 */
export function prepared<T extends LabelContent>(content: T, labelSet?: LabelSet): T {
	const { tools: exported, objects: imported, ...rest } = content as LabelContent;
	const { tools = [], classifications = [], relations = [] } = labelSet ?? {};
	const objects = joined(
		each(imported, (item) => withImportShape(withClass(item, tools), false)),
		each(exported, (item) => withImportShape(withClass(item, tools), true)),
	);
	const named: IDataObject = { ...rest };
	if (objects !== undefined) named.objects = objects as IDataObject[];
	for (const [key, classes] of Object.entries({ classifications, relations })) {
		if (rest[key] !== undefined) {
			named[key] = each(rest[key], (item) => withClass(item, classes)) as IDataObject[];
		}
	}
	for (const key of ['brushDataUrl', 'medicalBrushDataUrl']) {
		if (typeof named[key] === 'string') named[key] = withoutSignature(named[key]);
	}
	return resolveOptions(named, labelSet) as T;
}

/** Every record of a list, mapped; what is no list, or no record, is left to the check. */
function each(items: unknown, map: (item: IDataObject) => IDataObject): unknown {
	return Array.isArray(items)
		? (items as unknown[]).map((item) => (isRecord(item) ? map(item) : item))
		: items;
}

function withClass(item: IDataObject, classes: SchemaClass[]): IDataObject {
	const [schemaClass, ...others] = meant(item, classes);
	if (!schemaClass || others.length > 0) return item;
	const { answer, page, classifications } = item;
	const { tool, options = [] } = schemaClass;
	const texts = [answer].flat().map((one) => optionText(one, options));
	const known = Array.isArray(answer) || SEVERAL_ANSWERS.has(tool) ? texts : texts[0];
	return {
		...item,
		schemaId: schemaClass.schemaId,
		...(answer !== undefined && answer !== null && { answer: known as IDataObject['answer'] }),
		...(page !== undefined && { page: numeric(page) as number }),
		...(Array.isArray(classifications) && {
			classifications: each(classifications, (nested) =>
				withClass(nested, schemaClass.classifications ?? []),
			) as IDataObject[],
		}),
	};
}

/** The option as the label set spells it: the same letters can be composed in several ways. */
function optionText(answer: unknown, options: Array<{ value: string }>): unknown {
	if (typeof answer !== 'string') return answer;
	return options.find(({ value }) => isSame(value, answer))?.value ?? answer;
}

/** The shape of an object as imports take it (contract 5.5). */
function withImportShape(item: IDataObject, isExported: boolean): IDataObject {
	const shapes = Object.keys(SHAPES).filter((key) => item[key] !== undefined);
	const shaped = { ...item };
	for (const key of shapes) shaped[key] = numeric(item[key]) as IDataObject;
	const box = shaped['bounding-box'];
	if (isRecord(box)) shaped['bounding-box'] = uprightBox(box);
	const rotated = shaped['rotated-bounding-box'];
	if (isRecord(rotated)) shaped['rotated-bounding-box'] = turnedBox(rotated, isExported);
	return shaped;
}

/** Numbers that an expression or a table gave as texts become numbers; Ango Hub would store texts. */
function numeric(value: unknown): unknown {
	if (typeof value === 'string') return NUMBER.test(value) ? Number(value) : value;
	if (Array.isArray(value)) return value.map(numeric);
	if (isNumber(value) || !isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [
			key,
			TEXT_KEYS.includes(key) ? inner : numeric(inner),
		]),
	);
}

/** Exports give the corner that was clicked first, with negative sizes; imports take the top left one. */
function uprightBox(box: IDataObject): IDataObject {
	const { x, y, width, height } = box as Record<string, number>;
	return {
		...box,
		...(width < 0 && { x: x + width, width: -width }),
		...(height < 0 && { y: y + height, height: -height }),
	};
}

/** Exports anchor a turned box at its first corner, imports turn it about its center. */
function turnedBox({ corners, ...box }: IDataObject, isExported: boolean): IDataObject {
	if (Array.isArray(corners) && corners.length === 4 && corners.every(isPoint)) {
		return { ...box, ...toImportForm(fromExportedCorners(corners as Ring)) };
	}
	const { x, y, width, height, rotation } = box as Record<string, number>;
	const numbers = [x, y, width, height, rotation];
	if (!isExported || !numbers.every(isNumber)) return box;
	return { ...box, ...toImportForm(cornersOfExport({ x, y, width, height, rotation })) };
}
