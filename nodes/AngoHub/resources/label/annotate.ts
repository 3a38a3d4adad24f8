import { UserError, type IDataObject } from 'n8n-workflow';

import { answersField } from '../../../shared/fields/answers';
import { classAnswersField } from '../../../shared/fields/classAnswers';
import { itemProjectLocator, taskLocator } from '../../../shared/fields/locators';
import { taskOutputFields } from '../../../shared/fields/output';
import type { Hub } from '../../../shared/hub';
import type { Task } from '../../../shared/hub/types';
import { listedTaskItem } from '../../../shared/items/listedTask';
import { objectsIn } from '../../../shared/labels/annotations';
import { checkContent, idsOf } from '../../../shared/labels/check';
import { isWithoutLabels, labelContent } from '../../../shared/labels/content';
import { merged } from '../../../shared/labels/merge';
import { looksLikeFractions } from '../../../shared/labels/shapes';
import type { Files } from '../../../shared/operation/files';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { operation, type Services } from '../../operation';
import { checkOption, FRACTIONS_HINT, labelsField } from './fields';
import { brushMaskOption, existingMaskOption, medicalMaskOption, uploadedMasks } from './masks';

const annotateFields = [
	itemProjectLocator,
	taskLocator,
	classAnswersField,
	labelsField,
	answersField,
	{
		displayName: 'Existing Labels',
		name: 'existing',
		type: 'options',
		options: [
			{
				name: 'Merge',
				value: 'merge',
				description: 'Keep them, and replace only the classifications answered here',
			},
			{
				name: 'Overwrite',
				value: 'overwrite',
				description: 'Replace all of them, including masks',
			},
		],
		default: 'merge',
		description: 'What to do with the labels that the task already has',
	},
	{
		displayName: 'Submit',
		name: 'submit',
		type: 'boolean',
		default: false,
		description: 'Whether to submit the task to the next stage, rather than only save it',
	},
	...taskOutputFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			brushMaskOption,
			checkOption,
			{
				displayName: 'Duration',
				name: 'duration',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					"Time spent labeling, in Ango Hub's unit (not documented; exports use milliseconds)",
			},
			existingMaskOption,
			medicalMaskOption,
		],
	},
] as const satisfies readonly Field[];

export const annotate = operation({
	name: 'Annotate Task',
	action: 'Annotate task',
	description: 'Add labels to a task, whatever stage it is in',
	fields: annotateFields,
	run: async ({ params, json, hub, hint, files }) => {
		const { project: projectId, task: taskId } = params;
		hub.platform.require('annotation');
		// Items for the same task come one after the other, so that none undoes what another one wrote.
		const annotated = await hub.labels.taskQueue.run(
			taskId,
			async () => await write(hub, hint, files, params, json),
		);
		return annotated
			? await listedTaskItem(hub, annotated, { projectId, output: params })
			: { projectId, taskId, annotated: true };
	},
});

/** Writes labels onto a task: over those that it has, or in their place. */
async function write(
	hub: Hub,
	hint: Services['hint'],
	files: Files,
	params: Parameters<typeof annotateFields>,
	json: IDataObject,
): Promise<Task | undefined> {
	const { project: projectId, task: taskId, submit, options } = params;
	const overwrite = params.existing === 'overwrite';
	const { categorySchema } = await hub.projects.recall(projectId);
	const content = labelContent(params, json, categorySchema);
	const nothing = isWithoutLabels(content) && !options.brush && !options.medical;
	if (nothing && (overwrite || !submit)) {
		throw new UserError("'Labels' and 'Answers' hold no labels", {
			description: overwrite
				? "Without labels, 'Overwrite' would remove those of the task. To do that, requeue it with 'Remove Annotations'."
				: "Fill in one of them, add a mask, or turn on 'Submit' to hand the task on as it is.",
		});
	}
	if (looksLikeFractions(content.objects ?? [])) hint(FRACTIONS_HINT);
	const combining = options.brush && options.existingMask === 'combine';
	const task = overwrite && !combining ? undefined : await hub.tasks.get(taskId, true);
	const kept = overwrite ? undefined : task;
	if (options.check ?? true) checkContent(content, categorySchema, existingIds(kept));
	const urls = await uploadedMasks(hub, files, projectId, options, task);
	const whole = { ...content, ...urls };
	return await hub.labels.annotate(taskId, kept ? merged(kept, whole) : whole, {
		submit,
		duration: options.duration ?? 0,
	});
}

function existingIds(task?: Task): string[] {
	return idsOf(objectsIn(task?.answer ?? {}));
}
