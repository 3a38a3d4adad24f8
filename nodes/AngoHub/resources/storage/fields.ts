import { fromItem, storageLocator } from '../../../shared/fields/locators';
import type { Field } from '../../../shared/operation/parameters';

/** The storage that an operation is about. */
export const storageField = {
	...storageLocator,
	default: fromItem('storageId'),
	description: 'The storage to work with',
	required: true,
} as const;

export const bucketField = {
	displayName: 'Bucket',
	name: 'bucket',
	type: 'string',
	typeOptions: { isFilter: true },
	default: '',
	required: true,
	placeholder: 'e.g. street-scenes',
	description: 'The bucket or container in the storage',
} as const satisfies Field;

export const folderField = {
	displayName: 'Folder',
	name: 'folder',
	type: 'string',
	typeOptions: { isFilter: true },
	default: '',
	placeholder: 'e.g. 2026/week-12',
	description: 'Folder in the bucket. Leave empty for the whole bucket.',
} as const satisfies Field;

export const extensionsOption = {
	displayName: 'Extensions',
	name: 'extensions',
	type: 'string',
	typeOptions: { takesList: true },
	default: '',
	placeholder: 'e.g. png, jpg',
	description: 'Only include files with these extensions, as a list or comma-separated',
} as const satisfies Field;
