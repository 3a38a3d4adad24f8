import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { listSearch } from '../shared/fields/listSearch';
import { withAdvice } from '../shared/operation/errors';
import { fields } from './fields';
import { isRegistered, keepRegistration, register } from './legacyWebhook';
import { receive } from './receive';
import { proofIn } from './verify';

export class AngoHubTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ango Hub Trigger',
		name: 'angoHubTrigger',
		icon: { light: 'file:../../icons/ango-hub.svg', dark: 'file:../../icons/ango-hub.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["source"] === "legacy" ? "legacy webhook" : "webhook stage" }}',
		// The nodes panel shows it for the Ango Hub node too: n8n lists the two as one.
		description:
			'Label data in iMerit Ango Hub. As a trigger: starts the workflow when a task reaches a Webhook stage.',
		eventTriggerDescription: 'Waiting for Ango Hub to send a task to the test URL',
		activationMessage: 'Tasks that Ango Hub sends to the production URL start this workflow now.',
		defaults: { name: 'Ango Hub Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'angoHubWebhookApi',
				required: true,
				testedBy: 'webhookProof',
				displayOptions: { show: { source: ['stage'], authentication: ['credential'] } },
			},
			{
				name: 'angoHubApi',
				displayName: 'Ango Hub API (Optional: Names, Label Sets, Files)',
				required: false,
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
			},
		],
		properties: [...fields] as unknown as INodeProperties[],
	};

	methods = {
		listSearch: { searchProjects: listSearch.searchProjects },
		credentialTest: {
			async webhookProof(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				const proof = proofIn((credential.data ?? {}) as Record<string, string>);
				return 'message' in proof
					? { status: 'Error', message: withAdvice(proof) }
					: {
							status: 'OK',
							message:
								'A value is given. Ango Hub cannot be asked whether it is the right one: its first delivery tells.',
						};
			},
		},
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return keepRegistration(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
