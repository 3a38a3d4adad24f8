import { UserError, type IDataObject } from 'n8n-workflow';

import { rleMask, type Rle } from '../../../labels/geometry/rle';
import type { Ring } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { listIn, recordsIn } from '../../../util/lists';
import { textIn } from '../../../util/textIn';
import type { Shape } from '../../model';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader, ReadSettings } from '../../predictions';
import type { LeftOutReason } from '../../report';
import { boxOfSize, nameIn, pointsIn, scoreIn, sizeIn } from '../../values';
import { skeletonPoints } from '../skeletonPoints';

/** A polygon of fewer numbers is none: some tools write a box as two of its corners. */
const MIN_RING_NUMBERS = 6;

interface Category {
	name: string;
	keypoints: string[];
}

/** Reads a COCO dataset, results with their pictures and categories, or a list of results. */
export const readCoco: Reader = (given, settings) => {
	const value = parsedJson(given);
	const dataset = isRecord(settings.dataset) ? settings.dataset : {};
	const { annotations, results, images, categories } = (
		Array.isArray(value) ? { results: value } : isRecord(value) ? value : {}
	) as IDataObject;
	const entries = [annotations, results].find(Array.isArray) as unknown[] | undefined;
	if (!entries) throw notCoco();
	const classes = categoriesIn(categories ?? dataset.categories);
	const pictures = picturesIn(images ?? dataset.images);
	// Results of one picture need not name it.
	const only =
		images === undefined && dataset.images === undefined ? onlyPicture(entries) : undefined;
	const strays: Prediction[] = [];
	for (const entry of entries) {
		const annotation = isRecord(entry) ? entry : {};
		const picture = only ?? pictures.get(idIn(annotation.image_id));
		const found = predictionsIn(annotation, classes, settings);
		for (const one of found) {
			if (picture) picture.objects.push(one);
			else strays.push({ ...one, shape: 'unknownImage' });
		}
	}
	const all = only ? [only] : [...pictures.values()];
	if (all.length === 0) {
		throw new UserError('The COCO predictions name no pictures', {
			description:
				"Give the dataset they belong to, with 'images' and 'categories', in the option 'COCO Dataset'.",
		});
	}
	if (strays.length > 0) all[0].strays = strays;
	return all;
};

/** An ID or a name; the empty one where it is neither a text nor a number. */
function idIn(value: unknown): string {
	return nameIn(value) ?? '';
}

function picturesIn(images: unknown): Map<string, PredictedPicture> {
	return byId(images, ({ file_name, coco_url, width, height }) => ({
		name: nameIn(file_name, coco_url),
		size: sizeIn(width, height),
		objects: [],
	}));
}

function categoriesIn(categories: unknown): Map<string, Category> {
	return byId(categories, ({ id, name, keypoints }) => ({
		name: nameIn(name, id) ?? '',
		keypoints: listIn(keypoints).map(idIn),
	}));
}

/** @throws UserError when an ID has two names: nothing tells which of them annotations mean */
function byId<T extends { name?: string }>(
	records: unknown,
	made: (record: IDataObject) => T,
): Map<string, T> {
	const found = new Map<string, T>();
	for (const record of recordsIn(records)) {
		const [id, one] = [idIn(record.id), made(record)];
		const known = found.get(id);
		if (known && (known.name ?? '') !== (one.name ?? '')) {
			throw new UserError(
				`'${known.name ?? ''}' and '${one.name ?? ''}' have the same ID: '${id}'`,
				{
					description:
						'Give each picture and each category of the COCO dataset an ID of its own, or convert datasets one by one before you put them together.',
				},
			);
		}
		if (!known) found.set(id, one);
	}
	return found;
}

function onlyPicture(entries: unknown[]): PredictedPicture | undefined {
	const ids = new Set(recordsIn(entries).map(({ image_id }) => idIn(image_id)));
	return ids.size <= 1 ? { objects: [] } : undefined;
}

/** The instance with its points. */
function predictionsIn(
	annotation: IDataObject,
	classes: Map<string, Category>,
	{ includeCrowd, keypointNames }: ReadSettings,
): Prediction[] {
	const id = annotation.category_id;
	const own = textIn(annotation.category_name);
	const category = classes.get(idIn(id)) ?? (own ? { name: own, keypoints: [] } : undefined);
	const box = boxOfSize(listIn(annotation.bbox));
	const isCrowd = [1, '1', true].some((yes) => annotation.iscrowd === yes) && !includeCrowd;
	const instance: Prediction = {
		score: scoreIn(annotation.score),
		trackId: nameIn(annotation.ango_object_id, annotation.track_id),
		title: category?.name ?? nameIn(id) ?? '',
		shape: isCrowd ? 'crowd' : category ? shapeOf(annotation, box) : 'unknownClass',
		box,
	};
	if (isCrowd || !category) return [instance];
	const names = category.keypoints.length > 0 ? category.keypoints : keypointNames;
	const points = skeletonPoints(listIn(annotation.keypoints), 3, names, instance.score);
	const hasShape = box !== undefined || listIn(annotation.segmentation).length > 0;
	return points.length > 0 && !hasShape ? points : [instance, ...points];
}

function shapeOf(
	{ segmentation, bbox }: IDataObject,
	box: Prediction['box'],
): Shape | LeftOutReason {
	if (isRecord(segmentation)) {
		const { size, counts } = segmentation;
		const mask = rleMask({ size: listIn(size), counts: textIn(counts) ?? listIn(counts) } as Rle);
		return mask ? { kind: 'mask', mask } : 'unreadable';
	}
	const given = listIn(segmentation);
	// Some tools forget the list around the only polygon.
	const polygons = given.every(Array.isArray) ? given : [given];
	const rings: Ring[] = [];
	for (const polygon of polygons as unknown[][]) {
		if (polygon.length < MIN_RING_NUMBERS) continue;
		const ring = pointsIn(polygon);
		if (!ring) return 'notFinite';
		rings.push(ring);
	}
	if (rings.length > 0) {
		return { kind: 'zones', zones: rings.map((region) => ({ region, holes: [] })) };
	}
	if (box) return { kind: 'box', box };
	return bbox !== undefined ? 'notFinite' : given.length > 0 ? 'tooFewPoints' : 'unsupportedShape';
}

function notCoco(): UserError {
	return new UserError("The predictions have neither 'annotations' nor 'results'", {
		description: 'Give a COCO dataset, a list of COCO results, or choose another format.',
	});
}
