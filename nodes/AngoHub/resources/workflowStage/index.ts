import { UserError } from 'n8n-workflow';

import { projectLocator, stageLocator } from '../../../shared/fields/locators';
import { stageIn } from '../../../shared/hub/stages';
import { operation, resource } from '../../operation';
import { changesIn, withStageChanged } from './change';
import { checkComplete, workflowIn } from './workflow';

export const workflowStage = resource({
	name: 'Workflow Stage',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many workflow stages',
			description: 'List the stages that the tasks of a project go through',
			fields: [projectLocator],
			run: async ({ params, hub }) => await hub.stages.list(params.project),
		}),

		rerunWebhook: operation({
			name: 'Rerun Webhook',
			action: 'Rerun webhook of workflow stage',
			description: 'Have a Webhook stage call its address again',
			fields: [
				projectLocator,
				{ ...stageLocator, description: 'The stage to rerun; its type has to be Webhook' },
			],
			run: async ({ params, hub }) => {
				const stages = await hub.stages.list(params.project);
				const { id, name, type } = stageIn(stages, params.stage);
				if (type !== 'Webhook') {
					const webhooks = stages.filter((stage) => stage.type === 'Webhook');
					throw new UserError(`The stage '${name}' is not a Webhook stage but a ${type} stage`, {
						description:
							webhooks.length > 0
								? `Webhook stages of the project: '${webhooks.map((stage) => stage.name).join("', '")}'.`
								: 'The project has no Webhook stage. Add one to its workflow in Ango Hub.',
					});
				}
				return await hub.stages.rerunWebhook(params.project, id);
			},
		}),

		update: operation({
			name: 'Update',
			action: 'Update workflow stage',
			description: 'Change settings of a stage, or replace the whole workflow of a project',
			fields: [
				projectLocator,
				{
					displayName: 'Specify Stages',
					name: 'specify',
					type: 'options',
					options: [
						{
							name: 'Using Fields Below',
							value: 'fields',
							description: 'Change one stage and leave the others as they are',
						},
						{
							name: 'Using JSON',
							value: 'json',
							description: 'Replace all stages of the workflow',
						},
					],
					default: 'fields',
					description: 'How the changes are given',
				},
				{
					...stageLocator,
					description: 'The stage to change',
					displayOptions: { show: { specify: ['fields'] } },
				},
				{
					displayName: 'Update Fields',
					name: 'updateFields',
					type: 'collection',
					placeholder: 'Add Field',
					default: {},
					displayOptions: { show: { specify: ['fields'] } },
					options: [
						{
							displayName: 'Assign to Nobody',
							name: 'assignToNobody',
							type: 'boolean',
							default: false,
							description:
								'Whether to remove everybody from a Label or Review stage, which opens it to all members of the project',
						},
						{
							displayName: 'Assigned To',
							name: 'assignedTo',
							type: 'string',
							typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Member' },
							default: [],
							placeholder: 'e.g. nathan@example.com',
							description:
								'Email addresses of those who work in a Label or Review stage, in place of those before',
						},
						{
							displayName: 'Auto Forward',
							name: 'autoForward',
							type: 'boolean',
							default: false,
							description: 'Whether tasks leave the Start stage by themselves',
						},
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. Second review',
							description: 'What the stage is called',
						},
						{
							displayName: 'Other Settings',
							name: 'other',
							type: 'json',
							default: '{}',
							placeholder: 'e.g. {"next": ["Complete"]}',
							description: 'Further keys of the stage, as an object',
						},
						{
							displayName: 'Prevent Requeue',
							name: 'preventRequeue',
							type: 'boolean',
							default: false,
							description: 'Whether tasks in a Complete stage have to stay there',
						},
						{
							displayName: 'Read Only',
							name: 'readOnly',
							type: 'boolean',
							default: false,
							description: 'Whether a Review stage lets reviewers see labels but not change them',
						},
					],
				},
				{
					displayName: 'Stages',
					name: 'stages',
					type: 'json',
					default: '[]',
					required: true,
					placeholder: 'e.g. {{ $json.stages }}',
					description:
						"All stages of the workflow, as 'Get Many' gives them. Stages that are left out are removed.",
					displayOptions: { show: { specify: ['json'] } },
				},
			],
			run: async ({ params: { project, specify, stage, updateFields, stages }, hub, hint }) => {
				if (specify === 'fields') {
					const changes = changesIn(updateFields);
					let id = '';
					const { after } = await hub.stages.update(project, (before) => {
						({ id } = stageIn(before, stage));
						return withStageChanged(before, id, changes);
					});
					return stageIn(after, id);
				}
				const wanted = workflowIn(stages);
				const { before, after } = await hub.stages.update(project, (existing) => {
					checkComplete(wanted, existing);
					return wanted;
				});
				const removed = before.filter(({ id }) => !after.some((one) => one.id === id));
				if (removed.length > 0) {
					hint(
						`Stages removed from the workflow: ${removed.map(({ name }) => name).join(', ')}. To have them back, add them to 'Stages' and run the node again.`,
					);
				}
				return after;
			},
		}),
	},
});
