import { UserError, type IDataObject } from 'n8n-workflow';

import { mapConcurrent } from '../util/concurrency';
import { namesIn, namesWithCommas, type Names } from '../util/names';
import { ExternalIds, formsOf } from './externalIds';
import { CHUNK_SIZE, sendInChunks } from './http/chunks';
import { PAGE_SIZE, paginate, readPage, type Listing } from './http/pages';
import type { Transport } from './http/transport';
import { projectPath } from './projects';
import { RESUME_KEY, withoutResumeKey } from './resumeKey';
import type { Tasks } from './tasks';
import type { Asset, Attachment } from './types';
import type { UploadKind } from './uploads';

/** Filters of the asset list (contract 2.2). `batches` are ids; an asset must be in all of them. */
export interface AssetFilters {
	_id?: string;
	externalId?: string;
	isPreLabeled?: boolean;
	batches?: string[];
}

/** Attachments for one asset, found by its id or else its external id. */
export interface AssetAttachments {
	externalId: string;
	attachments: Attachment[];
}

/** Assets (contract 2.2, 5.2). */
export class Assets {
	private readonly externalIds: ExternalIds;

	constructor(
		private readonly transport: Transport,
		tasks: Tasks,
	) {
		this.externalIds = new ExternalIds(transport, tasks);
	}

	list(projectId: string, filters: AssetFilters = {}, limit?: number): AsyncGenerator<Asset> {
		return paginate(this.transport, this.listing(projectId, filters), limit);
	}

	/** Where the list of assets is; `filters` is always sent, `{}` when empty. */
	listing(projectId: string, filters: AssetFilters = {}): Listing<Asset> {
		const { _id, externalId, isPreLabeled, batches } = filters;
		const { platform } = this.transport;
		if (isPreLabeled !== undefined || batches) platform.require('assetFilters');
		return {
			path: `${projectPath(projectId)}/assets`,
			query: platform.has('assetFilters')
				? { filters: JSON.stringify(filters) }
				: { _id, externalId }, // predates the `filters` query
			records: ({ assets }) => (assets as Asset[] | undefined)?.map(withoutResumeKey),
		};
	}

	/** The assets that have one of these external ids, by external id, in whatever form of Unicode. */
	async withExternalIds(projectId: string, externalIds: string[]): Promise<Map<string, Asset[]>> {
		const found = await this.having('externalId', projectId, externalIds.flatMap(formsOf));
		return new Map(
			externalIds.map((externalId) => [
				externalId,
				formsOf(externalId).flatMap((form) => found.get(form)!),
			]),
		);
	}

	/** The assets that have one of these ids, by id. */
	async withIds(projectId: string, ids: string[]): Promise<Map<string, Asset[]>> {
		return await this.having('_id', projectId, ids);
	}

	/** External ids as a list: a text is not split inside what is the external id of an asset. */
	async listed(projectId: string, externalIds: Names | undefined): Promise<string[]> {
		const parts = namesIn(externalIds);
		if (typeof externalIds !== 'string' || parts.length < 2) return parts;
		const found = await this.withExternalIds(projectId, namesWithCommas(externalIds));
		return namesIn(externalIds, (name) => found.get(name)!.length > 0);
	}

	/**
	 * Reads the whole list or asks for each value, whichever takes fewer calls. External ids that the
	 * project does not have are found out before, many with a call.
	 */
	private async having(
		key: '_id' | 'externalId',
		projectId: string,
		values: string[],
	): Promise<Map<string, Asset[]>> {
		const wanted = new Set(values);
		const found = new Map<string, Asset[]>([...wanted].map((value) => [value, []]));
		if (wanted.size === 0) return found;
		const pages = (await this.count(projectId)) / PAGE_SIZE;
		let asked = [...wanted];
		if (key === 'externalId' && this.externalIds.callsFor(asked) < Math.min(pages, asked.length)) {
			asked = await this.externalIds.knownAmong(projectId, asked);
		}
		if (pages <= asked.length) {
			for await (const asset of this.list(projectId)) found.get(asset[key])?.push(asset);
			return found;
		}
		await mapConcurrent(asked, this.transport.concurrency, async (value) => {
			for await (const asset of this.list(projectId, { [key]: value })) {
				found.get(value)!.push(asset);
			}
		});
		return found;
	}

	/** Assets that have one of these ids or external ids, where any are given, and pass the filters. */
	async *search(
		projectId: string,
		filters: AssetFilters,
		{ ids, externalIds }: { ids: string[]; externalIds: string[] },
		limit?: number,
	): AsyncGenerator<Asset> {
		if (ids.length + externalIds.length === 0) {
			yield* this.list(projectId, filters, limit);
			return;
		}
		const wanted = new Set(externalIds.flatMap(formsOf));
		let queries: AssetFilters[] = ids.map((_id) => ({ ...filters, _id }));
		if (ids.length === 0) {
			const asked = [...wanted];
			const isCheaper = this.externalIds.callsFor(asked) < asked.length;
			const known = isCheaper ? await this.externalIds.knownAmong(projectId, asked) : asked;
			queries = known.map((externalId) => ({ ...filters, externalId }));
		}
		const lists = await mapConcurrent(queries, this.transport.concurrency, async (query) => {
			const found: Asset[] = [];
			for await (const asset of this.list(projectId, query, limit)) found.push(asset);
			return found;
		});
		for (const asset of lists.flat()) {
			if (wanted.size === 0 || wanted.has(asset.externalId)) yield asset;
		}
	}

	/** How many assets a project has. */
	private async count(projectId: string): Promise<number> {
		return (await readPage(this.transport, this.listing(projectId), 1, 1)).total ?? 0;
	}

	/**
	 * An asset by its id, or else by its external id.
	 * @throws UserError when the project has no such asset, or several with this external id
	 */
	async get(projectId: string, idOrExternalId: string): Promise<Asset> {
		if (/^[0-9a-f]{24}$/i.test(idOrExternalId)) {
			for await (const asset of this.list(projectId, { _id: idOrExternalId }, 1)) return asset;
		}
		const found = await this.withExternalIds(projectId, [idOrExternalId]);
		const [asset, ...others] = found.get(idOrExternalId) ?? [];
		if (others.length > 0) {
			const ids = [asset, ...others].map(({ _id }) => _id).join(', ');
			throw new UserError(`Several assets have the external ID '${idOrExternalId}'`, {
				description: `Give the ID of the one you mean: ${ids}.`,
			});
		}
		if (asset) return asset;
		throw new UserError(
			`There is no asset with the ID or external ID '${idOrExternalId}' in the project`,
			{ description: 'It may have been deleted, or be in another project.' },
		);
	}

	/** What tells n8n which of its executions waits for the labels of an asset; undefined for none. */
	async resumeKey(projectId: string, assetId: string): Promise<unknown> {
		const listing = {
			...this.listing(projectId, { _id: assetId }),
			records: ({ assets }: IDataObject) => assets as Asset[],
		};
		for await (const { contextData } of paginate(this.transport, listing, 1)) {
			return (contextData as IDataObject | null | undefined)?.[RESUME_KEY];
		}
		return undefined;
	}

	/** Soft-deletes assets: their files stay in storage. Gives the error of each. */
	async delete(projectId: string, assetIds: string[]): Promise<Array<Error | undefined>> {
		return await sendInChunks(assetIds, async (chunk) => {
			let assets = chunk;
			let sent = false;
			await this.transport.retrying(true, async () => {
				// Ango Hub may refuse what an attempt without an answer has deleted already.
				if (sent) assets = await this.stillThere(projectId, assets);
				sent = true;
				if (assets.length === 0) return;
				await this.transport.call({
					method: 'DELETE',
					path: `${projectPath(projectId)}/assets`,
					body: { project: projectId, assets },
				});
			});
		});
	}

	private async stillThere(projectId: string, assetIds: string[]): Promise<string[]> {
		const found = await this.withIds(projectId, assetIds);
		return assetIds.filter((id) => found.get(id)!.length > 0);
	}

	/** A link to a file in storage that works without the API key for a while. */
	async signedUrl(
		projectId: string,
		url: string,
		storageId?: string,
		kind: UploadKind = 'assets',
	): Promise<string> {
		const { signedUrl } = await this.transport.call<{ signedUrl: string }>({
			path: '/v2/getSignedUrl',
			// Documented as `name` and as `url` (contract 7, row 2).
			query: { name: url, url, project: projectId, type: kind, storageId },
		});
		return signedUrl;
	}

	/** Shows files or texts beside assets (contract 2.5). Gives the error of each. */
	async attach(projectId: string, list: AssetAttachments[]): Promise<Array<Error | undefined>> {
		return await sendInChunks(list, async (attachments) => {
			await this.transport.call({
				method: 'POST',
				path: '/v2/attachments',
				body: { project: projectId, attachments: attachments as unknown as IDataObject[] },
			});
		});
	}

	/** The URL of a private file with the storage to read it from; legacy calls it an integration (contract 2.5). */
	inStorage(url: string, storageId: string): string {
		const { storageKey } = this.transport.platform.facts;
		// Added as text: taking the URL apart would encode the rest of it anew.
		return `${url}${url.includes('?') ? '&' : '?'}${storageKey}=${encodeURIComponent(storageId)}`;
	}

	/** Sets the priority of all tasks of some assets. Gives the error of each. */
	async setPriority(
		projectId: string,
		assetIds: string[],
		priority: number,
	): Promise<Array<Error | undefined>> {
		const byTask = this.transport.platform.has('taskPriority');
		return await sendInChunks(
			assetIds,
			async (ids) => {
				await this.transport.call(
					byTask
						? {
								method: 'POST',
								path: `${projectPath(projectId)}/updatePriority`,
								body: { priority, filters: { assetIds: ids } },
								repeatable: true,
							}
						: {
								method: 'POST',
								path: `/v2/priority/${encodeURIComponent(projectId)}`,
								body: { priority, externalId: null, assetId: ids[0] },
								repeatable: true,
							},
				);
			},
			byTask ? CHUNK_SIZE : 1,
		);
	}
}
