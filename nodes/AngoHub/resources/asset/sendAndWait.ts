import { UserError, type IDataObject } from 'n8n-workflow';

import { inputFileField } from '../../../shared/fields/files';
import { projectLocator } from '../../../shared/fields/locators';
import { stagesOption } from '../../../shared/fields/stages';
import type { Hub } from '../../../shared/hub';
import { RESUME_KEY } from '../../../shared/hub/resumeKey';
import type { Entry } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isResumeKey } from '../../../shared/operation/resume';
import { namesIn } from '../../../shared/util/names';
import type { Services } from '../../operation';
import { addAssets } from './adding/add';
import { sourceField, textField, urlField } from './adding/contentFields';
import { byDisplayName, preLabelFields } from './adding/options';
import type { AssetPlan } from './adding/plan';
import { approvalIn, approveWhenOption } from './approval';
import { limitWaitTimeOption, waitLimit } from './limitWaitTime';
import { planUpload, type UploadParams } from './upload';
import { uploadOptions } from './uploadOptions';
import { itemsOf, progressOf, type AwaitedAsset, type SentAsset, type Waiting } from './waiting';

/** The options of Upload that make sense for one asset that is waited for. */
const SHARED = [
	'attachments',
	'batches',
	'contextData',
	'createMissingBatches',
	'externalId',
	'fileName',
	'metadata',
	'mimeType',
	'priority',
	'storage',
] as const;

type UploadOption = (typeof uploadOptions)[number];

const isShared = (
	option: UploadOption,
): option is Extract<UploadOption, { name: (typeof SHARED)[number] }> =>
	(SHARED as readonly string[]).includes(option.name);

/** What the user fills in for Send and Wait for Label. */
export const sendAndWaitFields = [
	projectLocator,
	{ ...sourceField, default: 'text' },
	{
		...textField,
		// n8n puts a text of its own here when an AI agent asks for a review, and finds it by this name.
		name: 'message',
		placeholder: 'e.g. Is this a complaint? The parcel came two days late.',
		displayOptions: { show: { source: ['text'] } },
	},
	{
		...inputFileField,
		displayOptions: { show: { source: ['file'] } },
	},
	urlField,
	{
		...stagesOption,
		displayName: 'Wait Until Task Is In Names or IDs',
		name: 'waitStages',
		default: ['Complete'],
		required: true,
		description:
			'The stages that count as labeled. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'With Several Items',
		name: 'waitFor',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Wait for All',
				value: 'all',
				description: 'Go on when every asset is labeled',
			},
			{
				name: 'Wait for First',
				value: 'first',
				description: 'Go on as soon as one is labeled; the others come out as pending',
			},
		],
		default: 'all',
		// n8n says so beside the output of every operation that is called 'sendAndWait'.
		hint: 'All items are sent, even where n8n says that the action runs only for the first one',
		description: 'When the workflow goes on if there are several input items',
	},
	...preLabelFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: byDisplayName([
			...uploadOptions.filter(isShared),
			approveWhenOption,
			limitWaitTimeOption,
		]),
	},
] as const satisfies readonly Field[];

type SendParams = Parameters<typeof sendAndWaitFields>;

/** One input item, ready to be sent. */
interface SendPlan extends Omit<AwaitedAsset, 'sent'> {
	asset: AssetPlan;
	waitFor: Waiting['waitFor'];
	until: Date;
	isTool: boolean;
}

/**
 * The asset that an input item becomes, and what is waited for.
 * @throws UserError when the item cannot work, or an execution here cannot wait; nothing has been sent then
 */
export async function planSending({
	params,
	...entry
}: Entry<SendParams> & Services): Promise<SendPlan> {
	const { hub, pause, index } = entry;
	const { isTool, isReview } = pause.caller;
	if (!pause.isPossible) {
		throw new UserError('This AI Agent cannot wait for a label', {
			description: 'Use an AI Agent node of version 3 or newer.',
		});
	}
	const resumeKey = pause.resumeKey;
	if (!isResumeKey(resumeKey)) {
		throw new UserError('n8n cannot resume this node', {
			description:
				'It has no ID that n8n could call. Copy the node, paste it into the workflow, and use the copy.',
		});
	}
	const { project: projectId, waitFor, options } = params;
	const { categorySchema } = await hub.projects.recall(projectId);
	const approval = approvalIn(options.approveWhen, categorySchema);
	if (isReview && !approval) {
		throw new UserError("'Approve When' is empty", {
			description: 'Choose the class and the answer that let the agent go on.',
		});
	}
	const [asset] = await planUpload({ ...entry, params: uploadParams(params, resumeKey, index) });
	const contextData = { ...asset.entry.contextData, [RESUME_KEY]: resumeKey };
	return {
		asset: { ...asset, entry: { ...asset.entry, contextData }, returnIds: true },
		index,
		stages: await hub.stages.resolve(projectId, params.waitStages),
		approval,
		waitFor,
		until: waitLimit(options.limitWaitTime),
		isTool,
	};
}

/** An item becomes one asset, or results could not be paired with items. */
function uploadParams(
	{ message, fileField, options, ...shared }: SendParams,
	resumeKey: string,
	index: number,
): UploadParams {
	if (namesIn(fileField).length > 1) {
		throw new UserError("'Input Data Field Name' takes one field here", {
			description: 'Split the files into items before this node.',
		});
	}
	const [execution] = resumeKey.split('/');
	const fileName =
		options.fileName ||
		(shared.source === 'text' ? `text-${execution}-${index + 1}.txt` : undefined);
	return {
		...shared,
		fileFields: fileField,
		text: message,
		textAs: 'file',
		options: { ...options, fileName },
	};
}

/** Sends the assets and lets the execution wait for their labels, unless those are there already. */
export async function sendAndWait(
	plans: SendPlan[],
	services: Services,
): Promise<Array<IDataObject | Error>> {
	const { hub, pause } = services;
	const added = await addAssets(
		plans.map(({ asset }) => [asset]),
		services,
	);
	const results = added.map((outcome) => (outcome instanceof Error ? outcome : sent(outcome[0])));
	const assets = plans.flatMap(({ index, stages, approval }, position): AwaitedAsset[] => {
		const result = results[position];
		if (result instanceof Error) return [];
		const { projectId, assetId, externalId, url, batchNames } = result as SentAsset;
		const sent = { projectId, assetId, externalId, url, batchNames };
		return [{ index, sent, stages, approval }];
	});
	if (assets.length === 0) return results;
	const [{ waitFor, until, isTool }] = plans;
	const waiting: Waiting = { assets, waitFor, isTool, since: Date.now() };
	const labels = await labelsNow(hub, waiting);
	if (!labels) {
		pause.until(until, waiting);
		return results;
	}
	return results.map((result) => (result instanceof Error ? result : labels.shift()!));
}

function sent(result: IDataObject): IDataObject | Error {
	if (result.assetId) return result;
	const { externalId } = result as { externalId: string };
	return new UserError(`The asset '${externalId}' was added, but its ID could not be read`, {
		description:
			"Nothing waits for its label. Look at the project before you run this again, or wait with the task operation 'Wait For Stage'.",
	});
}

/** The items, where there is nothing to wait for: a project may forward tasks to the end by itself. */
async function labelsNow(hub: Hub, waiting: Waiting): Promise<IDataObject[] | undefined> {
	const progress = await progressOf(hub, waiting);
	return progress.isOver ? await itemsOf(hub, waiting, progress) : undefined;
}
