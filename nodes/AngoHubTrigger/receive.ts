import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { failedFilter, type Filters } from '../shared/items/filters';
import { ObservedTask } from '../shared/items/observedTask';
import { Enrichment } from './enrich';
import type { Registrations } from './legacyWebhook';
import { isFirst, type StoredMemory } from './memory';
import { answerTo, RECEIVED, report, type Answer, type Outcome } from './outcome';
import { readPayload, type Refused } from './payload';
import { settingsOf, type Settings } from './triggerSettings';
import { proofIn, refusal, type Proof, type Refusal } from './verify';

/**
 * Takes one delivery (contract 3). Answers by itself and early, because only then n8n saves what the
 * trigger remembers before the workflow runs; never throws, because n8n would run the workflow.
 */
export async function receive(hook: IWebhookFunctions): Promise<IWebhookResponseData> {
	let observed: ObservedTask | undefined;
	const finish = (outcome: Outcome): IWebhookResponseData => {
		answer(hook, answerTo(outcome));
		report(hook, outcome, observed?.taskId);
		return {
			noWebhookResponse: true,
			...(outcome.type === 'started' && { workflowData: [outcome.items] }),
		};
	};
	try {
		const settings = settingsOf(hook);
		const delivery = await admit(hook, settings);
		if ('status' in delivery) return finish({ type: 'refused', ...delivery });
		observed = observe(delivery.payload, settings);
		const by = foreignIn(observed, settings) ?? failedFilter(observed, settings.filters);
		if (by) return finish(filtered(by, observed));
		if (isDuplicate(hook, settings, delivery.rawBody)) return finish({ type: 'duplicate' });
		answer(hook, RECEIVED);
		return finish(await start(hook, settings, observed, delivery.payload));
	} catch (error) {
		return finish({ type: 'failed', message: (error as Error).message });
	}
}

function filtered(by: keyof Filters | 'project', { stageName, stageId }: ObservedTask): Outcome {
	return { type: 'filtered', by, stage: stageName ?? stageId };
}

/** Answers Ango Hub, unless it was answered before. */
function answer(hook: IWebhookFunctions, { status, message }: Answer): void {
	const response = hook.getResponseObject();
	if (response.headersSent) return;
	response.status(status).json({ message });
}

/** A delivery that has proved itself and can be read. */
interface Delivery {
	payload: IDataObject;
	rawBody: Buffer;
}

/** The delivery, once it has proved itself and can be read. */
async function admit(
	hook: IWebhookFunctions,
	{ source, authentication }: Settings,
): Promise<Delivery | Refused> {
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

function observe(payload: IDataObject, { source }: Settings): ObservedTask {
	return source === 'stage'
		? ObservedTask.delivered(payload)
		: ObservedTask.listed((payload.task ?? payload) as IDataObject);
}

/** A registration of before may still send tasks of a project that is not chosen any more. */
function foreignIn(
	{ projectId }: ObservedTask,
	{ source, project }: Settings,
): 'project' | undefined {
	const isForeign = source === 'legacy' && projectId !== undefined && projectId !== project;
	return isForeign ? 'project' : undefined;
}

function isDuplicate(
	hook: IWebhookFunctions,
	{ deduplicateFor }: Settings,
	rawBody: Buffer,
): boolean {
	if (deduplicateFor === 0 || hook.getMode() === 'manual') return false;
	const trigger = `${hook.getWorkflow().id}:${hook.getNode().id}`;
	const stored = hook.getWorkflowStaticData('node') as StoredMemory;
	return !isFirst(trigger, stored, rawBody, deduplicateFor, Date.now());
}

/** Completes what the delivery lacks, and makes the items to start the workflow with. */
async function start(
	hook: IWebhookFunctions,
	settings: Settings,
	observed: ObservedTask,
	payload: IDataObject,
): Promise<Outcome> {
	const enrichment = new Enrichment(hook, settings);
	const { notes } = enrichment;
	try {
		const completed = await enrichment.complete(observed);
		const by = failedFilter(completed, settings.filters);
		if (by) return filtered(by, completed);
		const status = settings.resumeWaiting ? await enrichment.resume(completed) : undefined;
		if (status !== undefined && status !== 'nobodyWaits') return { type: 'resumed', status };
		const items = await enrichment.itemsOf(completed, payload);
		return items.length > 0
			? { type: 'started', items, notes }
			: { type: 'empty', oneItemPer: settings.oneItemPer };
	} catch (error) {
		// The delivery is answered already, so it must not be lost.
		const items = [enrichment.bareItem(payload, (error as Error).message)];
		return { type: 'started', items, notes };
	}
}
