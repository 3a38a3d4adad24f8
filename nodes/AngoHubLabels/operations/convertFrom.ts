import type { IDataObject } from 'n8n-workflow';

import { labelSetIn } from '../../shared/datasets/survey';
import { classListField, labelSetField } from '../../shared/fields/datasets/classes';
import {
	heightField,
	predictionFormats,
	predictionsField,
	sourceField,
	taskField,
	TEXT_FORMATS,
	textField,
	widthField,
} from '../../shared/fields/datasets/predictionFields';
import { predictionOptions } from '../../shared/fields/datasets/predictionOptions';
import { preLabelItems } from '../../shared/fields/datasets/preLabelItems';
import { inputFileField } from '../../shared/fields/files';
import { filled } from '../../shared/items/records';
import type { Entry } from '../../shared/operation/operation';
import type { Field, Parameters } from '../../shared/operation/parameters';
import { operation, type Services } from '../operation';

const fields = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: predictionFormats,
		default: 'coco',
		description: 'Format of the predictions',
	},
	sourceField,
	{ ...inputFileField, displayOptions: { show: { source: ['file'] } } },
	{
		...predictionsField,
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
			"The external ID of the asset. Predictions that name their pictures have the file name as the external ID. Leave empty to use the name of the file in 'Pictures Field', or that of the predictions with 'File Extension'.",
	},
	widthField,
	heightField,
	{ ...classListField, displayOptions: { show: { format: ['boxes', 'yolo'] } } },
	{
		...labelSetField,
		description:
			"The label set, such as 'Label Set: Get' gives it. Objects get its schema IDs and the tools it wants. Can be left empty.",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: predictionOptions,
	},
] as const satisfies readonly Field[];

type ConvertFromParams = Parameters<typeof fields>;

export const convertFrom = operation({
	name: 'Convert From Predictions',
	action: 'Convert predictions to labels',
	description:
		"Turn predictions of a model into labels that 'Label: Import' takes, an item for each picture",
	fields,
	run: labelItems,
});

async function* labelItems({
	params,
	json,
	files,
	breather,
	hint,
}: Entry<ConvertFromParams> & Services): AsyncGenerator<IDataObject> {
	const leftOut = new Map<string, number>();
	const { labelSet, ...given } = params;
	for await (const item of preLabelItems(
		{ ...given, labelSet: labelSetIn(labelSet) },
		files,
		breather,
	)) {
		for (const { reason, count } of item.report.leftOut) {
			leftOut.set(reason, (leftOut.get(reason) ?? 0) + count);
		}
		yield { ...factsIn(json, item.externalId), ...item };
	}
	if (leftOut.size === 0) return;
	const named = [...leftOut].map(([reason, count]) => `${count} ${reason}`).join(', ');
	hint(`Some predictions were left out (${named}). The field 'report' says which and why.`);
}

/** What the input item says of the project, and of the asset if the predictions are of that. */
function factsIn(json: IDataObject, externalId: string): IDataObject {
	const { projectId, assetId, url, batchNames, taskId } = json;
	const isSame = json.externalId === externalId;
	return filled({ projectId, ...(isSame && { assetId, url, batchNames, taskId }) });
}
