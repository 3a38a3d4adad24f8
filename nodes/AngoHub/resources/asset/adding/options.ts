import { answersField } from '../../../../shared/fields/answers';
import { batchesOption, createMissingBatchesOption } from '../../../../shared/fields/batches';
import { classAnswersField } from '../../../../shared/fields/classAnswers';
import { priorityOption } from '../../../../shared/fields/priority';
import type { Field } from '../../../../shared/operation/parameters';
import { attachmentsOption } from './attachments';
import { preLabelObjectFields } from './preLabelObjects';

const contextDataOption = {
	displayName: 'Context Data',
	name: 'contextData',
	type: 'json',
	default: '{}',
	hint: 'Such as {"camera": "front", "site": 7}',
	description: 'JSON object shown to annotators and included in exports',
} as const satisfies Field;

const frameRateOption = {
	displayName: 'Frame Rate',
	name: 'frameRate',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 30,
	description: 'Frames per second of a video; Ango Hub assumes 30',
} as const satisfies Field;

const heightOption = {
	displayName: 'Height',
	name: 'height',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	placeholder: 'e.g. 1080',
	description:
		'Height in pixels; 0 for unknown. Needed to export masks, YOLO or COCO when nobody opens the image in the editor.',
} as const satisfies Field;

export const ifExistsOption = {
	displayName: 'If Asset Exists',
	name: 'ifExists',
	type: 'options',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description: 'Treat an asset with the same external ID as a reason not to add this one',
		},
		{
			name: 'Replace',
			value: 'replace',
			description: 'Add the new one, then delete those with the same external ID and their labels',
		},
		{
			name: 'Skip',
			value: 'skip',
			description: 'Leave an asset with the same external ID as it is; makes it safe to run again',
		},
		{
			name: 'Upload Anyway',
			value: 'upload',
			description: 'Add it without checking; Ango Hub allows duplicate external IDs',
		},
	],
	default: 'upload',
	description: 'What to do when the project already has an asset with this external ID',
} as const satisfies Field;

export const deleteLabelsOption = {
	displayName: 'Delete Existing Labels',
	name: 'deleteLabels',
	type: 'boolean',
	default: false,
	description: "Whether to delete the replaced assets' labels. Required for Replace.",
	displayOptions: { show: { ifExists: ['replace'] } },
} as const satisfies Field;

const metadataOption = {
	displayName: 'Metadata',
	name: 'metadata',
	type: 'json',
	default: '{}',
	hint: 'Such as {"width": 1920, "height": 1080}',
	description:
		'Technical details of the file as a JSON object. Keys that have a field of their own can be left out.',
} as const satisfies Field;

/** Answers and objects to pre-fill for annotators. */
export const preLabelFields = [
	{
		...classAnswersField,
		displayName: 'Pre-Labels',
		description: 'Answers to pre-fill for annotators. Imported after the asset has been created.',
		typeOptions: {
			...classAnswersField.typeOptions,
			resourceMapper: {
				...classAnswersField.typeOptions.resourceMapper,
				valuesLabel: 'Pre-Labels',
			},
		},
	},
	{
		...answersField,
		description:
			'Pre-labels by the name or ID of their class, for projects that an expression gives',
	},
	...preLabelObjectFields,
] as const satisfies readonly Field[];

const preLabelsWhenMovedOption = {
	displayName: 'Pre-Labels After Start',
	name: 'preLabelsWhenMoved',
	type: 'options',
	options: [
		{
			name: 'Annotate the Task Instead',
			value: 'annotate',
			description: 'Write them onto the task in the stage it has moved to',
		},
		{
			name: 'Stop Before Uploading',
			value: 'stop',
			description: 'Say that pre-labels cannot be imported, before anything is sent',
		},
	],
	default: 'stop',
	description:
		"What to do when the project's Start stage forwards tasks by itself: label import reaches only tasks that are still in Start",
} as const satisfies Field;

export const returnIdsOption = {
	displayName: 'Return Asset IDs',
	name: 'returnIds',
	type: 'boolean',
	default: true,
	description:
		'Whether to look up the ID of each new asset. Takes one request for every hundred assets.',
} as const satisfies Field;

const widthOption = {
	displayName: 'Width',
	name: 'width',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	placeholder: 'e.g. 1920',
	description:
		'Width in pixels; 0 for unknown. Needed to export masks, YOLO or COCO when nobody opens the image in the editor.',
} as const satisfies Field;

const externalIdOption = {
	displayName: 'External ID',
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. front-0001.png',
	description:
		"Your identifier for the asset. Defaults to the file name. Doesn't have to be unique. Keep the extension for videos.",
} as const satisfies Field;

/** The options that Upload and Import From Cloud share. */
export const sharedOptions = [
	attachmentsOption,
	batchesOption,
	contextDataOption,
	createMissingBatchesOption,
	deleteLabelsOption,
	externalIdOption,
	frameRateOption,
	heightOption,
	ifExistsOption,
	metadataOption,
	preLabelsWhenMovedOption,
	priorityOption,
	returnIdsOption,
	widthOption,
] as const satisfies readonly Field[];

/** The same fields in the order in which n8n lists options. */
export function byDisplayName<const F extends readonly Field[]>(fields: F): F {
	return [...fields].sort((a, b) =>
		a.displayName.localeCompare(b.displayName, 'en'),
	) as unknown as F;
}
