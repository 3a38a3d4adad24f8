import type { Field } from '../../../shared/operation/parameters';

export const statusOption = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Closed', value: 'Closed' },
		{ name: 'Open', value: 'Open' },
		{ name: 'Resolved', value: 'Resolved' },
	],
	default: 'Open',
	description: 'Status of the issue',
} as const satisfies Field;
