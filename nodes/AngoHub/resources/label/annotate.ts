import { UserError } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import type { Task } from '../../../shared/hub/types';
import { objectsIn } from '../../../shared/labels/annotations';
import { checkContent, idsOf } from '../../../shared/labels/check';
import { isWithoutLabels, labelContent, type LabelFields } from '../../../shared/labels/content';
import { merged } from '../../../shared/labels/merge';
import type { Files } from '../../../shared/operation/files';
import { uploadedMasks, type MaskFields } from './masks';

/** What the fields of an item say about the annotation of a task. */
export interface Annotation extends LabelFields {
	projectId: string;
	taskId: string;
	overwrite: boolean;
	submit: boolean;
	check: boolean;
	duration: number;
	masks: MaskFields;
}

/**
 * Writes labels onto a task: over those that it has, or in their place. Items for the same task come
 * one after the other, so that none undoes what another one wrote.
 */
export async function annotateTask(
	hub: Hub,
	files: Files,
	annotation: Annotation,
): Promise<Task | undefined> {
	const { taskId } = annotation;
	hub.platform.require('annotation');
	return await hub.labels.taskQueue.run(taskId, async () => await annotate(hub, files, annotation));
}

async function annotate(
	hub: Hub,
	files: Files,
	{ projectId, taskId, overwrite, submit, check, duration, masks, ...fields }: Annotation,
): Promise<Task | undefined> {
	const { categorySchema } = await hub.projects.recall(projectId);
	const content = labelContent(fields, categorySchema);
	const nothing = isWithoutLabels(content) && !masks.brush && !masks.medical;
	if (nothing && (overwrite || !submit)) {
		throw new UserError("'Labels' and 'Answers' hold no labels", {
			description: overwrite
				? "Without labels, 'Overwrite' would remove those of the task. To do that, requeue it with 'Remove Annotations'."
				: "Fill in one of them, add a mask, or turn on 'Submit' to hand the task on as it is.",
		});
	}
	const reading = !overwrite || (masks.brush && masks.combine);
	const task = reading ? await hub.tasks.get(taskId, true) : undefined;
	const kept = overwrite ? undefined : task;
	if (check) checkContent(content, categorySchema, existingIds(kept));
	const urls = await uploadedMasks(hub, files, projectId, masks, task);
	const whole = { ...content, ...urls };
	return await hub.labels.annotate(taskId, kept ? merged(kept, whole) : whole, {
		submit,
		duration,
	});
}

function existingIds(task?: Task): string[] {
	return idsOf(objectsIn(task?.answer ?? {}));
}
