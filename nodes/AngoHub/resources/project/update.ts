import { UserError } from 'n8n-workflow';

import { projectLocator } from '../../../shared/fields/locators';
import { simplifyField } from '../../../shared/fields/simplify';
import { projectItem, simplifiedProject } from '../../../shared/items/records';
import { operation } from '../../operation';
import { settingsOptions } from './fields';
import { settingsIn } from './settings';

export const update = operation({
	name: 'Update',
	action: 'Update project',
	description: "Change the settings of a project. Settings that you don't add stay as they are.",
	fields: [
		projectLocator,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: settingsOptions,
		},
		simplifyField,
	],
	run: async ({ params: { project: projectId, updateFields, simplify }, hub }) => {
		const changes = settingsIn(updateFields);
		const keys = Object.keys(changes);
		if (keys.length === 0) {
			throw new UserError("'Update Fields' is empty", {
				description: 'Add at least one field with a value.',
			});
		}
		const updated = await hub.projects.update(projectId, changes);
		if (!simplify) return projectItem(updated);
		const changed = keys.map((key) => [key, updated[key]] as const);
		return { ...simplifiedProject(updated), ...Object.fromEntries(changed) };
	},
});
