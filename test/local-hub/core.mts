import type { FaultBox } from './faults.mts';
import type { HubState } from './state.mts';
import type { ObjectStorage } from './storage.mts';
import type { Platform } from './types.mts';
import type { WebhookSender } from './webhooks.mts';

/** What the routes and the workflow work with. */
export interface HubCore {
	readonly platform: Platform;
	readonly apiKey: string;
	/** Email of the user the API key belongs to. */
	readonly owner: string;
	readonly ownerId: string;
	readonly state: HubState;
	readonly storage: ObjectStorage;
	readonly faults: FaultBox;
	readonly webhooks: WebhookSender;
}
