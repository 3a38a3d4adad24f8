import { UserError, type IDataObject } from 'n8n-workflow';

import { paginate, type Listing } from './http/pages';
import { withoutKeys } from './http/secrets';
import type { Transport } from './http/transport';

/** A storage (contract 5.7), without its keys. */
export interface Storage extends IDataObject {
	_id: string;
	name: string;
}

/** A storage to connect, in the form of the official client; keys that it does not have are null. */
export interface NewStorage {
	name: string;
	provider: 'AWS' | 'GCP' | 'AZURE';
	publicKey: string | null;
	privateKey: string | null;
	region: string;
	credentials: string | null;
}

/** Which files of a storage are wanted. */
export interface FileQuery {
	bucketName: string;
	/** What their paths start with; empty for the whole bucket. */
	path: string;
	/** Links that live 24 hours. */
	getSignedUrls: boolean;
	retryOnSlowDown: boolean;
}

/** A folder to look into, or to import with `upload`. Unset values are left out. */
export interface ExplorerQuery {
	bucket: string;
	storageId: string;
	folder?: string;
	extensions?: string[];
	upload?: true;
	projectId?: string;
	/** Batch ids. */
	batches?: string[];
}

/** One answer of the file explorer; only plugins document its form. */
export interface ExplorerPage extends IDataObject {
	folders?: unknown[];
	files?: unknown[];
	success?: boolean;
}

/** A bucket may hold many files, which Ango Hub lists and imports in one go. */
const LONG_MS = 10 * 60_000;

/** Pages of one folder: a bound for servers that never come to an end. */
const MAX_PAGES = 10_000;

/** Storages (contract 2.16); legacy calls them integrations and can only list them (2.18). */
export class Storages {
	constructor(private readonly transport: Transport) {}

	async *list(limit = Infinity): AsyncGenerator<Storage> {
		if (this.transport.platform.has('storageManagement')) {
			yield* paginate(this.transport, this.listing(), limit);
			return;
		}
		const { integrations = [] } = await this.transport.call<{ integrations?: IDataObject[] }>({
			path: '/v2/integrations',
		});
		yield* integrations.slice(0, limit).map(withoutCredentials);
	}

	/** @throws UserError when there is no such storage */
	async get(storageId: string): Promise<Storage> {
		const found = this.transport.platform.has('storageManagement')
			? paginate(this.transport, this.listing(storageId))
			: this.list();
		for await (const storage of found) if (storage._id === storageId) return storage;
		throw new UserError(`There is no storage with the ID ${storageId}`, {
			description: 'It may have been deleted, or belong to another organization.',
		});
	}

	/** Connects a storage. No key is in what comes back, not even in an error. */
	async create(storage: NewStorage): Promise<IDataObject> {
		const { publicKey, privateKey, credentials } = storage;
		const keys = [publicKey, privateKey, credentials].filter((key) => key !== null);
		this.transport.platform.require('storageManagement');
		const data = await this.transport
			.call({ method: 'POST', path: '/v2/storages/', body: { ...storage } })
			.catch((error: Error) => {
				throw withoutKeys(error, keys);
			});
		return data.storage ? withoutCredentials(data.storage as IDataObject) : data;
	}

	async delete(storageId: string): Promise<void> {
		this.transport.platform.require('storageManagement');
		await this.transport.call({
			method: 'DELETE',
			path: storagePath(storageId),
			repeatable: true,
		});
	}

	/** The files of a bucket, in all folders. What an entry looks like is not documented. */
	async files(storageId: string, query: FileQuery): Promise<unknown[]> {
		this.transport.platform.require('storageManagement');
		const data = await this.transport.call({
			path: `${storagePath(storageId)}/files`,
			query: { ...query },
			timeout: this.longTimeout,
		});
		return listIn(data) ?? [data];
	}

	/**
	 * What the file explorer gives for a folder, page by page; with `upload`, Ango Hub imports the
	 * files of each page. Ends with the scroll token, or when a token comes again.
	 */
	async *explore(query: ExplorerQuery): AsyncGenerator<ExplorerPage> {
		this.transport.platform.require('storageManagement');
		const seen = new Set<unknown>();
		let scrollToken: unknown;
		for (let page = 0; page < MAX_PAGES; page++) {
			const answer = await this.transport.call<ExplorerPage>({
				method: 'POST',
				path: '/v2/file-explorer',
				body: { ...query, ...(scrollToken ? { scrollToken } : {}) } as IDataObject,
				repeatable: !query.upload,
				timeout: this.longTimeout,
			});
			if (answer.success === false) {
				throw new UserError('Ango Hub could not look into the folder', {
					description: `Check the bucket, the folder, and the keys of the storage. ${String(answer.message ?? '')}`,
				});
			}
			yield answer;
			({ scrollToken } = answer);
			if (!scrollToken || seen.has(scrollToken)) return;
			seen.add(scrollToken);
		}
	}

	private listing(_id?: string): Listing<Storage> {
		return {
			path: '/v2/storages',
			query: { _id },
			records: ({ storages }) => (storages as IDataObject[] | undefined)?.map(withoutCredentials),
		};
	}

	private get longTimeout(): number {
		return Math.max(LONG_MS, this.transport.settings.timeout);
	}
}

/** Storages carry what opens them (contract 1.8). */
function withoutCredentials(record: IDataObject): Storage {
	const storage = { ...record, _id: record._id ?? record.id } as Storage;
	delete storage.credentials;
	return storage;
}

/** The list in an answer: the answer itself, its `files`, or else the first list anywhere in it. */
function listIn(data: unknown): unknown[] | undefined {
	if (Array.isArray(data)) return data;
	if (typeof data !== 'object' || data === null) return undefined;
	const { files, ...others } = data as IDataObject;
	for (const value of [files, ...Object.values(others)]) {
		const list = listIn(value);
		if (list) return list;
	}
	return undefined;
}

function storagePath(storageId: string): string {
	return `/v2/storages/${encodeURIComponent(storageId)}`;
}
