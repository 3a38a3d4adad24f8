import { itemProjectLocator, itemStageLocator } from '../../../shared/fields/locators';
import { stageIn } from '../../../shared/hub/stages';
import { stageItem } from '../../../shared/items/records';
import { operation } from '../../operation';
import { changesIn, settingsOptions, withStageChanged } from './change';
import { checkComplete, workflowIn } from './workflow';

export const update = operation({
	name: 'Update',
	action: 'Update workflow stage',
	description: 'Change settings of a stage, or replace the whole workflow of a project',
	fields: [
		itemProjectLocator,
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
			description: 'How to specify the changes',
		},
		{
			...itemStageLocator,
			description: 'The stage to change',
			displayOptions: { show: { specify: ['fields'] } },
		},
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			displayOptions: { show: { specify: ['fields'] } },
			options: settingsOptions,
		},
		{
			displayName: 'Stages',
			name: 'stages',
			type: 'json',
			default: '[]',
			required: true,
			hint: "Such as {{ $json.stages }} after 'Project: Get' with Simplify off",
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
			return stageItem(stageIn(after, id), project);
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
		return after.map((one) => stageItem(one, project));
	},
});
