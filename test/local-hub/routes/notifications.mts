import { badRequest } from '../errors.mts';
import { route } from '../router.mts';
import type { Check } from '../validate.mts';
import { arrayOf, email, object, optional, text } from '../validate.mts';

const MAX_LINK_LENGTH = 2048;

const link: Check<string> = (value, path) => {
	const url = text(value, path);
	if (url.length <= MAX_LINK_LENGTH && /^https?:\/\//.test(url) && URL.canParse(url)) return url;
	throw badRequest(`Invalid value for "${path}": expected an http(s) URL.`);
};

/** Messages to members of the organization: only the newest SDK shows them. */
export const notificationRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/notifications',
			platform: 'current',
			body: object({
				receivers: arrayOf(email),
				message: text,
				title: optional(text),
				clickableLink: optional(link),
			}),
		},
		({ core, body }) => {
			const members = [...core.state.members.values()].map((member) => member.email);
			const stranger = body.receivers.find((receiver) => !members.includes(receiver));
			if (stranger !== undefined) throw badRequest(`Invalid receiver: ${stranger}.`);
			return { message: `${body.receivers.length} notifications sent.` };
		},
	),
];
