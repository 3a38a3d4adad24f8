import type { IDataObject } from 'n8n-workflow';

import type { Transport } from './transport';

/** A storage (contract 5.7), without its keys. */
export interface Storage extends IDataObject {
	_id: string;
	name: string;
}

/** Storages (contract 2.16); legacy calls them integrations (2.18). */
export class Storages {
	constructor(private readonly transport: Transport) {}

	async list(): Promise<Storage[]> {
		const legacy = this.transport.platform === 'legacy';
		const { storages, integrations } = await this.transport.call<{
			storages?: Storage[];
			integrations?: Storage[];
		}>({ path: legacy ? '/v2/integrations' : '/v2/storages' });
		return (storages ?? integrations ?? []).map(withoutCredentials);
	}
}

/** Storages carry what opens them (contract 1.8). */
function withoutCredentials(record: IDataObject): Storage {
	const storage = { ...record, _id: record._id ?? record.id } as Storage;
	delete storage.credentials;
	return storage;
}
