import { UserError, type IDataObject } from 'n8n-workflow';

import { boxAround, cornersOf } from '../../../labels/geometry/box';
import type { Point, Ring } from '../../../labels/geometry/types';
import { isRecord } from '../../../util/isRecord';
import { recordsIn } from '../../../util/lists';
import { textIn } from '../../../util/textIn';
import type { Shape } from '../../model';
import { parsedJson } from '../../parsed';
import type { PredictedPicture, Prediction, Reader } from '../../predictions';
import type { LeftOutReason } from '../../report';
import { areNumbers, entriesIn, nameIn, scoreIn } from '../../values';

/** What every answer for a picture has one of, unless nothing was found. */
const ANSWER = /Annotations?$|^(?:context|error|productSearchResults|webDetection)$/;
/** Found in pixels, and no objects to label. */
const OTHERS = ['faceAnnotations', 'landmarkAnnotations', 'logoAnnotations', 'textAnnotations'];

/** The first text has all text of the picture. */
const MAX_TITLE_LENGTH = 100;

/** Reads answers of Google Cloud Vision: objects in shares of width and height, labels as tags. */
export const readGoogleVision: Reader = (given) => {
	const value = parsedJson(given);
	const answer = isRecord(value) ? value : {};
	const responses = [value, answer.responses].find(Array.isArray) as unknown[] | undefined;
	if (!responses && !isRecord(value)) throw noAnswer();
	return responses ? entriesIn(responses).map(pictureOf) : [pictureOf(answer)];
};

function noAnswer(): UserError {
	return new UserError("The predictions have neither 'responses' nor annotations", {
		description: 'Give the answer of Google Cloud Vision as it is, or choose another format.',
	});
}

function pictureOf(response: IDataObject): PredictedPicture {
	const keys = Object.keys(response);
	if (keys.length > 0 && !keys.some((key) => ANSWER.test(key))) throw noAnswer();
	const { error, context, localizedObjectAnnotations, labelAnnotations } = response;
	if (isRecord(error)) {
		throw new UserError('Google Cloud Vision could not look at the picture', {
			description: `Its answer is: '${textIn(error.message) ?? JSON.stringify(error)}'.`,
		});
	}
	return {
		name: isRecord(context) ? textIn(context.uri) : undefined,
		isNormalized: true,
		objects: [
			...entriesIn(localizedObjectAnnotations).map(({ name, score, boundingPoly }): Prediction => ({
				title: nameIn(name) ?? '',
				score: scoreIn(score),
				shape: shapeOf(isRecord(boundingPoly) ? boundingPoly : {}),
			})),
			...OTHERS.flatMap((key) =>
				entriesIn(response[key]).map(({ description }): Prediction => ({
					title: textIn(description)?.slice(0, MAX_TITLE_LENGTH) ?? key,
					shape: 'unsupportedShape',
				})),
			),
		],
		tags: entriesIn(labelAnnotations).map(({ description, score }) => ({
			name: nameIn(description) ?? '',
			score: scoreIn(score) ?? null,
		})),
	};
}

/** A coordinate that is 0 is not written. */
function shapeOf({ normalizedVertices }: IDataObject): Shape | LeftOutReason {
	const points = recordsIn(normalizedVertices).map(({ x = 0, y = 0 }) => [x, y]);
	if (!points.every(areNumbers)) return 'notFinite';
	const ring = points as unknown as Point[];
	if (ring.length < 3) return 'tooFewPoints';
	const box = boxAround(ring);
	return isSame(ring, cornersOf(box)) ? { kind: 'box', box } : { kind: 'polygon', ring };
}

/** True when both have the same points, whatever their order. */
function isSame(a: Ring, b: Ring): boolean {
	const keys = (ring: Ring) => ring.map(String).sort().join(' ');
	return keys(a) === keys(b);
}
