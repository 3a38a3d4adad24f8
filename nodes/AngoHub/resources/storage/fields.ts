import { storageLocator } from '../../../shared/fields/locators';
import type { Field } from '../../../shared/operation/parameters';

/** The storage that an operation is about. */
export const storageField = {
	...storageLocator,
	description: 'The storage to work with',
	required: true,
} as const;

export const bucketField = {
	displayName: 'Bucket',
	name: 'bucket',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. street-scenes',
	description: 'The bucket or container in the storage',
} as const satisfies Field;

export const folderField = {
	displayName: 'Folder',
	name: 'folder',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026/week-12',
	description: 'The folder in the bucket; leave it empty for the whole bucket',
} as const satisfies Field;

export const extensionsOption = {
	displayName: 'Extensions',
	name: 'extensions',
	type: 'string',
	default: '',
	placeholder: 'e.g. png, jpg',
	description:
		'Only files with these extensions: one, several with commas, or a list from an expression',
} as const satisfies Field;

/** What opens a storage. The keys go to Ango Hub and never come back. */
export const newStorageFields = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Camera archive',
		description: 'What the storage is called in Ango Hub',
	},
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		options: [
			{ name: 'Amazon S3', value: 'AWS', description: 'Or a storage that works like it' },
			{ name: 'Azure Blob Storage', value: 'AZURE' },
			{ name: 'Google Cloud Storage', value: 'GCP' },
		],
		default: 'AWS',
		description: 'Where the files are kept',
	},
	{
		displayName: 'Public Key',
		name: 'publicKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The access key ID of AWS, or what Ango Hub asks for under this name',
		displayOptions: { show: { provider: ['AWS', 'AZURE'] } },
	},
	{
		displayName: 'Private Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The secret access key of AWS, or what Ango Hub asks for under this name',
		displayOptions: { show: { provider: ['AWS', 'AZURE'] } },
	},
	{
		displayName: 'Credentials',
		name: 'credentials',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'The JSON key of a Google service account, or what Ango Hub asks for under this name',
		displayOptions: { show: { provider: ['AZURE', 'GCP'] } },
	},
	{
		displayName: 'Region',
		name: 'region',
		type: 'string',
		default: 'eu-central-1',
		placeholder: 'e.g. eu-central-1',
		description: 'The region of the buckets',
	},
] as const satisfies readonly Field[];
