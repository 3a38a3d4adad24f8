import { UserError, type IDataObject } from 'n8n-workflow';

import { batchesOption, createMissingBatchesOption } from '../../../shared/fields/batches';
import { inputFileField } from '../../../shared/fields/files';
import { projectLocator, storageLocator } from '../../../shared/fields/locators';
import { checkedPriority, priorityOption } from '../../../shared/fields/priority';
import type { Hub } from '../../../shared/hub';
import { countOf, MAX_CHATS, type ChatUpload } from '../../../shared/hub/chats';
import { sendInChunks } from '../../../shared/hub/http/chunks';
import { givenBatchNames } from '../../../shared/items/names';
import type { Files } from '../../../shared/operation/files';
import type { Entry, Result } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { together } from '../../../shared/operation/together';
import type { Services } from '../../operation';
import { returnIdsOption } from './adding/options';
import { conversationsIn, conversationsInFile } from './conversations';

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
				description: 'Chats without messages, for annotators to start',
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
		...inputFileField,
		hint: 'The name of the input field containing the JSON file',
		displayOptions: { show: { source: ['file'] } },
	},
	{
		displayName: 'Number of Chats',
		name: 'count',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_CHATS, numberPrecision: 0 },
		default: 1,
		required: true,
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
				default: '={{ $json.llmId }}',
				placeholder: 'e.g. 6554c81ac3b0d000147ea0c1',
				description:
					'The model set up in Ango Hub that answers annotators; without one the chats are only read',
			},
			priorityOption,
			{
				...returnIdsOption,
				default: false,
				description:
					'Whether to look up the IDs of the new assets. Ango Hub does not name them, so they are the newest ones, in the order of their creation.',
			},
			storageLocator,
		],
	},
] as const satisfies readonly Field[];

const NOT_AGAIN = 'Running this node again would create them a second time.';

/** The chats of one input item. */
export interface ChatPlan {
	projectId: string;
	/** What is the same for all chats of a call. */
	shared: Omit<ChatUpload, 'chats'>;
	chats: IDataObject[] | number;
	/** Names or ids. */
	batches: string[];
	batchNames: string[];
	createMissingBatches: boolean;
	returnIds: boolean;
}

/** @throws UserError when the item cannot work; nothing has been sent then */
export async function planChat({
	params,
	files,
	hub,
}: Entry<Parameters<typeof uploadChatFields>> & Services): Promise<ChatPlan> {
	hub.platform.require('chats');
	const { project: projectId, options } = params;
	const batches = await hub.batches.listed(projectId, options.batches);
	const createMissingBatches = options.createMissingBatches ?? false;
	if (!createMissingBatches) await hub.batches.resolve(projectId, batches, false);
	return {
		projectId,
		shared: {
			priority: checkedPriority(hub, options.priority ?? 0),
			storageId: options.storage || undefined,
			bucket: options.bucket?.trim() || undefined,
			llmId: options.llmId?.trim() || undefined,
		},
		chats: await chatsOf(params, files),
		batches,
		batchNames: await givenBatchNames(hub, projectId, batches),
		createMissingBatches,
		returnIds: options.returnIds ?? false,
	};
}

/** Uploads the chats of all items, together where their options are the same. */
export async function uploadChats(
	plans: ChatPlan[],
	{ hub }: Services,
): Promise<Array<Result | Error>> {
	return await together(plans, {
		key: (plan) => ({ ...plan, chats: undefined }),
		ids: (plan) => [plan],
		call: async (_, group) => await sendGroup(hub, group),
		done: (_, [result]) => result,
	});
}

/** The outcome of each plan, in order. The plans differ in their chats only. */
async function sendGroup(hub: Hub, group: ChatPlan[]): Promise<Array<IDataObject | Error>> {
	const outcomes: Array<IDataObject | Error> = [];
	for (const call of callsOf(group)) {
		const sent = new Map<ChatPlan, string[]>();
		const errors = await sendInChunks(
			call,
			async (part) => {
				for (const [plan, ids] of await send(hub, part)) sent.set(plan, ids);
			},
			call.length,
		);
		outcomes.push(...call.map((plan, at) => errors[at] ?? resultOf(plan, sent.get(plan))));
	}
	return outcomes;
}

async function chatsOf(
	{ source, messages, fileField, count }: Parameters<typeof uploadChatFields>,
	files: Files,
): Promise<IDataObject[] | number> {
	switch (source) {
		case 'messages':
			return conversationsIn(messages, 'Messages');
		case 'file':
			return await conversationsInFile(files, fileField);
		case 'empty':
			return count;
	}
}

/** Plans that can share a call: no more chats than one call takes. */
function callsOf(plans: ChatPlan[]): ChatPlan[][] {
	const calls: ChatPlan[][] = [];
	let size = Infinity;
	for (const plan of plans) {
		// Empty chats have no file, so they need a call of their own.
		const own = typeof plan.chats === 'number' ? Infinity : plan.chats.length;
		if (size + own > MAX_CHATS) {
			calls.push([]);
			size = 0;
		}
		calls.at(-1)!.push(plan);
		size += own;
	}
	return calls;
}

/** One call. Gives the ids of the new assets in the order of the plans, where they are asked for. */
async function send(hub: Hub, plans: ChatPlan[]): Promise<Map<ChatPlan, string[]>> {
	const [first] = plans;
	const { projectId, shared, createMissingBatches, returnIds } = first;
	const chats =
		typeof first.chats === 'number'
			? first.chats
			: plans.flatMap((plan) => plan.chats as IDataObject[]);
	const upload = { ...shared, chats };
	if (!returnIds && first.batches.length === 0) {
		await hub.chats.create(projectId, upload);
		return new Map();
	}
	const batches = await hub.batches.resolve(projectId, first.batches, createMissingBatches);
	const ids = await hub.chats.createWithIds(projectId, upload);
	const wanted = countOf({ chats });
	if (ids.length < wanted) {
		throw new UserError(
			`The chats were created, but only ${ids.length} of ${wanted} can be seen yet`,
			{
				description: `${
					batches.length > 0
						? 'They are not in their batches: assign them later.'
						: "Read their IDs later, with the asset operation 'Get Many'."
				} ${NOT_AGAIN}`,
			},
		);
	}
	if (batches.length > 0) {
		const errors = await hub.batches.assign(projectId, ids, batches);
		const error = errors.find(Boolean);
		if (error) {
			throw new UserError('The chats were created, but are not in their batches', {
				description: `Assign them later, with the batch operation 'Assign Assets'. ${NOT_AGAIN} In detail: ${error.message}.`,
			});
		}
	}
	let next = 0;
	return new Map(plans.map((plan) => [plan, ids.slice(next, (next += countOf(plan)))]));
}

function resultOf(plan: ChatPlan, assetIds: string[] = []): IDataObject {
	const { projectId, batchNames, returnIds } = plan;
	return {
		projectId,
		status: 'created',
		chats: countOf(plan),
		batchNames,
		...(returnIds && { assetIds }),
		...(assetIds.length === 1 && { assetId: assetIds[0] }),
	};
}
