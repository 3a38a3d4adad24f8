import { UserError } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import type { Task } from '../../../shared/hub/types';
import { stageNameIn } from '../../../shared/items/names';
import { wait } from '../../../shared/util/wait';

/** Which stages a task has to reach, and how long and how often to look, in milliseconds. */
export interface Watch {
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
export async function waitForStage(hub: Hub, watch: Watch): Promise<Task> {
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
