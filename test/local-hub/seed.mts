import type { AnswerInput } from './answers.mts';
import type { HubCore } from './core.mts';
import { createAsset, createProject } from './records.mts';
import type { NewAsset } from './records.mts';
import type { Asset, Batch, Project, Task, WebhookSettings } from './types.mts';
import type { Submission } from './workflow.mts';
import { reviewTask, saveTask, submitTask } from './workflow.mts';

export type ProjectSeed = Partial<Omit<Project, 'batches'>> & {
	/** Names, or whole records. */
	batches?: Array<string | Partial<Batch>>;
};
export type AssetSeed = Partial<NewAsset>;

let seededAssets = 0;

/** Makes a project as if it had been set up in the UI. */
export function seedProject(core: HubCore, seed: ProjectSeed = {}): Project {
	const { batches = [], ...values } = seed;
	return createProject(core, {
		name: 'Seeded Project',
		...values,
		batches: batches.map((batch) => ({
			_id: core.state.newId(),
			name: 'Batch',
			...(typeof batch === 'string' ? { name: batch } : batch),
		})),
	});
}

/** Makes an asset with its task, as if it had been uploaded. */
export function seedAsset(core: HubCore, projectId: string, seed: AssetSeed = {}): Asset {
	seededAssets += 1;
	const externalId = seed.externalId ?? `asset-${seededAssets}.png`;
	const data = core.storage.urlOf(`/${projectId}/assets/${externalId}`);
	return createAsset(core, core.state.project(projectId), { data, ...seed, externalId }).asset;
}

/** Plays annotators and reviewers on the tasks of the hub. */
export class Annotator {
	readonly #core: HubCore;
	readonly #labeler: string;
	readonly #reviewer: string;

	constructor(core: HubCore, labeler: string, reviewer: string) {
		this.#core = core;
		this.#labeler = labeler;
		this.#reviewer = reviewer;
	}

	/** Submits the task of the stage it is in; without an answer the present one stays. */
	submit(taskId: string, answer?: AnswerInput, by = this.#labeler, more: Submission = {}): Task {
		const task = this.#core.state.task(taskId);
		submitTask(this.#core, task, { duration: 1000, ...more, answer }, by);
		return task;
	}

	save(taskId: string, answer?: AnswerInput, by = this.#labeler): Task {
		const task = this.#core.state.task(taskId);
		saveTask(this.#core, task, { duration: 1000, answer }, by);
		return task;
	}

	review(taskId: string, reviewStatus: 'Accepted' | 'Rejected', by = this.#reviewer): Task {
		const task = this.#core.state.task(taskId);
		reviewTask(this.#core, task, reviewStatus, by);
		return task;
	}

	/** Labels a waiting task: takes it out of `Start` if it is there, then submits it. */
	label(taskId: string, answer?: AnswerInput, by = this.#labeler): Task {
		const task = this.#core.state.task(taskId);
		const project = this.#core.state.project(task.project);
		const stage = project.stages.find((entry) => entry.id === task.stage);
		if (this.#core.platform === 'current' && stage?.type === 'Start')
			this.submit(taskId, undefined, by);
		return this.submit(taskId, answer, by);
	}
}

/** Configures a Webhook stage, which on the real hub only the UI can do (contract 4.4). */
export function setWebhook(
	core: HubCore,
	projectId: string,
	stageId: string,
	settings: WebhookSettings,
): void {
	const stage = core.state.project(projectId).stages.find((entry) => entry.id === stageId);
	if (stage?.type !== 'Webhook') throw new Error(`${stageId} is not a Webhook stage.`);
	core.state.room(projectId).webhooks.set(stageId, settings);
}
