import type { Field } from '../../shared/operation/parameters';

/** What sets up a language model. The key goes to Ango Hub and never comes back. */
export const newLlmFields = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Chat assistant',
		description: 'What the model is called in Ango Hub',
	},
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		options: [
			{ name: 'OpenAI', value: 'openai', description: 'OpenAI, or an API that works like it' },
			{ name: 'OpenRouter', value: 'openrouter', description: 'Models of many makers' },
		],
		default: 'openai',
		description: 'Whose API the model is reached by',
	},
	{
		displayName: 'Model',
		name: 'model',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. gpt-4o-mini',
		description: 'What the provider calls the model',
	},
	{
		displayName: 'API Key',
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'The key that the provider gave you',
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
				description: "The address of the API, if not the provider's own",
			},
			{
				displayName: 'Streamable',
				name: 'isStreamable',
				type: 'boolean',
				default: true,
				description: 'Whether the model can give its answer piece by piece',
			},
		],
	},
] as const satisfies readonly Field[];
