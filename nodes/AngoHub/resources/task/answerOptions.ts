import type { Field } from '../../../shared/operation/parameters';

export const includeAnswerOption = {
	displayName: 'Include Labels',
	name: 'includeAnswer',
	type: 'boolean',
	default: true,
	description: 'Whether to include the labels of the task',
} as const satisfies Field;

export const resolveOptionsOption = {
	displayName: 'Resolve Options',
	name: 'resolveOptions',
	type: 'boolean',
	default: true,
	description: 'Whether to replace option IDs in answers with their texts',
} as const satisfies Field;
