import type { Field } from '../../../../shared/operation/parameters';

export const sourceField = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	options: [
		{ name: 'File', value: 'file', description: 'A file in the input item' },
		{ name: 'Text', value: 'text', description: 'A text from a field' },
		{
			name: 'URL',
			value: 'url',
			description: 'A file to read from a URL and pass on',
		},
	],
	default: 'file',
	description: 'Where the content comes from',
} as const satisfies Field;

export const textField = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. The parcel came two days late',
	description: 'The text that annotators label',
} as const satisfies Field;

export const urlField = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://example.com/image.png',
	description: 'The file to read; n8n has to be able to reach it',
	displayOptions: { show: { source: ['url'] } },
} as const satisfies Field;
