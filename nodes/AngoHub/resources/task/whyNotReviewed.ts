import { UserError } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import { HubError } from '../../../shared/hub/http/errors';
import { findStage } from '../../../shared/items/names';

/** The error of a refused review, or where the task is and how it gets to a Review stage. */
export async function whyNotReviewed(
	hub: Hub,
	projectId: string,
	taskId: string,
	error: unknown,
): Promise<unknown> {
	const isRefused = error instanceof HubError && error.kind === 'refused';
	if (!isRefused || !hub.platform.has('stages')) return error;
	const { stage: stageId } = await hub.tasks.get(taskId);
	const project = await hub.projects.recall(projectId);
	const stage = findStage(project, stageId);
	if (stage?.type === 'Review') return error;
	const reviews = project.stages?.filter(({ type }) => type === 'Review') ?? [];
	if (reviews.length === 0) {
		return new UserError('The workflow of the project has no Review stage', {
			description:
				"Add one in Ango Hub under Settings > Workflow, or write corrected labels with 'Label: Annotate Task'.",
		});
	}
	const names = reviews.map(({ name }) => `'${name}'`).join(' or ');
	return new UserError(`The task is in '${stage?.name ?? stageId}', not in a Review stage`, {
		description: `It gets to ${names} when its labels are submitted: by an annotator, or by 'Label: Annotate Task' with 'Submit'. 'Task: Wait For Stage' waits for that.`,
	});
}
