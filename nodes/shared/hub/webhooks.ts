import type { IDataObject } from 'n8n-workflow';

import type { Transport } from './http/transport';

/** What the legacy platform can tell a webhook about (contract 3.2). */
export type WebhookType = 'ACCEPTED' | 'COMPLETED' | 'UPDATED';

/** A webhook of the legacy platform. */
export interface LegacyWebhook {
	url: string;
	/** Project id. */
	project: string;
	types: WebhookType[];
	/** Deliveries are signed with it. */
	secret: string;
}

/** Webhooks that can be registered by API: those of the legacy platform (contract 2.18). */
export class Webhooks {
	constructor(private readonly transport: Transport) {}

	/**
	 * Registers a webhook. Nothing can list or delete it by API.
	 * @throws UserError on the current platform, whose webhooks are workflow stages
	 */
	async register({ url, types, secret, project }: LegacyWebhook): Promise<IDataObject> {
		this.transport.platform.require('webhooks');
		return await this.transport.call({
			method: 'POST',
			path: '/v2/webhook',
			body: { url, types, secret, project },
		});
	}
}
