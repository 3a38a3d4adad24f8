import { listFields, wantedCount } from '../../shared/operation/listFields';
import { operation, resource } from '../../shared/operation/operation';
import { projectLocator } from '../../shared/pickers/locators';
import { simplifiedProject } from '../simplify';

export const project = resource({
	name: 'Project',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create project',
			description: 'Add a project with the default workflow: Start, Label, Complete',
			fields: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. Street scenes',
					description: 'What the project is called',
				},
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						{
							displayName: 'Description',
							name: 'description',
							type: 'string',
							default: '',
							description: 'What the project is for',
						},
						{
							displayName: 'Type',
							name: 'type',
							type: 'options',
							options: [
								{
									name: 'IFrame',
									value: 'iframe',
									description: 'Assets are web pages with their own tool',
								},
								{
									name: 'Multi-Sensor Fusion',
									value: 'pct',
									description: 'Point clouds; assets come from the cloud only',
								},
								{
									name: 'Standard',
									value: 'ango',
									description: 'Images, video, audio, text, documents, medical',
								},
							],
							default: 'ango',
							description: 'What kind of data the project holds',
						},
					],
				},
			],
			run: async ({ params: { name, options }, hub }) =>
				await hub.projects.create({ description: '', ...options, name }),
		}),

		get: operation({
			name: 'Get',
			action: 'Get project',
			description: 'Read one project with its batches, stages and label set',
			fields: [
				projectLocator,
				{
					displayName: 'Simplify',
					name: 'simplify',
					type: 'boolean',
					default: true,
					description:
						'Whether to return a simplified version of the response instead of the raw data',
				},
			],
			run: async ({ params, hub }) => {
				const found = await hub.projects.get(params.project);
				return params.simplify ? simplifiedProject(found) : found;
			},
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many projects',
			description: 'List the projects that the API key can see',
			fields: listFields,
			run: ({ params, hub }) => hub.projects.list(wantedCount(params)),
		}),
	},
});
