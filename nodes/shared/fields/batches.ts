import type { Field } from '../operation/parameters';

export const batchesOption = {
	displayName: 'Batch Names or IDs',
	name: 'batches',
	type: 'multiOptions',
	allowArbitraryValues: true, // n8n would warn of names that an expression gives
	typeOptions: { loadOptionsMethod: 'getBatches', loadOptionsDependsOn: ['project.value'] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'With an expression: names or IDs, as a list or comma-separated',
} as const satisfies Field;

export const createMissingBatchesOption = {
	displayName: 'Create Missing Batches',
	name: 'createMissingBatches',
	type: 'boolean',
	default: false,
	description: 'Whether to create batches that the project does not have yet',
} as const satisfies Field;
