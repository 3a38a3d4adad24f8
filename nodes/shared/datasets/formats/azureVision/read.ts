import { UserError, type IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../util/isRecord';
import { recordsIn } from '../../../util/lists';
import { parsedJson } from '../../parsed';
import type { Prediction, Reader, Tag } from '../../predictions';
import { boxOfSize, entriesIn, nameIn, scoreIn, sizeIn } from '../../values';

/** Reads answers of Azure AI Vision, 4.0 and 3.2, in pixels. */
export const readAzureVision: Reader = (given) => {
	const value = parsedJson(given);
	const { metadata, objects, objectsResult, tags, tagsResult, brands, faces, peopleResult } = (
		isRecord(value) ? value : {}
	) as IDataObject;
	if (![objects, tags].some(Array.isArray) && ![objectsResult, tagsResult].some(isRecord)) {
		throw new UserError("The predictions have neither 'objectsResult' nor 'objects'", {
			description: 'Give the answer of Azure AI Vision as it is, or choose another format.',
		});
	}
	const valuesOf = (result: unknown) => entriesIn(isRecord(result) ? result.values : undefined);
	const { width, height } = isRecord(metadata) ? metadata : {};
	return [
		{
			size: sizeIn(width, height),
			objects: [
				...valuesOf(objectsResult).map(newObject),
				...entriesIn(objects).map(oldObject),
				...[...entriesIn(brands), ...entriesIn(faces), ...valuesOf(peopleResult)].map(otherThing),
			],
			tags: [...valuesOf(tagsResult), ...entriesIn(tags)].map(tagOf),
		},
	];
};

function newObject(entry: IDataObject): Prediction {
	const { x, y, w, h } = isRecord(entry.boundingBox) ? entry.boundingBox : {};
	const named = recordsIn(entry.tags).map(tagOf);
	const best = named.reduce<Tag>(
		(top, tag) => ((tag.score ?? 0) > (top.score ?? 0) ? tag : top),
		named[0] ?? tagOf(entry),
	);
	return predictionOf(best, [x, y, w, h]);
}

function oldObject(entry: IDataObject): Prediction {
	const { x, y, w, h } = isRecord(entry.rectangle) ? entry.rectangle : {};
	return predictionOf(tagOf({ ...entry, name: entry.object }), [x, y, w, h]);
}

/** What Azure finds beside objects, among which people are once more. */
function otherThing(entry: IDataObject): Prediction {
	return { title: tagOf(entry).name, shape: 'unsupportedShape' };
}

function predictionOf({ name, score }: Tag, numbers: unknown[]): Prediction {
	const box = boxOfSize(numbers);
	return {
		title: name,
		score: score ?? undefined,
		shape: box ? { kind: 'box', box } : 'notFinite',
	};
}

function tagOf({ name, confidence }: IDataObject): Tag {
	return { name: nameIn(name) ?? '', score: scoreIn(confidence) ?? null };
}
