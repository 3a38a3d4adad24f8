import { UserError } from 'n8n-workflow';

import { projectLocator } from '../../../shared/fields/locators';
import { projectOutputFields } from '../../../shared/fields/output';
import { projectInForm } from '../../../shared/items/records';
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
			placeholder: 'Add field',
			default: {},
			options: settingsOptions,
		},
		...projectOutputFields,
	],
	run: async ({ params, hub }) => {
		const changes = settingsIn(params.updateFields);
		const keys = Object.keys(changes);
		if (keys.length === 0) {
			throw new UserError("'Update Fields' is empty", {
				description: 'Add at least one field with a value.',
			});
		}
		const updated = await hub.projects.update(params.project, changes);
		const changed = keys.map((key) => [key, updated[key]] as const);
		return { ...projectInForm(params, updated), ...Object.fromEntries(changed) };
	},
});
