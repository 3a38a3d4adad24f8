import type { ExportFormat } from '../archive.mts';
import { archiveOf } from '../archive.mts';
import type { HubCore } from '../core.mts';
import { microseconds } from '../dates.mts';
import type { ExportContents } from '../exportItems.mts';
import { issueItems, LEGACY_TOGGLES, legacyItems, taskItems } from '../exportItems.mts';
import { batchIds } from '../records.mts';
import { route } from '../router.mts';
import type { Project, Task } from '../types.mts';
import type { Check } from '../validate.mts';
import {
	arrayOf,
	id,
	isoDate,
	object,
	oneOf,
	optional,
	queryBoolean,
	queryJson,
	queryNames,
	text,
} from '../validate.mts';
import { stageName } from '../views.mts';

/** Validity of export links (contract 2.13). */
const LINK_SECONDS = 120_000;

const flag = optional(queryBoolean);
const range = optional(queryJson(object({ $gt: optional(isoDate), $lt: optional(isoDate) })));
/** The legacy SDK sends dates without a time zone: UTC. */
const legacyDate: Check<string> = (value, path) =>
	isoDate(/T[\d:.]+$/.test(String(value)) ? `${String(value)}Z` : value, path);
const taskType = oneOf('default', 'consensus', 'benchmark');

interface DateRange {
	$gt?: string;
	$lt?: string;
}

interface ExportQuery {
	project: string;
	format?: ExportFormat;
	type?: string;
	includeMetadata?: boolean;
	includeHistory?: boolean;
	includeIdleBlurDurations?: boolean;
	taskTypes?: string[];
	stage?: string[];
	status?: string;
	batches?: string[];
	updatedAt?: DateRange;
	createdAt?: DateRange;
}

function isWithin(iso: string, bounds: DateRange = {}): boolean {
	const at = microseconds(iso);
	return (
		(bounds.$gt === undefined || at > microseconds(bounds.$gt)) &&
		(bounds.$lt === undefined || at < microseconds(bounds.$lt))
	);
}

/** The tasks an export takes; stages by id or name, batches by id or name. */
function selectTasks(core: HubCore, project: Project, query: ExportQuery): Task[] {
	const types = new Set<string>(query.taskTypes ?? ['default']);
	const stages = query.stage && new Set(query.stage);
	const batches = query.batches && new Set(batchIds(project, query.batches));
	return core.state.room(project._id).tasks.filter((task) => {
		const { batches: own } = core.state.asset(task.asset);
		return (
			types.has(task.type) &&
			(!stages || stages.has(task.stage) || stages.has(stageName(project, task.stage))) &&
			(!batches || own.some((batchId) => batches.has(batchId))) &&
			(query.status === undefined || task.status === query.status) &&
			isWithin(task.updatedAt, query.updatedAt) &&
			isWithin(task.createdAt, query.createdAt)
		);
	});
}

/** Contract 2.13: a project has one export file, which each export overwrites. */
function publish(core: HubCore, projectId: string, zip: Buffer[], expired: boolean): string {
	const path = `/${projectId}/exports/export.zip`;
	const url = core.storage.put(path, zip, 'application/zip');
	return core.storage.signedUrl('GET', url, LINK_SECONDS, expired);
}

async function exportCurrent(core: HubCore, query: ExportQuery): Promise<Buffer[]> {
	const project = core.state.project(query.project);
	const format = query.format ?? 'json';
	if (query.type === 'issue') {
		const issues = [...core.state.issues.values()].filter(
			(issue) => issue.project === project._id && isWithin(issue.createdAt, query.createdAt),
		);
		return await archiveOf(issues, (records) => issueItems(core, records), format);
	}
	const contents: ExportContents = {
		includeMetadata: query.includeMetadata ?? true,
		includeHistory: query.includeHistory ?? true,
		includeIdleBlurDurations: query.includeIdleBlurDurations ?? false,
	};
	const tasks = selectTasks(core, project, query);
	return await archiveOf(tasks, (records) => taskItems(core, records, contents), format);
}

const common = {
	project: id,
	format: optional(oneOf('json', 'ndjson', 'split')),
	type: optional(oneOf('task', 'issue')),
	sendEmail: flag,
	includeMetadata: flag,
	includeHistory: flag,
	doNotNotify: flag,
	stage: optional(queryJson(arrayOf(text))),
	batches: optional(queryNames),
};

const toggles = Object.fromEntries(LEGACY_TOGGLES.map((name) => [name, flag])) as Record<
	(typeof LEGACY_TOGGLES)[number],
	typeof flag
>;

/** Contract 2.13, with the older forms it lists. */
export const exportRoutes = [
	route(
		{
			method: 'GET',
			path: '/v2/export',
			platform: 'current',
			query: object({
				...common,
				includeOnlyKeyFrames: flag,
				includeIdleBlurDurations: flag,
				includeAssets: flag,
				status: optional(text),
				taskTypes: optional(queryJson(arrayOf(taskType))),
				updatedAt: range,
				createdAt: range,
			}),
		},
		async ({ core, query, expireLinks }) => ({
			exportPath: publish(core, query.project, await exportCurrent(core, query), expireLinks),
		}),
	),
	route(
		{
			method: 'GET',
			path: '/v2/exportV3',
			platform: 'current',
			query: object({ ...common, includeMask: flag, includeSegmentationPoints: flag }),
		},
		async ({ core, query, expireLinks }) => ({
			exportPath: publish(core, query.project, await exportCurrent(core, query), expireLinks),
		}),
	),
	route(
		{
			method: 'GET',
			path: '/v2/export',
			platform: 'legacy',
			query: object({
				project: id,
				format: optional(oneOf('json')),
				sendEmail: flag,
				doNotNotify: flag,
				...toggles,
				assignee: optional(queryJson(arrayOf(text))),
				tag: optional(queryJson(arrayOf(text))),
				'completedAt[gt]': optional(legacyDate),
				'completedAt[lt]': optional(legacyDate),
				'updatedAt[gt]': optional(legacyDate),
				'updatedAt[lt]': optional(legacyDate),
			}),
		},
		async ({ core, query, expireLinks }) => {
			const project = core.state.project(query.project);
			const tags = query.tag && batchIds(project, query.tag);
			const completed = { $gt: query['completedAt[gt]'], $lt: query['completedAt[lt]'] };
			const updated = { $gt: query['updatedAt[gt]'], $lt: query['updatedAt[lt]'] };
			const assets = core.state
				.room(project._id)
				.assets.filter((asset) => !tags || asset.batches.some((tag) => tags.includes(tag)));
			const isWanted = (task: Task) =>
				task.completedAt !== null &&
				task.status !== 'TODO' &&
				(!query.assignee || query.assignee.includes(task.assignee ?? '')) &&
				isWithin(task.completedAt, completed) &&
				isWithin(task.updatedAt, updated);
			const zip = await archiveOf(
				assets,
				(records) => legacyItems(core, records, isWanted, query),
				'json',
			);
			return { exportPath: publish(core, project._id, zip, expireLinks) };
		},
	),
];
