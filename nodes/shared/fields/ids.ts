import type { Field } from '../operation/parameters';

const EXAMPLE = '6554c81ac3b0d000147ea001';

/** What the kernel asks of a field that takes IDs only (contract 1.7), and says where something else is given. */
const idRule = <const A extends string>(advice: A) =>
	({ form: '^[0-9a-fA-F]{24}$', example: EXAMPLE, advice }) as const;

/** The rules of fields that take IDs, by what these are of. */
export const idRules = {
	asset: idRule(
		"'Asset: Get' finds an asset by its external ID; its items have the ID as assetId.",
	),
	issue: idRule("Pick it from a list, or take issueId from the items of 'Issue: Get Many'."),
	organization: idRule('Pick it from the list.'),
	project: idRule(
		"Pick it from the list, or take projectId from the items of 'Project: Get Many'.",
	),
	storage: idRule(
		"Pick it from the list, or take storageId from the items of 'Storage: Get Many'.",
	),
	task: idRule(
		"'Task: Get Many' finds tasks by external IDs; its items and those of the triggers have the ID as taskId.",
	),
};

export const assetIdsOption = {
	displayName: 'Asset IDs',
	name: 'assetIds',
	type: 'string',
	typeOptions: { takesList: true, id: idRules.asset },
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
	typeOptions: { takesList: true, id: idRules.task },
	default: '={{ $json.taskId }}',
	placeholder: 'e.g. 6554c81ac3b0d000147ea0b1',
	description: 'As a list or comma-separated',
} as const satisfies Field;
