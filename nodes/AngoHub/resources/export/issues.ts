import { issueItem } from '../../../shared/items/records';
import { emptyFilter } from '../../../shared/operation/emptyResult';
import type { Result } from '../../../shared/operation/operation';
import { operation } from '../../operation';
import { sharedFields } from './fields';
import { resultOf, sharedExport, type Context } from './result';

export const issues = operation({
	name: 'Export Issues',
	action: 'Export issues',
	description: 'Export all issues of a project, as items or as a file',
	fields: sharedFields,
	run: exportIssues,
});

/** Exports the issues of a project as items or as a file. */
async function exportIssues(context: Context): Promise<Result> {
	const { params, hub } = context;
	const { project: projectId } = params;
	if (emptyFilter(sharedFields, params.filters)) return [];
	return await hub.exports.issues(
		projectId,
		await sharedExport(hub, params),
		async (exported) =>
			await resultOf(context, exported, {
				what: 'issues',
				toItems: (issue) => [issueItem(issue, { projectId })],
				bytes: 'named',
				fields: sharedFields,
			}),
	);
}
