import { itemProjectLocator, stageLocator } from '../../../shared/fields/locators';
import type { Field } from '../../../shared/operation/parameters';
import { together } from '../../../shared/operation/together';
import { batchOperation } from '../../operation';
import {
	inOneCall,
	keyOfSelection,
	selectedFacts,
	selectionFields,
	selectionOf,
} from './selection';

/** What a requeue takes away from the tasks that it moves. */
const requeueOptions = [
	{
		displayName: 'Remove Annotations',
		name: 'removeAnnotations',
		type: 'boolean',
		default: false,
		description: 'Whether to delete the labels of the tasks permanently',
	},
	{
		displayName: 'Remove Assignee',
		name: 'removeAssignee',
		type: 'boolean',
		default: false,
		description: 'Whether to remove the assignee from the tasks',
	},
	{
		displayName: 'Remove Stage History',
		name: 'removeStageHistory',
		type: 'boolean',
		default: false,
		description: 'Whether to delete the stage history of the tasks',
	},
] as const satisfies readonly Field[];

export const requeue = batchOperation({
	name: 'Requeue',
	action: 'Requeue tasks',
	description:
		'Move tasks to a stage. Tasks in a Plugin stage wait there until somebody presses Re-Run in Ango Hub. Items that differ only in IDs share a call, and its count.',
	fields: [
		itemProjectLocator,
		{
			...stageLocator,
			displayName: 'To Stage',
			name: 'toStage',
			description: 'Stage to move the tasks to',
		},
		...selectionFields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: requeueOptions,
		},
	],
	plan: async ({ params, hub }) => {
		const { project: projectId } = params;
		const [toStageId] = await hub.stages.resolve(projectId, [params.toStage]);
		return {
			projectId,
			toStageId,
			options: params.options,
			selection: await selectionOf(hub, projectId, params),
		};
	},
	runAll: async (plans, { hub }) =>
		await together(plans, {
			key: ({ selection, ...plan }) => [plan, keyOfSelection(selection)],
			ids: (plan) => [plan],
			call: async ({ projectId, toStageId, options }, group) =>
				await inOneCall(
					group,
					async (selection) => await hub.tasks.requeue(projectId, toStageId, selection, options),
				),
			done: ({ projectId, toStageId, selection }, [{ answer, items }]) => ({
				projectId,
				...selectedFacts(selection),
				toStageId,
				filters: { ...selection },
				modified: answer,
				itemsInCall: items,
			}),
		}),
});
