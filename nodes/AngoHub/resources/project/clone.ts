import { projectLocator } from '../../../shared/fields/locators';
import type { ProjectParts } from '../../../shared/hub/projects';
import { projectItem } from '../../../shared/items/records';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { operation } from '../../operation';

/** What Clone copies unless it is switched off. Names are those of the wire. */
const cloneOptions = [
	{
		displayName: 'Copy Batches',
		name: 'batches',
		type: 'boolean',
		default: true,
		description: 'Whether the copy gets batches of the same names',
	},
	{
		displayName: 'Copy General Settings',
		name: 'projectGeneralSettings',
		type: 'boolean',
		default: true,
		description: 'Whether the copy gets the general settings',
	},
	{
		displayName: 'Copy Label Set',
		name: 'categorySchema',
		type: 'boolean',
		default: true,
		description: 'Whether the copy gets the tools, classifications and relations',
	},
	{
		displayName: 'Copy Members',
		name: 'assignedTo',
		type: 'boolean',
		default: true,
		description: 'Whether the same people work in the copy',
	},
	{
		displayName: 'Copy Plugin Presets',
		name: 'pluginPresets',
		type: 'boolean',
		default: true,
		description: 'Whether the copy gets the presets of plugins',
	},
	{
		displayName: 'Copy Workflow',
		name: 'workflow',
		type: 'boolean',
		default: true,
		description: 'Whether the copy gets the same stages',
	},
] as const satisfies readonly Field[];

/** What to copy: everything that is not turned off. */
function partsToClone(options: Partial<Parameters<typeof cloneOptions>>): ProjectParts {
	const parts = cloneOptions.map(({ name }) => [name, options[name] ?? true]);
	return Object.fromEntries(parts) as ProjectParts;
}

export const clone = operation({
	name: 'Clone',
	action: 'Clone project',
	description:
		"Copy a project's settings into a new project of the same name with 'copy' after it. Assets are not copied.",
	fields: [
		projectLocator,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			description: 'Everything is copied unless you turn it off here',
			options: cloneOptions,
		},
	],
	run: async ({ params, hub }) =>
		projectItem(await hub.projects.clone(params.project, partsToClone(params.options))),
});
