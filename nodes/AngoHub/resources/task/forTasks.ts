import type { IDataObject } from 'n8n-workflow';

import { groupBy } from '../../../shared/util/groupBy';

/** Runs a call that takes many tasks. Plans with the same key share it; gives the outcome of each. */
export async function forTasks<P extends { taskId: string }>(
	plans: P[],
	keyOf: (plan: P) => unknown[],
	call: (plan: P, taskIds: string[]) => Promise<Array<Error | undefined>>,
	done: (plan: P) => IDataObject,
): Promise<Array<IDataObject | Error>> {
	const failed = new Map<P, Error>();
	for (const group of groupBy(plans, (plan) => JSON.stringify(keyOf(plan))).values()) {
		const taskIds = [...new Set(group.map(({ taskId }) => taskId))];
		const errors = await call(group[0], taskIds);
		for (const plan of group) {
			const error = errors[taskIds.indexOf(plan.taskId)];
			if (error) failed.set(plan, error);
		}
	}
	return plans.map((plan) => failed.get(plan) ?? done(plan));
}
