import { UserError } from 'n8n-workflow';

import { someEmailsIn } from '../../shared/fields/emails';
import { organizationMembersField } from '../../shared/fields/people';
import { checkedUrl } from '../../shared/formats/fileNames';
import type { Field } from '../../shared/operation/parameters';
import { operation, resource } from '../operation';

const receiversField = {
	...organizationMembersField,
	displayName: 'Receiver Names or IDs',
	name: 'receivers',
} as const satisfies Field;

/** Ango Hub takes no longer one. */
const LONGEST_LINK = 2048;

export const notification = resource({
	name: 'Notification',
	operations: {
		send: operation({
			name: 'Send',
			action: 'Send notification',
			description: 'Leave members of the organization a message in Ango Hub, in your name',
			fields: [
				receiversField,
				{
					displayName: 'Message',
					name: 'message',
					type: 'string',
					typeOptions: { rows: 4 },
					default: '',
					required: true,
					placeholder: 'e.g. The batch is ready for review',
					description: 'What the receivers read',
				},
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						{
							displayName: 'Link',
							name: 'link',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://imerit.ango.ai/projects',
							description: 'The http or https URL that opens when a receiver clicks the message',
						},
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							default: '',
							placeholder: 'e.g. New batch',
							description: 'The heading of the message',
						},
					],
				},
			],
			run: async ({ params: { receivers, message, options }, hub }) => {
				const title = options.title?.trim();
				const link = options.link?.trim();
				return await hub.notifications.send({
					receivers: someEmailsIn(receivers, receiversField.displayName),
					message,
					...(title && { title }),
					...(link && { clickableLink: checkedLink(link) }),
				});
			},
		}),
	},
});

/** @throws UserError when Ango Hub would not take the link */
function checkedLink(text: string): string {
	const link = checkedUrl(text, 'Link');
	if (link.length <= LONGEST_LINK) return link;
	throw new UserError(`'Link' is longer than ${LONGEST_LINK} characters`, {
		description: "Give a shorter address, or put it into 'Message'.",
	});
}
