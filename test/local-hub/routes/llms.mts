import { optionalPage, pageShape } from '../paging.mts';
import { route } from '../router.mts';
import { boolean, object, oneOf, optional, text } from '../validate.mts';

/** Language models for chat assets: only the newest SDK shows them. */
export const llmRoutes = [
	route(
		{
			method: 'GET',
			path: '/v2/llms/?',
			platform: 'current',
			query: object({ ...pageShape, _id: optional(text) }),
		},
		({ core, query }) => {
			const stored = [...core.state.llms.values()];
			const records = stored.filter(({ _id }) => query._id === undefined || _id === query._id);
			return { llms: optionalPage(core, records, query) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/llms/?',
			platform: 'current',
			body: object({
				name: text,
				provider: oneOf('openai', 'openrouter'),
				model: text,
				isStreamable: optional(boolean),
				configuration: object({ apiKey: text, baseUrl: optional(text) }),
			}),
		},
		({ core, body }) => {
			const llm = {
				_id: core.state.newId(),
				organization: core.state.organization,
				createdAt: core.state.timestamp(),
				...body,
			};
			core.state.llms.set(llm._id, llm);
			return { llm };
		},
	),
	route({ method: 'DELETE', path: '/v2/llms/:llmId', platform: 'current' }, ({ core, params }) => {
		const llm = core.state.find(core.state.llms, 'LLM', params.llmId);
		core.state.llms.delete(llm._id);
		return { llm };
	}),
];
