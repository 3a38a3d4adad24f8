import { UserError, type IDataObject } from 'n8n-workflow';

import { rleMask, type Rle } from '../../../labels/geometry/rle';
import type { Point } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import type { Shape } from '../../model';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader } from '../../predictions';
import type { LeftOutReason } from '../../report';
import {
	areNumbers,
	boxOfCenter,
	listIn,
	nameIn,
	numberIn,
	recordsIn,
	sizeIn,
	textIn,
} from '../../values';

/** Reads answers of Roboflow's API, and of its workflows: x and y are the center of a box. */
export const readRoboflow: Reader = (given, { coordinates }) => {
	const value = parsedJson(given);
	const answers = Array.isArray(value) ? recordsIn(value) : isRecord(value) ? [value] : [];
	// A list of detections by themselves is one answer.
	const isDetections = answers.some((answer) => 'x' in answer && 'class' in answer);
	return (isDetections ? [{ predictions: answers }] : answers).map((answer) => ({
		...pictureOf(answer),
		isNormalized: coordinates === 'normalized',
	}));
};

function pictureOf(answer: IDataObject): PredictedPicture {
	const { predictions, image } = answer;
	const { width, height } = isRecord(image) ? image : {};
	const size = sizeIn(Number(nameIn(width)), Number(nameIn(height)));
	const name = textIn(answer.image_path, answer.inference_image);
	if (Array.isArray(predictions)) {
		const entries = recordsIn(predictions);
		const isTag = (entry: IDataObject) => !('x' in entry) && !('points' in entry);
		return {
			name,
			size,
			objects: entries.filter((entry) => !isTag(entry)).flatMap(predictionsIn),
			tags: entries
				.filter(isTag)
				.map((entry) => ({ name: classOf(entry), score: numberIn(entry.confidence) ?? null })),
		};
	}
	if (!isRecord(predictions)) {
		throw new UserError("The predictions have no list 'predictions'", {
			description: 'Give the answer of Roboflow as it is, or choose another format.',
		});
	}
	// Workflows put an answer into an answer; classifiers name their classes by keys.
	if ('predictions' in predictions) return { name, ...pictureOf(predictions) };
	const tags = Object.entries(predictions).map(([key, one]) => ({
		name: key,
		score: (isRecord(one) ? numberIn(one.confidence) : undefined) ?? null,
	}));
	return { name, size, objects: [], tags };
}

function predictionsIn(entry: IDataObject): Prediction[] {
	const box = boxOfCenter([entry.x, entry.y, entry.width, entry.height]);
	const score = numberIn(entry.confidence);
	return [
		{
			title: classOf(entry),
			score,
			shape: shapeOf(entry, box),
			box,
			trackId: nameIn(entry.tracker_id, entry.track_id),
		},
		...recordsIn(entry.keypoints).map(
			({ x, y, confidence, class: title, class_name: name }): Prediction => ({
				title: nameIn(title, name) ?? '',
				score: numberIn(confidence) ?? score,
				shape: areNumbers([x, y])
					? { kind: 'point', point: [x, y] as unknown as Point }
					: 'notFinite',
			}),
		),
	];
}

function shapeOf(entry: IDataObject, box: Prediction['box']): Shape | LeftOutReason {
	const points = recordsIn(entry.points);
	if (points.length > 0) {
		const ring = points.map(({ x, y }) => [x, y]);
		return ring.every(areNumbers)
			? { kind: 'polygon', ring: ring as unknown as Point[] }
			: 'notFinite';
	}
	const rle = [entry.rle_mask, entry.rle].find(isRecord);
	if (rle) {
		const counts = textIn(rle.counts) ?? listIn(rle.counts);
		const mask = rleMask({ size: listIn(rle.size), counts } as Rle);
		return mask ? { kind: 'mask', mask } : 'unreadable';
	}
	return box ? { kind: 'box', box } : 'notFinite';
}

function classOf(entry: IDataObject): string {
	return nameIn(entry.class, entry.class_name, entry.class_id) ?? '';
}
