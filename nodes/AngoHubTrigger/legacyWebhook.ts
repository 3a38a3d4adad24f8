import { UserError, type IDataObject, type IHookFunctions } from 'n8n-workflow';
import { randomBytes } from 'node:crypto';

import { Hub } from '../shared/hub';
import type { WebhookType } from '../shared/hub/webhooks';
import { checkFilters } from './checkFilters';
import { settingsOf } from './triggerSettings';
import { proofIn } from './verify';

/** What the node has registered at the legacy platform; kept for good, as nothing can delete it there. */
export interface Registrations {
	/** Signs the deliveries of all registrations. */
	secret?: string;
	registered?: Array<{ url: string; project: string; types: WebhookType[] }>;
}

/**
 * Whether there is nothing to register: a Webhook stage is set up by hand, a test URL is never
 * registered, and a registration of before still holds.
 * @throws UserError when the trigger could not believe any delivery, or would let none through
 */
export async function isRegistered(hook: IHookFunctions): Promise<boolean> {
	const settings = settingsOf(hook);
	const { source, authentication, types } = settings;
	if (source === 'legacy') {
		const isComplete = types.length > 0 && missingTypes(hook).length === 0;
		return isComplete || hook.getActivationMode() === 'manual';
	}
	if (authentication === 'credential') {
		const proof = proofIn(await hook.getCredentials<IDataObject>('angoHubWebhookApi'));
		if ('message' in proof) {
			throw new UserError(proof.message, { description: proof.description });
		}
	}
	await checkFilters(hook, settings);
	return true;
}

/** Registers the production URL for the events that it is not registered for yet (contract 2.18). */
export async function register(hook: IHookFunctions): Promise<boolean> {
	const { project, types } = settingsOf(hook);
	if (project === '' || types.length === 0) {
		throw new UserError(project === '' ? "'Project' is empty" : "'Legacy Events' is empty", {
			description: 'The webhook of the legacy platform is registered for a project and its events.',
		});
	}
	const stored = hook.getWorkflowStaticData('node') as Registrations;
	const secret = stored.secret ?? randomBytes(32).toString('hex');
	const added = { url: urlOf(hook), project, types: missingTypes(hook) };
	const hub = await Hub.open(hook);
	await hub.webhooks.register({ ...added, secret });
	stored.secret = secret;
	stored.registered = [...(stored.registered ?? []), added];
	return true;
}

/** Nothing can be deleted by API; the record stays, so that the next activation does not add another. */
export function keepRegistration(hook: IHookFunctions): boolean {
	const isLegacy = hook.getNodeParameter('source', 'stage') === 'legacy';
	if (isLegacy && hook.getActivationMode() !== 'manual') {
		hook.logger.warn(
			`The webhook of "${hook.getNode().name}" stays registered at Ango Hub, which has no way to delete it by API. Remove it in Ango Hub under Organization > Webhooks if it is not needed any more.`,
			{ url: urlOf(hook) },
		);
	}
	return true;
}

function missingTypes(hook: IHookFunctions): WebhookType[] {
	const { project, types } = settingsOf(hook);
	const { registered = [] } = hook.getWorkflowStaticData('node') as Registrations;
	const url = urlOf(hook);
	const known = registered
		.filter((entry) => entry.url === url && entry.project === project)
		.flatMap((entry) => entry.types);
	return types.filter((type) => !known.includes(type));
}

function urlOf(hook: IHookFunctions): string {
	return hook.getNodeWebhookUrl('default')!;
}
