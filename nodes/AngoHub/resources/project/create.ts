import { projectItem } from '../../../shared/items/records';
import { operation } from '../../operation';
import { descriptionOption } from './fields';
import { settingsIn } from './settings';

export const create = operation({
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
			description: 'Name of the project',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				descriptionOption,
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
					description: 'Type of data in the project',
				},
			],
		},
	],
	run: async ({ params: { name, options }, hub }) =>
		projectItem(await hub.projects.create({ description: '', ...settingsIn(options), name })),
});
