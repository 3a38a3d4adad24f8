import type { Field } from '../../../shared/operation/parameters';

/** What a requeue takes away from the tasks that it moves. */
export const requeueOptions = [
	{
		displayName: 'Remove Annotations',
		name: 'removeAnnotations',
		type: 'boolean',
		default: false,
		description: 'Whether the labels of the tasks are deleted',
	},
	{
		displayName: 'Remove Assignee',
		name: 'removeAssignee',
		type: 'boolean',
		default: false,
		description: 'Whether the tasks belong to nobody afterwards',
	},
	{
		displayName: 'Remove Stage History',
		name: 'removeStageHistory',
		type: 'boolean',
		default: false,
		description: 'Whether the record of what happened in each stage is deleted',
	},
] as const satisfies readonly Field[];
