import { UserError, type IDataObject } from 'n8n-workflow';

import { rleMask, type Rle } from '../../../labels/geometry/rle';
import type { Point } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { listIn, recordsIn } from '../../../util/lists';
import { textIn } from '../../../util/textIn';
import type { Shape } from '../../model';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader } from '../../predictions';
import type { LeftOutReason } from '../../report';
import { areNumbers, boxOfCenter, entriesIn, nameIn, scoreIn, sizeIn } from '../../values';

/** Workflows put answers into answers, but not deep. */
const MAX_LEVELS = 4;

/** Reads answers of Roboflow's API, and of its workflows: x and y are the center of a box. */
export const readRoboflow: Reader = (given, { coordinates }) => {
	const parsed = parsedJson(given);
	const value = isRecord(parsed) && Array.isArray(parsed.outputs) ? parsed.outputs : parsed;
	const answers = Array.isArray(value) ? recordsIn(value) : isRecord(value) ? [value] : [];
	// A list of detections by themselves is one answer.
	const isDetections = answers.some((answer) => 'x' in answer && 'class' in answer);
	return (isDetections ? [{ predictions: answers }] : answers).map((answer) => ({
		...pictureOf(answer),
		isNormalized: coordinates === 'normalized',
	}));
};

function pictureOf(answer: IDataObject): PredictedPicture {
	const inner = innermost(answer);
	const { predictions, image } = inner;
	const { width, height } = isRecord(image) ? image : {};
	const size = sizeIn(Number(nameIn(width)), Number(nameIn(height)));
	const name = textIn(inner.image_path, inner.inference_image, answer.image_path);
	if (Array.isArray(predictions)) {
		const entries = entriesIn(predictions);
		const isTag = (entry: IDataObject) =>
			classOf(entry) !== '' && !('x' in entry) && !('points' in entry);
		return {
			name,
			size,
			objects: entries.filter((entry) => !isTag(entry)).flatMap(predictionsIn),
			tags: entries
				.filter(isTag)
				.map((entry) => ({ name: classOf(entry), score: scoreIn(entry.confidence) ?? null })),
		};
	}
	if (!isRecord(predictions)) {
		throw new UserError("The predictions have no list 'predictions'", {
			description: 'Give the answer of Roboflow as it is, or choose another format.',
		});
	}
	// Classifiers name their classes by keys.
	const tags = Object.entries(predictions).map(([key, one]) => ({
		name: key,
		score: (isRecord(one) ? scoreIn(one.confidence) : undefined) ?? null,
	}));
	return { name, size, objects: [], tags };
}

/**
 * The answer in the answer of a workflow, which may have any name there; else the answer itself.
 * @throws UserError when there are several, such as of a detector and a classifier
 */
function innermost(answer: IDataObject): IDataObject {
	let found = answer;
	for (let level = 0; level < MAX_LEVELS && !Array.isArray(found.predictions); level++) {
		const inner = Object.entries(found).filter(
			([, one]) => isRecord(one) && 'predictions' in one,
		) as Array<[name: string, answer: IDataObject]>;
		if (inner.length === 0) break;
		if (inner.length > 1) {
			const names = inner.map(([name]) => `'${name}'`).join(', ');
			throw new UserError(`The workflow of Roboflow gives several predictions: ${names}`, {
				description: 'Give one of them, such as with {{ $json.outputs[0].model_predictions }}.',
			});
		}
		[[, found]] = inner;
	}
	return found;
}

function predictionsIn(entry: IDataObject): Prediction[] {
	const box = boxOfCenter([entry.x, entry.y, entry.width, entry.height]);
	const score = scoreIn(entry.confidence);
	return [
		{
			title: classOf(entry),
			score,
			shape: shapeOf(entry, box),
			box,
			trackId: nameIn(entry.tracker_id, entry.track_id),
		},
		...entriesIn(entry.keypoints).map(
			({ x, y, confidence, class: title, class_name: name }): Prediction => ({
				title: nameIn(title, name) ?? '',
				score: scoreIn(confidence) ?? score,
				shape: areNumbers([x, y])
					? { kind: 'point', point: [x, y] as unknown as Point }
					: 'notFinite',
			}),
		),
	];
}

function shapeOf(entry: IDataObject, box: Prediction['box']): Shape | LeftOutReason {
	const points = entriesIn(entry.points);
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
