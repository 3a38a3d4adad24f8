import { batchesOption } from '../../../shared/fields/batches';
import { projectLocator } from '../../../shared/fields/locators';
import type { Field } from '../../../shared/operation/parameters';

export const outputField = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'File',
			value: 'file',
			description: 'One file with everything; needs little memory however large it is',
		},
		{ name: 'Items', value: 'items', description: 'Items to work on in the next nodes' },
		{ name: 'ZIP', value: 'zip', description: 'The archive as Ango Hub made it' },
	],
	default: 'items',
	description: 'What to give to the next node',
} as const satisfies Field;

export const fileFormatField = {
	displayName: 'File Format',
	name: 'fileFormat',
	type: 'options',
	options: [
		{ name: 'JSON', value: 'json', description: 'One list' },
		{ name: 'NDJSON', value: 'ndjson', description: 'One line for each' },
	],
	default: 'json',
	description: 'How the file is written',
	displayOptions: { show: { output: ['file'] } },
} as const satisfies Field;

export const archiveFormatField = {
	displayName: 'Format Inside ZIP',
	name: 'archiveFormat',
	type: 'options',
	options: [
		{ name: 'JSON', value: 'json', description: 'One list' },
		{ name: 'NDJSON', value: 'ndjson', description: 'One line for each' },
		{ name: 'Split JSON', value: 'split', description: 'Several files with a list each' },
	],
	default: 'json',
	description: 'How Ango Hub writes the files in the archive',
	displayOptions: { show: { output: ['zip'] } },
} as const satisfies Field;

export const outputFileField = {
	displayName: 'Put Output File in Field',
	name: 'field',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output field to put the file in',
	displayOptions: { show: { output: ['file', 'zip'] } },
} as const satisfies Field;

export const createdAfterFilter = {
	displayName: 'Created After',
	name: 'createdAfter',
	type: 'dateTime',
	default: '',
	description: 'Only what was created after this moment',
} as const satisfies Field;

export const createdBeforeFilter = {
	displayName: 'Created Before',
	name: 'createdBefore',
	type: 'dateTime',
	default: '',
	description: 'Only what was created before this moment',
} as const satisfies Field;

export const updatedAfterFilter = {
	displayName: 'Updated After',
	name: 'updatedAfter',
	type: 'dateTime',
	default: '',
	description: 'Only what was changed after this moment',
} as const satisfies Field;

export const updatedBeforeFilter = {
	displayName: 'Updated Before',
	name: 'updatedBefore',
	type: 'dateTime',
	default: '',
	description: 'Only what was changed before this moment',
} as const satisfies Field;

export const fileNameOption = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. labels.json',
	description: 'How the file is called; by default after the project',
	displayOptions: { show: { '/output': ['file', 'zip'] } },
} as const satisfies Field;

export const notifyOption = {
	displayName: 'Notify in Ango Hub',
	name: 'notify',
	type: 'boolean',
	default: false,
	description: 'Whether Ango Hub shows its own note that the export is ready',
} as const satisfies Field;

export const sendEmailOption = {
	displayName: 'Send Email',
	name: 'sendEmail',
	type: 'boolean',
	default: false,
	description: 'Whether Ango Hub sends an email with the link as well',
} as const satisfies Field;

/** What both exports have in common, and all that an export of issues takes. */
export const sharedFields = [
	projectLocator,
	outputField,
	fileFormatField,
	archiveFormatField,
	outputFileField,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			batchesOption,
			createdAfterFilter,
			createdBeforeFilter,
			updatedAfterFilter,
			updatedBeforeFilter,
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [fileNameOption, notifyOption, sendEmailOption],
	},
] as const satisfies readonly Field[];
