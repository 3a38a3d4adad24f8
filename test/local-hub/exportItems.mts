import type { HubCore } from './core.mts';
import type { Asset, Issue, Task } from './types.mts';
import type { OpenObject } from './validate.mts';
import { batchNames, stageHistoryView, stageName } from './views.mts';

export interface ExportContents {
	includeMetadata: boolean;
	includeHistory: boolean;
	includeIdleBlurDurations: boolean;
}

const withoutMetadata = ({ metadata: _metadata, ...item }: OpenObject): OpenObject => item;

/** Contract 5.4, one item per task. */
export function* taskItems(
	core: HubCore,
	tasks: readonly Task[],
	contents: ExportContents,
): Iterable<OpenObject> {
	for (const task of tasks) {
		const asset = core.state.assets.get(task.asset);
		if (asset !== undefined) yield taskItem(core, task, asset, contents);
	}
}

function taskItem(core: HubCore, task: Task, asset: Asset, contents: ExportContents): OpenObject {
	const project = core.state.project(task.project);
	const { tools, classifications, relations } = task.answer;
	return {
		asset: asset.data,
		assetId: asset._id,
		...(asset.dataset.length > 0 && { dataset: asset.dataset }),
		externalId: asset.externalId,
		metadata: asset.metadata,
		...(Object.keys(asset.contextData).length > 0 && { contextData: asset.contextData }),
		batches: batchNames(project, asset.batches),
		task: {
			taskId: task._id,
			type: task.type,
			stage: stageName(project, task.stage),
			stageId: task.stage,
			updatedAt: task.updatedAt,
			updatedBy: task.updatedBy,
			tools: contents.includeMetadata ? tools : tools.map(withoutMetadata),
			classifications,
			relations,
			brushDataUrl: task.brushDataUrl,
			medicalBrushDataUrl: task.medicalBrushDataUrl,
			totalDuration: task.totalDuration,
			...(contents.includeIdleBlurDurations && { totalBlurDuration: 0, totalIdleDuration: 0 }),
			...(contents.includeHistory && {
				stageHistory: task.history.map((entry) => stageHistoryView(entry, true)),
			}),
			...(task.consensusAverage !== null && {
				consensusAverage: task.consensusAverage,
				consensusDetailed: task.consensusDetailed,
			}),
		},
	};
}

/** Contract 5.4, `type=issue`. */
export function* issueItems(core: HubCore, issues: readonly Issue[]): Iterable<OpenObject> {
	for (const issue of issues) {
		const asset = core.state.assets.get(issue.asset);
		const task = core.state.tasks.get(issue.labelTask);
		if (asset === undefined || task === undefined) continue;
		const project = core.state.project(issue.project);
		const { project: _project, asset: _asset, ...rest } = issue;
		yield {
			asset: { externalId: asset.externalId, batches: batchNames(project, asset.batches) },
			stage: stageName(project, task.stage),
			stageId: task.stage,
			...rest,
		};
	}
}

/** Names of the field toggles of a legacy export (contract 2.13). */
export const LEGACY_TOGGLES = [
	'labeledAt',
	'reviewedAt',
	'completion',
	'totalDuration',
	'duration',
	'skip',
	'reviewConf',
	'labelDuration',
	'assetStatus',
	'consensus',
	'batches',
	'updateInfo',
	'issues',
	'mask',
	'boxImage',
	'annotationMetadata',
	'benchmark',
	'labelStatus',
	'segmentationPoints',
] as const;
export type LegacyToggles = Partial<Record<(typeof LEGACY_TOGGLES)[number], boolean>>;

/** Contract 5.4, the legacy form: one item per asset. */
export function* legacyItems(
	core: HubCore,
	assets: readonly Asset[],
	isWanted: (task: Task) => boolean,
	toggles: LegacyToggles,
): Iterable<OpenObject> {
	for (const asset of assets) {
		const tasks = asset.taskIds.map((taskId) => core.state.task(taskId)).filter(isWanted);
		if (tasks.length > 0) yield legacyItem(core, asset, tasks, toggles);
	}
}

function legacyItem(core: HubCore, asset: Asset, tasks: Task[], show: LegacyToggles): OpenObject {
	const [task] = tasks;
	const isReviewed = task.status === 'Reviewed';
	const project = core.state.project(asset.project);
	return {
		asset: asset.data,
		externalId: asset.externalId,
		metadata: asset.metadata,
		...(show.labeledAt && { labeledAt: task.history.at(0)?.completedAt ?? null }),
		...(show.reviewedAt && { reviewedAt: isReviewed ? task.completedAt : null }),
		...(show.assetStatus && { status: isReviewed ? 'Reviewed' : 'Labeled' }),
		...(show.labelDuration && { 'labelDuration(ms)': task.totalDuration }),
		...(show.consensus && { consensus: null }),
		...(show.batches && { batches: batchNames(project, asset.batches) }),
		tasks: tasks.map((entry) => legacyTask(core, entry, show)),
	};
}

function legacyTask(core: HubCore, task: Task, show: LegacyToggles): OpenObject {
	const { tools, classifications, relations } = task.answer;
	const review = task.history.findLast((entry) => entry.reviewStatus !== null);
	const label = task.history.findLast((entry) => entry.reviewStatus === null);
	return {
		taskId: task._id,
		objects: tools.map((tool) => ({
			...(show.annotationMetadata ? tool : withoutMetadata(tool)),
			...(show.mask && { masks: task.brushDataUrl === null ? [] : [task.brushDataUrl] }),
		})),
		classifications,
		relations,
		medicalBrushDataUrl: task.medicalBrushDataUrl,
		...(show.completion && { completedBy: label?.completedBy, completedAt: label?.completedAt }),
		...((show.totalDuration || show.duration) && { 'duration(ms)': task.totalDuration }),
		...(show.skip && { isSkipped: task.isSkipped }),
		...(show.reviewConf && {
			review: {
				status: task.reviewStatus ?? 'Todo',
				completedBy: review?.completedBy ?? null,
				completedAt: review?.completedAt ?? null,
				'duration(ms)': review?.duration ?? 0,
			},
		}),
		...(show.labelStatus && { status: task.status }),
		...(show.updateInfo && { updatedBy: task.updatedBy, updatedAt: task.updatedAt }),
		...(show.benchmark && { isBenchmark: task.isBenchmark, benchmark: 'N/A' }),
		...(show.issues && {
			issues: [...core.state.issues.values()].filter((issue) => issue.labelTask === task._id),
		}),
	};
}
