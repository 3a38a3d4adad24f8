import type { IDataObject } from 'n8n-workflow';

import { groupBy } from '../../../shared/util/groupBy';

/** Runs a call that takes many assets of one project; gives the outcome of each plan. */
export async function forEachAsset<P extends { project: string; id: string }>(
	plans: P[],
	call: (project: string, ids: string[]) => Promise<Array<Error | undefined>>,
	done: (plan: P) => IDataObject,
): Promise<Array<IDataObject | Error>> {
	const failed = new Map<P, Error>();
	for (const [project, group] of groupBy(plans, (plan) => plan.project)) {
		const errors = await call(
			project,
			group.map(({ id }) => id),
		);
		for (const [index, plan] of group.entries()) {
			const error = errors[index];
			if (error) failed.set(plan, error);
		}
	}
	return plans.map((plan) => failed.get(plan) ?? done(plan));
}
