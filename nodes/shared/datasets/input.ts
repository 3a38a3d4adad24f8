import type { IDataObject } from 'n8n-workflow';

import { boxFrom } from '../labels/geometry/box';
import { cornersOfExport, cornersOfImport, fromExportedCorners } from '../labels/geometry/rotated';
import type { Ring, Zone } from '../labels/geometry/types';
import { isRecord } from '../util/isRecord';
import { isWholeNumber } from '../util/isWholeNumber';
import { listIn, recordsIn } from '../util/lists';
import { textIn } from '../util/textIn';
import type { LabeledAsset, LabeledObject, Shape } from './model';
import { areNumbers, numberIn, sizeIn } from './values';

/** Rotated boxes mean something else by x and y in exports than in imports. */
type Form = 'export' | 'import';

const UNREADABLE: Shape = { kind: 'other' };

/** Shapes by their key; the first key that an object has is its shape. */
const SHAPES: Record<string, (value: unknown, form: Form) => Shape | undefined> = {
	'bounding-box': boundingBox,
	'rotated-bounding-box': rotatedBox,
	polygon: (value) => {
		const ring = ringIn(value);
		return ring && { kind: 'polygon', ring };
	},
	polyline: (value) => {
		const points = ringIn(value);
		return points && { kind: 'polyline', points };
	},
	point: (value) => {
		const [point] = ringIn([value]) ?? [];
		return point && { kind: 'point', point };
	},
	segmentation,
	ner: other('ner'),
	pdf: other('pdf'),
	spline: other('spline'),
	message: other('message'),
	pct: other('pct'),
};

/** Keys that say only that a mask has answers; the mask is counted by itself. */
const MASK_KEYS = ['brush', 'medical-brush'];

/**
 * The labels that an item gives, whatever form it has: of an export, a webhook, a task of the API, an
 * import, one object of a task, or a whole asset of a legacy export, which may have several tasks.
 * @returns nothing for an item without any labels in it
 */
export function assetsIn(json: IDataObject): LabeledAsset[] {
	if (Array.isArray(json.tasks)) {
		const { tasks, ...asset } = json;
		return (tasks as unknown[]).filter(isRecord).map((task) => assetOf(asset, task, 'export'));
	}
	if (isRecord(json.task)) return [assetOf(json, json.task, 'export')];
	if (isRecord(json.answer)) return [assetOf(json, { ...json, ...json.answer }, 'export')];
	if (isObjectItem(json)) return assetsIn(joinedObjectItems([json])[0].json);
	const hasLabels = ['objects', 'tools', 'classifications', 'brushDataUrl'].some(
		(key) => key in json,
	);
	return hasLabels ? [assetOf(json, json, 'import')] : [];
}

/**
 * Items with those of 'One Item Per: Object' put together again: objects of one task become one item,
 * where the first of them is.
 */
export function joinedObjectItems(items: readonly IDataObject[]): Array<{
	json: IDataObject;
	index: number;
}> {
	const tasks = new Map<string, IDataObject[]>();
	const joined: Array<{ json: IDataObject; index: number }> = [];
	for (const [index, json] of items.entries()) {
		if (!isObjectItem(json)) {
			joined.push({ json, index });
			continue;
		}
		const key = JSON.stringify([json.taskId, json.assetId, json.externalId]);
		const objects = tasks.get(key);
		if (objects) {
			objects.push(objectItem(json));
			continue;
		}
		const tools = [objectItem(json)];
		tasks.set(key, tools);
		const { taskId, updatedAt } = json;
		joined.push({ json: { ...json, task: { taskId, updatedAt, tools } }, index });
	}
	return joined;
}

function isObjectItem(json: IDataObject): boolean {
	return !isRecord(json.task) && 'shape' in json && 'tool' in json;
}

function objectItem({ tool, shape, ...rest }: IDataObject): IDataObject {
	return { ...rest, [textIn(tool) ?? '']: shape };
}

function assetOf(json: IDataObject, task: IDataObject, form: Form): LabeledAsset {
	const record = [json.assetDetails, json.asset].find(isRecord) ?? {};
	const metadata = [json.metadata, record.metadata].find(isRecord) ?? {};
	const url = textIn(json.url, json.asset, record.data, json.data);
	const objects: LabeledObject[] = [];
	const stops: LabeledAsset['stops'] = [];
	const scores = listIn(json.scores);
	// What is no object at all is counted too, and scores are told by position.
	for (const [index, entry] of listIn(task.tools ?? task.objects).entries()) {
		const given = isRecord(entry) ? entry : {};
		const objectId = textIn(given.objectId);
		if (given.interpolationStopped === true) {
			stops.push({ objectId, page: pageIn(given) ?? 0 });
			continue;
		}
		const shape = shapeOf(given, form);
		if (!shape) continue;
		objects.push({
			objectId,
			schemaId: textIn(given.schemaId),
			title: textIn(given.title) ?? '',
			shape,
			answers: recordsIn(given.classifications),
			page: pageIn(given),
			score: numberIn(scores[index]),
		});
	}
	const dataset = listIn(json.dataset ?? record.dataset).filter((one) => typeof one === 'string');
	return {
		externalId: textIn(json.externalId, record.externalId, url) ?? '',
		projectId: textIn(json.projectId),
		assetId: textIn(json.assetId, record._id, isUrl(json.asset) ? undefined : json.asset),
		taskId: textIn(task.taskId, json._id),
		url: isUrl(url) ? url : undefined,
		size: sizeIn(metadata.width, metadata.height) ?? sizeIn(json.width, json.height),
		classifications: recordsIn(task.classifications).filter(
			({ interpolationStopped }) => interpolationStopped !== true, // it only says where an answer ends
		),
		relations: recordsIn(task.relations),
		brushUrl: textIn(task.brushDataUrl, json.brushDataUrl),
		hasMedicalMask: textIn(task.medicalBrushDataUrl, json.medicalBrushDataUrl) !== undefined,
		objects,
		stops,
		updatedAt: dateIn(task.updatedAt),
		pageUrls: dataset.length > 0 ? (dataset as string[]) : undefined,
		frameTotal: wholeIn(metadata.frameTotal),
	};
}

/** @returns undefined for an entry that is only there for the answers of a mask */
function shapeOf(given: IDataObject, form: Form): Shape | undefined {
	for (const key in SHAPES) {
		const value = given[key];
		if (value === undefined) continue;
		// Boxes and lines in volumes have the keys of flat ones, and two corners.
		if (isRecord(value) && 'z1' in value) return { kind: 'other', tool: key };
		return SHAPES[key](value, form) ?? { kind: 'notFinite', tool: key };
	}
	return MASK_KEYS.some((key) => key in given) ? undefined : UNREADABLE;
}

function boundingBox(value: unknown): Shape | undefined {
	if (!isRecord(value)) return undefined;
	const { x, y, width, height } = value as Record<string, number>;
	if (!areNumbers([x, y, width, height])) return undefined;
	return { kind: 'box', box: boxFrom(x, y, width, height) };
}

function rotatedBox(value: unknown, form: Form): Shape | undefined {
	if (!isRecord(value)) return undefined;
	const corners = ringIn(value.corners);
	if (corners?.length === 4) return { kind: 'rotated', corners: fromExportedCorners(corners) };
	const { x, y, width, height, rotation } = value as Record<string, number>;
	if (!areNumbers([x, y, width, height, rotation])) return undefined;
	const turned = form === 'export' ? cornersOfExport : cornersOfImport;
	return { kind: 'rotated', corners: turned({ x, y, width, height, rotation }) };
}

function segmentation(value: unknown): Shape | undefined {
	if (!isRecord(value) || !Array.isArray(value.zones)) return undefined;
	const zones: Zone[] = [];
	for (const zone of value.zones as unknown[]) {
		if (!isRecord(zone)) return undefined;
		const region = ringIn(zone.region);
		const holes = listIn(zone.holes).map(ringIn);
		if (!region || holes.includes(undefined)) return undefined;
		zones.push({ region, holes: holes as Ring[] });
	}
	return { kind: 'zones', zones };
}

function other(tool: string): () => Shape {
	return () => ({ kind: 'other', tool });
}

/** A list of points, or undefined where a number is none. A third number is a slice in a volume. */
function ringIn(value: unknown): Ring | undefined {
	if (!Array.isArray(value)) return undefined;
	for (const point of value as unknown[]) {
		if (!Array.isArray(point) || point.length < 2) return undefined;
		if (!areNumbers(point.slice(0, 2))) return undefined;
	}
	return value as Ring;
}

function pageIn({ page, frame }: IDataObject): number | undefined {
	return wholeIn(page) ?? wholeIn(frame);
}

function wholeIn(value: unknown): number | undefined {
	return isWholeNumber(value) ? value : undefined;
}

/** A date as a text that sorts, whatever its zone; older data has milliseconds. */
function dateIn(value: unknown): string {
	const date = new Date(typeof value === 'number' ? value : (textIn(value) ?? ''));
	return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function isUrl(value: unknown): boolean {
	return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
}
