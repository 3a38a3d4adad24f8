import { UserError } from 'n8n-workflow';

import { KeyedQueue } from '../concurrency';
import { sendInChunks } from './chunks';
import { suggestion } from './nearest';
import type { Projects } from './projects';
import type { Transport } from './transport';
import type { Batch } from './types';

const MOST_WRITES = 8;

/** Batches of a project (contract 2.8); legacy calls them tags on the wire (2.18). */
export class Batches {
	/** How batches are called in queries, bodies and asset entries. */
	readonly wireKey: 'batches' | 'tags';
	private readonly writes = new KeyedQueue();
	/** Names and ids already turned into ids, by project. */
	private readonly resolved = new Map<string, Map<string, string>>();

	constructor(
		private readonly transport: Transport,
		private readonly projects: Projects,
	) {
		this.wireKey = transport.platform === 'legacy' ? 'tags' : 'batches';
	}

	async list(projectId: string): Promise<Batch[]> {
		return (await this.projects.get(projectId)).batches;
	}

	/**
	 * Makes sure that batches with these names exist, and gives them in the same order. POST replaces
	 * the whole list, so it is read again after each write, and whatever was seen before and is
	 * missing is written back. Two executions at once lose nothing, unless they make the same name.
	 */
	async create(projectId: string, names: string[]): Promise<Array<Batch & { created: boolean }>> {
		return await this.writes.run(projectId, async () => {
			const seen = new Map<string, Batch>();
			const before = new Set<string>();
			for (let writes = 0; ; writes++) {
				const current = await this.list(projectId);
				for (const batch of current) seen.set(batch._id, batch);
				if (writes === 0) for (const { name } of current) before.add(name);

				const has = new Map(current.map((batch) => [batch.name, batch]));
				const lost = [...seen.values()].filter(
					({ _id }) => !current.some((one) => one._id === _id),
				);
				const missing = [...new Set(names)].filter((name) => !has.has(name));
				if (lost.length === 0 && missing.length === 0) {
					return names.map((name) => ({ ...has.get(name)!, created: !before.has(name) }));
				}
				if (writes === MOST_WRITES) {
					throw new UserError(`The batches '${missing.join("', '")}' did not stay in the project`, {
						description:
							'Something else keeps changing the batches of this project. Run the node again.',
					});
				}
				const added = missing
					.filter((name) => !lost.some((batch) => batch.name === name))
					.map((name) => ({ name }));
				await this.transport.call({
					method: 'POST',
					path: `/v2/batches/${encodeURIComponent(projectId)}`,
					body: { [this.wireKey]: [...current, ...lost, ...added] },
					repeatable: true,
				});
			}
		});
	}

	/**
	 * Batch ids for names or ids.
	 * @throws UserError naming the nearest ones when a name is unknown and is not to be created
	 */
	async resolve(projectId: string, namesOrIds: string[], createMissing = false): Promise<string[]> {
		const wanted = [...new Set(namesOrIds.map((name) => name.trim()).filter(Boolean))];
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
				throw new UserError(`There is no batch '${unknown[0]}' in the project`, {
					description: `${suggestion(unknown[0], names, 'The project has no batches yet.')} To make a new one, turn on 'Create Missing Batches' where it is offered, or use the batch operation 'Create' first.`,
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
		const legacy = this.transport.platform === 'legacy';
		return await sendInChunks(assetIds, async (assets) => {
			await this.transport.call({
				method: 'POST',
				path: '/v2/assignBatches',
				body: legacy ? { assets, tags: batchIds } : { assets, batches: batchIds, projectId },
				repeatable: true,
			});
		});
	}
}
