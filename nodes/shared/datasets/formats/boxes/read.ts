import { UserError } from 'n8n-workflow';

import { boxArea } from '../../../labels/geometry/box';
import type { Box } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { listIn } from '../../../util/lists';
import { looksNormalized } from '../../normalized';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader, ReadSettings } from '../../predictions';
import { batchIn, boxOfCenter, boxOfEdges, boxOfSize, nameIn, scoreIn } from '../../values';

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
	const isNormalized =
		isInPercent ||
		coordinates === 'normalized' ||
		(coordinates === 'automatic' && areShares(entries));
	return { objects, isNormalized };
}

/** Nobody means boxes of at most one pixel. Those of unknown classes count too, and empty ones say nothing. */
function areShares(entries: Entry[]): boolean {
	const boxes = entries.flatMap(({ box }) => box?.read(box.values.map(scoreIn)) ?? []);
	const objects = boxes.map((box): Prediction => ({ title: '', shape: { kind: 'box', box } }));
	return boxes.some((box) => boxArea(box) > 0) && looksNormalized({ objects });
}

function boxesIn(value: unknown, settings: ReadSettings): Entry[] {
	const columns = columnsIn(value);
	if (columns) return ofColumns(columns, settings);
	const list = placesIn(value).find((one) => Array.isArray(one) && !isOneBox(one));
	if (list) return listIn(list).map((entry) => entryOf(entry, settings));
	const single = entryOf(value, settings);
	if (isRecord(value) && single.box) {
		checkSize(single.box, settings);
		return [single];
	}
	throw new UserError('The predictions have no list of boxes', {
		description:
			'Give {"boxes": [], "labels": [], "scores": []} or a list of {"box": [], "label": "", "score": 0}.',
	});
}

/** @throws UserError when the size of the picture was taken from its only box, which has its own width and height */
function checkSize({ values, read }: GivenBox, { size }: ReadSettings): void {
	const [x, y, width, height] = values.map(scoreIn);
	if (read === boxOfEdges || width !== size?.width || height !== size?.height) return;
	if (x === 0 && y === 0) return;
	throw new UserError("'Width' and 'Height' are those of the box, not of the picture", {
		description:
			"Give the size of the picture in these fields, or name the picture's file in the option 'Pictures Field'.",
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
			const haveOwnLabels = listIn(boxes).some(isRecord) && !firstOf(columns, LABELS);
			return Array.isArray(boxes) && !isOneBox(boxes) && !haveOwnLabels;
		});
}

/** True for the four numbers of a box, of which some may be none. */
function isOneBox(list: unknown): boolean {
	const values = listIn(list);
	const areValues = values.every((value) => !isRecord(value) && !Array.isArray(value));
	return values.length === 4 && areValues && values.some((value) => scoreIn(value) !== undefined);
}

function entryOf(entry: unknown, settings: ReadSettings): Entry {
	const { boxFormat, classNames } = settings;
	if (!isRecord(entry)) return rowOf(listIn(entry), entry, boxFormat);
	const record = withPlainKeys(entry);
	const labels = LABEL.map((key) => record.get(key))
		.map((label) => (Array.isArray(label) ? (label[0] as unknown) : label))
		.filter((label) => nameIn(label) !== undefined);
	const [first] = labels;
	// Beside the number of a class that has no name here, its name counts.
	const isNumberOnly = typeof first === 'number' && !classNames[first];
	const name = isNumberOnly ? labels.find((label) => typeof label === 'string') : undefined;
	const own = firstOf(record, BOX);
	return {
		box: own === undefined ? namedBox(record, boxFormat) : givenBox(own, boxFormat),
		label: name ?? first,
		score: firstOf(record, SCORE),
	};
}

/**
 * Rows of a model have the score and the class after the four numbers of the box.
 * @throws UserError for numbers that cannot be these, since others may only look as if they were
 */
function rowOf(row: unknown[], entry: unknown, boxFormat: ReadSettings['boxFormat']): Entry {
	const [x, y, right, down, ...others] = row;
	const numbers = others.filter((value) => scoreIn(value) !== undefined);
	const name = others.find((value) => typeof value === 'string' && !numbers.includes(value));
	const box = givenBox(row.length > 4 ? [x, y, right, down] : entry, boxFormat);
	const [score, index] = numbers.map(Number);
	const isOtherOrder = !Number.isInteger(index) || score < 0 || score > 1;
	if (name === undefined && index !== undefined && isOtherOrder) {
		throw new UserError(
			`The row [${row.slice(0, 6).join(', ')}] has no score and class after its box`,
			{
				description:
					'Give rows of four numbers, the score and the number of the class, or a list of {"box": [], "label": "", "score": 0}.',
			},
		);
	}
	return { box, score: numbers[0], label: name ?? numbers[1] };
}

function ofColumns(columns: Map<string, unknown>, { boxFormat }: ReadSettings): Entry[] {
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
	if (isRecord(given)) return namedBox(withPlainKeys(given), boxFormat);
	// Also as text, and as the points of two corners.
	const list = typeof given === 'string' ? given.split(/[\s,;[\]()]+/) : listIn(given).flat();
	return { values: list.filter((value) => value !== ''), read: LISTS[boxFormat] };
}

/** A box whose numbers have names, by its plain keys. */
function namedBox(
	record: Map<string, unknown>,
	boxFormat: ReadSettings['boxFormat'],
): GivenBox | undefined {
	const isGiven = (value: unknown) => scoreIn(value) !== undefined || isPercent(value);
	const found =
		NAMED.find(([keys]) => keys.every((key) => isGiven(record.get(key)))) ??
		NAMED.find(([keys]) => keys.every((key) => record.has(key)));
	if (!found) return undefined;
	const [keys, read] = found;
	// Only the user knows whether x and y are those of the center.
	const isCenter = boxFormat === 'center' && keys[0] === 'x';
	return { values: keys.map((key) => record.get(key)), read: isCenter ? boxOfCenter : read };
}

/** What an object has, whether its keys are written xMin, x_min or XMIN; those written xmin count first. */
function withPlainKeys(value: unknown): Map<string, unknown> {
	const plain = new Map<string, unknown>();
	for (const [key, own] of Object.entries(isRecord(value) ? value : {})) {
		const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
		if (name === key || !plain.has(name)) plain.set(name, own);
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
