import type { Field } from '../operation/parameters';

export const assetIdsOption = {
	displayName: 'Asset IDs',
	name: 'assetIds',
	type: 'string',
	typeOptions: { takesList: true },
	default: '={{ $json.assetId }}',
	placeholder: 'e.g. 6554c81ac3b0d000147ea0a1',
	description: 'As a list or comma-separated',
} as const satisfies Field;

export const externalIdsOption = {
	displayName: 'External IDs',
	name: 'externalIds',
	type: 'string',
	typeOptions: { takesList: true },
	default: '={{ $json.externalId }}',
	placeholder: 'e.g. front-0001.png',
	description: 'As a list or comma-separated',
} as const satisfies Field;

export const taskIdsOption = {
	displayName: 'Task IDs',
	name: 'taskIds',
	type: 'string',
	typeOptions: { takesList: true },
	default: '={{ $json.taskId }}',
	placeholder: 'e.g. 6554c81ac3b0d000147ea0b1',
	description: 'As a list or comma-separated',
} as const satisfies Field;
