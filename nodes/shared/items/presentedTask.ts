import type { IDataObject } from 'n8n-workflow';

import type { Hub } from '../hub';
import type { Project, Task } from '../hub/types';
import { resolveOptions } from '../labels/resolveOptions';
import { batchNamesIn, stageNameIn } from './names';

/** How tasks are shown. */
export interface Presentation {
	/** Where the names come from. */
	projectId: string;
	simplify?: boolean;
	/** Turns option ids in answers into texts. */
	resolveOptions?: boolean;
}

/** A task the way the user wants it; its project is read once in a run, and only where names are needed. */
export async function presentedTask(
	hub: Hub,
	task: Task,
	{ projectId, simplify, resolveOptions: resolve }: Presentation,
): Promise<IDataObject> {
	if (!simplify && !resolve) return task;
	const project = await hub.projects.recall(projectId);
	const shown = task.answer && resolve ? withTexts(task, project) : task;
	return simplify ? simplifiedTask(shown, project) : shown;
}

function withTexts(task: Task, { categorySchema }: Project): Task {
	return { ...task, answer: resolveOptions(task.answer!, categorySchema) };
}

/** The fields of a task that most workflows need. */
function simplifiedTask(task: Task, project: Project): IDataObject {
	const { _id, asset, externalId, type, stage, status, assignee, priority } = task;
	const { createdAt, updatedAt, completedAt, answer, brushDataUrl, medicalBrushDataUrl } = task;
	return {
		_id,
		project: task.project,
		asset,
		externalId,
		type,
		stage,
		stageName: stageNameIn(project, stage),
		status,
		reviewStatus: task.reviewStatus ?? (task.review as IDataObject | undefined)?.status,
		assignee,
		priority,
		batchNames: batchNamesIn(project, task.batches ?? task.tags),
		createdAt,
		updatedAt,
		completedAt,
		answer,
		brushDataUrl,
		medicalBrushDataUrl,
	};
}
