import { projectLocator } from '../../../shared/fields/locators';
import { beside } from '../../../shared/items/records';
import { operation, resource } from '../../operation';
import { update } from './update';
import { updateValidation } from './updateValidation';

export const labelSet = resource({
	name: 'Label Set',
	operations: {
		get: operation({
			name: 'Get',
			action: 'Get label set',
			description: 'Read the tools, classifications and relations of a project',
			fields: [projectLocator],
			run: async ({ params, hub }) =>
				beside({ projectId: params.project }, await hub.labelSets.get(params.project)),
		}),

		update,

		updateValidation,
	},
});
