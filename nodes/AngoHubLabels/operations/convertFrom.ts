import type { IDataObject } from 'n8n-workflow';

import { preLabelNotes } from '../../shared/datasets/preLabelNotes';
import type { PreLabelReport } from '../../shared/datasets/preLabels';
import { labelSetIn } from '../../shared/datasets/survey';
import { classListField, labelSetField } from '../../shared/fields/datasets/classes';
import {
	fileField,
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
	{ ...fileField, displayOptions: { show: { source: ['file'] } } },
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
	const reports: PreLabelReport[] = [];
	const { labelSet, ...given } = params;
	for await (const item of preLabelItems(
		{ ...given, labelSet: labelSetIn(labelSet) },
		files,
		breather,
	)) {
		reports.push(item.report);
		yield { ...factsIn(json, item.externalId), ...item };
	}
	for (const note of preLabelNotes(reports, 'report')) hint(note);
}

/** What the input item says of the project, and of the asset if the predictions are of that. */
function factsIn(json: IDataObject, externalId: string): IDataObject {
	const { projectId, assetId, url, batchNames, taskId } = json;
	const isSame = json.externalId === externalId;
	return filled({ projectId, ...(isSame && { assetId, url, batchNames, taskId }) });
}
