import { UserError, type IDataObject } from 'n8n-workflow';

import { cornersOfExport } from '../../../labels/geometry/rotated';
import type { Point, Size } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { listIn, recordsIn } from '../../../util/lists';
import { textIn } from '../../../util/textIn';
import type { Answer, Shape } from '../../model';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader, ReadSettings } from '../../predictions';
import type { LeftOutReason } from '../../report';
import { areNumbers, boxOfSize, nameIn, numberIn, scoreIn, sizeIn } from '../../values';

/** Results with a place in the picture. */
const REGION = /^(rectangle|polygon|keypoint|ellipse|brush|vector|bitmask)/;
/** How Label Studio serves a file from a folder. */
const LOCAL_FILE = /[?&]d=([^&]+)/;

/** Reads tasks of Label Studio, with their newest annotation or else prediction: percent of the picture. */
export const readLabelStudio: Reader = (given, settings) => {
	const value = parsedJson(given);
	const tasks = Array.isArray(value) ? recordsIn(value) : isRecord(value) ? [value] : [];
	return tasks.map((task) => pictureOf(task, settings));
};

function pictureOf(task: IDataObject, settings: ReadSettings): PredictedPicture {
	const annotations = recordsIn(task.annotations).filter((one) => one.was_cancelled !== true);
	const versions = annotations.length > 0 ? annotations : recordsIn(task.predictions);
	if (versions.length === 0 && !isRecord(task.data)) {
		throw new UserError("The task has neither 'annotations' nor 'predictions'", {
			description: "Give tasks as Label Studio exports them as 'JSON', or choose another format.",
		});
	}
	const dateOf = (version: IDataObject) => textIn(version.updated_at, version.created_at) ?? '';
	const newest = versions.reduce<IDataObject>(
		(best, version) => (dateOf(version) >= dateOf(best) ? version : best),
		{},
	);
	const results = recordsIn(newest.result);
	const regions = results.filter(isRegion);
	const regionIds = new Set<unknown>(regions.map(({ id }) => id).filter((id) => id !== undefined));
	// A picture may have a text or a sound beside it.
	const inPicture = regions.filter(({ type }) => REGION.test(textIn(type) ?? ''));
	checkOnePicture(inPicture);
	const { original_width: width, original_height: height } = inPicture[0] ?? {};
	const size = sizeIn(width, height) ?? settings.size;
	const others = versions.filter((version) => version !== newest);
	return {
		name: nameOf(task.data),
		size,
		objects: regions.map((region) => {
			const belonging = results.filter(({ id }) => id !== undefined && id === region.id);
			return {
				title: titleOf([region, ...belonging]),
				score: scoreIn(region.score) ?? scoreIn(newest.score),
				shape: shapeOf(region, size),
				answers: answersIn(belonging),
			};
		}),
		answers: answersIn(results.filter(({ id }) => !regionIds.has(id))),
		strays: others.map((): Prediction => ({ title: '', shape: 'otherTaskOfAsset' })),
	};
}

/** True for what has a place in a picture, a video, a sound or a text; other results are names and answers. */
function isRegion({ type, value }: IDataObject): boolean {
	return (
		REGION.test(textIn(type) ?? '') ||
		(isRecord(value) && ('sequence' in value || 'start' in value))
	);
}

/** @throws UserError when regions are of several pictures: nothing tells which of the task's data is which */
function checkOnePicture(regions: IDataObject[]): void {
	const keyOf = ({ to_name: name = regions[0].to_name, item_index: index = 0 }: IDataObject) =>
		JSON.stringify([name, index]);
	const other = regions.find((region) => keyOf(region) !== keyOf(regions[0]));
	if (!other) return;
	throw new UserError('A task of Label Studio is about several pictures', {
		description:
			'Nothing in it tells which region is of which of its pictures. Give tasks of one picture each.',
	});
}

/** The picture's name: the first of the task's data that is a path or a URL, or else a text. */
function nameOf(data: unknown): string | undefined {
	const { image, ...others } = isRecord(data) ? data : {};
	const texts = [image, ...Object.values(others)].filter((one) => typeof one === 'string');
	const name = (texts.find((text) => /[/\\.]/.test(text as string)) ?? texts[0]) as
		string | undefined;
	const [, local] = LOCAL_FILE.exec(name ?? '') ?? [];
	return local === undefined ? name : decoded(local);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text; // a percent sign of its own
	}
}

/** The first label that a region, or a result with its ID, gives. */
function titleOf(results: IDataObject[]): string {
	for (const { value, type } of results) {
		const kind = textIn(type) ?? '';
		if (!isRecord(value) || !/labels$/.test(kind)) continue;
		const title = nameIn(listIn(value[kind])[0], listIn(value.labels)[0]);
		if (title !== undefined) return title;
	}
	return '';
}

function shapeOf({ type, value }: IDataObject, size: Size | undefined): Shape | LeftOutReason {
	if (!isRecord(value)) return 'unreadable';
	const [kind] = REGION.exec(textIn(type) ?? '') ?? [];
	if (kind !== 'polygon' && kind !== 'keypoint' && kind !== 'rectangle') return 'unsupportedShape';
	if (!size) return 'noSize';
	const { width, height } = size;
	const part = (value: unknown, whole: number) => ((numberIn(value) ?? NaN) / 100) * whole;
	const at = (x: unknown, y: unknown): Point => [part(x, width), part(y, height)];
	if (kind === 'polygon') {
		const points = listIn(value.points).map(listIn);
		return points.every((point) => point.length === 2 && areNumbers(point))
			? { kind: 'polygon', ring: points.map(([x, y]) => at(x, y)) }
			: 'notFinite';
	}
	if (kind === 'keypoint') {
		return areNumbers([value.x, value.y])
			? { kind: 'point', point: at(value.x, value.y) }
			: 'notFinite';
	}
	const [x, y] = at(value.x, value.y);
	const [across, down] = at(value.width, value.height);
	const box = boxOfSize([x, y, across, down]);
	if (!box) return 'notFinite';
	const rotation = numberIn(value.rotation) ?? 0;
	// The corner that x and y give is that of the turned box, as in Ango Hub's exports.
	const turned = { x, y, width: across, height: down, rotation };
	return rotation === 0
		? { kind: 'box', box }
		: { kind: 'rotated', corners: cornersOfExport(turned) };
}

function answersIn(results: IDataObject[]): Answer[] {
	return results.flatMap(({ value, from_name: title }) => {
		if (!isRecord(value)) return [];
		const { choices, text, taxonomy, rating, number } = value;
		const paths = listIn(taxonomy).map((path) => listIn(path).join(' / '));
		const given = [choices, text, paths, rating, number].flat().map((one) => nameIn(one));
		const answers = given.filter((answer) => answer !== undefined && answer !== '') as string[];
		if (answers.length === 0) return [];
		return [{ title: nameIn(title) ?? '', answer: answers.length > 1 ? answers : answers[0] }];
	});
}
