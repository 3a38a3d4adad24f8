import type { Field } from '../operation/parameters';

export const stagesOption = {
	displayName: 'Stage Names or IDs',
	name: 'stages',
	type: 'multiOptions',
	allowArbitraryValues: true, // n8n would warn of names that an expression gives
	typeOptions: { loadOptionsMethod: 'getStages', loadOptionsDependsOn: ['project.value'] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'With an expression: names or IDs, as a list or comma-separated',
} as const satisfies Field;
