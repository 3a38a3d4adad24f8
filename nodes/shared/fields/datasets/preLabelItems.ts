import { UserError } from 'n8n-workflow';

import { readerOf, type PredictionFormat } from '../../datasets/formats/readers';
import { yoloNames } from '../../datasets/formats/yolo/names';
import { lastPart } from '../../datasets/names';
import { pictureNameOf, picturesIn } from '../../datasets/predictionFiles';
import type { PredictedPicture, ReadSettings } from '../../datasets/predictions';
import { PreLabels, type PreLabelItem, type PreLabelSettings } from '../../datasets/preLabels';
import { sizeIn } from '../../datasets/values';
import { imageSize } from '../../formats/imageSize';
import type { LabelSet } from '../../hub/types';
import type { Size } from '../../labels/geometry/types';
import type { Files } from '../../operation/files';
import type { Parameters } from '../../operation/parameters';
import type { Breather } from '../../util/breather';
import { isEmpty } from '../../util/isEmpty';
import { namesIn, type Names } from '../../util/names';
import { newNamesIn } from './classes';
import { TEXT_FORMATS } from './predictionFields';
import type { predictionOptions } from './predictionOptions';

/** What the fields of predictions hold. */
export interface PredictionParams {
	format: PredictionFormat;
	source: 'item' | 'text' | 'file';
	predictions?: unknown;
	text?: string;
	/** Field of the item that has the file. */
	file?: string;
	task?: ReadSettings['task'];
	classList?: Names;
	externalId?: string;
	width?: string;
	height?: string;
	labelSet?: LabelSet;
	options: Partial<Parameters<typeof predictionOptions>>;
}

/**
 * The labels that predictions become, an item for each picture.
 * @throws UserError when they are not in their format, or something about the picture is missing
 */
export async function* preLabelItems(
	params: PredictionParams,
	files: Files,
	breather: Breather,
): AsyncGenerator<PreLabelItem> {
	const own = await pictureAtHand(params, files);
	const size = own?.size ?? sizeOfFields(params);
	const preLabels = new PreLabels({
		...preLabelSettingsIn(params),
		labelSet: params.labelSet,
		externalId: params.externalId?.trim() || own?.fileName || (await nameOfFile(params, files)),
		size,
	});
	for await (const picture of pictures(params, files, breather, size)) {
		if (breather.isDue) await breather.pause();
		const name = lastPart(picture.name ?? '');
		const isOwn = own && [own.fileName, params.externalId, ''].includes(name);
		yield preLabels.itemOf(isOwn ? { ...picture, fileSize: own.size } : picture);
	}
}

async function* pictures(
	params: PredictionParams,
	files: Files,
	breather: Breather,
	size: Size | undefined,
): AsyncGenerator<PredictedPicture> {
	const { source, format, predictions, text, file = '', options } = params;
	const settings = readSettingsIn(params, size);
	if (source === 'file') {
		yield* picturesIn(await files.read(file), format, settings, breather, options.extension);
		return;
	}
	const isText = source === 'text' || TEXT_FORMATS.includes(format);
	yield* readerOf(format).read(isText ? (text ?? '') : predictions, settings);
}

/** The name of the picture by that of the file with its predictions, as for the files in an archive. */
async function nameOfFile(
	{ source, file = '', format, options }: PredictionParams,
	files: Files,
): Promise<string | undefined> {
	if (source !== 'file') return undefined;
	const { fileName = '' } = await files.read(file);
	return lastPart(pictureNameOf(fileName, format, options.extension));
}

/** The picture in the field that is named for it. @throws UserError when the file is no picture */
async function pictureAtHand(
	{ options: { pictureField = '' } }: PredictionParams,
	files: Files,
): Promise<{ size: Size; fileName?: string } | undefined> {
	if (isEmpty(pictureField)) return undefined;
	const { open, fileName } = await files.read(pictureField, 'Pictures Field');
	const name = fileName ?? pictureField;
	const size = await imageSize((await open()) as Buffer | AsyncIterable<Buffer>, name);
	if (size) return { size: { width: size.width, height: size.height }, fileName };
	throw new UserError(`'${name}' is not a picture whose size can be read`, {
		description: "Give a PNG, JPEG, GIF, BMP, TIFF or WebP, or fill in 'Width' and 'Height'.",
	});
}

/** How predictions are read. @throws UserError when the names of classes cannot be */
function readSettingsIn({ task, classList, options }: PredictionParams, size?: Size): ReadSettings {
	const yaml = isEmpty(options.dataYaml) ? undefined : yoloNames(options.dataYaml ?? '');
	const classNames = namesIn(classList);
	const keypointNames = namesIn(options.keypointNames);
	return {
		task: task ?? 'detect',
		classNames: classNames.length > 0 ? classNames : (yaml?.classNames ?? []),
		keypointNames: keypointNames.length > 0 ? keypointNames : (yaml?.keypointNames ?? []),
		coordinates: options.coordinates ?? 'automatic',
		boxFormat: options.boxFormat ?? 'corners',
		vocCoordinates: options.vocCoordinates ?? 'pixelsFrom1',
		includeCrowd: options.includeCrowd ?? false,
		size,
		dataset: options.dataset,
	};
}

/** How predictions become labels. */
function preLabelSettingsIn({
	options,
}: PredictionParams): Omit<PreLabelSettings, 'labelSet' | 'externalId' | 'size'> {
	const { visibilityInto: title = '', visibleAnswer, hiddenAnswer } = options;
	return {
		minConfidence: options.minConfidence ?? 0,
		renameClasses: newNamesIn(options.renameClasses),
		keepFolders: options.keepFolders ?? false,
		confidenceInto: options.confidenceInto?.trim() || undefined,
		visibilityInto:
			title.trim() === ''
				? undefined
				: {
						title: title.trim(),
						visible: visibleAnswer ?? 'visible',
						hidden: hiddenAnswer ?? 'hidden',
					},
		simplify: options.simplify ?? 0,
		useTrackIds: options.objectIds === 'tracks',
		decimals: options.decimals ?? 2,
	};
}

/** The size of the picture, where both fields have a value; 0 is none. @throws UserError when it is no size */
function sizeOfFields({ width, height }: PredictionParams): Size | undefined {
	if (isEmpty(width) || isEmpty(height)) return undefined;
	const sides = [Number(width), Number(height)];
	const size = sizeIn(sides[0], sides[1]);
	if (size || sides.includes(0)) return size;
	throw new UserError("'Width' and 'Height' have to be numbers above 0", {
		description: 'Leave both empty when the size of the picture is not known.',
	});
}
