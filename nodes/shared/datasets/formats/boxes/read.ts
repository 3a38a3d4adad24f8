import { UserError } from 'n8n-workflow';

import type { Box } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { looksNormalized } from '../../normalized';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader, ReadSettings } from '../../predictions';
import {
	batchIn,
	boxOfCenter,
	boxOfEdges,
	boxOfSize,
	listIn,
	nameIn,
	numberIn,
	scoreIn,
} from '../../values';

type BoxOf = (numbers: readonly unknown[]) => Box | undefined;

const LISTS: Record<ReadSettings['boxFormat'], BoxOf> = {
	corners: boxOfEdges,
	size: boxOfSize,
	center: boxOfCenter,
};

/** Boxes with names for their numbers say by themselves what these are. */
const NAMED: Array<[keys: string[], read: BoxOf]> = [
	[['xmin', 'ymin', 'xmax', 'ymax'], boxOfEdges],
	[['x1', 'y1', 'x2', 'y2'], boxOfEdges],
	[['left', 'top', 'right', 'bottom'], boxOfEdges],
	[['left', 'top', 'width', 'height'], boxOfSize],
	[['cx', 'cy', 'width', 'height'], boxOfCenter],
	[['cx', 'cy', 'w', 'h'], boxOfCenter],
	[['xcenter', 'ycenter', 'width', 'height'], boxOfCenter],
	[['xcenter', 'ycenter', 'w', 'h'], boxOfCenter],
	[['centerx', 'centery', 'width', 'height'], boxOfCenter],
	[['centerx', 'centery', 'w', 'h'], boxOfCenter],
	[['x', 'y', 'width', 'height'], boxOfSize],
	[['x', 'y', 'w', 'h'], boxOfSize],
];

/** Names that models have for one thing, as `withPlainKeys` writes them. */
const BOX = ['box', 'bbox', 'boundingbox', 'bndbox', 'xyxy'];
const LABEL = [
	...['label', 'class', 'title', 'category', 'classname', 'labelname', 'categoryname', 'name'],
	...['labels', 'classid', 'labelid', 'categoryid'],
];
const SCORE = ['score', 'confidence', 'probability', 'conf'];
const BOXES = ['boxes', 'bboxes', 'predboxes', 'boundingboxes', 'xyxy'];
const LABELS = ['labels', 'classes', 'predclasses', 'classnames', 'names', 'classids', 'classid'];
const SCORES = ['scores', 'confidences', 'confidence', 'probabilities'];
const ENTRIES = ['predictions', 'detections', 'instances', 'objects', 'results', ...BOXES];

/** A box as it is given: its four values, and what makes a box of them. */
interface GivenBox {
	values: unknown[];
	read: BoxOf;
}

interface Entry {
	box?: GivenBox;
	label: unknown;
	score: unknown;
}

/** Reads lists of boxes, labels and scores side by side, a list of boxes that have them, or one such box. */
export const readBoxes: Reader = (given, settings) => {
	const value = parsedJson(given);
	// Models look at many pictures at once, and put out a list for one, too.
	const isBatch = Array.isArray(value) && value.length > 0 && value.every(columnsIn);
	const answers: unknown[] = isBatch ? (value as unknown[]) : (batchIn(value) ?? [value]);
	return answers.map((answer) => pictureOf(answer, settings));
};

function pictureOf(answer: unknown, settings: ReadSettings): PredictedPicture {
	const entries = boxesIn(answer, settings);
	const isInPercent = entries.some(({ box }) => box?.values.some(isPercent));
	const objects = entries.map((entry) => predictionOf(entry, isInPercent, settings));
	const { coordinates } = settings;
	// Nobody means boxes of at most one pixel.
	const areShares = coordinates === 'automatic' && looksNormalized({ objects });
	return { objects, isNormalized: isInPercent || coordinates === 'normalized' || areShares };
}

function boxesIn(value: unknown, { boxFormat }: ReadSettings): Entry[] {
	const columns = columnsIn(value);
	if (columns) return ofColumns(columns, boxFormat);
	const list = placesIn(value).find(Array.isArray);
	if (list) return list.map((entry) => entryOf(entry, boxFormat));
	const single = entryOf(value, boxFormat);
	if (isRecord(value) && single.box) return [single];
	throw new UserError('The predictions have no list of boxes', {
		description:
			'Give {"boxes": [], "labels": [], "scores": []} or a list of {"box": [], "label": "", "score": 0}.',
	});
}

/** Where an answer may have its boxes: as it is, or below a key. */
function placesIn(value: unknown): unknown[] {
	const record = withPlainKeys(value);
	return [value, ...ENTRIES.map((key) => record.get(key))];
}

/** The lists side by side, if there are any. */
function columnsIn(value: unknown): Map<string, unknown> | undefined {
	return placesIn(value)
		.filter(isRecord)
		.map(withPlainKeys)
		.find((columns) => {
			const boxes = firstOf(columns, BOXES);
			const isOneBox = listIn(boxes).some((value) => scoreIn(value) !== undefined);
			const haveOwnLabels = listIn(boxes).some(isRecord) && !firstOf(columns, LABELS);
			return Array.isArray(boxes) && !isOneBox && !haveOwnLabels;
		});
}

function entryOf(entry: unknown, boxFormat: ReadSettings['boxFormat']): Entry {
	if (!isRecord(entry)) {
		// Rows of a model have the score and the class behind the four numbers of the box.
		const [x, y, right, down, ...others] = listIn(entry);
		const numbers = others.filter((value) => scoreIn(value) !== undefined);
		const name = others.find((value) => typeof value === 'string' && !numbers.includes(value));
		const box = givenBox(listIn(entry).length > 4 ? [x, y, right, down] : entry, boxFormat);
		return { box, score: numbers[0], label: name ?? numbers[1] };
	}
	const record = withPlainKeys(entry);
	const labels = LABEL.map((key) => record.get(key)).map((label) =>
		Array.isArray(label) ? (label[0] as unknown) : label,
	);
	return {
		box: givenBox(firstOf(record, BOX) ?? entry, boxFormat),
		// Beside the number of a class, its name counts.
		label:
			labels.find((label) => typeof label === 'string' && label !== '') ??
			labels.find((label) => numberIn(label) !== undefined),
		score: firstOf(record, SCORE),
	};
}

function ofColumns(columns: Map<string, unknown>, boxFormat: ReadSettings['boxFormat']): Entry[] {
	const [boxes, labels, scores] = [BOXES, LABELS, SCORES].map((keys) =>
		listIn(firstOf(columns, keys)),
	);
	if (labels.length !== boxes.length || (scores.length > 0 && scores.length !== boxes.length)) {
		throw new UserError(
			`There are ${boxes.length} boxes, but ${labels.length} labels and ${scores.length} scores`,
			{ description: "Give as many 'labels' as 'boxes', and as many 'scores' or none." },
		);
	}
	return boxes.map((box, at) => ({
		box: givenBox(box, boxFormat),
		label: labels[at],
		score: scores[at],
	}));
}

function predictionOf(
	{ box: given, label, score }: Entry,
	isInPercent: boolean,
	{ classNames }: ReadSettings,
): Prediction {
	const name = typeof label === 'number' ? classNames[label] : nameIn(label);
	const shared = { title: name ?? nameIn(label) ?? '', score: scoreIn(score) };
	if (name === undefined) return { ...shared, shape: 'unknownClass' };
	const box = given?.read(given.values.map(isInPercent ? shareOf : scoreIn));
	return { ...shared, shape: box ? { kind: 'box', box } : 'notFinite' };
}

function givenBox(given: unknown, boxFormat: ReadSettings['boxFormat']): GivenBox | undefined {
	if (!isRecord(given)) {
		// Also as text, and as the points of two corners.
		const list = typeof given === 'string' ? given.split(/[\s,;[\]()]+/) : listIn(given).flat();
		return { values: list.filter((value) => value !== ''), read: LISTS[boxFormat] };
	}
	const record = withPlainKeys(given);
	const found = NAMED.find(([keys]) => keys.every((key) => record.get(key) !== undefined));
	if (!found) return undefined;
	const [keys, read] = found;
	// Only the user knows whether x and y are those of the center.
	const isCenter = boxFormat === 'center' && keys[0] === 'x';
	return { values: keys.map((key) => record.get(key)), read: isCenter ? boxOfCenter : read };
}

/** What an object has, whether its keys are written xMin, x_min or XMIN. */
function withPlainKeys(value: unknown): Map<string, unknown> {
	const plain = new Map<string, unknown>();
	for (const [key, own] of Object.entries(isRecord(value) ? value : {})) {
		const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
		if (!plain.has(name)) plain.set(name, own);
	}
	return plain;
}

function firstOf(record: Map<string, unknown>, keys: string[]): unknown {
	return keys.map((key) => record.get(key) ?? undefined).find((value) => value !== undefined);
}

function isPercent(value: unknown): boolean {
	return typeof value === 'string' && value.trim().endsWith('%');
}

/** The share that a text such as "12.5%" is. */
function shareOf(value: unknown): number | undefined {
	const number = isPercent(value) ? scoreIn((value as string).trim().slice(0, -1)) : undefined;
	return number === undefined ? undefined : number / 100;
}
