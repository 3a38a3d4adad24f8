import type { IDataObject } from 'n8n-workflow';

import { normalized } from '../hub/taskQuery';
import type { Project, Task } from '../hub/types';
import { ANNOTATION_LISTS } from '../labels/annotations';
import { recordsIn } from '../util/lists';
import { textIn } from '../util/textIn';
import { batchesIn, findStage, textsIn } from './names';
import { taskItem } from './taskItem';

/** A task as a trigger came to observe it, in the form of an export item (contract 5.4). */
type Observation = IDataObject & { task: IDataObject };

/** A task that a trigger observed, and its project once that was read; what neither says is undefined. */
export class ObservedTask {
	private constructor(
		private readonly observation: Observation,
		/** Whether the labels came with the task. */
		private readonly hasLabels: boolean,
		readonly project?: Project,
	) {}

	/** A delivery of a Webhook stage (contract 3.1). */
	static delivered({ batchNames, ...payload }: IDataObject): ObservedTask {
		const observation: Observation = {
			...payload,
			task: payload.task as IDataObject,
			batches: textsIn(payload.batches),
			...(Array.isArray(batchNames) && { batchNames: textsIn(batchNames) }),
		};
		delete observation.categorySchema; // the same in each delivery, and long
		return new ObservedTask(observation, true);
	}

	/** A task as Ango Hub lists it, and as the legacy platform delivers it (contract 5.3, 3.2). */
	static listed(given: IDataObject): ObservedTask {
		const { answer, ...task } = normalized(given);
		const { _id, project, asset, assetDetails, externalId, batches, tags, ...rest } = task as Task;
		const { objects, ...labels } = (answer ?? {}) as IDataObject;
		const observation = {
			projectId: project,
			asset: assetDetails?.data ?? null,
			assetId: asset ?? null,
			externalId: externalId ?? assetDetails?.externalId ?? null,
			batches: textsIn(batches ?? tags),
			task: {
				taskId: _id,
				...rest,
				...(objects === undefined ? {} : { tools: objects }),
				...labels,
			},
		};
		return new ObservedTask(observation, answer !== undefined);
	}

	get task(): IDataObject {
		return this.observation.task;
	}

	get taskId(): string | undefined {
		return textIn(this.task.taskId);
	}

	get projectId(): string | undefined {
		return textIn(this.observation.projectId) ?? this.project?._id;
	}

	get assetId(): string | undefined {
		return textIn(this.observation.assetId);
	}

	get stageId(): string | undefined {
		return textIn(this.task.stageId) ?? textIn(this.task.stage);
	}

	get stageName(): string | undefined {
		return textIn(this.task.stageName) ?? findStage(this.project ?? {}, this.stageId)?.name;
	}

	get batchIds(): string[] {
		return this.batches.map(({ _id }) => _id);
	}

	/** Undefined where only the ids of the batches are known. */
	get batchNames(): string[] | undefined {
		const names = this.observation.batchNames as string[] | undefined;
		return names ?? (this.project && this.batches.map(({ name }) => name));
	}

	/** Everybody who is known to have worked on the task, or to be its assignee. */
	get people(): string[] {
		const { stageHistory, updatedBy, assignee, completedBy } = this.task;
		const visitors = recordsIn(stageHistory).map((visit) => visit.completedBy);
		return textsIn([updatedBy, assignee, completedBy, ...visitors]);
	}

	/** Whether anything is annotated; undefined where the labels did not come with the task. */
	get isLabeled(): boolean | undefined {
		if (!this.hasLabels) return undefined;
		const { brushDataUrl, medicalBrushDataUrl } = this.task;
		const lists = ANNOTATION_LISTS.map((key) => this.task[key]);
		return (
			lists.some((list) => Array.isArray(list) && list.length > 0) ||
			Boolean(brushDataUrl) ||
			Boolean(medicalBrushDataUrl)
		);
	}

	/** The task with what its project says. */
	in(project: Project): ObservedTask {
		return new ObservedTask(this.observation, this.hasLabels, project);
	}

	/** The task with its annotations changed. */
	with(task: IDataObject): ObservedTask {
		return new ObservedTask({ ...this.observation, task }, this.hasLabels, this.project);
	}

	/** The item of the task, the same as an export gives. Unknown facts are null. */
	get item(): IDataObject {
		const { projectId = null, project } = this;
		return taskItem(this.observation, { ...project, _id: projectId } as Project);
	}

	private get batches() {
		return batchesIn(this.project ?? {}, this.observation.batches);
	}
}
