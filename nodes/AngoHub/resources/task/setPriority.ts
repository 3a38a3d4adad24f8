import { itemProjectLocator } from '../../../shared/fields/locators';
import { checkedPriority, priorityOption } from '../../../shared/fields/priority';
import { together } from '../../../shared/operation/together';
import { batchOperation } from '../../operation';
import {
	inOneCall,
	keyOfSelection,
	selectedFacts,
	selectionFields,
	selectionOf,
} from './selection';

export const setPriority = batchOperation({
	name: 'Set Priority',
	action: 'Set priority of tasks',
	description:
		'Move tasks forward or back in the queue. Items that differ only in IDs share a call.',
	fields: [itemProjectLocator, { ...priorityOption, required: true }, ...selectionFields],
	plan: async ({ params, hub }) => ({
		projectId: params.project,
		priority: checkedPriority(hub, params.priority),
		selection: await selectionOf(hub, params.project, params),
	}),
	runAll: async (plans, { hub }) =>
		await together(plans, {
			key: ({ selection, ...plan }) => [plan, keyOfSelection(selection)],
			ids: (plan) => [plan],
			call: async ({ projectId, priority }, group) =>
				await inOneCall(
					group,
					async (selection) => await hub.tasks.setPriority(projectId, priority, selection),
				),
			done: ({ projectId, priority, selection }, [{ answer, items }]) => ({
				projectId,
				...selectedFacts(selection),
				priority,
				filters: { ...selection },
				result: answer,
				itemsInCall: items,
			}),
		}),
});
