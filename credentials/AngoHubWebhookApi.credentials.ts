import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** What a Webhook stage of Ango Hub proves itself with (contract 3.1). Each stage has its own. */
export class AngoHubWebhookApi implements ICredentialType {
	name = 'angoHubWebhookApi';

	displayName = 'Ango Hub Webhook API';

	icon: Icon = { light: 'file:../icons/ango-hub.svg', dark: 'file:../icons/ango-hub.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-ango-hub/n8n-nodes-ango-hub/blob/main/docs/triggers.md#set-up-the-webhook-stage';

	properties: INodeProperties[] = [
		{
			displayName:
				'n8n cannot ask Ango Hub whether this is right, so nothing is tested when you save it. The first delivery tells.',
			name: 'notice',
			type: 'notice',
			// n8n tests no credential that holds an expression, and would say that the connection works.
			default: '={{ "" }}',
		},
		{
			displayName: 'Auth Type',
			name: 'authType',
			type: 'options',
			options: [
				{ name: 'Bearer Token', value: 'bearer' },
				{ name: 'Secret', value: 'secret' },
			],
			default: 'secret',
			description: "The same as 'Auth Type' in the settings of the Webhook stage",
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The secret that the Webhook stage signs its deliveries with',
			displayOptions: { show: { authType: ['secret'] } },
		},
		{
			displayName: 'Bearer Token',
			name: 'bearerToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The token that the Webhook stage sends with its deliveries',
			displayOptions: { show: { authType: ['bearer'] } },
		},
	];
}
