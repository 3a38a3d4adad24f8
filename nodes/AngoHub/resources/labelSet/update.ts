import { UserError } from 'n8n-workflow';

import type { Result } from '../../../shared/operation/operation';
import type { Parameters } from '../../../shared/operation/parameters';
import { together } from '../../../shared/operation/together';
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
): Promise<Array<Result | Error>> {
	return await together(plans, {
		key: ({ projectId, mode, keepIds }) => [projectId, mode, keepIds],
		ids: (plan) => [plan],
		call: async ({ projectId, mode, keepIds }, group) => {
			const { before, after } = await hub.labelSets.update(projectId, (existing) => {
				const rows = group.flatMap((plan) => plan.rows);
				const drafts = assembled(rows, mode === 'merge' ? existing : undefined);
				drafts.classes.unshift(...group.flatMap(({ classes }) => classes));
				const labelSet = labelSetFrom(existing, drafts, { mode, keepIds });
				checkLabelSet(labelSet, existing);
				return labelSet;
			});
			return group.map(() => ({ ...after, changes: changesBetween(before, after) }));
		},
		done: (_, [result]) => result,
	});
}
