import type { IDataObject } from 'n8n-workflow';

import { normalized } from '../hub/tasks';
import type { Batch, Project, Task } from '../hub/types';
import { taskItem } from './taskItem';

/** A task as a trigger came to see it, with what is known of it so far. */
export interface SeenTask {
	/** In the form of an export item (contract 5.4): the facts of the asset, and the task in `task`. */
	facts: IDataObject & { task: IDataObject };
	taskId?: string;
	projectId?: string;
	assetId?: string;
	stageId?: string;
	stageName?: string;
	batchIds: string[];
	/** Unset where only the ids of the batches are known. */
	batchNames?: string[];
	/** True where the labels were read with the task. */
	hasLabels: boolean;
	/** The project, once it was read. */
	project?: Project;
}

/** A delivery of a Webhook stage (contract 3.1). */
export function seenInStagePayload(payload: IDataObject): SeenTask {
	const { projectId } = payload;
	const task = payload.task as IDataObject;
	const facts = { ...payload, task, batches: textsIn(payload.batches) };
	delete (facts as IDataObject).categorySchema; // the same in each delivery, and long
	return {
		facts,
		taskId: textIn(task.taskId),
		projectId: textIn(projectId),
		assetId: textIn(payload.assetId),
		stageId: textIn(task.stageId) ?? textIn(task.stage),
		stageName: textIn(task.stageName),
		batchIds: textsIn(payload.batches),
		batchNames: Array.isArray(payload.batchNames) ? textsIn(payload.batchNames) : undefined,
		hasLabels: true,
	};
}

/** A task as Ango Hub lists it, and as the legacy platform delivers it (contract 5.3, 3.2). */
export function seenTask(given: IDataObject): SeenTask {
	const { answer, ...task } = normalized(given);
	const { _id, project, asset, assetDetails, externalId, batches, tags, ...rest } = task as Task;
	const { objects, ...labels } = (answer ?? {}) as IDataObject;
	const batchIds = textsIn(batches ?? tags);
	return {
		facts: {
			asset: assetDetails?.data ?? null,
			assetId: asset ?? null,
			externalId: externalId ?? assetDetails?.externalId ?? null,
			batches: batchIds,
			task: {
				taskId: _id,
				...rest,
				...(objects === undefined ? {} : { tools: objects }),
				...labels,
			},
		},
		taskId: _id,
		projectId: project,
		assetId: asset,
		stageId: rest.stage,
		batchIds,
		hasLabels: answer !== undefined,
	};
}

/** The task with what its project says: names of stages and batches, and of the project itself. */
export function inProject(seen: SeenTask, project: Project): SeenTask {
	const batches = batchesIn(project, seen.batchIds);
	return {
		...seen,
		project,
		projectId: seen.projectId ?? project._id,
		stageName: seen.stageName ?? project.stages?.find(({ id }) => id === seen.stageId)?.name,
		batchIds: batches.map(({ _id }) => _id),
		batchNames: seen.batchNames ?? batches.map(({ name }) => name),
	};
}

/** Batches by their ids or names, which of the two a record has is not always documented. */
export function batchesIn(
	{ batches }: Project,
	idsOrNames: unknown,
): Array<Pick<Batch, '_id' | 'name'>> {
	return textsIn(idsOrNames).map(
		(wanted) =>
			batches.find(({ _id }) => _id === wanted) ??
			batches.find(({ name }) => name === wanted) ?? { _id: wanted, name: wanted },
	);
}

/** The item of a task, the same as an export gives. Unknown facts are null. */
export function itemOf({ facts, projectId, project, batchNames }: SeenTask): IDataObject {
	const named = batchNames ? { ...facts, batchNames } : facts;
	return taskItem(named, { _id: projectId ?? null, ...project } as Project);
}

/** Everybody who is known to have worked on the task, or to be its assignee. */
export function peopleOf({ facts: { task } }: SeenTask): string[] {
	const history = Array.isArray(task.stageHistory) ? (task.stageHistory as IDataObject[]) : [];
	const visitors = history.map(({ completedBy }) => completedBy);
	return textsIn([task.updatedBy, task.assignee, task.completedBy, ...visitors]);
}

/** Whether anything is annotated; undefined where the labels were not read. */
export function isLabeled({ facts: { task }, hasLabels }: SeenTask): boolean | undefined {
	if (!hasLabels) return undefined;
	const lists = [task.tools, task.objects, task.classifications, task.relations];
	return (
		lists.some((list) => Array.isArray(list) && list.length > 0) ||
		Boolean(task.brushDataUrl) ||
		Boolean(task.medicalBrushDataUrl)
	);
}

function textIn(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((entry) => textIn(entry) !== undefined) : [];
}
