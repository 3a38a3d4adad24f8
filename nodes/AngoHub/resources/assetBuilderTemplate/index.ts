import { limitOf, listFields } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { beside, templateItem } from '../../../shared/items/records';
import { operation, resource } from '../../operation';
import { createTemplateFields, newTemplate } from './create';

export const assetBuilderTemplate = resource({
	name: 'Asset Builder Template',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create asset builder template',
			description: 'Add a page layout that turns rows of a table into assets',
			fields: createTemplateFields,
			run: async ({ params, hub }) => {
				const { categorySchema } = await hub.projects.recall(params.project);
				const answer = await hub.templates.create(
					params.project,
					newTemplate(params, categorySchema),
				);
				return beside({ projectId: params.project }, answer);
			},
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many asset builder templates',
			description: 'List the asset builder templates of a project',
			fields: [projectLocator, ...listFields],
			run: async ({ params, hub }) => {
				const templates = await hub.templates.list(params.project);
				return templates.slice(0, limitOf(params)).map((one) => templateItem(one, params.project));
			},
		}),
	},
});
