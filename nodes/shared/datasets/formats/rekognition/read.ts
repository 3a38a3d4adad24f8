import { UserError, type IDataObject } from 'n8n-workflow';

import type { Point } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { textIn } from '../../../util/textIn';
import type { Shape } from '../../model';
import { parsedJson } from '../../parsed';
import type { Prediction, Reader, Tag } from '../../predictions';
import type { LeftOutReason } from '../../report';
import { areNumbers, boxOfSize, entriesIn, nameIn, scoreIn } from '../../values';

const LISTS = ['Labels', 'CustomLabels', 'FaceDetails', 'TextDetections', 'ModerationLabels'];

/** Reads answers of Amazon Rekognition: shares of width and height, confidence in percent. */
export const readRekognition: Reader = (given) => {
	const value = parsedJson(given);
	const answer = isRecord(value) ? value : {};
	if (!LISTS.some((key) => Array.isArray(answer[key]))) {
		throw new UserError("The predictions have neither 'Labels' nor 'CustomLabels'", {
			description: 'Give the answer of Amazon Rekognition as it is, or choose another format.',
		});
	}
	const objects: Prediction[] = [];
	const tags: Tag[] = [];
	for (const label of entriesIn(answer.Labels)) {
		if (isRecord(label.Label)) throw ofVideo();
		const instances = entriesIn(label.Instances);
		if (instances.length === 0) tags.push(tagOf(label));
		for (const instance of instances) objects.push(predictionOf(label.Name, instance, instance));
	}
	for (const label of entriesIn(answer.CustomLabels)) {
		if (!isRecord(label.Geometry)) tags.push(tagOf(label));
		else objects.push(predictionOf(label.Name, label, label.Geometry));
	}
	for (const face of entriesIn(answer.FaceDetails)) objects.push(predictionOf('Face', face, face));
	for (const text of entriesIn(answer.TextDetections)) {
		objects.push(predictionOf(text.Type, text, isRecord(text.Geometry) ? text.Geometry : {}));
	}
	for (const label of entriesIn(answer.ModerationLabels)) {
		if (isRecord(label.ModerationLabel)) throw ofVideo();
		tags.push(tagOf(label));
	}
	return [{ isNormalized: true, objects, tags }];
};

function ofVideo(): UserError {
	return new UserError('The predictions are of a video, with times instead of frames', {
		description:
			'Have Amazon Rekognition look at a single picture, and give its answer for that picture.',
	});
}

function predictionOf(title: unknown, entry: IDataObject, geometry: IDataObject): Prediction {
	const { Left, Top, Width, Height } = isRecord(geometry.BoundingBox) ? geometry.BoundingBox : {};
	const box = boxOfSize([Left, Top, Width, Height]);
	return {
		title: nameIn(title) ?? '',
		score: percent(entry.Confidence),
		shape: shapeOf(geometry, box),
		box,
	};
}

function shapeOf(geometry: IDataObject, box: Prediction['box']): Shape | LeftOutReason {
	const points = entriesIn(geometry.Polygon).map(({ X, Y }) => [X, Y]);
	if (points.length >= 3 && points.every(areNumbers)) {
		return { kind: 'polygon', ring: points as unknown as Point[] };
	}
	return box ? { kind: 'box', box } : 'notFinite';
}

function tagOf({ Name, Confidence }: IDataObject): Tag {
	return { name: textIn(Name) ?? '', score: percent(Confidence) ?? null };
}

function percent(value: unknown): number | undefined {
	const number = scoreIn(value);
	return number === undefined ? undefined : number / 100;
}
