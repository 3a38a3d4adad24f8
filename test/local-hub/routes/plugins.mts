import { badRequest } from '../errors.mts';
import { route } from '../router.mts';
import { anything, boolean, object, oneOf, openObject, optional, text } from '../validate.mts';

/** Contract 2.17, in the SDK's form and in that of the REST page. */
export const pluginRoutes = [
	route(
		{
			method: 'POST',
			path: '/v2/pluginResponse',
			platform: 'current',
			body: object({
				response: anything,
				session: optional(text),
				export: optional(boolean),
				error: optional(boolean),
				pluginId: optional(text),
				taskId: optional(text),
				status: optional(text),
			}),
		},
		({ body }) => {
			const { session, taskId } = body;
			if (session === undefined && taskId === undefined) throw badRequest('"session" is required.');
			return { response: { received: true, taskId: taskId ?? null } };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/pluginLog',
			platform: 'current',
			body: object({
				level: oneOf('INFO', 'WARNING', 'ERROR', 'DEBUG'),
				pluginId: text,
				organization: optional(text),
				runBy: optional(text),
				session: optional(text),
				msg: optional(text),
				taskId: optional(text),
				message: optional(text),
				metadata: optional(openObject),
			}),
		},
		({ body }) => {
			if (body.msg === undefined && body.message === undefined)
				throw badRequest('"msg" is required.');
			return { response: { logged: true } };
		},
	),
];
