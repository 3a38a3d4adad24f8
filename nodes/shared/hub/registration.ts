import type { IDataObject } from 'n8n-workflow';

import { KeyedQueue } from '../util/concurrency';
import { errorOf, outcomeOf } from '../util/outcome';
import { wait } from '../util/wait';
import type { Assets } from './assets';
import type { Batches } from './batches';
import { CHUNK_SIZE, sendInChunks } from './http/chunks';
import { HubError } from './http/errors';
import type { Transport } from './http/transport';
import { projectPath } from './projects';
import type { AssetEntry } from './types';

const REGISTER_TIMEOUT_MS = 5 * 60_000;
const MAX_SENDS = 6;
/** Ango Hub may still be working on a call whose answer was lost: look again after this long. */
const SETTLE_MS = 1_500;
/** After so many looks that show nothing new, what is missing is sent again. */
const LOOKS_WITHOUT_CHANGE = 2;
/** Ids of assets carry their second of creation; clocks of several servers may differ by this much. */
const CLOCK_DIFFERENCE_S = 60;

/** What is the same for all assets of one registration (contract 2.4). */
export interface RegisterOptions {
	priority: number;
	/** Ask Ango Hub to keep a copy of its own; always so for files that were uploaded. */
	copy?: boolean;
}

/** The batches of one asset. */
interface BatchChoice {
	/** Names or ids. */
	batches: string[];
	createMissingBatches: boolean;
}

/** Assets that go out in the same call. */
interface SharedCall {
	projectId: string;
	options: RegisterOptions;
	members: Array<{ entry: AssetEntry; choice: BatchChoice; settle: (error?: Error) => void }>;
}

/**
 * How an entry is known again on the hub: by external id and URL, or by its external id alone where
 * it is a text, which Ango Hub may keep in another form.
 */
function keyOf({
	externalId,
	data,
	dataset,
}: Pick<AssetEntry, 'externalId' | 'data' | 'dataset'>): string {
	const urls = dataset?.length ? dataset : isUrl(data) ? data : undefined;
	return urls === undefined ? externalId : JSON.stringify([externalId, urls]);
}

function isUrl(data: string | undefined): boolean {
	return data !== undefined && /^https?:\/\//i.test(data);
}

/**
 * Registers the assets of one run. `/cloud` is not safe to send twice: when an answer is lost, the
 * newest assets are read first, and only what is missing is sent again (contract 2.3, 2.4).
 */
export class Registration {
	private readonly turns = new KeyedQueue();
	/** Calls that are not full yet. */
	private readonly waiting = new Map<string, SharedCall>();
	/** The newest asset of each project before this run: `ids` looks no further back. */
	private readonly firstMarks = new Map<string, Mark>();
	/** Entries that are known to be on the hub although the answer was lost. */
	private readonly confirmed = new Set<AssetEntry>();

	constructor(
		private readonly transport: Transport,
		private readonly assets: Assets,
		private readonly batches: Batches,
	) {}

	/**
	 * Registers one asset. Assets of the same project with the same options share a call, which goes
	 * out once it is full, or with `flush`. A batch that is to be made is made only then.
	 */
	async add(
		projectId: string,
		entry: AssetEntry,
		{ priority, copy, batches, createMissingBatches }: RegisterOptions & BatchChoice,
	): Promise<void> {
		const key = JSON.stringify([projectId, priority, copy]);
		const call = this.waiting.get(key) ?? { projectId, options: { priority, copy }, members: [] };
		this.waiting.set(key, call);
		await new Promise<void>((resolve, reject) => {
			const settle = (error?: Error) => (error ? reject(error) : resolve());
			call.members.push({ entry, choice: { batches, createMissingBatches }, settle });
			if (call.members.length < CHUNK_SIZE) return;
			this.waiting.delete(key);
			void this.send(call);
		});
	}

	/** Sends the calls that are not full. */
	flush(): void {
		const calls = [...this.waiting.values()];
		this.waiting.clear();
		for (const call of calls) void this.send(call);
	}

	private async send({ projectId, options, members }: SharedCall): Promise<void> {
		const outcome = await outcomeOf(
			(async () => {
				const entries: AssetEntry[] = [];
				for (const { entry, choice } of members) {
					const { batches, createMissingBatches } = choice;
					const ids = await this.batches.resolve(projectId, batches, createMissingBatches);
					entries.push({ ...entry, batches: ids });
				}
				return await this.register(projectId, entries, options);
			})(),
		);
		for (const [index, { settle }] of members.entries()) {
			settle('error' in outcome ? outcome.error : outcome.value[index]);
		}
	}

	/** Registers assets; gives the error of each, or undefined where it went through. */
	async register(
		projectId: string,
		entries: AssetEntry[],
		options: RegisterOptions,
	): Promise<Array<Error | undefined>> {
		const errors = await this.turns.run(
			projectId,
			async () =>
				await sendInChunks(
					entries,
					async (chunk) => await this.sendOnce(projectId, chunk, options),
				),
		);
		// Some of a chunk that failed in the end may have gone through before.
		return errors.map((error, index) => (this.confirmed.has(entries[index]) ? undefined : error));
	}

	/**
	 * The ids of assets that this run registered, in the order of `entries`; undefined where an asset
	 * has not shown up. Reads the newest assets by the hundred instead of asking for each one.
	 */
	async ids(projectId: string, entries: AssetEntry[]): Promise<Array<string | undefined>> {
		const found = await this.newest(projectId, entries, this.firstMarks.get(projectId));
		// The list is newest first; entries with the same key were registered in order.
		return entries.map((entry) => found.get(keyOf(entry))?.pop());
	}

	/** Registers a chunk, at most once for each entry, even when answers are lost. */
	private async sendOnce(
		projectId: string,
		chunk: AssetEntry[],
		options: RegisterOptions,
	): Promise<void> {
		const mark = await this.mark(projectId);
		let left = chunk.filter((entry) => !this.confirmed.has(entry));
		for (let sends = 1; left.length > 0; sends++) {
			const error = await errorOf(this.post(projectId, left, options));
			if (!error) return;
			if (!(error instanceof HubError && error.uncertain) || this.transport.canceled) throw error;
			left = await this.missing(projectId, chunk, mark);
			if (left.length > 0 && sends === MAX_SENDS) throw error;
		}
	}

	/** The newest asset before a chunk is sent, so that a look-up knows where to stop. */
	private async mark(projectId: string): Promise<Mark> {
		let mark: Mark;
		for await (const { _id } of this.assets.list(projectId, {}, 1)) mark = _id;
		if (!this.firstMarks.has(projectId)) this.firstMarks.set(projectId, mark);
		return mark;
	}

	private async post(
		projectId: string,
		entries: AssetEntry[],
		{ priority, copy }: RegisterOptions,
	): Promise<void> {
		const { batchesKey } = this.transport.platform.facts;
		await this.transport.call({
			method: 'POST',
			path: `${projectPath(projectId)}/cloud`,
			body: {
				assets: entries.map(({ batches, ...entry }) => ({
					...entry,
					...(batches?.length ? { [batchesKey]: batches } : {}),
				})) as IDataObject[],
				...(copy === undefined ? {} : { uploadLocal: String(copy) }),
				priority,
			},
			timeout: REGISTER_TIMEOUT_MS,
		});
	}

	/**
	 * The entries of a chunk that are not on the hub although they were sent. Looks again as long as
	 * more of them turn up: Ango Hub may still be at work on the call.
	 */
	private async missing(projectId: string, chunk: AssetEntry[], mark: Mark): Promise<AssetEntry[]> {
		let left = chunk;
		for (let unchanged = 0; unchanged < LOOKS_WITHOUT_CHANGE && left.length > 0;) {
			await wait(SETTLE_MS, this.transport.signal);
			// Without this list nobody could tell what became of the chunk.
			const found = await this.transport.retrying(
				true,
				async () => await this.newest(projectId, chunk, mark),
			);
			for (const entry of chunk) if (found.get(keyOf(entry))?.pop()) this.confirmed.add(entry);
			const before = left.length;
			left = chunk.filter((entry) => !this.confirmed.has(entry));
			unchanged = left.length < before ? 0 : unchanged + 1;
		}
		return left;
	}

	/** Ids of the assets that came after the mark, newest first, by key, for the keys asked for. */
	private async newest(
		projectId: string,
		entries: AssetEntry[],
		mark: Mark,
	): Promise<Map<string, string[]>> {
		const found = new Map<string, string[]>(entries.map((entry) => [keyOf(entry), []]));
		let left = entries.length;
		for await (const asset of this.assets.list(projectId)) {
			if (mark !== undefined && (asset._id === mark || isOlder(asset._id, mark))) break;
			const ids = found.get(keyOf(asset)) ?? found.get(asset.externalId);
			if (!ids) continue;
			ids.push(asset._id);
			if (--left === 0) break;
		}
		return found;
	}
}

/** The id of the newest asset at some moment; undefined when the project had none. */
type Mark = string | undefined;

function isOlder(id: string, mark: string): boolean {
	return secondOf(id) < secondOf(mark) - CLOCK_DIFFERENCE_S;
}

/** Ids are ObjectIds: their first 4 bytes are the second of creation (contract 1.7). */
function secondOf(id: string): number {
	return Number.parseInt(id.slice(0, 8), 16);
}
