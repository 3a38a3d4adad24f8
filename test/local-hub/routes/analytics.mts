import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { batchIds } from '../records.mts';
import { route } from '../router.mts';
import type { HistoryEntry, Project, Task } from '../types.mts';
import type { OpenObject } from '../validate.mts';
import { arrayOf, isoDate, object, oneOf, optional, text } from '../validate.mts';
import { stageName } from '../views.mts';
import { stageOf } from '../workflow.mts';

const metricName = oneOf(
	'LabelStageGroups',
	'TimePerTask',
	'AnnotationStatus',
	'AnswerDistribution',
	'ConsensusRanges',
	'AssetSize',
);

function countBy<T>(records: readonly T[], keyOf: (record: T) => string): OpenObject {
	const counts = new Map<string, number>();
	for (const record of records) {
		counts.set(keyOf(record), (counts.get(keyOf(record)) ?? 0) + 1);
	}
	return Object.fromEntries(counts);
}

/** The contract gives no shape for metrics; these are plain counts per name. */
function metricOf(core: HubCore, project: Project, metric: string): OpenObject {
	const { tasks, assets } = core.state.room(project._id);
	switch (metric) {
		case 'LabelStageGroups':
			return countBy(tasks, (task) => stageName(project, task.stage));
		case 'TimePerTask': {
			const total = tasks.reduce((sum, task) => sum + task.totalDuration, 0);
			return { average: tasks.length === 0 ? 0 : total / tasks.length };
		}
		case 'AnnotationStatus':
			return countBy(tasks, (task) => stageOf(project, task.stage)?.type ?? 'Unknown');
		case 'AnswerDistribution':
			return countBy(
				tasks.flatMap((task) => task.answer.classifications),
				(item) => `${String(item.title)}: ${String(item.answer)}`,
			);
		case 'ConsensusRanges':
			return countBy(
				tasks.filter((task) => task.consensusAverage !== null),
				(task) => String(Math.floor((task.consensusAverage ?? 0) / 10) * 10),
			);
		default:
			return { assetCount: assets.length };
	}
}

interface Work {
	task: Task;
	entry: HistoryEntry;
}

function performanceOf(work: Work[]): OpenObject {
	const users = [...new Set(work.map(({ entry }) => entry.completedBy))];
	return {
		users: users.map((user) => {
			const own = work.filter(({ entry }) => entry.completedBy === user);
			const duration = own.reduce((sum, { entry }) => sum + entry.duration, 0);
			return { email: user, submissions: own.length, duration };
		}),
	};
}

/** Contract 2.1: performance and metrics. */
export const analyticsRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/performance/:projectId',
			platform: 'current',
			body: object({
				interval: optional(arrayOf(isoDate)),
				batches: optional(arrayOf(text)),
				startDate: optional(isoDate),
				endDate: optional(isoDate),
				users: optional(arrayOf(text)),
			}),
		},
		({ core, params, body }) => {
			const project = core.state.project(params.projectId);
			if (body.interval !== undefined && body.interval.length !== 2) {
				throw badRequest('Invalid value for "interval": expected two dates.');
			}
			const [from = body.startDate, to = body.endDate] = body.interval ?? [];
			const batches = body.batches && batchIds(project, body.batches);
			const work = core.state.room(project._id).tasks.flatMap((task) => {
				const own = core.state.asset(task.asset).batches;
				if (batches && !own.some((batchId) => batches.includes(batchId))) return [];
				return task.history.map((entry) => ({ task, entry }));
			});
			const wanted = work.filter(
				({ entry }) =>
					(from === undefined || Date.parse(entry.completedAt) >= Date.parse(from)) &&
					(to === undefined || Date.parse(entry.completedAt) <= Date.parse(to)) &&
					(body.users?.includes(entry.completedBy) ?? true),
			);
			return { performance: performanceOf(wanted) };
		},
	),
	route(
		{ method: 'GET', path: '/v2/:projectId/overview/:metric', platform: 'current' },
		({ core, params }) => {
			const project = core.state.project(params.projectId);
			const metric = metricName(params.metric, 'metric');
			return { metric, overview: metricOf(core, project, metric) };
		},
	),
];
