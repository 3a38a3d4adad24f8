import { limitOf, listFields } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { projectOutputFields } from '../../../shared/fields/output';
import { projectInForm, projectItem } from '../../../shared/items/records';
import { operation, resource } from '../../operation';
import { clone } from './clone';
import { create } from './create';
import { getMetrics } from './getMetrics';
import { getPerformance } from './getPerformance';
import { update } from './update';
import { uploadInstructions } from './uploadInstructions';

export const project = resource({
	name: 'Project',
	operations: {
		clone,

		create,

		delete: operation({
			name: 'Delete',
			action: 'Delete project',
			description:
				'Delete a project with its assets, tasks and issues. Files stay in their storage.',
			fields: [
				{
					displayName:
						'The project is deleted with its assets, tasks, labels and issues. Its files stay in their storage. No operation brings it back.',
					name: 'notice',
					type: 'notice',
					default: '',
				},
				projectLocator,
			],
			run: async ({ params, hub }) => {
				await hub.projects.delete(params.project);
				return { deleted: true, projectId: params.project };
			},
		}),

		get: operation({
			name: 'Get',
			action: 'Get project',
			description: 'Read one project with its batches, stages and label set',
			fields: [projectLocator, ...projectOutputFields],
			run: async ({ params, hub }) => projectInForm(params, await hub.projects.get(params.project)),
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many projects',
			description: 'List the projects that the API key can see',
			fields: listFields,
			run: async function* ({ params, hub }) {
				for await (const one of hub.projects.list(limitOf(params))) yield projectItem(one);
			},
		}),

		getMetrics,

		getPerformance,

		purge: operation({
			name: 'Purge',
			action: 'Purge project',
			description:
				"Delete a project for good, with its files in Ango Hub's own storage. Nothing can bring it back.",
			fields: [
				{
					displayName:
						"The project is deleted for good, with its labels and its files in Ango Hub's own storage. Nothing can bring them back.",
					name: 'notice',
					type: 'notice',
					default: '',
				},
				projectLocator,
				{
					displayName: 'Project Name to Confirm',
					name: 'confirmName',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. Street scenes',
					description: 'Name of the project, to confirm that it may be purged',
				},
			],
			run: async ({ params, hub }) => {
				await hub.projects.purge(params.project, String(params.confirmName));
				return { deleted: true, projectId: params.project };
			},
		}),

		update,

		uploadInstructions,
	},
});
