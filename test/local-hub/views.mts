import type { HubCore } from './core.mts';
import { stageOf } from './workflow.mts';
import type { Asset, HistoryEntry, Project, Task } from './types.mts';
import type { OpenObject } from './validate.mts';

/** Contract 5.1, for both platforms. */
export function projectView(core: HubCore, project: Project): OpenObject {
	return core.platform === 'legacy'
		? legacyProjectView(core, project)
		: currentProjectView(core, project);
}

function currentProjectView(core: HubCore, project: Project): OpenObject {
	return { ...project, assetCount: core.state.room(project._id).assets.length };
}

function legacyProjectView(core: HubCore, project: Project): OpenObject {
	const { _id, name, description, organization, createdAt, assignedTo, categorySchema } = project;
	return {
		_id,
		name,
		description,
		user: {
			email: core.owner,
			name: 'Local Hub Owner',
			organization,
			apiKey: core.apiKey,
		},
		organization,
		createdAt,
		assignedTo,
		tags: project.batches,
		batches: [],
		categorySchema,
		consensusCount: 1,
		benchmark: 0,
		deleted: false,
		reviewConf: { filters: [] },
		aiAssistance: { cocoRelations: [] },
		role: 'Manager',
		__v: 0,
	};
}

/** Contract 5.2. */
export function assetView(core: HubCore, asset: Asset): OpenObject {
	const { taskIds, batches, ...rest } = asset;
	return {
		...rest,
		[core.platform === 'legacy' ? 'tags' : 'batches']: batches,
		labelTasks: taskIds.map((taskId) => ({
			_id: taskId,
			stageHistory: core.state
				.task(taskId)
				.history.map(({ stageId, completedBy, completedAt }) => ({
					stageId,
					completedBy,
					completedAt,
				})),
		})),
	};
}

/** Contract 5.3. */
export function taskView(core: HubCore, task: Task, includeAnswer: boolean): OpenObject {
	return core.platform === 'legacy'
		? legacyTaskView(core, task, includeAnswer)
		: currentTaskView(core, task, includeAnswer);
}

const answerPart = (task: Task, includeAnswer: boolean): OpenObject =>
	includeAnswer
		? {
				answer: task.answer,
				brushDataUrl: task.brushDataUrl,
				medicalBrushDataUrl: task.medicalBrushDataUrl,
			}
		: {};

function currentTaskView(core: HubCore, task: Task, includeAnswer: boolean): OpenObject {
	const asset = core.state.asset(task.asset);
	const asObjects = core.faults.switches.taskReferences === 'object';
	return {
		_id: task._id,
		project: asObjects ? { _id: task.project } : task.project,
		asset: asObjects
			? { _id: asset._id, externalId: asset.externalId, data: asset.data }
			: asset._id,
		type: task.type,
		stage: task.stage,
		status: task.status,
		assignee: task.assignee,
		externalId: asset.externalId,
		batches: asset.batches,
		priority: task.priority,
		reviewStatus: task.reviewStatus,
		duration: task.duration,
		totalDuration: task.totalDuration,
		openIssuesCount: task.openIssuesCount,
		isDraft: task.isDraft,
		isSkipped: task.isSkipped,
		isBenchmark: task.isBenchmark,
		createdAt: task.createdAt,
		createdBy: task.createdBy,
		updatedAt: task.updatedAt,
		updatedBy: task.updatedBy,
		completedAt: task.completedAt,
		...answerPart(task, includeAnswer),
	};
}

export function legacyTaskView(core: HubCore, task: Task, includeAnswer: boolean): OpenObject {
	const asset = core.state.asset(task.asset);
	const issues = [...core.state.issues.values()].filter((issue) => issue.labelTask === task._id);
	return {
		_id: task._id,
		project: task.project,
		asset: task.asset,
		organization: core.state.organization,
		status: task.status,
		externalId: asset.externalId,
		tags: asset.batches,
		assignee: memberId(core, task.assignee),
		completedBy: memberId(core, task.completedBy),
		completedAt: task.completedAt,
		duration: task.duration,
		priority: task.priority,
		review: { status: task.reviewStatus ?? 'Todo' },
		sample: { isSample: false, updatedAt: null },
		isBenchmark: task.isBenchmark,
		isPreLabeled: task.isPreLabeled,
		isFlag: false,
		isStar: false,
		deleted: false,
		issues: issues.map((issue) => issue._id),
		openIssuesCount: task.openIssuesCount,
		createdAt: task.createdAt,
		updatedAt: task.updatedAt,
		...answerPart(task, includeAnswer),
	};
}

function memberId(core: HubCore, email: string | null): string | null {
	const member = [...core.state.members.values()].find((entry) => entry.email === email);
	return member?._id ?? email;
}

/** An entry of `GET /v2/task/{id}/history` (contract 2.9). */
export const historyView = (entry: HistoryEntry): OpenObject => ({
	_id: entry._id,
	labelTaskId: entry.task,
	stage: entry.stage,
	stageId: entry.stageId,
	answer: entry.answer,
	brushDataUrl: entry.brushDataUrl,
	medicalBrushDataUrl: entry.medicalBrushDataUrl,
	isSkipped: entry.isSkipped,
	rework: entry.rework,
	reviewStatus: entry.reviewStatus,
	duration: entry.duration,
	completedAt: entry.completedAt,
	completedBy: entry.completedBy,
});

/** `stageHistory` of exports and webhooks (contract 5.4); only exports carry the labels. */
export function stageHistoryView(entry: HistoryEntry, withLabels: boolean): OpenObject {
	const { stage, stageId, duration, completedAt, completedBy, reviewStatus, answer } = entry;
	return {
		stage,
		stageId,
		duration,
		completedAt,
		completedBy,
		...(reviewStatus !== null && { reviewStatus }),
		...(withLabels && answer),
	};
}

export const stageName = (project: Project, stageId: string): string =>
	stageOf(project, stageId)?.name ?? stageId;

export const batchNames = (project: Project, batchIds: string[]): string[] =>
	project.batches.filter((batch) => batchIds.includes(batch._id)).map((batch) => batch.name);
