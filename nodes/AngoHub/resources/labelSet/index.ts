import { projectLocator } from '../../../shared/fields/locators';
import { batchOperation, operation, resource } from '../../operation';
import { updateFields } from './fields';
import { planLabelSet, updateLabelSets } from './update';
import { validationIn, validationOptions } from './updateValidation';

export const labelSet = resource({
	name: 'Label Set',
	operations: {
		get: operation({
			name: 'Get',
			action: 'Get label set',
			description: 'Read the tools, classifications and relations of a project',
			fields: [projectLocator],
			run: async ({ params, hub }) => await hub.labelSets.get(params.project),
		}),

		update: batchOperation({
			name: 'Update',
			action: 'Update label set',
			description: 'Set up the classes that annotators of a project label with',
			fields: updateFields,
			plan: ({ params }) => planLabelSet(params),
			runAll: updateLabelSets,
		}),

		updateValidation: operation({
			name: 'Update Validation',
			action: 'Update validation of label set',
			description:
				'Change how Ango Hub checks labels before it takes them; what is not given stays as it is',
			fields: [
				projectLocator,
				{
					displayName: 'Update Fields',
					name: 'updateFields',
					type: 'collection',
					placeholder: 'Add Field',
					default: {},
					options: validationOptions,
				},
			],
			run: async ({ params: { project, updateFields }, hub }) =>
				await hub.labelSets.updateValidation(project, validationIn(updateFields)),
		}),
	},
});
