import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { Hub } from '../../../shared/hub';
import { keptState, type Kept } from '../../../shared/operation/pause';
import { itemsOf, progressOf, type Waiting } from './waiting';

/** Whoever calls should not wait long. */
const REQUEST_TIMEOUT_MS = 20_000;

/** n8n may fail to save the execution that goes on; after this long the next call may try again. */
const CLAIM_MS = 30_000;

/** Waits that are being resumed, with the time: older n8n let simultaneous calls all resume. */
const claims = new Map<string, number>();

/**
 * Somebody says that a label may be there: asks Ango Hub, and lets the execution go on when it is so.
 * Never throws, because n8n would end the wait with an error.
 */
export async function resumeWaiting(hook: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const kept = keptState<Waiting>(hook);
		if (!kept) return { webhookResponse: { status: 'nobodyWaits' } };
		const { state } = kept;
		const hub = await Hub.open(hook, { timeout: REQUEST_TIMEOUT_MS });
		const progress = await progressOf(hub, state);
		const answer = { status: 'waiting', done: progress.done.size, of: state.assets.length };
		if (!progress.isOver) return { webhookResponse: answer };
		const items = await itemsOf(hub, state, progress);
		if (!isFirst(`${hook.getExecutionId()}/${hook.getNode().id}/${state.since}`)) {
			return { webhookResponse: answer };
		}
		return { webhookResponse: { status: 'resumed' }, workflowData: [itemByItem(kept, items)] };
	} catch (error) {
		const { message: reason } = error as Error;
		hook.logger.warn(`Could not check whether labels are there: ${reason}`);
		hook.getResponseObject().status(503).json({ status: 'could not be checked', reason });
		return { noWebhookResponse: true };
	}
}

function isFirst(wait: string): boolean {
	const now = Date.now();
	for (const [other, since] of claims) if (now - since > CLAIM_MS) claims.delete(other);
	if (claims.has(wait)) return false;
	claims.set(wait, now);
	return true;
}

/** One output item for each input item in their order: n8n pairs them by their position. */
function itemByItem({ state, errors }: Kept<Waiting>, items: IDataObject[]): INodeExecutionData[] {
	const byIndex: INodeExecutionData[] = [];
	for (const [position, { index }] of state.assets.entries()) {
		byIndex[index] = { json: items[position], pairedItem: { item: index } };
	}
	for (const [index, error] of Object.entries(errors)) {
		byIndex[Number(index)] = { json: { error }, pairedItem: { item: Number(index) } };
	}
	return byIndex;
}
