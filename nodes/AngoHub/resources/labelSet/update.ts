import { UserError, type IDataObject } from 'n8n-workflow';

import type { Parameters } from '../../../shared/operation/parameters';
import { groupBy } from '../../../shared/util/groupBy';
import { errorOf } from '../../../shared/util/outcome';
import type { Services } from '../../operation';
import { changesBetween } from './changes';
import { draftsIn, type ClassDraft } from './draft';
import type { updateFields } from './fields';
import { labelSetFrom, type MergeSettings } from './merge';
import { assembled, rowDraft, type RowDraft } from './rows';
import { checkLabelSet } from './validate';

/** What one input item wants of a label set. */
export interface LabelSetPlan extends MergeSettings {
	projectId: string;
	/** Classes of the builder. */
	rows: RowDraft[];
	/** Classes that were given as JSON. */
	classes: ClassDraft[];
}

/** @throws UserError when the classes of an item cannot be used */
export function planLabelSet(params: Parameters<typeof updateFields>): LabelSetPlan {
	const { project: projectId, mode, keepIds, specify } = params;
	const plan = { projectId, mode, keepIds: mode === 'merge' || keepIds };
	if (specify === 'json') return { ...plan, rows: [], classes: draftsIn(params.labelSet) };
	const rows = (params.classes.class ?? []).map(rowDraft);
	if (rows.length === 0) {
		throw new UserError("'Classes' is empty", { description: 'Add at least one class.' });
	}
	return { ...plan, rows, classes: [] };
}

/** Updates label sets. The items of a project make one label set together, in one piece. */
export async function updateLabelSets(
	plans: LabelSetPlan[],
	{ hub }: Services,
): Promise<Array<IDataObject | Error>> {
	const results = new Map<string, IDataObject | Error>();
	const keyOf = ({ projectId, mode, keepIds }: LabelSetPlan) =>
		JSON.stringify([projectId, mode, keepIds]);
	for (const [key, group] of groupBy(plans, keyOf)) {
		const [{ projectId, mode }] = group;
		const update = hub.labelSets.update(projectId, (existing) => {
			const rows = group.flatMap((plan) => plan.rows);
			const drafts = assembled(rows, mode === 'merge' ? existing : undefined);
			drafts.classes.unshift(...group.flatMap(({ classes }) => classes));
			const labelSet = labelSetFrom(existing, drafts, group[0]);
			checkLabelSet(labelSet, existing);
			return labelSet;
		});
		const error = await errorOf(update);
		if (error) results.set(key, error);
		else {
			const { before, after } = await update;
			results.set(key, { ...after, changes: changesBetween(before, after) });
		}
	}
	return plans.map((plan) => results.get(keyOf(plan))!);
}
