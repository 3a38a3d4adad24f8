import { answerInput } from '../answers.mts';
import type { HubCore } from '../core.mts';
import { badRequest, notFound } from '../errors.mts';
import { batchIds } from '../records.mts';
import { route } from '../router.mts';
import type { Project, Task } from '../types.mts';
import type { Infer } from '../validate.mts';
import {
	arrayOf,
	boolean,
	email,
	id,
	integer,
	nullable,
	number,
	object,
	oneOf,
	openObject,
	optional,
	queryBoolean,
	string,
	text,
} from '../validate.mts';
import { taskView } from '../views.mts';
import { requeueTask, reviewTask, saveTask, stageOf, submitTask } from '../workflow.mts';

const taskFilters = object({
	taskIds: optional(arrayOf(id)),
	externalIds: optional(arrayOf(string)),
	assetIds: optional(arrayOf(id)),
	batches: optional(arrayOf(text)),
	fromStageIds: optional(arrayOf(text)),
});
type TaskFilters = Infer<typeof taskFilters>;

const requeueOptions = object({
	removeAnnotations: optional(boolean),
	removeAssignee: optional(boolean),
	removeStageHistory: optional(boolean),
	resetAnswer: optional(boolean),
	unassign: optional(boolean),
});

/** Tasks that pass all given filters; without any filter every task of the project. */
function selectTasks(core: HubCore, project: Project, filters: TaskFilters): Task[] {
	const taskIds = filters.taskIds && new Set(filters.taskIds);
	const assetIds = filters.assetIds && new Set(filters.assetIds);
	const externalIds = filters.externalIds && new Set(filters.externalIds);
	const batches = filters.batches && new Set(batchIds(project, filters.batches));
	const stages = filters.fromStageIds && new Set(filters.fromStageIds);
	return core.state.room(project._id).tasks.filter((task) => {
		const asset = core.state.asset(task.asset);
		return (
			(taskIds?.has(task._id) ?? true) &&
			(assetIds?.has(asset._id) ?? true) &&
			(externalIds?.has(asset.externalId) ?? true) &&
			(batches === undefined || asset.batches.some((batch) => batches.has(batch))) &&
			(stages?.has(task.stage) ?? true)
		);
	});
}

function checkStage(project: Project, stageId: string): void {
	if (stageOf(project, stageId) === undefined) throw badRequest(`Invalid stage: ${stageId}.`);
}

/** The tasks with these ids, all of this project. */
function tasksOf(core: HubCore, project: Project, ids: string[]): Task[] {
	const tasks = ids.map((taskId) => core.state.task(taskId));
	const stranger = tasks.find((task) => task.project !== project._id);
	if (stranger !== undefined) throw notFound(`No task with the id ${stranger._id}.`);
	return tasks;
}

function assign(core: HubCore, task: Task, user: string, stageId: string): void {
	task.stageAssignees[stageId] = user;
	if (task.stage === stageId) task.assignee = user;
	task.updatedAt = core.state.timestamp();
	task.updatedBy = core.owner;
	core.state.touch(task.project);
}

/** Contract 2.9 and 2.11 on the current platform: whatever moves or changes tasks. */
export const taskActionRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/task/assign',
			platform: 'current',
			body: object({ project: id, tasks: arrayOf(id), user: email, stage: text }),
		},
		({ core, body }) => {
			const project = core.state.project(body.project);
			checkStage(project, body.stage);
			const tasks = tasksOf(core, project, body.tasks);
			for (const task of tasks) assign(core, task, body.user, body.stage);
			return { message: `${tasks.length} tasks assigned.` };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/requeueTasks',
			platform: 'current',
			body: object({ toStageId: text, filters: taskFilters, options: requeueOptions }),
		},
		({ core, params, body: { toStageId, filters, options } }) => {
			const project = core.state.project(params.projectId);
			checkStage(project, toStageId);
			const requeue = {
				removeAnnotations: options.removeAnnotations ?? options.resetAnswer,
				removeAssignee: options.removeAssignee ?? options.unassign,
				removeStageHistory: options.removeStageHistory,
			};
			// Copies that a Consensus stage handed out follow their task, never a requeue of their own.
			const moved = selectTasks(core, project, filters)
				.filter((task) => task.consensusParent === null)
				.filter((task) => requeueTask(core, task, toStageId, requeue));
			return { modifiedCount: { modified: moved.length, toStageId } };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/updatePriority',
			platform: 'current',
			body: object({ priority: integer(-1000, 1000), filters: taskFilters }),
		},
		({ core, params, body: { priority, filters } }) => {
			const project = core.state.project(params.projectId);
			const tasks = selectTasks(core, project, filters);
			const modified = tasks.filter((task) => task.priority !== priority);
			for (const task of modified) task.priority = priority;
			core.state.touch(project._id);
			return {
				result: {
					acknowledged: true,
					matchedCount: tasks.length,
					modifiedCount: modified.length,
					upsertedCount: 0,
					upsertedId: null,
				},
			};
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/project/:projectId/benchmark-tasks',
			platform: 'current',
			body: object({ tasks: arrayOf(id), isBenchmark: boolean }),
		},
		({ core, params, body: { tasks: ids, isBenchmark } }) => {
			const project = core.state.project(params.projectId);
			for (const task of tasksOf(core, project, ids)) task.isBenchmark = isBenchmark;
			core.state.touch(project._id);
			return { message: `${ids.length} tasks updated.` };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/review/:taskId',
			body: object({
				reviewStatus: oneOf('Accepted', 'Rejected', 'Todo', 'Fixed'),
				pctDetails: optional(nullable(openObject)),
			}),
		},
		({ core, params, body }) => {
			reviewTask(core, core.state.task(params.taskId), body.reviewStatus, core.owner);
			return { message: 'Task reviewed.' };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/annotate/:taskId',
			platform: 'current',
			query: object({ nextStage: optional(queryBoolean), isPlugin: optional(queryBoolean) }),
			body: object({
				answer: answerInput,
				brushDataUrl: optional(nullable(string)),
				medicalBrushDataUrl: optional(nullable(string)),
				duration: optional(number),
			}),
		},
		({ core, params, query, body }) => {
			const task = core.state.task(params.taskId);
			const write = query.nextStage === true ? submitTask : saveTask;
			write(core, task, body, core.owner);
			return { label: taskView(core, task, true) };
		},
	),
];
