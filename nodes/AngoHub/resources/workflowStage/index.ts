import { UserError } from 'n8n-workflow';

import {
	itemProjectLocator,
	itemStageLocator,
	projectLocator,
} from '../../../shared/fields/locators';
import { stageIn } from '../../../shared/hub/stages';
import { beside, stageItem } from '../../../shared/items/records';
import { operation, resource } from '../../operation';
import { update } from './update';

export const workflowStage = resource({
	name: 'Workflow Stage',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many workflow stages',
			description: 'List the stages that the tasks of a project go through',
			fields: [projectLocator],
			run: async ({ params: { project }, hub }) =>
				(await hub.stages.list(project)).map((stage) => stageItem(stage, project)),
		}),

		rerunWebhook: operation({
			name: 'Rerun Webhook',
			action: 'Rerun webhook of workflow stage',
			description: "Resend a Webhook stage's deliveries",
			fields: [
				itemProjectLocator,
				{ ...itemStageLocator, description: 'The stage to rerun; its type has to be Webhook' },
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
				const facts = { projectId: params.project, stageId: id, stageName: name };
				return beside(facts, await hub.stages.rerunWebhook(params.project, id));
			},
		}),

		update,
	},
});
