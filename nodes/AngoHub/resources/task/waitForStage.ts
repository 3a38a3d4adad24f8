import { UserError } from 'n8n-workflow';

import { itemProjectLocator, taskLocator } from '../../../shared/fields/locators';
import { taskOutputFields } from '../../../shared/fields/output';
import { stagesOption } from '../../../shared/fields/stages';
import type { Hub } from '../../../shared/hub';
import type { Task } from '../../../shared/hub/types';
import { listedTaskItem } from '../../../shared/items/listedTask';
import { stageNameIn } from '../../../shared/items/names';
import { wait } from '../../../shared/util/wait';
import { batchOperation } from '../../operation';

export const waitForStage = batchOperation({
	name: 'Wait For Stage',
	action: 'Wait until task is in stage',
	description: 'Wait until a task reaches one of the given stages',
	fields: [
		itemProjectLocator,
		taskLocator,
		{ ...stagesOption, required: true },
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 86_400 },
			default: 600,
			hint: 'In seconds',
			description: 'How long to wait before the item fails',
		},
		...taskOutputFields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Interval',
					name: 'interval',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 86_400 },
					default: 15,
					hint: 'In seconds',
					description: 'How long to wait between two checks',
				},
			],
		},
	],
	plan: async ({ params, hub }) => ({
		projectId: params.project,
		taskId: params.task,
		stageIds: await hub.stages.resolve(params.project, params.stages),
		deadline: params.timeout * 1000,
		interval: (params.options.interval ?? 15) * 1000,
		output: params,
	}),
	// All at once, however many: the deadline of each starts now.
	runAll: async (plans, { hub }) =>
		await Promise.all(
			plans.map(
				async (plan) =>
					await reached(hub, plan)
						.then(async (found) => await listedTaskItem(hub, found, plan))
						.catch((error: Error) => error),
			),
		),
});

/** Which stages a task has to reach, and how long and how often to look, in milliseconds. */
interface Watch {
	projectId: string;
	taskId: string;
	stageIds: string[];
	deadline: number;
	interval: number;
}

/**
 * Looks at a task again and again until it is in one of the stages; ends early when the run is
 * canceled.
 * @throws UserError when the task is in another stage at the deadline
 */
async function reached(hub: Hub, watch: Watch): Promise<Task> {
	const { taskId, stageIds, deadline, interval } = watch;
	const until = Date.now() + deadline;
	for (;;) {
		const task = await hub.tasks.get(taskId);
		if (stageIds.includes(task.stage ?? '')) return task;
		const left = until - Date.now();
		if (left <= 0) throw await late(hub, task, watch);
		await wait(Math.min(interval, left), hub.signal);
		hub.throwIfCanceled();
	}
}

async function late(
	hub: Hub,
	task: Task,
	{ projectId, stageIds, deadline }: Watch,
): Promise<UserError> {
	const project = await hub.projects.recall(projectId);
	const wanted = stageIds.map((id) => `'${stageNameIn(project, id)}'`).join(' or ');
	return new UserError(
		`The task did not reach ${wanted} in ${deadline / 1000} seconds; it is in '${stageNameIn(project, task.stage)}'`,
		{
			description:
				"Raise 'Timeout', or start another workflow from a webhook when the task is done instead of waiting.",
		},
	);
}
