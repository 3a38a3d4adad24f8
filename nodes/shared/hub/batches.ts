import { UserError } from 'n8n-workflow';

import { KeyedQueue } from '../util/concurrency';
import { namesIn, type Names } from '../util/names';
import { suggestion } from '../util/nearest';
import { errorOf } from '../util/outcome';
import { wait } from '../util/wait';
import { sendInChunks } from './http/chunks';
import { HubError } from './http/errors';
import type { Transport } from './http/transport';
import type { Projects } from './projects';
import type { Batch } from './types';

const MAX_WRITES = 8;
/** Another execution that read the list before a write has written its own by then. */
const SETTLED_MS = 1_000;

/** A batch, and whether it was not there before. */
type MadeBatch = Batch & { created: boolean };

/** Batches that are made in one write. */
interface Round {
	/** Their names; more may come until it begins. */
	wanted: Set<string>;
	made: Promise<Map<string, MadeBatch>>;
}

/** Batches of a project (contract 2.8); legacy calls them tags on the wire (2.18). */
export class Batches {
	private readonly writes = new KeyedQueue();
	/** The next round of making batches, by project. */
	private readonly rounds = new Map<string, Round>();
	/** Names and ids already turned into ids, by project. */
	private readonly resolved = new Map<string, Map<string, string>>();

	constructor(
		private readonly transport: Transport,
		private readonly projects: Projects,
	) {}

	async list(projectId: string): Promise<Batch[]> {
		return (await this.projects.get(projectId)).batches;
	}

	/**
	 * Makes sure that batches with these names exist, and gives them in the same order. Whoever comes
	 * while others are being made shares the next round with all who wait.
	 */
	async create(projectId: string, names: string[]): Promise<MadeBatch[]> {
		let round = this.rounds.get(projectId);
		if (!round) {
			const wanted = new Set<string>();
			const made = this.writes.run(projectId, async () => {
				this.rounds.delete(projectId);
				return await this.make(projectId, [...wanted]);
			});
			round = { wanted, made };
			this.rounds.set(projectId, round);
		}
		for (const name of names) round.wanted.add(name);
		const made = await round.made;
		return names.map((name) => made.get(name)!);
	}

	/**
	 * POST replaces the whole list, so it is read again after each write, and whatever was seen before
	 * and is missing is written back, so that executions at once lose nothing. Where another made the
	 * same name, the last one counts for both.
	 */
	private async make(projectId: string, names: string[]): Promise<Map<string, MadeBatch>> {
		let current = await this.list(projectId);
		const before = new Set(current.map(({ name }) => name));
		const seen = new Map<string, Batch>();
		let settled = true;
		// One name is added without the list, so that nothing another writes at the same time is lost.
		let alone = this.transport.platform.facts.addsOneBatch;
		for (let writes = 0; ; current = await this.list(projectId)) {
			for (const batch of current) seen.set(batch._id, batch);
			const has = new Map(current.map((batch) => [batch.name, batch]));
			const lost = [...seen.values()].filter(
				({ _id, name }) => !has.has(name) && !current.some((one) => one._id === _id),
			);
			const missing = names.filter((name) => !has.has(name));
			const isWhole = lost.length === 0 && missing.length === 0;
			if (isWhole && settled) {
				return new Map(
					[...has].map(([name, batch]) => [name, { ...batch, created: !before.has(name) }]),
				);
			}
			settled = isWhole;
			if (isWhole) {
				await wait(SETTLED_MS, this.transport.signal);
				continue;
			}
			if (writes++ === MAX_WRITES) {
				throw new UserError(`The batches '${missing.join("', '")}' did not stay in the project`, {
					description:
						'Another process keeps changing the batches of this project. Run the node again.',
				});
			}
			const added = missing
				.filter((name) => !lost.some((batch) => batch.name === name))
				.map((name) => ({ name }));
			const path = `/v2/batches/${encodeURIComponent(projectId)}`;
			if (alone && added.length === 1 && lost.length === 0) {
				alone = false; // older servers do not know it: the list is read again in any case
				const error = await errorOf(this.transport.call({ method: 'POST', path, body: added[0] }));
				const isTold = error instanceof HubError && (error.uncertain || error.isRefusal);
				if (error && !isTold) throw error;
				continue;
			}
			await this.transport.call({
				method: 'POST',
				path,
				body: { [this.transport.platform.facts.batchesKey]: [...current, ...lost, ...added] },
				repeatable: true,
			});
		}
	}

	/** Names or ids as a list: a text that is one batch as a whole is not split. */
	async listed(projectId: string, namesOrIds: Names | undefined): Promise<string[]> {
		const parts = namesIn(namesOrIds);
		if (typeof namesOrIds !== 'string' || parts.length < 2) return parts;
		const { batches } = await this.projects.recall(projectId);
		return namesIn(namesOrIds, (text) => batches.some((one) => [one._id, one.name].includes(text)));
	}

	/**
	 * Batch ids for names or ids.
	 * @param createMissing undefined where assets are not put into them, so that nobody wants to make new ones
	 * @throws UserError naming the nearest ones when a name is unknown and is not to be created
	 */
	async resolve(
		projectId: string,
		namesOrIds: Names | undefined,
		createMissing?: boolean,
	): Promise<string[]> {
		const wanted = [...new Set(await this.listed(projectId, namesOrIds))];
		if (wanted.length === 0) return [];
		const ids = this.resolved.get(projectId) ?? new Map<string, string>();
		this.resolved.set(projectId, ids);
		const learn = (batches: Batch[]) => {
			for (const { _id, name } of batches) ids.set(name, _id);
			for (const { _id } of batches) ids.set(_id, _id);
		};
		if (wanted.some((name) => !ids.has(name)))
			learn((await this.projects.recall(projectId)).batches);
		const unknown = wanted.filter((name) => !ids.has(name));
		if (unknown.length > 0) {
			if (createMissing) {
				learn(await this.create(projectId, unknown));
			} else {
				const names = (await this.projects.recall(projectId)).batches.map(({ name }) => name);
				const advice = suggestion(unknown[0], names, 'The project has no batches yet.');
				throw new UserError(`There is no batch '${unknown[0]}' in the project`, {
					description:
						createMissing === false
							? `${advice} To make a new one, turn on 'Create Missing Batches'.`
							: advice,
				});
			}
		}
		return wanted.map((name) => ids.get(name)!);
	}

	/** Puts assets into batches (contract 2.8). Gives the error of each asset. */
	async assign(
		projectId: string,
		assetIds: string[],
		batchIds: string[],
	): Promise<Array<Error | undefined>> {
		const { batchesKey } = this.transport.platform.facts;
		return await sendInChunks(assetIds, async (assets) => {
			await this.transport.call({
				method: 'POST',
				path: '/v2/assignBatches',
				body: {
					assets,
					[batchesKey]: batchIds,
					...(batchesKey === 'batches' && { projectId }),
				},
				repeatable: true,
			});
		});
	}
}
