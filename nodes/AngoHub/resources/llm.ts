import { limitOf, listFields } from '../../shared/fields/lists';
import { llmLocator } from '../../shared/fields/locators';
import { checkedUrl } from '../../shared/formats/urls';
import { llmItem } from '../../shared/items/records';
import type { Field } from '../../shared/operation/parameters';
import { operation, resource } from '../operation';

/** What sets up a language model. The key goes to Ango Hub and never comes back. */
const newLlmFields = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Chat assistant',
		description: 'Name of the model in Ango Hub',
	},
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		options: [
			{ name: 'OpenAI', value: 'openai', description: 'OpenAI, or an API that works like it' },
			{ name: 'OpenRouter', value: 'openrouter', description: 'Models from many vendors' },
		],
		default: 'openai',
		description: 'API that serves the model',
	},
	{
		displayName: 'Model',
		name: 'model',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. gpt-4o-mini',
		description: "The provider's name for the model",
	},
	{
		displayName: 'API Key',
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'API key of the provider',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Base URL',
				name: 'baseUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://llm.example.com/v1',
				description: "URL of the API. Defaults to the provider's own.",
			},
			{
				displayName: 'Streamable',
				name: 'isStreamable',
				type: 'boolean',
				default: true,
				description: 'Whether the model can stream its answers',
			},
		],
	},
] as const satisfies readonly Field[];

export const llm = resource({
	name: 'LLM',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create language model',
			description:
				'Set up a language model for chat assets. The key goes to Ango Hub and is never part of a result; give it by an expression to keep it out of the workflow.',
			fields: newLlmFields,
			run: async ({ params: { name, provider, model, apiKey, options }, hub }) => {
				const baseUrl = options.baseUrl?.trim();
				if (baseUrl) checkedUrl(baseUrl, 'Base URL');
				const created = await hub.llms.create({
					name,
					provider,
					model,
					isStreamable: options.isStreamable ?? false,
					// As typed: a slash at the end would change the addresses below it.
					configuration: { apiKey, ...(baseUrl && { baseUrl }) },
				});
				return llmItem(created);
			},
		}),

		delete: operation({
			name: 'Delete',
			action: 'Delete language model',
			description: 'Remove a language model from Ango Hub',
			fields: [llmLocator],
			run: async ({ params: { llm: id }, hub }) => {
				await hub.llms.delete(id);
				return { deleted: true, llmId: id };
			},
		}),

		get: operation({
			name: 'Get',
			action: 'Get language model',
			description: 'Read one language model, without its key',
			fields: [llmLocator],
			run: async ({ params, hub }) => llmItem(await hub.llms.get(params.llm)),
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many language models',
			description: 'List the language models of the organization, without their keys',
			fields: listFields,
			run: async function* ({ params, hub }) {
				for await (const one of hub.llms.list(limitOf(params))) yield llmItem(one);
			},
		}),
	},
});
