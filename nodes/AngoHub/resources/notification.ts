import { UserError } from 'n8n-workflow';

import { someEmailsIn } from '../../shared/fields/emails';
import { organizationMembersField } from '../../shared/fields/people';
import { checkedUrl } from '../../shared/formats/urls';
import type { Field } from '../../shared/operation/parameters';
import { operation, resource } from '../operation';

const receiversField = {
	...organizationMembersField,
	displayName: 'Recipient Names or IDs',
	name: 'receivers',
} as const satisfies Field;

/** What Ango Hub takes (contract 2.17b). */
const MAX_LINK_LENGTH = 2048;
const MAX_MESSAGE_LENGTH = 1000;
const MAX_TITLE_LENGTH = 200;
const MAX_RECEIVERS = 100;

export const notification = resource({
	name: 'Notification',
	operations: {
		send: operation({
			name: 'Send',
			action: 'Send notification',
			description:
				'Send a message to members of the organization. The API key has to be that of an organization admin.',
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
					description: 'Text of the message, up to 1000 characters',
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
							description: 'Heading of the message, up to 200 characters',
						},
					],
				},
			],
			run: async ({ params: { receivers, message, options }, hub }) => {
				const title = options.title?.trim();
				const link = options.link?.trim();
				const emails = someEmailsIn(receivers, receiversField.displayName);
				if (emails.length > MAX_RECEIVERS) {
					throw new UserError(
						`'${receiversField.displayName}' holds ${emails.length} people, more than ${MAX_RECEIVERS}`,
						{ description: 'Divide them among several items.' },
					);
				}
				return await hub.notifications.send({
					receivers: emails,
					message: shortEnough(message, 'Message', MAX_MESSAGE_LENGTH),
					...(title && { title: shortEnough(title, 'Title', MAX_TITLE_LENGTH) }),
					...(link && { clickableLink: checkedLink(link) }),
				});
			},
		}),
	},
});

/** @throws UserError when Ango Hub would not take the text */
function shortEnough(text: string, field: string, limit: number): string {
	if ([...text].length <= limit) return text;
	throw new UserError(`'${field}' has ${[...text].length} characters, more than ${limit}`, {
		description: 'Shorten it, or give the details behind a link.',
	});
}

/** @throws UserError when Ango Hub would not take the link */
function checkedLink(text: string): string {
	const link = checkedUrl(text, 'Link');
	if (link.length <= MAX_LINK_LENGTH) return link;
	throw new UserError(`'Link' is longer than ${MAX_LINK_LENGTH} characters`, {
		description: "Give a shorter address, or put it into 'Message'.",
	});
}
