import type { IDataObject } from 'n8n-workflow';

import type { OutputParams } from '../fields/output';
import type { Hub } from '../hub';
import type { Project, Task } from '../hub/types';
import { resolveOptions } from '../labels/resolveOptions';
import { inForm, simplifiedTask, taskFacts } from './records';

/** How tasks are shown. */
export interface TaskForm {
	/** Where the names come from. */
	projectId: string;
	output: OutputParams;
	/** Turns option ids in answers into texts. */
	resolveOptions?: boolean;
}

/** The item of a task that was read or listed; its project is read once in a run. */
export async function listedTaskItem(
	hub: Hub,
	task: Task,
	{ projectId, output, resolveOptions: resolve }: TaskForm,
): Promise<IDataObject> {
	const project = await hub.projects.recall(projectId);
	const shown = task.answer && resolve ? withTexts(task, project) : task;
	const simplified = simplifiedTask(shown, project);
	return inForm(output, { facts: taskFacts(task, project), record: shown, simplified });
}

function withTexts(task: Task, { categorySchema }: Project): Task {
	return { ...task, answer: resolveOptions(task.answer!, categorySchema) };
}
