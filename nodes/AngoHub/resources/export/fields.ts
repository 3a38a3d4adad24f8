import { batchesOption } from '../../../shared/fields/batches';
import { outputFileField } from '../../../shared/fields/files';
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
			description: 'One file with everything, streamed with little memory',
		},
		{ name: 'Items', value: 'items', description: 'Items to work on in the next nodes' },
		{ name: 'ZIP', value: 'zip', description: 'The archive as Ango Hub made it' },
	],
	default: 'items',
	description: 'Form of the output',
	// An agent gets items only.
	displayOptions: { hide: { '@tool': [true] } },
} as const satisfies Field;

export const fileFormatField = {
	displayName: 'File Format',
	name: 'fileFormat',
	type: 'options',
	options: [
		{ name: 'CSV', value: 'csv', description: 'A table for sheets and databases' },
		{
			name: 'JSON',
			value: 'json',
			description: "One list, as n8n's node Extract from File reads it",
		},
		{
			name: 'NDJSON',
			value: 'ndjson',
			description: 'A JSON object on each line, as BigQuery, DuckDB, pandas and jq read it',
		},
	],
	default: 'json',
	description: 'Format of the file',
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
	description: 'Format of the files in the archive',
	displayOptions: { show: { output: ['zip'] } },
} as const satisfies Field;

export const archiveField = {
	...outputFileField,
	displayOptions: { show: { output: ['file', 'zip'] } },
} as const satisfies Field;

export const createdAfterFilter = {
	displayName: 'Created After',
	name: 'createdAfter',
	type: 'dateTime',
	default: '',
	description: 'Only include items created after this time',
} as const satisfies Field;

export const createdBeforeFilter = {
	displayName: 'Created Before',
	name: 'createdBefore',
	type: 'dateTime',
	default: '',
	description: 'Only include items created before this time',
} as const satisfies Field;

export const updatedAfterFilter = {
	displayName: 'Updated After',
	name: 'updatedAfter',
	type: 'dateTime',
	default: '',
	description: 'Only include items updated after this time',
} as const satisfies Field;

export const updatedBeforeFilter = {
	displayName: 'Updated Before',
	name: 'updatedBefore',
	type: 'dateTime',
	default: '',
	description: 'Only include items updated before this time',
} as const satisfies Field;

export const fileNameOption = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. labels.json',
	description: 'Name of the file. Defaults to the name of the project with the date.',
	displayOptions: { show: { '/output': ['file', 'zip'] } },
} as const satisfies Field;

export const notifyOption = {
	displayName: 'Notify in Ango Hub',
	name: 'notify',
	type: 'boolean',
	default: false,
	description: 'Whether to show a notification in Ango Hub when the export is ready',
} as const satisfies Field;

export const sendEmailOption = {
	displayName: 'Send Email',
	name: 'sendEmail',
	type: 'boolean',
	default: false,
	description: 'Whether to have Ango Hub send an email with the link',
} as const satisfies Field;

/** What both exports have in common, and all that an export of issues takes. */
export const sharedFields = [
	projectLocator,
	outputField,
	fileFormatField,
	archiveFormatField,
	archiveField,
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
