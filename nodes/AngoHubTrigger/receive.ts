import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { passes } from '../shared/items/filters';
import { seenInStagePayload, seenTask, type SeenTask } from '../shared/items/seenTask';
import { withAdvice } from '../shared/operation/errors';
import { Enrichment } from './enrich';
import { isFirst, type StoredMemory } from './memory';
import { readPayload, type Refused } from './payload';
import type { Registrations } from './registration';
import { settingsOf, type Settings } from './settings';
import { proofIn, refusal, type Proof, type Refusal } from './verify';

/** Taken: the request is answered, and perhaps there is something to start the workflow with. */
const HANDLED: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Takes one delivery (contract 3). Answers by itself and early, because only then n8n saves what the
 * trigger remembers before the workflow runs; never throws, because n8n would run the workflow.
 */
export async function receive(hook: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = hook.getResponseObject();
	const answer = (status: number, message: string) => {
		response.status(status).json({ message });
		return HANDLED;
	};
	try {
		const settings = settingsOf(hook);
		const admitted = await admit(hook, settings);
		if ('status' in admitted) {
			const reason = withAdvice(admitted);
			hook.logger.warn(`A delivery to "${hook.getNode().name}" was refused: ${reason}`);
			return answer(admitted.status, reason);
		}
		const { payload, rawBody } = admitted;
		const seen = seenIn(payload, settings);
		if (isForeign(seen, settings) || passes(seen, settings.filters) === false) {
			return answer(200, 'Received. The filters of the workflow do not let it through.');
		}
		if (!isNew(hook, settings, rawBody)) {
			return answer(200, 'Received before. It does not start the workflow again.');
		}
		answer(200, 'Received');
		const items = await itemsFor(hook, settings, seen, payload);
		return items.length > 0 ? { ...HANDLED, workflowData: [items] } : HANDLED;
	} catch (error) {
		const { message } = error as Error;
		hook.logger.error(
			`A delivery to "${hook.getNode().name}" could not be handled: ${message}. Ango Hub can send the task again: use the workflow stage operation 'Rerun Webhook'.`,
		);
		return response.headersSent
			? HANDLED
			: answer(500, 'The trigger could not handle the delivery. See the log of n8n.');
	}
}

/** The delivery, once it has proved itself and can be read. */
async function admit(
	hook: IWebhookFunctions,
	{ source, authentication }: Settings,
): Promise<{ payload: IDataObject; rawBody: Buffer } | Refused> {
	const { rawBody } = hook.getRequestObject() as { rawBody?: Buffer };
	const proof = await proofFor(hook, source === 'legacy' ? 'registration' : authentication);
	if ('message' in proof) return { status: 401, ...proof };
	const distrust = refusal(proof, hook.getHeaderData(), rawBody ?? Buffer.alloc(0));
	if (distrust !== undefined) return { status: 401, ...distrust };
	const read = readPayload(rawBody, source);
	return 'status' in read ? read : { payload: read.payload, rawBody: rawBody! };
}

async function proofFor(
	hook: IWebhookFunctions,
	authentication: 'none' | 'credential' | 'registration',
): Promise<Proof | Refusal> {
	switch (authentication) {
		case 'none':
			return { type: 'none' };
		case 'credential':
			return proofIn(await hook.getCredentials<IDataObject>('angoHubWebhookApi'));
		case 'registration': {
			const { secret } = hook.getWorkflowStaticData('node') as Registrations;
			if (secret !== undefined) return { type: 'secret', value: secret };
			// A test URL is never registered, so whoever sends to it cannot know a secret.
			return hook.getMode() === 'manual'
				? { type: 'none' }
				: {
						message: 'This trigger has not registered a webhook',
						description:
							'Publish the workflow: the trigger registers itself then. Remove older webhooks of this URL in Ango Hub.',
					};
		}
	}
}

function seenIn(payload: IDataObject, { source }: Settings): SeenTask {
	return source === 'stage'
		? seenInStagePayload(payload)
		: seenTask((payload.task ?? payload) as IDataObject);
}

/** A registration of before may still send tasks of a project that is not chosen any more. */
function isForeign({ projectId }: SeenTask, { source, project }: Settings): boolean {
	return source === 'legacy' && projectId !== undefined && projectId !== project;
}

function isNew(hook: IWebhookFunctions, { deduplicateFor }: Settings, rawBody: Buffer): boolean {
	if (deduplicateFor === 0 || hook.getMode() === 'manual') return true;
	const trigger = `${hook.getWorkflow().id}:${hook.getNode().id}`;
	const stored = hook.getWorkflowStaticData('node') as StoredMemory;
	return isFirst(trigger, stored, rawBody, deduplicateFor, Date.now());
}

/** The items to start the workflow with; none where the filters turn out not to let it through. */
async function itemsFor(
	hook: IWebhookFunctions,
	settings: Settings,
	seen: SeenTask,
	payload: IDataObject,
): Promise<INodeExecutionData[]> {
	const enrichment = new Enrichment(hook, settings);
	try {
		const completed = await enrichment.complete(seen);
		if (passes(completed, settings.filters) === false) return [];
		return await enrichment.itemsOf(completed, payload);
	} catch (error) {
		// The delivery is answered already, so it must not be lost.
		return [enrichment.bareItem(payload, (error as Error).message)];
	}
}
