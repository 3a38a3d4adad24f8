import type { Field } from '../operation/parameters';

/**
 * Where the IDs are found that a field takes, by what they are of: what the kernel says where it holds
 * something that no ID is, such as the name of a file. Which IDs there are is for Ango Hub to say.
 */
export const idAdvice = {
	asset: "'Asset: Get' finds an asset by its external ID; its items have the ID as assetId.",
	issue: "Pick it from a list, or take issueId from the items of 'Issue: Get Many'.",
	organization: 'Pick it from the list.',
	project: "Pick it from the list, or take projectId from the items of 'Project: Get Many'.",
	storage: "Pick it from the list, or take storageId from the items of 'Storage: Get Many'.",
	task: "'Task: Get Many' finds tasks by external IDs; its items and those of the triggers have the ID as taskId.",
} as const;

export const assetIdsOption = {
	displayName: 'Asset IDs',
	name: 'assetIds',
	type: 'string',
	typeOptions: { takesList: true, idAdvice: idAdvice.asset },
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
	typeOptions: { takesList: true, idAdvice: idAdvice.task },
	default: '={{ $json.taskId }}',
	placeholder: 'e.g. 6554c81ac3b0d000147ea0b1',
	description: 'As a list or comma-separated',
} as const satisfies Field;
