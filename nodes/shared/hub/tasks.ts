import { UserError, type IDataObject } from 'n8n-workflow';

import { CHUNK_SIZE, chunksForAddress, sendInChunks } from './http/chunks';
import { paginate, type Listing } from './http/pages';
import type { Transport } from './http/transport';
import { projectPath } from './projects';
import { normalized, taskListing, type TaskQuery } from './taskQuery';
import type { Task } from './types';

/** Tasks by any of these; a list that is given is not empty. No list at all means every task. */
export interface TaskSelection {
	taskIds?: string[];
	externalIds?: string[];
	assetIds?: string[];
	/** Batch ids; a task in any of them. */
	batches?: string[];
	fromStageIds?: string[];
}

/** What a requeue takes away from the tasks that it moves. */
export interface RequeueOptions {
	removeAnnotations?: boolean;
	removeAssignee?: boolean;
	removeStageHistory?: boolean;
}

/** Tasks (contract 2.9, 5.3). */
export class Tasks {
	constructor(private readonly transport: Transport) {}

	/** Reads a task afresh. */
	async get(taskId: string, includeAnswer = false): Promise<Task> {
		const { task } = await this.transport.call<{ task?: IDataObject }>({
			path: taskPath(taskId),
			query: { includeAnswer },
		});
		if (!task) {
			throw new UserError(`There is no task with the ID ${taskId}`, {
				description: 'It may have been deleted with its asset.',
			});
		}
		return normalized(task);
	}

	list(projectId: string, query: TaskQuery = {}, limit?: number): AsyncGenerator<Task> {
		return paginate(this.transport, this.listing(projectId, query), limit);
	}

	/**
	 * Where the list of tasks is.
	 * @throws UserError when the legacy platform cannot filter by this
	 */
	listing(projectId: string, query: TaskQuery = {}): Listing<Task> {
		return {
			path: `${projectPath(projectId)}/tasks`,
			...taskListing(this.transport.platform, query),
		};
	}

	/** Tasks whose assets have one of these external ids, as many ids with a call as its address holds. */
	async *withExternalIds(
		projectId: string,
		externalIds: string[],
		query: Omit<TaskQuery, 'filter'> = {},
	): AsyncGenerator<Task> {
		for (const chunk of chunksForAddress([...new Set(externalIds)])) {
			yield* this.list(projectId, { ...query, filter: { externalId: { $in: chunk } } });
		}
	}

	/** The tasks of assets, by asset id. External ids narrow the search, asset ids decide. */
	async ofAssets(
		projectId: string,
		assets: Array<{ id: string; externalId: string }>,
	): Promise<Map<string, Task[]>> {
		const found = new Map<string, Task[]>(assets.map(({ id }) => [id, []]));
		const externalIds = assets.map(({ externalId }) => externalId);
		for await (const task of this.withExternalIds(projectId, externalIds)) {
			found.get(task.asset)?.push(task);
		}
		return found;
	}

	/** What happened to a task, oldest first. */
	async history(taskId: string): Promise<IDataObject[]> {
		this.transport.platform.require('taskHistory');
		return entriesOf(await this.transport.call({ path: `${taskPath(taskId)}/history` }));
	}

	/** One entry of a task's history, by the id of the entry. */
	async historyEntry(historyId: string): Promise<IDataObject[]> {
		this.transport.platform.require('taskHistory');
		return entriesOf(
			await this.transport.call({ path: `/v2/taskHistory/${encodeURIComponent(historyId)}` }),
		);
	}

	/**
	 * Makes somebody the assignee of tasks, in place of the one before: an email address, or a user
	 * id on the legacy platform, which has no stages. Gives the error of each task.
	 */
	async assign(
		projectId: string,
		taskIds: string[],
		user: string,
		stageId?: string,
	): Promise<Array<Error | undefined>> {
		const hasStages = this.transport.platform.has('stages');
		const who = user.includes('@') ? { username: user } : { user };
		return await sendInChunks(
			taskIds,
			async (tasks) => {
				await this.transport.call({
					method: 'POST',
					path: '/v2/task/assign',
					body: hasStages
						? { project: projectId, tasks, user, stage: stageId }
						: { task: tasks[0], ...who },
					repeatable: true,
				});
			},
			hasStages ? CHUNK_SIZE : 1,
		);
	}

	/** Makes tasks part of the benchmark, or no longer. Gives the error of each task. */
	async setBenchmark(
		projectId: string,
		taskIds: string[],
		isBenchmark: boolean,
	): Promise<Array<Error | undefined>> {
		this.transport.platform.require('benchmarkTasks');
		return await sendInChunks(taskIds, async (tasks) => {
			await this.transport.call({
				method: 'POST',
				path: `${projectPath(projectId)}/benchmark-tasks`,
				body: { tasks, isBenchmark },
				repeatable: true,
			});
		});
	}

	/** Moves tasks to a stage; an empty selection moves every task. Gives how many were moved. */
	async requeue(
		projectId: string,
		toStageId: string,
		filters: TaskSelection,
		options: RequeueOptions,
	): Promise<number | undefined> {
		this.transport.platform.require('requeue');
		const { modifiedCount } = await this.transport.call<{ modifiedCount?: { modified?: number } }>({
			method: 'POST',
			path: `${projectPath(projectId)}/requeueTasks`,
			body: { toStageId, filters: { ...filters }, options: { ...options } },
		});
		return modifiedCount?.modified;
	}

	/**
	 * Sets the priority of tasks; an empty selection means every task. Legacy knows the priority of
	 * assets only (contract 2.18).
	 * @throws UserError when the legacy platform cannot select tasks like this
	 */
	async setPriority(
		projectId: string,
		priority: number,
		filters: TaskSelection,
	): Promise<IDataObject> {
		if (!this.transport.platform.has('taskPriority')) {
			return await this.setAssetPriority(projectId, priority, filters);
		}
		const { result } = await this.transport.call<{ result?: IDataObject }>({
			method: 'POST',
			path: `${projectPath(projectId)}/updatePriority`,
			body: { priority, filters: { ...filters } },
			repeatable: true,
		});
		return result ?? {};
	}

	/** A reviewer's decision, which moves the task on. The answer is not documented. */
	async review(
		taskId: string,
		reviewStatus: string,
		pctDetails?: IDataObject,
	): Promise<IDataObject> {
		return await this.transport.call({
			method: 'POST',
			path: `/v2/review/${encodeURIComponent(taskId)}`,
			body: { reviewStatus, ...(pctDetails && { pctDetails }) },
		});
	}

	/** Sets the status of a task, which only the legacy platform keeps (contract 2.18). */
	async setStatus(taskId: string, status: string): Promise<IDataObject> {
		this.transport.platform.require('taskStatus');
		return await this.transport.call({
			method: 'POST',
			path: `${taskPath(taskId)}/status`,
			body: { status },
			repeatable: true,
		});
	}

	private async setAssetPriority(
		projectId: string,
		priority: number,
		{ assetIds, externalIds, ...others }: TaskSelection,
	): Promise<IDataObject> {
		const unknown = Object.values(others).some((list) => list !== undefined);
		if (unknown || (assetIds === undefined) === (externalIds === undefined)) {
			this.transport.platform.require('taskPriority');
		}
		const targets = assetIds
			? assetIds.map((assetId) => ({ externalId: null, assetId }))
			: externalIds!.map((externalId) => ({ externalId, assetId: null }));
		let answer: IDataObject = {};
		for (const target of targets) {
			answer = await this.transport.call({
				method: 'POST',
				path: `/v2/priority/${encodeURIComponent(projectId)}`,
				body: { priority, ...target },
				repeatable: true,
			});
		}
		return answer;
	}
}

/** An array when asked by task, one record when asked by entry; anything else is handed on. */
function entriesOf(data: IDataObject): IDataObject[] {
	return [data.taskHistory ?? data].flat() as IDataObject[];
}

function taskPath(taskId: string): string {
	return `/v2/task/${encodeURIComponent(taskId)}`;
}
