import { UserError, type IDataObject } from 'n8n-workflow';

import { readerOf } from '../../shared/datasets/formats/readers';
import { picturesIn } from '../../shared/datasets/predictionFiles';
import type { PredictedPicture } from '../../shared/datasets/predictions';
import { PreLabels } from '../../shared/datasets/preLabels';
import { labelSetIn } from '../../shared/datasets/survey';
import {
	classListField,
	heightField,
	predictionFormats,
	predictionOptions,
	preLabelSettingsIn,
	readSettingsIn,
	sizeOfFields,
	taskField,
	TEXT_FORMATS,
	widthField,
} from '../../shared/fields/predictions';
import { imageSize } from '../../shared/formats/imageSize';
import type { Size } from '../../shared/labels/geometry/types';
import type { Files } from '../../shared/operation/files';
import type { Field, Parameters } from '../../shared/operation/parameters';
import { Breather } from '../../shared/util/breather';
import { isEmpty } from '../../shared/util/isEmpty';
import { operation, type Services } from '../operation';

const textField = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '={{ $json.text }}',
	description: 'The predictions as text; may be empty for a picture without any',
} as const satisfies Field;

const fields = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: predictionFormats,
		default: 'coco',
		description: 'What the predictions are written in',
	},
	{
		displayName: 'Predictions From',
		name: 'source',
		type: 'options',
		options: [
			{
				name: 'File',
				value: 'file',
				description: 'A file of the item, or a ZIP archive of such files',
			},
			{ name: 'Item', value: 'item', description: 'The JSON of the item, or a field of it' },
			{ name: 'Text', value: 'text', description: 'A text, such as the content of a file' },
		],
		default: 'item',
		description: 'Where the predictions are',
	},
	{
		displayName: 'Input File Field',
		name: 'file',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that has the file',
		displayOptions: { show: { source: ['file'] } },
	},
	{
		displayName: 'Predictions',
		name: 'predictions',
		type: 'json',
		default: '={{ $json }}',
		description: 'The predictions as the model gives them',
		displayOptions: { show: { source: ['item'] }, hide: { format: TEXT_FORMATS } },
	},
	{ ...textField, displayOptions: { show: { source: ['text'] } } },
	{ ...textField, displayOptions: { show: { source: ['item'], format: TEXT_FORMATS } } },
	{ ...taskField, displayOptions: { show: { format: ['yolo'] } } },
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '={{ $json.externalId }}',
		placeholder: 'e.g. front-0001.png',
		description:
			'The external ID of the asset. Predictions that name their pictures have the file name as the external ID.',
	},
	widthField,
	heightField,
	{ ...classListField, displayOptions: { show: { format: ['boxes', 'yolo'] } } },
	{
		displayName: 'Label Set',
		name: 'labelSet',
		type: 'json',
		default: '={{ $json.categorySchema }}',
		description:
			"The label set, such as 'Label Set: Get' gives it. Objects get its schema IDs and the tools it wants. May be empty.",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			...predictionOptions,
			{
				displayName: 'Pictures Field',
				name: 'pictureField',
				type: 'string',
				default: '',
				placeholder: 'e.g. data',
				description: 'The binary field with the picture. Its size is read from it.',
			},
		],
	},
] as const satisfies readonly Field[];

type ConvertFromParams = Parameters<typeof fields>;

export const convertFrom = operation({
	name: 'Convert From Predictions',
	action: 'Convert predictions to labels',
	description:
		"Turn predictions of a model into labels that 'Label: Import' takes, an item for each picture",
	fields,
	run: ({ params, files, signal, hint }) => labelItems(params, files, new Breather(signal), hint),
});

async function* labelItems(
	params: ConvertFromParams,
	files: Files,
	breather: Breather,
	hint: Services['hint'],
): AsyncGenerator<IDataObject> {
	const size = (await sizeOfPicture(params, files)) ?? sizeOfFields(params);
	const preLabels = new PreLabels({
		...preLabelSettingsIn(params),
		labelSet: labelSetIn(params.labelSet),
		externalId: params.externalId?.trim() || undefined,
		size,
	});
	const leftOut = new Map<string, number>();
	for await (const picture of pictures(params, files, breather, size)) {
		if (breather.isDue) await breather.pause();
		const item = preLabels.itemOf(picture);
		for (const { reason, count } of (item.report as IDataObject).leftOut as Array<{
			reason: string;
			count: number;
		}>) {
			leftOut.set(reason, (leftOut.get(reason) ?? 0) + count);
		}
		yield item;
	}
	if (leftOut.size === 0) return;
	const named = [...leftOut].map(([reason, count]) => `${count} ${reason}`).join(', ');
	hint(`Left out: ${named}. The field 'report' says what and why.`);
}

async function* pictures(
	params: ConvertFromParams,
	files: Files,
	breather: Breather,
	size: Size | undefined,
): AsyncGenerator<PredictedPicture> {
	const { source, format, predictions, text, file } = params;
	const settings = readSettingsIn(params, size);
	if (source === 'file') {
		const { extension } = params.options;
		yield* picturesIn(await files.read(file), format, settings, breather, extension);
		return;
	}
	const isText = source === 'text' || TEXT_FORMATS.includes(format);
	yield* readerOf(format).read(isText ? (text ?? '') : predictions, settings);
}

/** @throws UserError when the file is no picture */
async function sizeOfPicture(
	{ options }: ConvertFromParams,
	files: Files,
): Promise<Size | undefined> {
	const { pictureField } = options;
	if (isEmpty(pictureField)) return undefined;
	const { open, fileName } = await files.read(pictureField!);
	const body = await open();
	const name = fileName ?? pictureField!;
	const size = await imageSize(body as Buffer | AsyncIterable<Buffer>, name);
	if (size) return { width: size.width, height: size.height };
	throw new UserError(`'${name}' is no picture whose size can be read`, {
		description: "Give a PNG, JPEG, GIF, BMP, TIFF or WebP, or fill in 'Width' and 'Height'.",
	});
}
