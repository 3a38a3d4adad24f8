import { UserError, type IDataObject } from 'n8n-workflow';

import { paginate, type Listing } from './http/pages';
import type { Transport } from './http/transport';
import type { Batch, Project } from './types';

/** What the platform counts for a project (contract 4.1). */
export type Metric =
	| 'AnnotationStatus'
	| 'AnswerDistribution'
	| 'AssetSize'
	| 'ConsensusRanges'
	| 'LabelStageGroups'
	| 'TimePerTask';

/** Whose work a performance report covers; everything where nothing is given. */
export interface PerformanceFilter {
	/** From and until when, as ISO dates. */
	interval?: [string, string];
	/** Batch ids. */
	batches?: string[];
	users?: string[];
}

/** Which parts of a project a clone gets. */
export type ProjectParts = Record<
	| 'assignedTo'
	| 'batches'
	| 'categorySchema'
	| 'pluginPresets'
	| 'projectGeneralSettings'
	| 'workflow',
	boolean
>;

/** The settings of a project that both platforms have (contract 5.1). */
const LEGACY_SETTINGS = new Set(['name', 'description', 'categorySchema']);

/** Where the calls about one project are; its id may come from an expression, so it is encoded. */
export function projectPath(projectId: string): string {
	return `/v2/project/${encodeURIComponent(projectId)}`;
}

/** A date in microseconds, as the official client sends it in exports and performance (contract 1.7). */
export function microseconds(iso: string | undefined): string | undefined {
	return iso ? iso.replace(/\.(\d{3})Z$/, '.$1000Z') : undefined;
}

const INSTRUCTIONS_TIMEOUT_MS = 5 * 60_000;
const PURGE_TIMEOUT_MS = 5 * 60_000;

/** Projects (contract 2.1, 5.1). */
export class Projects {
	private readonly known = new Map<string, Promise<Project>>();

	constructor(private readonly transport: Transport) {}

	/** Reads a project afresh. */
	async get(projectId: string): Promise<Project> {
		return await this.read(projectId);
	}

	/** A project with what it keeps secret, to be written back and shown to nobody. */
	async getWhole(projectId: string): Promise<Project> {
		return await this.read(projectId, true);
	}

	/** A project as it was when this run first read it. */
	async recall(projectId: string): Promise<Project> {
		const known = this.known.get(projectId) ?? this.get(projectId);
		this.known.set(projectId, known);
		return await known;
	}

	/** Where the list of projects is. */
	readonly listing: Listing<Project> = {
		path: '/v2/listProjects',
		records: ({ projects }) => projects as Project[],
	};

	list(limit?: number): AsyncGenerator<Project> {
		return paginate(this.transport, this.listing, limit);
	}

	async create(fields: IDataObject): Promise<Project> {
		const { project } = await this.transport.call<{ project?: Project }>({
			method: 'POST',
			path: '/v2/project',
			body: fields,
		});
		return project ?? (fields as Project);
	}

	/**
	 * Writes some fields of a project, and gives it as it is afterwards.
	 * @throws UserError for settings that the legacy platform does not have
	 */
	async update(projectId: string, fields: IDataObject): Promise<Project> {
		if (Object.keys(fields).some((key) => !LEGACY_SETTINGS.has(key))) {
			this.transport.platform.require('projectSettings');
		}
		const { project } = await this.transport.call<{ project?: Project }>({
			method: 'POST',
			path: projectPath(projectId),
			body: fields,
			repeatable: true,
		});
		this.known.delete(projectId);
		return project ? withBatches(project) : await this.get(projectId);
	}

	/** Deletes a project with its assets, tasks and issues; files stay in their storage. */
	async delete(projectId: string): Promise<void> {
		await this.transport.call({ method: 'DELETE', path: projectPath(projectId) });
		this.known.delete(projectId);
	}

	/**
	 * Makes a new project of parts of another one, without its assets and tasks. The answer is not
	 * documented. @throws UserError on the legacy platform
	 */
	async clone(projectId: string, parts: ProjectParts): Promise<IDataObject> {
		this.transport.platform.require('cloning');
		const data = await this.transport.call({
			method: 'POST',
			path: `${projectPath(projectId)}/clone`,
			body: parts,
		});
		return (data.project as Project | undefined) ?? data;
	}

	/**
	 * Deletes a project for good, with its files in Ango Hub's own storage.
	 * @throws UserError on the legacy platform, and when `name` is not the name of the project
	 */
	async purge(projectId: string, name: string): Promise<void> {
		this.transport.platform.require('purging');
		const project = await this.get(projectId);
		if (project.name !== name) {
			throw new UserError(`The project is not called '${name}', so it was not purged`, {
				description: 'Give the name of the project exactly as Ango Hub shows it.',
			});
		}
		await this.transport.call({
			method: 'POST',
			path: `${projectPath(projectId)}/purge`,
			body: { confirmName: name },
			timeout: Math.max(PURGE_TIMEOUT_MS, this.transport.settings.timeout),
		});
		this.known.delete(projectId);
	}

	/**
	 * Makes a file the instructions of a project, in place of those before. Its name decides how Ango
	 * Hub shows it. The answer is not documented.
	 */
	async uploadInstructions(
		projectId: string,
		file: File,
		{ storageId, bucket }: { storageId?: string; bucket?: string } = {},
	): Promise<IDataObject> {
		const form = new FormData();
		form.append('file', file);
		return await this.transport.call({
			method: 'POST',
			path: `${projectPath(projectId)}/instructions`,
			query: { storageId, bucket },
			body: form,
			repeatable: true,
			timeout: INSTRUCTIONS_TIMEOUT_MS,
		});
	}

	/** Counts of a project. The answer is not documented. @throws UserError on the legacy platform */
	async metrics(projectId: string, metric: Metric): Promise<IDataObject> {
		this.transport.platform.require('metrics');
		return await this.transport.call({
			path: `/v2/${encodeURIComponent(projectId)}/overview/${encodeURIComponent(metric)}`,
		});
	}

	/** How annotators did. The answer is not documented. @throws UserError on the legacy platform */
	async performance(
		projectId: string,
		{ interval, batches, users }: PerformanceFilter,
	): Promise<IDataObject> {
		this.transport.platform.require('performance');
		return await this.transport.call({
			method: 'POST',
			path: `/v2/performance/${encodeURIComponent(projectId)}`,
			body: {
				...(interval && { interval: interval.map(microseconds) }),
				...(batches && { batches }),
				...(users && { users }),
			},
			repeatable: true,
		});
	}

	private async read(projectId: string, keepSecrets = false): Promise<Project> {
		const { project } = await this.transport.call<{ project?: Project }>({
			path: projectPath(projectId),
			keepSecrets,
		});
		if (!project) {
			throw new UserError(`There is no project with the ID ${projectId}`, {
				description:
					'It may have been deleted, or be in an organization that the API key cannot see.',
			});
		}
		return withBatches(project);
	}
}

/** Legacy keeps its batches in `tags` (contract 2.18). */
function withBatches(project: Project): Project {
	const lists = [project.batches, project.tags as Batch[] | undefined];
	return {
		...project,
		batches: lists.find((list) => list !== undefined && list.length > 0) ?? [],
	};
}
