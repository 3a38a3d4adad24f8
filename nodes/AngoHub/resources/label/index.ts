import { projectLocator, taskLocator } from '../../../shared/fields/locators';
import { simplifyField } from '../../../shared/fields/simplify';
import { presentedTask } from '../../../shared/items/presentedTask';
import { milliseconds } from '../../../shared/operation/seconds';
import { batchOperation, operation, resource } from '../../operation';
import { annotateTask } from './annotate';
import { answersField, checkOption, labelsField } from './fields';
import { importItem, importLabels } from './import';

export const label = resource({
	name: 'Label',
	operations: {
		annotate: operation({
			name: 'Annotate Task',
			action: 'Annotate task',
			description: 'Write labels onto a task in whatever stage it is',
			fields: [
				projectLocator,
				taskLocator,
				labelsField,
				answersField,
				{
					displayName: 'Existing Labels',
					name: 'existing',
					type: 'options',
					options: [
						{
							name: 'Merge',
							value: 'merge',
							description: 'Keep them; only classifications that are answered anew change',
						},
						{
							name: 'Overwrite',
							value: 'overwrite',
							description: 'Replace all of them, masks too',
						},
					],
					default: 'merge',
					description: 'What happens to the labels that the task has',
				},
				{
					displayName: 'Submit',
					name: 'submit',
					type: 'boolean',
					default: false,
					description: 'Whether to hand the task on to the next stage, instead of only saving it',
				},
				simplifyField,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						{
							displayName: 'Brush Mask Field',
							name: 'brush',
							type: 'string',
							default: 'data',
							hint: 'The name of the input field containing the file',
							description:
								"A PNG of the asset's size, transparent but for pixels in the colors of brush classes",
						},
						checkOption,
						{
							displayName: 'Duration',
							name: 'duration',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 0,
							description: 'Time that the work took, in the unit that Ango Hub counts in',
						},
						{
							displayName: 'Existing Mask',
							name: 'existingMask',
							type: 'options',
							options: [
								{
									name: 'Combine',
									value: 'combine',
									description: 'Lay the new brush mask over the one that the task has',
								},
								{ name: 'Replace', value: 'replace', description: 'Keep only the new mask' },
							],
							default: 'replace',
							description: 'What happens to the mask that the task has when a new one is given',
						},
						{
							displayName: 'Medical Brush Mask Field',
							name: 'medical',
							type: 'string',
							default: 'data',
							hint: 'The name of the input field containing the file',
							description: 'An NRRD file whose values are the schema IDs of medical brush classes',
						},
					],
				},
			],
			run: async ({ params, hub, files }) => {
				const { project, task, existing, submit, simplify, options, labels, answers } = params;
				const annotated = await annotateTask(hub, files, {
					projectId: project,
					taskId: task,
					labels,
					answers,
					overwrite: existing === 'overwrite',
					submit: submit === true,
					check: options.check ?? true,
					duration: options.duration ?? 0,
					masks: {
						brush: options.brush,
						medical: options.medical,
						combine: options.existingMask === 'combine',
					},
				});
				return annotated
					? await presentedTask(hub, annotated, { projectId: project, simplify })
					: { _id: task, annotated: true };
			},
		}),

		import: batchOperation({
			name: 'Import',
			action: 'Import labels',
			description:
				'Pre-label assets: annotators find the labels filled in. Reaches only tasks in the stage Start.',
			fields: [
				projectLocator,
				{
					displayName: 'Find Asset By',
					name: 'findBy',
					type: 'options',
					options: [
						{
							name: 'External ID',
							value: 'externalId',
							description: 'All assets that share it get the labels',
						},
						{ name: 'URL', value: 'data', description: 'The URL that the asset has in Ango Hub' },
					],
					default: 'externalId',
					description: "How the asset is found. A key of the same name in 'Labels' comes first.",
				},
				{
					displayName: 'External ID',
					name: 'externalId',
					type: 'string',
					default: '={{ $json.externalId }}',
					placeholder: 'e.g. front-0001.png',
					description: 'The external ID of the asset',
					displayOptions: { show: { findBy: ['externalId'] } },
				},
				{
					displayName: 'Asset URL',
					name: 'assetUrl',
					type: 'string',
					default: '={{ $json.url }}',
					placeholder: 'e.g. https://example.com/image.png',
					description: 'The URL of the asset',
					displayOptions: { show: { findBy: ['data'] } },
				},
				labelsField,
				answersField,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						checkOption,
						{
							displayName: 'Wait for Assets',
							name: 'patience',
							type: 'number',
							typeOptions: { minValue: 0, maxValue: 600 },
							default: 60,
							hint: 'In seconds',
							description:
								'Seconds in which labels that reach no task are tried again: assets that were just added may take a moment',
						},
					],
				},
			],
			plan: async ({ params, hub, index }) => {
				const { project, options, ...fields } = params;
				const item = importItem(hub, project, { ...fields, check: options.check ?? true });
				return {
					index,
					projectId: project,
					patience: milliseconds(options.patience ?? 0, 'Wait for Assets'),
					// One item that does not fit does not keep the others from being sent.
					item: await item.catch((error: Error) => error),
				};
			},
			runAll: importLabels,
		}),
	},
});
