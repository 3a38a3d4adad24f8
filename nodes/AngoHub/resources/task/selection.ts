import { UserError, type IDataObject } from 'n8n-workflow';

import { batchesOption } from '../../../shared/fields/batches';
import { assetIdsOption, externalIdsOption, taskIdsOption } from '../../../shared/fields/ids';
import { stagesOption } from '../../../shared/fields/stages';
import type { Hub } from '../../../shared/hub';
import { sendInChunks } from '../../../shared/hub/http/chunks';
import type { TaskSelection } from '../../../shared/hub/tasks';
import { emptyFilter } from '../../../shared/operation/emptyResult';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { namesIn } from '../../../shared/util/names';

/** Which tasks Requeue and Set Priority are for (contract 2.9). */
export const selectionFields = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: { taskIds: '={{ $json.taskId }}' },
		description: 'A task has to pass all of them',
		options: [
			assetIdsOption,
			batchesOption,
			externalIdsOption,
			{ ...stagesOption, displayName: 'From Stage Names or IDs', name: 'fromStages' },
			taskIdsOption,
		],
	},
	{
		displayName: 'Apply to All Tasks',
		name: 'applyToAll',
		type: 'boolean',
		default: false,
		description:
			'Whether to apply this to every task of the project when no filter is set. Without it, an item without filters fails.',
	},
] as const satisfies readonly Field[];

/** Lists of ids: items that differ in one of them only can share a call. */
const ID_LISTS = ['taskIds', 'externalIds', 'assetIds'] as const;

/**
 * The tasks that the fields mean. What holds nothing is no filter.
 * @throws UserError when no filter holds anything and the switch for all tasks is off
 */
export async function selectionOf(
	hub: Hub,
	projectId: string,
	{ applyToAll, filters }: Parameters<typeof selectionFields>,
): Promise<TaskSelection> {
	const lists: Required<TaskSelection> = {
		taskIds: namesIn(filters.taskIds),
		externalIds: await hub.assets.listed(projectId, filters.externalIds),
		assetIds: namesIn(filters.assetIds),
		batches: await hub.batches.resolve(projectId, filters.batches),
		fromStageIds: await hub.stages.resolve(projectId, filters.fromStages),
	};
	const given = Object.entries(lists).filter(([, list]) => list.length > 0);
	const empty = emptyFilter(selectionFields, filters);
	if (given.length > 0 && empty !== undefined) {
		throw new UserError(`'${empty}' is an empty list, which no task passes`, {
			description: `Remove '${empty}', or check that its expression gives a value for this item.`,
		});
	}
	if (given.length === 0 && !applyToAll) {
		throw new UserError('No filter is set, so this would change every task of the project', {
			description:
				"Fill in a filter, check that its expression gives a value for this item, or turn on 'Apply to All Tasks'.",
		});
	}
	return Object.fromEntries(given);
}

/** The one thing of each kind that a selection names, as items say it. */
export function selectedFacts(selection: TaskSelection): IDataObject {
	const names = { taskIds: 'taskId', assetIds: 'assetId', externalIds: 'externalId' };
	return Object.fromEntries(
		ID_LISTS.flatMap((list) => {
			const [id, ...others] = selection[list] ?? [];
			return id === undefined || others.length > 0 ? [] : [[names[list], id]];
		}),
	);
}

/** What items must have in common to share a call: everything but their one list of ids. */
export function keyOfSelection(selection: TaskSelection): TaskSelection {
	const lists = ID_LISTS.filter((list) => selection[list] !== undefined);
	return lists.length === 1 ? { ...selection, [lists[0]]: [] } : selection;
}

/** What a call answered, and how many items shared it. */
export interface SharedAnswer<A> {
	answer: A;
	items: number;
}

/**
 * Sends one call for all plans, which differ in one list of ids at most. A call that is refused is
 * halved until the offending plans stand alone. Gives the outcome of each plan.
 */
export async function inOneCall<A>(
	plans: Array<{ selection: TaskSelection }>,
	send: (selection: TaskSelection) => Promise<A>,
): Promise<Array<SharedAnswer<A> | Error>> {
	const answers = new Map<unknown, SharedAnswer<A>>();
	const errors = await sendInChunks(plans, async (chunk) => {
		const answer = await send(union(chunk.map(({ selection }) => selection)));
		for (const plan of chunk) answers.set(plan, { answer, items: chunk.length });
	});
	return plans.map((plan, index) => errors[index] ?? answers.get(plan)!);
}

function union(selections: TaskSelection[]): TaskSelection {
	const [first] = selections;
	return Object.fromEntries(
		Object.keys(first).map((key) => [
			key,
			[...new Set(selections.flatMap((selection) => selection[key as keyof TaskSelection]!))],
		]),
	);
}
