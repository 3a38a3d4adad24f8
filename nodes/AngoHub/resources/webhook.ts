import { projectLocator } from '../../shared/fields/locators';
import { checkedUrl } from '../../shared/formats/urls';
import { beside } from '../../shared/items/records';
import { operation, resource } from '../operation';

export const webhook = resource({
	name: 'Webhook (Legacy)',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create legacy webhook',
			description: 'Send task events of the legacy platform to a URL',
			fields: [
				{
					displayName:
						'For the legacy platform only. No API can list or delete a webhook: remove it in Ango Hub, in the Webhooks tab of the organization.',
					name: 'notice',
					type: 'notice',
					default: '',
				},
				projectLocator,
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. https://example.com/webhook/ango',
					description: 'URL to send events to',
				},
				{
					displayName: 'Events',
					name: 'types',
					type: 'multiOptions',
					allowArbitraryValues: true, // n8n would warn of a list that an expression gives as a text
					options: [
						{
							name: 'Accepted',
							value: 'ACCEPTED',
							description: 'A reviewer accepted a task',
						},
						{
							name: 'Completed',
							value: 'COMPLETED',
							description: 'An annotator submitted a task',
						},
						{
							name: 'Updated',
							value: 'UPDATED',
							description: 'Somebody saved a task that is labeled already',
						},
					],
					default: ['COMPLETED'],
					required: true,
					description: 'Events to send',
				},
				{
					displayName: 'Secret',
					name: 'secret',
					type: 'string',
					typeOptions: { password: true },
					default: '',
					required: true,
					description: 'Secret to sign events with, so that the receiver can verify them',
				},
			],
			run: async ({ params: { project, url, types, secret }, hub }) =>
				beside(
					{ projectId: project },
					await hub.webhooks.register({ url: checkedUrl(url, 'URL'), project, types, secret }),
				),
		}),
	},
});
