import { UserError } from 'n8n-workflow';

import { itemProjectLocator, itemStageLocator, taskLocator } from '../../../shared/fields/locators';
import { stageNameIn } from '../../../shared/items/names';
import { together } from '../../../shared/operation/together';
import { batchOperation } from '../../operation';

export const assign = batchOperation({
	name: 'Assign',
	action: 'Assign task',
	description: 'Assign a task to a user in a stage, replacing the current assignee',
	fields: [
		itemProjectLocator,
		taskLocator,
		{
			displayName: 'User Name or ID',
			name: 'user',
			type: 'options',
			allowArbitraryValues: true,
			typeOptions: { loadOptionsMethod: 'getMembers', loadOptionsDependsOn: ['project.value'] },
			default: '',
			required: true,
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			hint: 'With an expression: an email address. The legacy platform also takes a user ID.',
		},
		{
			...itemStageLocator,
			required: undefined, // the legacy platform has no stages
			description:
				'Stage to assign the task in. Leave empty on the legacy platform, which has no stages.',
		},
	],
	plan: async ({ params, hub }) => {
		const { project: projectId, task: taskId } = params;
		const user = String(params.user).trim();
		const stage = String(params.stage ?? '').trim();
		if (!hub.platform.has('stages')) {
			if (stage === '') return { projectId, taskId, user };
			throw new UserError("The legacy platform has no stages, so 'Stage' has to be empty", {
				description: "Remove the value of 'Stage', or use a credential of the current platform.",
			});
		}
		if (!user.includes('@')) {
			throw new UserError(`'User Name or ID' has to be an email address, not '${user}'`, {
				description: 'Only the legacy platform takes user IDs.',
			});
		}
		if (stage === '') {
			throw new UserError("'Stage' is empty", {
				description: 'An assignee belongs to a stage: pick the one in which the task is theirs.',
			});
		}
		const [stageId] = await hub.stages.resolve(projectId, [stage]);
		const stageName = stageNameIn(await hub.projects.recall(projectId), stageId);
		return { projectId, taskId, user, stageId, stageName };
	},
	// Tasks that go to the same person in the same stage share their calls.
	runAll: async (plans, { hub }) =>
		await together(plans, {
			key: ({ projectId, user, stageId }) => [projectId, user, stageId],
			ids: ({ taskId }) => [taskId],
			call: async ({ projectId, user, stageId }, taskIds) =>
				await hub.tasks.assign(projectId, taskIds, user, stageId),
			done: ({ user, ...facts }) => ({ ...facts, assignee: user, assigned: true }),
		}),
});
