import type { ProjectParts } from '../../../shared/hub/projects';
import { booleanIn } from '../../../shared/operation/booleanIn';
import type { Field, Parameters } from '../../../shared/operation/parameters';

/** What Clone copies unless it is switched off. Names are those of the wire. */
export const cloneOptions = [
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

/** @throws UserError when a switch is neither on nor off */
export function partsToClone(options: Partial<Parameters<typeof cloneOptions>>): ProjectParts {
	const parts = cloneOptions.map(({ name, displayName }) => [
		name,
		booleanIn(options[name] ?? true, displayName),
	]);
	return Object.fromEntries(parts) as ProjectParts;
}
