import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FaultSwitches, LocalHubOptions } from '../../test/local-hub/index.mts';
import type { ExportSize } from './exportArchive.mts';
import type { LabelSize } from './labelFile.mts';

/** What contenders need to reach the hub. */
export interface HubAccess {
	url: string;
	storageUrl: string;
	apiKey: string;
}

/** What came in since the last look. */
export interface Traffic {
	/** Requests to the hub's own host. */
	api: number;
	/** Requests to its storage. */
	storage: number;
	/** Answers with 429. */
	rejected: number;
	/** Most requests in flight at once, over both hosts. */
	mostUnderway: number;
	/** Processor time of the hub's own process. */
	hubCpuSeconds: number;
}

/** A file in the hub's storage, and the asset that it belongs to. */
export interface SeededFile {
	assetId: string;
	url: string;
}

/** An export that the hub answers every request for one with. */
export interface SeededExport {
	link: string;
	/** Bytes of the archive, and of the file in it. */
	packed: number;
	unpacked: number;
}

interface Answer {
	id: number;
	value?: unknown;
	error?: string;
}

/** A local hub in a process of its own. */
export class BenchHub {
	readonly access: HubAccess;
	readonly #process: ChildProcess;
	#lastId = 0;

	private constructor(process: ChildProcess, access: HubAccess) {
		this.#process = process;
		this.access = access;
	}

	static async start(options: LocalHubOptions = {}): Promise<BenchHub> {
		const file = join(import.meta.dirname, 'hubServer.mts');
		const child = fork(file, [JSON.stringify(options)], { stdio: 'inherit' });
		const [{ value }] = (await once(child, 'message')) as [Answer];
		return new BenchHub(child, value as HubAccess);
	}

	async seedProject(name: string): Promise<string> {
		return await this.#ask('seedProject', name);
	}

	/** Assets with a labeled task each, made in the hub without any request. */
	async seedTasks(projectId: string, count: number): Promise<void> {
		await this.#ask('seedTasks', projectId, count);
	}

	/** An asset with a file of any size, whose bytes are made up while it is read. */
	async seedFile(projectId: string, name: string, size: number): Promise<SeededFile> {
		return await this.#ask('seedFile', projectId, name, size);
	}

	/** An export of made-up tasks, which from now on is the answer to every request for an export. */
	async seedExport(projectId: string, size: ExportSize): Promise<SeededExport> {
		return await this.#ask('seedExport', projectId, size);
	}

	/**
	 * Pictures of `bytes` each, and an export of their labels, which from now on is the answer to every
	 * request for an export. Gives the addresses of the pictures, which only signed links open.
	 */
	async seedPictures(projectId: string, labels: LabelSize, bytes: number): Promise<string[]> {
		return await this.#ask('seedPictures', projectId, labels, bytes);
	}

	/** Size and SHA-256 of the file that was uploaded last. */
	async lastUpload(): Promise<{ size: number; sha256: string }> {
		return await this.#ask('lastUpload');
	}

	/** Sets these switches, and all others to their defaults. */
	async faults(switches: Partial<FaultSwitches>): Promise<void> {
		await this.#ask('faults', switches);
	}

	async clearTraffic(): Promise<void> {
		await this.#ask('clearTraffic');
	}

	async traffic(): Promise<Traffic> {
		return await this.#ask('traffic');
	}

	/** The ids of a project's tasks, the newest first. */
	async taskIds(projectId: string): Promise<string[]> {
		return await this.#ask('taskIds', projectId);
	}

	/** From now on, tasks are added and moved to another stage. */
	async startChanges(projectId: string, perSecond: number): Promise<void> {
		await this.#ask('startChanges', projectId, perSecond);
	}

	async stopChanges(): Promise<void> {
		await this.#ask('stopChanges');
	}

	/** Requests of the API that were not refused, in each whole window since the first one. */
	async acceptedPerWindow(windowMs: number): Promise<number[]> {
		return await this.#ask('acceptedPerWindow', windowMs);
	}

	/** Requests for lists of assets and tasks. */
	async lookUps(): Promise<number> {
		return await this.#ask('lookUps');
	}

	async assetCount(projectId: string): Promise<number> {
		return await this.#ask('assetCount', projectId);
	}

	async stop(): Promise<void> {
		const ended = once(this.#process, 'exit');
		this.#process.disconnect();
		await ended;
	}

	async #ask<T>(command: string, ...args: unknown[]): Promise<T> {
		const id = ++this.#lastId;
		this.#process.send({ id, command, args });
		while (true) {
			const [answer] = (await once(this.#process, 'message')) as [Answer];
			if (answer.id !== id) continue;
			if (answer.error) throw new Error(`The hub could not ${command}: ${answer.error}`);
			return answer.value as T;
		}
	}
}
