import type { IDataObject } from 'n8n-workflow';

import type { Transport } from './http/transport';

/** A message in Ango Hub. */
export interface Notification {
	/** Email addresses of members of the organization. */
	receivers: string[];
	message: string;
	title?: string;
	/** An http or https URL. */
	clickableLink?: string;
}

/** Messages to members, as the official client 1.4 sends them; the legacy platform has none. */
export class Notifications {
	constructor(private readonly transport: Transport) {}

	/** The answer is not documented. */
	async send(notification: Notification): Promise<IDataObject> {
		this.transport.platform.require('notifications');
		return await this.transport.call({
			method: 'POST',
			path: '/v2/notifications',
			body: { ...notification },
		});
	}
}
