import { UserError, type IDataObject } from 'n8n-workflow';

import { jsonObjects, parsedObject } from '../formats/jsonObjects';
import { archiveBytes, zipMembers } from '../formats/zip';
import { streamFrom, type ReadableBody } from '../util/streams';
import type { Downloads } from './downloads';
import { HubError } from './http/errors';
import type { Call, Transport } from './http/transport';
import type { Platform } from './platform';
import { microseconds, type Projects } from './projects';
import type { Project } from './types';

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

/** Where an export lies that Ango Hub wrote into the customer's own storage. */
export interface OwnStorage {
	storageId?: string;
	bucket?: string;
	folder?: string;
	/** The file, as far as Ango Hub says; without a signature. */
	path?: string;
}

/** An export that can be read. */
export interface ReadableExport {
	link: string;
	/** What becomes of an object that Ango Hub could not filter: it as it is wanted, or nothing. */
	pick?: ((object: Buffer) => Buffer | undefined) | undefined;
}

/** An export that can be read, or one that only its owner's storage can give. */
export type Exported = ReadableExport | { ownStorage: OwnStorage };

/** Large projects take Ango Hub many minutes: the call ends when the archive is there. */
const EXPORT_TIMEOUT_MS = 2 * 60 * 60_000;

/** Exports of tasks and issues (contract 2.13), streamed. */
export class Exports {
	constructor(
		private readonly transport: Transport,
		private readonly downloads: Downloads,
		private readonly projects: Projects,
	) {}

	/** Makes an export of tasks. @throws UserError for what the platform cannot filter by */
	async tasks(projectId: string, wanted: TaskExport): Promise<Exported> {
		const project = await this.projects.recall(projectId);
		if (this.transport.platform.facts.exportedObject === 'asset') {
			return await this.make(project, legacyQuery(this.transport.platform, projectId, wanted));
		}
		const pick = completionFilter(wanted);
		if (pick && wanted.asArchive) {
			throw new UserError('Ango Hub cannot filter an archive by who completed a task and when', {
				description:
					"Remove 'Completed By', 'Completed After' and 'Completed Before', or choose another output: n8n filters that one itself.",
			});
		}
		const history = wanted.history || pick !== undefined;
		const made = await this.make(project, currentQuery(project, { ...wanted, history }));
		return { ...made, pick };
	}

	/** Makes an export of issues. @throws UserError on the legacy platform, which has none */
	async issues(projectId: string, wanted: IssueExport): Promise<Exported> {
		this.transport.platform.require('issueExport');
		const project = await this.projects.recall(projectId);
		return await this.make(project, {
			...sharedQuery(projectId, wanted),
			...ISSUE_DEFAULTS,
			type: 'issue',
		});
	}

	/** Hands the archive of an export to `save`, which may be called again when the stream breaks. */
	async archive<T>(link: string, save: (body: ReadableBody) => Promise<T>): Promise<T> {
		return await this.open(link, async (body) => {
			const checked = archiveBytes(body as AsyncIterable<Buffer>);
			return await save(streamFrom(body, checked));
		});
	}

	/**
	 * Hands the objects of an export to `read` as their bytes, in groups as they come in; it may be
	 * called again from the start when the stream breaks. `like` is a stream to make others from.
	 */
	async read<T>(
		{ link, pick }: ReadableExport,
		read: (groups: AsyncGenerator<Buffer[]>, like: ReadableBody) => Promise<T>,
	): Promise<T> {
		return await this.open(link, async (body) => {
			const objects = this.objects(link, body);
			return await read(pick ? picked(objects, pick) : objects, body);
		});
	}

	private async open<T>(link: string, use: (body: ReadableBody) => Promise<T>): Promise<T> {
		return await this.downloads.read(
			async () => link,
			async ({ body }) => {
				try {
					return await use(body);
				} finally {
					body.destroy();
				}
			},
		);
	}

	/** The objects of the first JSON file in the archive and its further parts, else of its first file. */
	private async *objects(link: string, body: ReadableBody): AsyncGenerator<Buffer[]> {
		let members = 0;
		let part: string | undefined;
		for await (const member of zipMembers(body as AsyncIterable<Buffer>)) {
			members++;
			if (!/\.(json|ndjson)$/i.test(member.name)) continue;
			// The files of a split export differ in their numbers only.
			part ??= withoutDigits(member.name);
			if (withoutDigits(member.name) === part) yield* jsonObjects(member.content());
		}
		if (part !== undefined) return;
		if (members === 0) {
			throw new UserError('The ZIP archive of the export has no file in it', {
				description: 'Check the filters of the export, then run the node again.',
			});
		}
		const again = await this.downloads.open(link);
		try {
			for await (const member of zipMembers(again.body as AsyncIterable<Buffer>)) {
				yield* jsonObjects(member.content());
				return;
			}
		} finally {
			again.body.destroy();
		}
	}

	private async make(project: Project, query: NonNullable<Call['query']>): Promise<Exported> {
		const exportPath = await this.exportPath(query);
		const isLink = exportPath !== undefined && /^https?:\/\//i.test(exportPath);
		if (!project.exportStorageEnabled) {
			if (isLink) return { link: exportPath };
			throw new UserError('Ango Hub gave no link to the export', {
				description: 'Run the node again; if it stays so, ask the support of Ango Hub.',
			});
		}
		// The archive is in the customer's own storage, whose link may or may not open without its keys.
		if (isLink && (await this.opens(exportPath))) return { link: exportPath };
		return {
			ownStorage: {
				storageId: project.exportStorageId as string | undefined,
				bucket: project.exportStorageBucket as string | undefined,
				folder: project.exportStoragePath as string | undefined,
				path: exportPath?.split('?')[0],
			},
		};
	}

	private async opens(link: string): Promise<boolean> {
		return await this.downloads.open(link).then(
			({ body }) => {
				body.destroy();
				return true;
			},
			(error: unknown) => {
				if (error instanceof HubError && error.isRefusal) return false;
				throw error;
			},
		);
	}

	/** Servers on premises may know only the older address (contract 7, row 26). */
	private async exportPath(query: NonNullable<Call['query']>): Promise<string | undefined> {
		const get = async (path: string, sent: typeof query) =>
			(await this.transport.call({ path, query: sent, timeout: EXPORT_TIMEOUT_MS })) as {
				exportPath?: string;
			};
		const { exportPath } = await get('/v2/export', query).catch(async (error: unknown) => {
			const mayBeOld =
				error instanceof HubError &&
				error.kind === 'notFound' &&
				this.transport.platform.facts.exportedObject === 'task';
			if (!mayBeOld) throw error;
			return await get('/v2/exportV3', olderQuery(query)).catch((second: unknown) => {
				throw second instanceof HubError && second.kind === 'notFound' ? error : second;
			});
		});
		return exportPath || undefined;
	}
}

async function* picked(
	groups: AsyncIterable<Buffer[]>,
	pick: (object: Buffer) => Buffer | undefined,
): AsyncGenerator<Buffer[]> {
	for await (const group of groups) {
		yield group.map(pick).filter((object) => object !== undefined);
	}
}

/** The current platform cannot filter by completion, so the stage history of each task decides. */
function completionFilter({ completedBy, completed, history }: TaskExport): ReadableExport['pick'] {
	const { after, before } = completed;
	if (completedBy.length === 0 && !after && !before) return undefined;
	const emails = new Set(completedBy.map((email) => email.toLowerCase()));
	const [from, until] = [after, before].map((date) => (date ? Date.parse(date) : Number.NaN));
	const fits = ({ completedBy: by, completedAt }: IDataObject) => {
		const at = new Date(completedAt as string).getTime();
		return (
			(emails.size === 0 || emails.has(String(by).toLowerCase())) &&
			(!after || at > from) &&
			(!before || at < until)
		);
	};
	return (bytes) => {
		const object = parsedObject(bytes);
		const { stageHistory = [], ...task } = (object.task ?? {}) as IDataObject;
		if (!(stageHistory as IDataObject[]).some(fits)) return undefined;
		return history ? bytes : Buffer.from(JSON.stringify({ ...object, task }));
	};
}

function withoutDigits(name: string): string {
	return name.replace(/\d+/g, '');
}

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

function currentQuery(project: Project, wanted: TaskExport) {
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
	updatedAt: 'the date of the last update',
	createdAt: 'the date of creation',
	includeOnlyKeyFrames: 'key frames only',
	includeIdleBlurDurations: 'idle and blur durations',
};

function olderQuery({ taskTypes, ...query }: NonNullable<Call['query']>) {
	for (const [key, what] of Object.entries(NOT_IN_OLDER)) {
		if (!query[key]) continue;
		throw new UserError(`This Ango Hub is too old to export by ${what}`, {
			description: 'Remove that filter or option, or filter the items in a node after this one.',
		});
	}
	if (taskTypes !== undefined && taskTypes !== '["default"]') {
		throw new UserError('This Ango Hub is too old to export consensus or benchmark tasks', {
			description: "Leave them out of 'Task Types', or have that Ango Hub updated.",
		});
	}
	const known = Object.entries(query).filter(([key]) => !(key in NOT_IN_OLDER));
	return Object.fromEntries(known);
}

function legacyQuery(
	platform: Platform,
	projectId: string,
	wanted: TaskExport,
): NonNullable<Call['query']> {
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
