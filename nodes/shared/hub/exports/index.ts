import { UserError } from 'n8n-workflow';

import { archiveBytes } from '../../formats/zip';
import { KeyedQueue } from '../../util/concurrency';
import { streamFrom, type ReadableBody } from '../../util/streams';
import type { Downloads } from '../downloads';
import { HubError } from '../http/errors';
import type { Transport } from '../http/transport';
import type { Projects } from '../projects';
import type { Project } from '../types';
import { objectsIn } from './archive';
import { pickOf, type Pick } from './pick';
import {
	currentQuery,
	issueQuery,
	legacyQuery,
	olderQuery,
	type ExportQuery,
	type IssueExport,
	type TaskExport,
} from './query';

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
	/** For what Ango Hub could not filter by. */
	pick?: Pick;
}

/** An export that can be read, or one that only its owner's storage can give. */
export type Exported = ReadableExport | { ownStorage: OwnStorage };

/** Large projects take Ango Hub many minutes: the call ends when the archive is there. */
const EXPORT_TIMEOUT_MS = 2 * 60 * 60_000;

/** The exports under way, by hub and project, of all executions in this process. */
const turns = new KeyedQueue();

/**
 * Exports of tasks and issues, streamed. Those of one project follow one another, from the call to the
 * end of the download: Ango Hub has one file for each, which a later export overwrites (contract 2.13).
 */
export class Exports {
	constructor(
		private readonly transport: Transport,
		private readonly downloads: Downloads,
		private readonly projects: Projects,
	) {}

	/**
	 * Makes an export of tasks and hands it to `use`, within which it has to be read.
	 * @throws UserError for what the platform cannot filter by
	 */
	async tasks<T>(
		projectId: string,
		wanted: TaskExport,
		use: (exported: Exported) => Promise<T>,
	): Promise<T> {
		const project = await this.projects.recall(projectId);
		const { platform } = this.transport;
		const pick = pickOf(platform, wanted);
		const history = wanted.history || pick !== undefined;
		const query =
			platform.facts.exportedObject === 'asset'
				? legacyQuery(platform, projectId, wanted)
				: currentQuery(project, { ...wanted, history });
		return await this.inTurn(project, query, async (made) => await use({ ...made, pick }));
	}

	/** The same for issues. @throws UserError on the legacy platform, which cannot export them */
	async issues<T>(
		projectId: string,
		wanted: IssueExport,
		use: (exported: Exported) => Promise<T>,
	): Promise<T> {
		this.transport.platform.require('issueExport');
		const project = await this.projects.recall(projectId);
		return await this.inTurn(project, issueQuery(projectId, wanted), use);
	}

	/** Waits for the exports of the project that were begun before, or until the run is canceled. */
	private async inTurn<T>(
		project: Project,
		query: ExportQuery,
		use: (exported: Exported) => Promise<T>,
	): Promise<T> {
		const { signal, url } = this.transport;
		return await new Promise<T>((resolve, reject) => {
			const giveUp = () => reject(this.transport.cancellation());
			signal?.addEventListener('abort', giveUp, { once: true });
			const turn = turns.run(`${url} ${project._id}`, async () => {
				signal?.removeEventListener('abort', giveUp);
				this.transport.throwIfCanceled();
				return await use(await this.make(project, query));
			});
			turn.then(resolve, reject);
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
			const objects = objectsIn(body, async () => (await this.downloads.open(link)).body);
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

	private async make(project: Project, query: ExportQuery): Promise<Exported> {
		const exportPath = await this.exportPath(query);
		const isLink = exportPath !== undefined && /^https?:\/\//i.test(exportPath);
		if (!project.exportStorageEnabled) {
			if (isLink) return { link: exportPath };
			throw new UserError('Ango Hub returned no link to the export', {
				description: "Run the node again; if it happens again, ask Ango Hub's support.",
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
	private async exportPath(query: ExportQuery): Promise<string | undefined> {
		const get = async (path: string, sent: ExportQuery) =>
			await this.transport.call<{ exportPath?: string }>({
				path,
				query: sent,
				timeout: EXPORT_TIMEOUT_MS,
				repeatable: false, // Ango Hub may still be at work, and a second export would mix with it
			});
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

async function* picked(groups: AsyncIterable<Buffer[]>, pick: Pick): AsyncGenerator<Buffer[]> {
	for await (const group of groups) {
		yield group.map(pick).filter((object) => object !== undefined);
	}
}
