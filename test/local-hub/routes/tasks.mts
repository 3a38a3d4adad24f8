import type { HubCore } from '../core.mts';
import { pageOf, sortedPageShape } from '../paging.mts';
import { batchIds } from '../records.mts';
import { route } from '../router.mts';
import { matchesFilter, taskField, taskFilter } from '../taskFilter.mts';
import type { Project, Task } from '../types.mts';
import type { OpenObject } from '../validate.mts';
import {
	object,
	oneOf,
	optional,
	queryBoolean,
	queryJson,
	queryList,
	queryNames,
	text,
} from '../validate.mts';
import { historyView, taskView } from '../views.mts';

const includeAnswer = optional(queryBoolean);
/** The SDK asks for `False` and then merges with the answer it gets: only `false` leaves it out. */
const singleAnswer = optional<boolean>((value, path) =>
	value === 'False' ? true : queryBoolean(value, path),
);
const paging = { ...sortedPageShape, includeAnswer, fields: optional(queryList) };

interface ListQuery {
	page?: number;
	limit?: number;
	sort?: string;
	includeAnswer?: boolean;
	fields?: string[];
}

const isEmpty = (filter: OpenObject): boolean => Object.keys(filter).length === 0;

function listTasks(core: HubCore, project: Project, query: ListQuery, asked: OpenObject[]) {
	const filters = core.faults.switches.filtersTasks ? asked : [];
	const room = core.state.room(project._id);
	const filtered = room.hidden.size > 0 || !filters.every(isEmpty);
	const { items, total } = pageOf<Task>(core, {
		records: room.tasks,
		query,
		fieldOf: (task, field) => taskField(core, task, field),
		...(filtered && {
			isMatch: (task) =>
				filters.every((filter) => matchesFilter(core, task, filter)) &&
				core.state.isVisible(project._id, task.asset),
		}),
		...(room.hidden.size === 0 && {
			cache: { key: `tasks ${project._id} ${JSON.stringify(filters)}`, version: room.version },
		}),
	});
	room.listRequests += 1;
	return { tasks: items.map((task) => shownTask(core, task, query)), total };
}

function shownTask(core: HubCore, task: Task, { includeAnswer: answer, fields }: ListQuery) {
	const view = taskView(core, task, answer === true);
	if (fields === undefined) return view;
	const wanted = new Set(['_id', ...fields]);
	return Object.fromEntries(Object.entries(view).filter(([key]) => wanted.has(key)));
}

const currentList = route(
	{
		method: 'GET',
		path: '/v2/project/:projectId/tasks',
		platform: 'current',
		query: object({
			...paging,
			filter: optional(queryJson(taskFilter)),
			filters: optional(queryJson(taskFilter)),
			'status[eq]': optional(text),
			status: optional(text),
			stage: optional(text),
			assignee: optional(text),
			batches: optional(queryNames),
		}),
	},
	({ core, params, query }) => {
		const project = core.state.project(params.projectId);
		const status = query.status ?? query['status[eq]'];
		const simple: OpenObject = {
			...(status !== undefined && { status }),
			...(query.stage !== undefined && { stage: query.stage }),
			...(query.assignee !== undefined && { assignee: query.assignee }),
			...(query.batches && { batches: { $in: batchIds(project, query.batches) } }),
		};
		return listTasks(core, project, query, [query.filter ?? {}, query.filters ?? {}, simple]);
	},
);

const legacyList = route(
	{
		method: 'GET',
		path: '/v2/project/:projectId/tasks',
		platform: 'legacy',
		query: object({
			...paging,
			'status[eq]': optional(oneOf('TODO', 'Completed', 'Reviewed')),
			tag: optional(queryNames),
		}),
	},
	({ core, params, query }) => {
		const project = core.state.project(params.projectId);
		const status = query['status[eq]'];
		const simple: OpenObject = {
			...(status !== undefined && { status }),
			...(query.tag && { batches: { $in: batchIds(project, query.tag) } }),
		};
		return listTasks(core, project, query, [simple]);
	},
);

/** Contract 2.9: reading tasks. */
export const taskRoutes = [
	currentList,
	legacyList,
	route(
		{
			method: 'GET',
			path: '/v2/task/:taskId',
			query: object({ includeAnswer: singleAnswer }),
		},
		({ core, params, query }) => {
			const task = core.state.task(params.taskId);
			const view = taskView(core, task, query.includeAnswer === true);
			// Contract 5.3: the legacy single task carries its project as an object.
			return {
				task: core.platform === 'legacy' ? { ...view, project: { _id: task.project } } : view,
			};
		},
	),
	route(
		{
			method: 'GET',
			path: '/v2/task/:taskId/history',
			platform: 'current',
		},
		({ core, params }) => ({
			taskHistory: core.state.task(params.taskId).history.map(historyView),
		}),
	),
	route(
		{
			method: 'GET',
			path: '/v2/taskHistory/:historyId',
			platform: 'current',
		},
		({ core, params }) => ({
			taskHistory: historyView(
				core.state.find(core.state.history, 'task history', params.historyId),
			),
		}),
	),
];
