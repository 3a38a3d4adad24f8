import { UserError } from 'n8n-workflow';

import { batchesOption } from '../../../shared/fields/batches';
import { listFields, wantedCount } from '../../../shared/fields/lists';
import { projectLocator, storageLocator } from '../../../shared/fields/locators';
import { simplifyField } from '../../../shared/fields/simplify';
import { namesIn } from '../../../shared/fields/values';
import { simplifiedProject } from '../../../shared/items/simplified';
import { operation, resource } from '../../operation';
import { cloneOptions, partsToClone } from './clone';
import { descriptionOption, settingsOptions } from './fields';
import { intervalOf } from './getPerformance';
import { settingsIn } from './settings';
import { instructionsFile } from './uploadInstructions';

export const project = resource({
	name: 'Project',
	operations: {
		clone: operation({
			name: 'Clone',
			action: 'Clone project',
			description:
				"Make a new project from the settings of another one; it is called like it, with 'copy' after the name, and has no assets",
			fields: [
				projectLocator,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					description: 'Everything is copied that is not switched off here',
					options: cloneOptions,
				},
			],
			run: async ({ params, hub }) =>
				await hub.projects.clone(params.project, partsToClone(params.options)),
		}),

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
						descriptionOption,
						{
							displayName: 'Multi-Sensor Settings',
							name: 'pctConfig',
							type: 'json',
							default: '{}',
							placeholder: 'e.g. {"allowOverlapping": true, "trackingMultipleSensors": true}',
							description: 'How point clouds are labeled, in projects for multi-sensor fusion',
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
				await hub.projects.create({ description: '', ...settingsIn(options), name }),
		}),

		delete: operation({
			name: 'Delete',
			action: 'Delete project',
			description:
				'Remove a project with its assets, tasks and issues; files stay in their storage',
			fields: [projectLocator],
			run: async ({ params, hub }) => {
				await hub.projects.delete(params.project);
				return { deleted: true, id: params.project };
			},
		}),

		get: operation({
			name: 'Get',
			action: 'Get project',
			description: 'Read one project with its batches, stages and label set',
			fields: [projectLocator, simplifyField],
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

		getMetrics: operation({
			name: 'Get Metrics',
			action: 'Get metrics of project',
			description: 'Read one of the overviews that Ango Hub counts for a project',
			fields: [
				projectLocator,
				{
					displayName: 'Metric',
					name: 'metric',
					type: 'options',
					options: [
						{
							name: 'Annotation Status',
							value: 'AnnotationStatus',
							description: 'How far the tasks have come',
						},
						{
							name: 'Answer Distribution',
							value: 'AnswerDistribution',
							description: 'How often each answer was given',
						},
						{
							name: 'Asset Size',
							value: 'AssetSize',
							description: 'How large the assets are',
						},
						{
							name: 'Consensus Ranges',
							value: 'ConsensusRanges',
							description: 'How far annotators agree',
						},
						{
							name: 'Label Stage Groups',
							value: 'LabelStageGroups',
							description: 'How many tasks are in the stages',
						},
						{
							name: 'Time per Task',
							value: 'TimePerTask',
							description: 'How long annotators take',
						},
					],
					default: 'AnnotationStatus',
					description: 'What to count',
				},
			],
			run: async ({ params, hub }) => await hub.projects.metrics(params.project, params.metric),
		}),

		getPerformance: operation({
			name: 'Get Performance',
			action: 'Get performance of project',
			description: 'Read how much annotators did and how long they took',
			fields: [
				projectLocator,
				{
					displayName: 'Filters',
					name: 'filters',
					type: 'collection',
					placeholder: 'Add filter',
					default: {},
					options: [
						{
							displayName: 'After',
							name: 'after',
							type: 'dateTime',
							default: '',
							description: 'Count only what was done from this time on',
						},
						batchesOption,
						{
							displayName: 'Before',
							name: 'before',
							type: 'dateTime',
							default: '',
							description: 'Count only what was done until this time; until now when left out',
						},
						{
							displayName: 'Users',
							name: 'users',
							type: 'string',
							typeOptions: { multipleValues: true, multipleValueButtonText: 'Add User' },
							default: [],
							placeholder: 'e.g. nathan@example.com',
							description: 'Count only what these users did',
						},
					],
				},
			],
			run: async ({ params: { project: projectId, filters }, hub }) => {
				const batches = await hub.batches.resolve(projectId, namesIn(filters.batches));
				const users = namesIn(filters.users);
				return await hub.projects.performance(projectId, {
					interval: intervalOf(filters.after, filters.before),
					batches: batches.length > 0 ? batches : undefined,
					users: users.length > 0 ? users : undefined,
				});
			},
		}),

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
					displayName: 'Project Name',
					name: 'confirmName',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. Street scenes',
					description: 'The name of the project, typed out to confirm that it may be purged',
				},
			],
			run: async ({ params, hub }) => {
				await hub.projects.purge(params.project, String(params.confirmName));
				return { deleted: true, id: params.project };
			},
		}),

		update: operation({
			name: 'Update',
			action: 'Update project',
			description: 'Change the settings of a project; those that are not given stay as they are',
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
					throw new UserError("'Update Fields' holds nothing to change", {
						description: 'Add at least one field with a value.',
					});
				}
				const updated = await hub.projects.update(projectId, changes);
				if (!simplify) return updated;
				const changed = keys.map((key) => [key, updated[key]] as const);
				return { ...simplifiedProject(updated), ...Object.fromEntries(changed) };
			},
		}),

		uploadInstructions: operation({
			name: 'Upload Instructions',
			action: 'Upload instructions of project',
			description: 'Give annotators a file with instructions, in place of the one before',
			fields: [
				projectLocator,
				{
					displayName: 'Input Data Field Name',
					name: 'fileField',
					type: 'string',
					default: 'data',
					required: true,
					hint: 'The name of the input field containing the file',
				},
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						{
							displayName: 'Bucket',
							name: 'bucket',
							type: 'string',
							default: '',
							placeholder: 'e.g. instructions',
							description: 'The bucket of the storage to keep the file in',
						},
						{
							displayName: 'File Name',
							name: 'fileName',
							type: 'string',
							default: '',
							placeholder: 'e.g. instructions.pdf',
							description:
								'A name to use instead of the name of the file; its extension decides how Ango Hub shows it',
						},
						{
							...storageLocator,
							description: "Where the file is kept, if not in Ango Hub's own storage",
						},
					],
				},
			],
			run: async ({ params: { project: projectId, fileField, options }, files, hub }) => {
				const file = await instructionsFile(await files.read(fileField), options.fileName);
				return await hub.projects.uploadInstructions(projectId, file, {
					storageId: options.storage || undefined,
					bucket: options.bucket?.trim() || undefined,
				});
			},
		}),
	},
});
