import { batchesOption, createMissingBatchesOption } from '../../shared/fields/batches';
import { projectLocator } from '../../shared/fields/locators';
import { MAX_CHATS } from '../../shared/hub/chats';
import type { Field } from '../../shared/operation/parameters';
import { priorityOption, returnIdsOption, storageOption } from '../resources/asset/adding/options';

export const uploadChatFields = [
	projectLocator,
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{
				name: 'Empty Chats',
				value: 'empty',
				description: 'Chats without messages, for annotators to begin',
			},
			{ name: 'File', value: 'file', description: 'A JSON file with one or more chats' },
			{ name: 'Messages', value: 'messages', description: 'The messages of one chat, or several' },
		],
		default: 'messages',
		description: 'Where the chats come from',
	},
	{
		displayName: 'Messages',
		name: 'messages',
		type: 'json',
		default: '={{ $json.messages }}',
		required: true,
		placeholder: 'e.g. [{"role": "user", "content": "Hello"}]',
		description:
			'A list of messages with "content" and "role" (or Ango Hub\'s own "user"), or a list of chats with "messages" each',
		displayOptions: { show: { source: ['messages'] } },
	},
	{
		displayName: 'Input Data Field Name',
		name: 'fileField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field containing the JSON file',
		displayOptions: { show: { source: ['file'] } },
	},
	{
		displayName: 'Number of Chats',
		name: 'count',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_CHATS },
		default: 1,
		description:
			'How many empty chats to add, up to 10,000; for more, run the node on several items',
		displayOptions: { show: { source: ['empty'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			batchesOption,
			{
				displayName: 'Bucket',
				name: 'bucket',
				type: 'string',
				default: '',
				placeholder: 'e.g. my-chats',
				description: 'The bucket of the storage to keep the chats in',
			},
			createMissingBatchesOption,
			{
				displayName: 'Language Model ID',
				name: 'llmId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6554c81ac3b0d000147ea0c1',
				description:
					'The model set up in Ango Hub that answers annotators; without one the chats are only read',
			},
			priorityOption,
			{
				...returnIdsOption,
				description:
					'Whether to look up the IDs of the new assets. Ango Hub does not name them, so they are the newest ones, in the order of their creation.',
			},
			storageOption,
		],
	},
] as const satisfies readonly Field[];
