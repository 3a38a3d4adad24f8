import { storageLocator } from '../../../shared/fields/locators';
import type { Field } from '../../../shared/operation/parameters';
import { byDisplayName, sharedOptions } from './adding/options';

const addFileInfoOption = {
	displayName: 'Add File Info',
	name: 'addFileInfo',
	type: 'boolean',
	default: false,
	description:
		'Whether to add name, folder, size, MIME type and the time of the upload to the context data',
} as const satisfies Field;

const checkTypeOption = {
	displayName: 'Check File Type',
	name: 'checkType',
	type: 'boolean',
	default: true,
	description: 'Whether to refuse file types that Ango Hub does not list, before anything is sent',
} as const satisfies Field;

const combineOptions = [
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
		displayName: 'Group By',
		name: 'groupBy',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.seriesId }}',
		description: 'An expression whose value is the same for all files of one asset',
		displayOptions: { show: { combine: ['group'] } },
	},
	{
		displayName: 'Page Order',
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

const fileNameOption = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. scan.nii.gz',
	description:
		'A name to use instead of the name of the file; its extension decides how Ango Hub shows it',
} as const satisfies Field;

const mimeTypeOption = {
	displayName: 'MIME Type',
	name: 'mimeType',
	type: 'string',
	default: '',
	placeholder: 'e.g. image/png',
	description: 'A type to use instead of the type of the file',
} as const satisfies Field;

/** The options of Upload. */
export const uploadOptions = byDisplayName([
	...sharedOptions,
	storageLocator,
	addFileInfoOption,
	checkTypeOption,
	...combineOptions,
	fileNameOption,
	mimeTypeOption,
]);
