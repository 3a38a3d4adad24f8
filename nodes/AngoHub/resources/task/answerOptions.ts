import type { Field } from '../../../shared/operation/parameters';

export const includeAnswerOption = {
	displayName: 'Include Answer',
	name: 'includeAnswer',
	type: 'boolean',
	default: true,
	description: 'Whether to return the labels with the task',
} as const satisfies Field;

export const resolveOptionsOption = {
	displayName: 'Resolve Options',
	name: 'resolveOptions',
	type: 'boolean',
	default: true,
	description: 'Whether to replace option IDs in answers with the texts of the label set',
} as const satisfies Field;
