import type { Field } from '../operation/parameters';

export const inputFileField = {
	displayName: 'Input Data Field Name',
	name: 'fileField',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input field containing the file',
} as const satisfies Field;

export const outputFileField = {
	displayName: 'Put Output File in Field',
	name: 'field',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output field to put the file in',
} as const satisfies Field;
