import { UserError, type IDataObject } from 'n8n-workflow';

import type { Call } from '../http/call';
import type { Platform } from '../platform';
import { microseconds } from '../projects';
import type { Project } from '../types';

/** What an export call says in its query. */
export type ExportQuery = NonNullable<Call['query']>;

/** `split` is an archive of several JSON files. */
export type ExportFormat = 'json' | 'ndjson' | 'split';

export type TaskType = 'default' | 'consensus' | 'benchmark';

/** From and until when, as ISO dates; either may be left out. */
export interface Period {
	after?: string;
	before?: string;
}

/** What to export of a project's tasks (contract 2.13). */
export interface TaskExport {
	format: ExportFormat;
	/** Stage ids, the Complete stage, or all stages. */
	stages: string[] | 'complete' | 'all';
	taskTypes: TaskType[];
	/** Batch ids; a task counts when its asset is in any of them. */
	batches: string[];
	/** Ids of tasks, ids and external ids of assets; Ango Hub cannot filter by them. */
	taskIds: string[];
	assetIds: string[];
	externalIds: string[];
	created: Period;
	updated: Period;
	/** Emails of those who completed a task; on the current platform, one of its stages. */
	completedBy: string[];
	/** When they did. */
	completed: Period;
	history: boolean;
	metadata: boolean;
	onlyKeyFrames: boolean;
	idleAndBlurDurations: boolean;
	sendEmail: boolean;
	notify: boolean;
	/** True when the archive itself is wanted, not the objects in it. */
	asArchive: boolean;
	/** The fields of a legacy export; all of them when not given. */
	legacyFields?: readonly LegacyField[];
}

/** What to export of a project's issues (contract 2.13). */
export type IssueExport = Pick<
	TaskExport,
	'format' | 'batches' | 'created' | 'updated' | 'sendEmail' | 'notify'
>;

/** Field toggles of a legacy export (contract 2.13). */
export const LEGACY_FIELDS = [
	'annotationMetadata',
	'assetStatus',
	'batches',
	'benchmark',
	'boxImage',
	'completion',
	'consensus',
	'duration',
	'issues',
	'labelDuration',
	'labelStatus',
	'labeledAt',
	'mask',
	'reviewConf',
	'reviewedAt',
	'segmentationPoints',
	'skip',
	'totalDuration',
	'updateInfo',
] as const;

export type LegacyField = (typeof LEGACY_FIELDS)[number];

function sharedQuery(projectId: string, { format, batches, ...wanted }: IssueExport) {
	return {
		project: projectId,
		format,
		sendEmail: wanted.sendEmail,
		doNotNotify: !wanted.notify,
		batches: listIn(batches),
		updatedAt: periodIn(wanted.updated),
		createdAt: periodIn(wanted.created),
	};
}

/** The query of an export of tasks on the current platform. */
export function currentQuery(project: Project, wanted: TaskExport) {
	return {
		...sharedQuery(project._id, wanted),
		type: 'task',
		includeMetadata: wanted.metadata,
		includeHistory: wanted.history,
		includeOnlyKeyFrames: wanted.onlyKeyFrames,
		includeIdleBlurDurations: wanted.idleAndBlurDurations,
		taskTypes: JSON.stringify(wanted.taskTypes),
		stage: listIn(stageIds(project, wanted)),
	};
}

/** The query of an export of issues. */
export function issueQuery(projectId: string, wanted: IssueExport): ExportQuery {
	return { ...sharedQuery(projectId, wanted), ...ISSUE_DEFAULTS, type: 'issue' };
}

/** What says nothing about issues, but is sent by the official client with their exports too. */
const ISSUE_DEFAULTS = {
	includeMetadata: true,
	includeHistory: true,
	includeOnlyKeyFrames: false,
	includeIdleBlurDurations: false,
	taskTypes: '["default"]',
};

/** Copies of tasks for consensus and benchmark are not in the stages that a task ends in, so no stage is asked for then. */
function stageIds({ stages = [] }: Project, { stages: wanted, taskTypes }: TaskExport): string[] {
	if (typeof wanted !== 'string') return wanted;
	if (taskTypes.some((type) => type !== 'default')) return [];
	const ids = stages
		.filter(({ type }) => wanted === 'all' || type === 'Complete')
		.map(({ id }) => id);
	return ids.length > 0 || wanted === 'all' ? ids : ['Complete'];
}

/** What `/exportV3` does not know. */
const NOT_IN_OLDER = {
	updatedAt: {
		message: 'This version of Ango Hub is too old to filter an export by the last update',
		description:
			"Remove 'Updated After' and 'Updated Before', or filter the items in a node after this one.",
	},
	createdAt: {
		message: 'This version of Ango Hub is too old to filter an export by date of creation',
		description:
			"Remove 'Created After' and 'Created Before', or filter the items in a node after this one.",
	},
	includeOnlyKeyFrames: {
		message: 'This version of Ango Hub is too old to export key frames only',
		description: "Turn off 'Only Key Frames'.",
	},
	includeIdleBlurDurations: {
		message: 'This version of Ango Hub is too old to export idle and blur durations',
		description: "Turn off 'Idle and Blur Durations'.",
	},
};

/** The query for `/exportV3`. @throws UserError for what it does not know */
export function olderQuery({ taskTypes, ...query }: ExportQuery) {
	for (const [key, { message, description }] of Object.entries(NOT_IN_OLDER)) {
		if (query[key]) throw new UserError(message, { description });
	}
	if (taskTypes !== undefined && taskTypes !== '["default"]') {
		throw new UserError(
			'This version of Ango Hub is too old to export consensus or benchmark tasks',
			{
				description: "Leave them out of 'Task Types', or update Ango Hub.",
			},
		);
	}
	const known = Object.entries(query).filter(([key]) => !(key in NOT_IN_OLDER));
	return Object.fromEntries(known);
}

/** The query of a legacy export. @throws UserError for what it cannot filter by */
export function legacyQuery(
	platform: Platform,
	projectId: string,
	wanted: TaskExport,
): ExportQuery {
	if (typeof wanted.stages !== 'string' || wanted.stages === 'all')
		platform.require('exportStages');
	if (wanted.taskTypes.join() !== 'default') platform.require('exportTaskTypes');
	if (periodIn(wanted.created)) platform.require('exportByCreation');
	if (wanted.onlyKeyFrames) platform.require('exportKeyFrames');
	if (wanted.idleAndBlurDurations) platform.require('exportDurations');
	if (wanted.asArchive && wanted.format !== 'json') platform.require('exportFormats');
	const { completed, updated, legacyFields = LEGACY_FIELDS } = wanted;
	const fields = legacyFields.filter((field) => wanted.metadata || field !== 'annotationMetadata');
	return {
		project: projectId,
		format: 'json',
		sendEmail: wanted.sendEmail,
		doNotNotify: !wanted.notify,
		...Object.fromEntries(fields.map((field) => [field, true])),
		assignee: listIn(wanted.completedBy),
		tag: listIn(wanted.batches),
		'completedAt[gt]': completed.after || undefined,
		'completedAt[lt]': completed.before || undefined,
		'updatedAt[gt]': updated.after || undefined,
		'updatedAt[lt]': updated.before || undefined,
	};
}

function listIn(values: readonly string[]): string | undefined {
	return values.length > 0 ? JSON.stringify(values) : undefined;
}

function periodIn({ after, before }: Period): string | undefined {
	const bounds: IDataObject = {};
	if (after) bounds.$gt = microseconds(after);
	if (before) bounds.$lt = microseconds(before);
	return after || before ? JSON.stringify(bounds) : undefined;
}
