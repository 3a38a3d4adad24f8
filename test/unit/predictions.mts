import { readerOf, type PredictionFormat } from '../../nodes/shared/datasets/formats/readers.ts';
import type { PredictedPicture, ReadSettings } from '../../nodes/shared/datasets/predictions.ts';

const DEFAULTS: ReadSettings = {
	task: 'detect',
	classNames: [],
	keypointNames: [],
	coordinates: 'automatic',
	boxFormat: 'corners',
	vocCoordinates: 'pixelsFrom1',
	includeCrowd: false,
};

/** What a reader makes of predictions, with the usual settings but for those given. */
export function read(
	format: PredictionFormat,
	given: unknown,
	settings: Partial<ReadSettings> = {},
): PredictedPicture[] {
	return readerOf(format).read(given, { ...DEFAULTS, ...settings });
}

/** Titles and shapes in short: the kind, or why there is none. */
export function objectsOf(picture: PredictedPicture): unknown[] {
	return picture.objects.map(({ title, shape }) => [
		title,
		typeof shape === 'string' ? shape : shape.kind,
	]);
}
