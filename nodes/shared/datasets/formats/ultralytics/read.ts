import { UserError, type IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../util/isRecord';
import { listIn, recordsIn } from '../../../util/lists';
import type { Shape } from '../../model';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader, ReadSettings } from '../../predictions';
import type { LeftOutReason } from '../../report';
import { batchIn, boxOfEdges, nameIn, pointsFrom, pointsIn, scoreIn, sizeIn } from '../../values';
import { skeletonPoints } from '../skeletonPoints';

const BOX = ['x1', 'y1', 'x2', 'y2'];
const CORNERS = [...BOX, 'x3', 'y3', 'x4', 'y4'];

/** Reads what `Results.summary()` and `to_json()` give, and the answers of Ultralytics' API. */
export const readUltralytics: Reader = (given, settings) => {
	const value = parsedJson(given);
	const { images, predictions, results } = (isRecord(value) ? value : {}) as IDataObject;
	if (Array.isArray(images)) {
		return recordsIn(images).map((image) => pictureOf(image.results, settings, image));
	}
	const list = Array.isArray(value) ? (value as unknown[]) : (predictions ?? results);
	return (batchIn(list) ?? [list]).map((entries) => pictureOf(entries, settings));
};

function pictureOf(
	entries: unknown,
	settings: ReadSettings,
	{ shape, path, name }: IDataObject = {},
): PredictedPicture {
	const list = typeof entries === 'string' ? parsedJson(entries) : entries;
	if (!Array.isArray(list)) {
		throw new UserError("The predictions have no list 'predictions' or 'results'", {
			description: 'Give the list that Ultralytics puts out, or choose another format.',
		});
	}
	const [height, width] = listIn(shape);
	const picture: PredictedPicture = {
		name: nameIn(path, name),
		size: sizeIn(width, height),
		isNormalized: settings.coordinates === 'normalized',
		objects: [],
		tags: [],
	};
	for (const entry of list as unknown[]) {
		const record = isRecord(entry) ? entry : {};
		const title = nameIn(record.name, record.class) ?? '';
		const score = scoreIn(record.confidence);
		if (record.box === undefined && record.segments === undefined && isRecord(entry)) {
			picture.tags!.push({ name: title, score: score ?? null });
			continue;
		}
		for (const one of predictionsIn(record, title, score, settings)) picture.objects.push(one);
	}
	return picture;
}

function predictionsIn(
	record: IDataObject,
	title: string,
	score: number | undefined,
	{ keypointNames }: ReadSettings,
): Prediction[] {
	const given = isRecord(record.box) ? record.box : {};
	const box = 'x3' in given ? undefined : boxOfEdges(BOX.map((key) => given[key]));
	const instance: Prediction = {
		title,
		score,
		shape: shapeOf(record, given, box),
		box,
		trackId: nameIn(record.track_id),
	};
	const { x, y, visible } = isRecord(record.keypoints) ? record.keypoints : {};
	const step = visible === undefined ? 2 : 3;
	const numbers = listIn(x).flatMap((one, index) =>
		[one, listIn(y)[index], listIn(visible)[index]].slice(0, step),
	);
	return [instance, ...skeletonPoints(numbers, step, keypointNames, score)];
}

function shapeOf(
	{ segments }: IDataObject,
	given: IDataObject,
	box: Prediction['box'],
): Shape | LeftOutReason {
	if (isRecord(segments)) {
		const ring = pointsFrom(segments.x, segments.y);
		return ring ? { kind: 'polygon', ring } : 'notFinite';
	}
	if (box) return { kind: 'box', box };
	const corners = pointsIn(CORNERS.map((key) => given[key]));
	return corners ? { kind: 'rotated', corners } : 'notFinite';
}
