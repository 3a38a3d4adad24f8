import { UserError, type IDataObject } from 'n8n-workflow';

import { paginate, type Listing } from './http/pages';
import { withoutKeys } from './http/secrets';
import type { Transport } from './http/transport';

/** A language model that answers in chat assets, without its key. Unknown keys are kept. */
export interface Llm extends IDataObject {
	_id: string;
	name: string;
}

/** A language model to set up. */
export interface NewLlm {
	name: string;
	provider: 'openai' | 'openrouter';
	/** The provider's name of it. */
	model: string;
	isStreamable: boolean;
	configuration: { apiKey: string; baseUrl?: string };
}

/** The language models of an organization, as the official client 1.4 calls them; legacy has none. */
export class Llms {
	constructor(private readonly transport: Transport) {}

	async *list(limit?: number): AsyncGenerator<Llm> {
		this.requireCurrent();
		yield* paginate(this.transport, this.listing(), limit);
	}

	/** @throws UserError when there is no such model */
	async get(llmId: string): Promise<Llm> {
		this.requireCurrent();
		for await (const llm of paginate(this.transport, this.listing(llmId))) {
			if (llm._id === llmId) return llm;
		}
		throw new UserError(`There is no language model with the ID ${llmId}`, {
			description: 'It may have been deleted, or belong to another organization.',
		});
	}

	/** The answer is not documented. The key is not in it, nor in an error. */
	async create(llm: NewLlm): Promise<IDataObject> {
		this.requireCurrent();
		const data = await this.transport
			.call({ method: 'POST', path: '/v2/llms/', body: { ...llm } })
			.catch((error: Error) => {
				throw withoutKeys(error, [llm.configuration.apiKey]);
			});
		return (data.llm as IDataObject | undefined) ?? data;
	}

	async delete(llmId: string): Promise<void> {
		this.requireCurrent();
		await this.transport.call({
			method: 'DELETE',
			path: `/v2/llms/${encodeURIComponent(llmId)}`,
			repeatable: true,
		});
	}

	private requireCurrent(): void {
		this.transport.platform.require('llms');
	}

	private listing(_id?: string): Listing<Llm> {
		return {
			path: '/v2/llms',
			query: { _id },
			records: ({ llms }) => llms as Llm[] | undefined,
		};
	}
}
