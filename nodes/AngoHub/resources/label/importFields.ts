import { answersField } from '../../../shared/fields/answers';
import { classAnswersField } from '../../../shared/fields/classAnswers';
import { classListField } from '../../../shared/fields/datasets/classes';
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
} from '../../../shared/fields/datasets/predictionFields';
import { predictionOptions } from '../../../shared/fields/datasets/predictionOptions';
import { itemProjectLocator } from '../../../shared/fields/locators';
import type { Field } from '../../../shared/operation/parameters';
import { checkOption, labelsField } from './fields';

/** n8n lists options by name. */
const [firstFormat, ...otherFormats] = predictionFormats;

export const importFields = [
	itemProjectLocator,
	{
		displayName: 'Find Asset By',
		name: 'findBy',
		type: 'options',
		options: [
			{
				name: 'External ID',
				value: 'externalId',
				description: 'All assets with this external ID get the labels',
			},
			{ name: 'URL', value: 'data', description: 'The URL that the asset has in Ango Hub' },
		],
		default: 'externalId',
		description: "How to find the asset. 'externalId' or 'data' in Labels takes precedence.",
	},
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '={{ $json.externalId }}',
		placeholder: 'e.g. front-0001.png',
		description: 'The external ID of the asset',
		displayOptions: { show: { findBy: ['externalId'] } },
	},
	{
		displayName: 'Asset URL',
		name: 'assetUrl',
		type: 'string',
		default: '={{ $json.url }}',
		placeholder: 'e.g. https://example.com/image.png',
		description: 'The URL of the asset',
		displayOptions: { show: { findBy: ['data'] } },
	},
	classAnswersField,
	{
		displayName: 'Labels Format',
		name: 'format',
		type: 'options',
		options: [
			firstFormat,
			{ name: 'Ango Hub', value: 'angoHub', description: "Ango Hub's import format" },
			...otherFormats,
		],
		default: 'angoHub',
		description:
			"The format of the labels. Predictions that name their pictures have the file name as the external ID. For lists of boxes, choose 'Plain Boxes'.",
	},
	{ ...labelsField, displayOptions: { show: { format: ['angoHub'] } } },
	{ ...sourceField, displayOptions: { hide: { format: ['angoHub'] } } },
	{
		...fileField,
		displayOptions: { show: { source: ['file'] }, hide: { format: ['angoHub'] } },
	},
	{
		...predictionsField,
		displayOptions: { show: { source: ['item'] }, hide: { format: ['angoHub', ...TEXT_FORMATS] } },
	},
	{
		...textField,
		displayOptions: { show: { source: ['text'] }, hide: { format: ['angoHub'] } },
	},
	{ ...textField, displayOptions: { show: { source: ['item'], format: TEXT_FORMATS } } },
	{ ...taskField, displayOptions: { show: { format: ['yolo'] } } },
	{ ...widthField, displayOptions: { hide: { format: ['angoHub'] } } },
	{ ...heightField, displayOptions: { hide: { format: ['angoHub'] } } },
	{ ...classListField, displayOptions: { show: { format: ['boxes', 'yolo'] } } },
	{
		displayName: 'Prediction Options',
		name: 'predictionOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: predictionOptions,
		displayOptions: { hide: { format: ['angoHub'] } },
	},
	answersField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			checkOption,
			{
				displayName: 'Tasks After Start',
				name: 'whenMoved',
				type: 'options',
				options: [
					{
						name: 'Annotate the Task Instead',
						value: 'annotate',
						description:
							'Write the labels onto tasks that nobody has labeled, in the stage they have moved to. Finds assets by their external IDs.',
					},
					{
						name: 'Fail',
						value: 'fail',
						description: 'Say that the labels reached no task',
					},
				],
				default: 'fail',
				description:
					'What to do with labels whose tasks are not in the Start stage any more, where label import cannot reach them',
			},
			{
				displayName: 'Wait for Assets',
				name: 'patience',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 600 },
				default: 60,
				hint: 'In seconds',
				description:
					'How long to retry labels that match no task yet. New assets may take a moment.',
			},
		],
	},
] as const satisfies readonly Field[];
