import { storageLocator } from '../../../../shared/fields/locators';
import type { Field } from '../../../../shared/operation/parameters';

/*
 * Options that Upload and Import From Cloud share.
 */

export const contextDataOption = {
	displayName: 'Context Data',
	name: 'contextData',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"camera": "front", "site": 7}',
	description: 'An object whose keys and values annotators see, and exports carry',
} as const satisfies Field;

export const frameRateOption = {
	displayName: 'Frame Rate',
	name: 'frameRate',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 30,
	description: 'Frames per second of a video; Ango Hub assumes 30',
} as const satisfies Field;

export const heightOption = {
	displayName: 'Height',
	name: 'height',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1080,
	description: 'Height in pixels; only needed to export masks',
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
			description: 'Add it without looking; Ango Hub allows the same external ID many times',
		},
	],
	default: 'upload',
	description: 'What to do when the project already has an asset with this external ID',
} as const satisfies Field;

export const deleteLabelsOption = {
	displayName: 'I Know That Labels Are Lost',
	name: 'deleteLabels',
	type: 'boolean',
	default: false,
	description: "Whether the labels of replaced assets may be deleted with them; 'Replace' needs it",
	displayOptions: { show: { ifExists: ['replace'] } },
} as const satisfies Field;

export const metadataOption = {
	displayName: 'Metadata',
	name: 'metadata',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"width": 1920, "height": 1080}',
	description:
		'Technical facts about the file as an object; the keys that have fields of their own can be left out',
} as const satisfies Field;

export const preLabelsWhenMovedOption = {
	displayName: 'Pre-Labels After Start',
	name: 'preLabelsWhenMoved',
	type: 'options',
	options: [
		{
			name: 'Annotate the Task Instead',
			value: 'annotate',
			description: 'Write the answers onto the task in the stage it has moved to',
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
	default: false,
	description:
		'Whether to look up the ID of each new asset. Costs one more request for every hundred assets.',
} as const satisfies Field;

export const widthOption = {
	displayName: 'Width',
	name: 'width',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1920,
	description: 'Width in pixels; only needed to export masks',
} as const satisfies Field;

/*
 * Options of one of the two.
 */

export const addFileInfoOption = {
	displayName: 'Add File Info',
	name: 'addFileInfo',
	type: 'boolean',
	default: false,
	description:
		'Whether to add name, folder, size, MIME type and the time of the upload to the context data',
} as const satisfies Field;

export const checkTypeOption = {
	displayName: 'Check File Type',
	name: 'checkType',
	type: 'boolean',
	default: true,
	description: 'Whether to refuse file types that Ango Hub does not list, before anything is sent',
} as const satisfies Field;

export const combineOptions = [
	{
		displayName: 'Combine Into One Asset',
		name: 'combine',
		type: 'options',
		options: [
			{
				name: 'All Files of the Item',
				value: 'fields',
				description: 'The files of one item become the pages of one asset',
			},
			{
				name: 'All Files of a Group',
				value: 'group',
				description: 'Items whose Group By is the same become one asset, such as a DICOM series',
			},
			{ name: 'No', value: 'no', description: 'Each file becomes an asset of its own' },
		],
		default: 'no',
		description: 'Whether several files become one asset',
	},
	{
		displayName: 'Combine: Group By',
		name: 'groupBy',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.seriesId }}',
		description: 'An expression whose value is the same for all files of one asset',
		displayOptions: { show: { combine: ['group'] } },
	},
	{
		displayName: 'Combine: Order',
		name: 'combineOrder',
		type: 'options',
		options: [
			{ name: 'As They Come In', value: 'input' },
			{
				name: 'By File Name',
				value: 'fileName',
				description: 'With numbers by their value: 2 before 10',
			},
		],
		default: 'input',
		description: 'The order of the files in the asset',
	},
] as const satisfies readonly Field[];

export const copyOption = {
	displayName: 'Copy Into Ango Hub',
	name: 'copy',
	type: 'boolean',
	default: false,
	description:
		'Whether Ango Hub keeps a copy of its own, so that the file may vanish from its place',
} as const satisfies Field;

export const externalIdOption = {
	displayName: 'External ID',
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. front-0001.png',
	description:
		'Your own name for the asset; the file name by default. Keep the extension for videos. Ango Hub does not ask that it is unique.',
} as const satisfies Field;

export const fileNameOption = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. scan.nii.gz',
	description:
		'A name to use instead of the name of the file; its extension decides how Ango Hub shows it',
} as const satisfies Field;

export const mimeTypeOption = {
	displayName: 'MIME Type',
	name: 'mimeType',
	type: 'string',
	default: '',
	placeholder: 'e.g. image/png',
	description: 'A type to use instead of the type of the file',
} as const satisfies Field;

export const storageOption = {
	...storageLocator,
	description: "Where the files are kept, if not in Ango Hub's own storage",
} as const;
