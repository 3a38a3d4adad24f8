import { UserError, type IDataObject } from 'n8n-workflow';

import type { Box } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader, ReadSettings } from '../../predictions';
import {
	areNumbers,
	batchIn,
	boxOfCenter,
	boxOfEdges,
	boxOfSize,
	listIn,
	nameIn,
	scoreIn,
} from '../../values';

const LISTS = { corners: boxOfEdges, size: boxOfSize, center: boxOfCenter };

/** Boxes with names for their numbers say by themselves what these are. */
const NAMED: Array<[keys: string[], read: (numbers: unknown[]) => Box | undefined]> = [
	[['xmin', 'ymin', 'xmax', 'ymax'], boxOfEdges],
	[['x1', 'y1', 'x2', 'y2'], boxOfEdges],
	[['left', 'top', 'right', 'bottom'], boxOfEdges],
	[['left', 'top', 'width', 'height'], boxOfSize],
	[['x', 'y', 'width', 'height'], boxOfSize],
	[['x', 'y', 'w', 'h'], boxOfSize],
];

/** Reads lists of boxes, labels and scores side by side, or a list of boxes that have them. */
export const readBoxes: Reader = (given, settings) => {
	const value = parsedJson(given);
	const isNormalized = settings.coordinates === 'normalized';
	// Models look at many pictures at once, and put out a list for one, too.
	const isBatch = Array.isArray(value) && value.length > 0 && value.every(columnsIn);
	const answers: unknown[] = isBatch ? (value as unknown[]) : (batchIn(value) ?? [value]);
	return answers.map((answer) => ({ ...pictureOf(answer, settings), isNormalized }));
};

function pictureOf(value: unknown, settings: ReadSettings): PredictedPicture {
	const columns = columnsIn(value);
	if (columns) return { objects: ofColumns(columns, settings) };
	const entries = placesIn(value).find(Array.isArray);
	if (!entries) {
		throw new UserError('The predictions have no list of boxes', {
			description:
				'Give {"boxes": [], "labels": [], "scores": []} or a list of {"box": [], "label": "", "score": 0}.',
		});
	}
	return {
		objects: (entries as unknown[]).map((entry) => {
			const {
				box,
				bbox,
				label,
				title: own,
				class: name,
				category,
				score,
				confidence,
			} = (isRecord(entry) ? entry : {}) as IDataObject;
			const title = label ?? name ?? own ?? category;
			return predictionOf(box ?? bbox ?? entry, title, score ?? confidence, settings);
		}),
	};
}

/** Where an answer may have its boxes: as it is, or below a key. */
function placesIn(value: unknown): unknown[] {
	if (!isRecord(value)) return [value];
	return [value, value.predictions, value.detections, value.instances];
}

/** The lists side by side, if there are any. */
function columnsIn(value: unknown): IDataObject | undefined {
	return placesIn(value)
		.filter(isRecord)
		.find(({ boxes, pred_boxes: detectronBoxes }) => Array.isArray(boxes ?? detectronBoxes));
}

function ofColumns(columns: IDataObject, settings: ReadSettings): Prediction[] {
	const { labels, classes, pred_classes: detectronClasses, scores, confidences } = columns;
	const [boxes, titles, all] = [
		listIn(columns.boxes ?? columns.pred_boxes),
		listIn(labels ?? classes ?? detectronClasses),
		listIn(scores ?? confidences),
	];
	if (titles.length !== boxes.length || (all.length > 0 && all.length !== boxes.length)) {
		throw new UserError(
			`There are ${boxes.length} boxes, but ${titles.length} labels and ${all.length} scores`,
			{ description: "Give as many 'labels' as 'boxes', and as many 'scores' or none." },
		);
	}
	return boxes.map((box, index) => predictionOf(box, titles[index], all[index], settings));
}

function predictionOf(
	given: unknown,
	label: unknown,
	score: unknown,
	{ boxFormat, classNames }: ReadSettings,
): Prediction {
	const name = typeof label === 'number' ? classNames[label] : nameIn(label);
	const shared = { title: name ?? nameIn(label) ?? '', score: scoreIn(score) };
	if (name === undefined) return { ...shared, shape: 'unknownClass' };
	const box = isRecord(given) ? namedBox(given, boxFormat) : LISTS[boxFormat](listIn(given));
	return { ...shared, shape: box ? { kind: 'box', box } : 'notFinite' };
}

function namedBox(given: IDataObject, boxFormat: ReadSettings['boxFormat']): Box | undefined {
	for (const [keys, read] of NAMED) {
		const numbers = keys.map((key) => given[key]);
		if (!areNumbers(numbers)) continue;
		// Only the user knows whether x and y are those of the center.
		const isCenter = boxFormat === 'center' && keys[0] === 'x';
		return isCenter ? boxOfCenter([...numbers]) : read([...numbers]);
	}
	return undefined;
}
