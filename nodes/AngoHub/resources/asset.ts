import { UserError, type IDataObject } from 'n8n-workflow';

import type { Hub } from '../../shared/hub';
import type { AssetFilters } from '../../shared/hub/assets';
import type { Asset } from '../../shared/hub/types';
import { filtered, listFields, wantedCount } from '../../shared/operation/listFields';
import { batchOperation, operation, resource } from '../../shared/operation/operation';
import type { Field } from '../../shared/operation/parameters';
import { assetLocator, projectLocator } from '../../shared/pickers/locators';
import { addAssets } from '../assets/add';
import { downloadAsset } from '../assets/download';
import {
	attachmentsOption,
	batchesOption,
	checkTypeOption,
	combineOptions,
	contextDataOption,
	copyOption,
	createMissingBatchesOption,
	deleteLabelsOption,
	externalIdOption,
	addFileInfoOption,
	fileNameOption,
	frameRateOption,
	heightOption,
	ifExistsOption,
	metadataOption,
	mimeTypeOption,
	preLabelsOption,
	preLabelsWhenMovedOption,
	priorityOption,
	returnIdsOption,
	storageOption,
	widthOption,
} from '../assets/fields';
import { attachmentsIn, checkedPriority, namesIn } from '../assets/plan';
import { planImport } from '../assets/planImport';
import { planUpload } from '../assets/planUpload';
import { groupBy } from '../assets/work';
import { buildFields } from '../builder/fields';
import { buildAssets, planRow } from '../builder/planRow';
import { uploadChatFields } from '../chat/fields';
import { planChat, uploadChats } from '../chat/upload';
import { simplifiedAsset } from '../simplify';

const simplifyField = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
} as const satisfies Field;

export const asset = resource({
	name: 'Asset',
	operations: {
		upload: batchOperation({
			name: 'Upload',
			action: 'Upload asset',
			description: 'Add files, texts, or the content of URLs to a project',
			fields: [
				projectLocator,
				{
					displayName: 'Source',
					name: 'source',
					type: 'options',
					options: [
						{ name: 'File', value: 'file', description: 'A file that the item carries' },
						{ name: 'Text', value: 'text', description: 'A text from a field' },
						{
							name: 'URL',
							value: 'url',
							description: 'A file that is read from a URL and passed on',
						},
					],
					default: 'file',
					description: 'Where the content comes from',
				},
				{
					displayName: 'Input Data Field Name',
					name: 'fileFields',
					type: 'string',
					default: 'data',
					required: true,
					hint: 'The name of the input field containing the file; several with commas',
					displayOptions: { show: { source: ['file'] } },
				},
				{
					displayName: 'Text',
					name: 'text',
					type: 'string',
					typeOptions: { rows: 4 },
					default: '',
					required: true,
					description: 'The text that annotators label',
					displayOptions: { show: { source: ['text'] } },
				},
				{
					displayName: 'Keep Text As',
					name: 'textAs',
					type: 'options',
					options: [
						{
							name: 'File',
							value: 'file',
							description: 'Exactly as it is, in a file of its own',
						},
						{
							name: 'Part of the Asset',
							value: 'embedded',
							description:
								'On one line, with double quotes turned into single ones; may hold Markdown or HTML',
						},
					],
					default: 'file',
					description: 'How Ango Hub keeps the text',
					displayOptions: { show: { source: ['text'] } },
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. https://example.com/image.png',
					description: 'The file to read; n8n has to be able to reach it',
					displayOptions: { show: { source: ['url'] } },
				},
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						addFileInfoOption,
						attachmentsOption,
						batchesOption,
						checkTypeOption,
						...combineOptions,
						contextDataOption,
						createMissingBatchesOption,
						externalIdOption,
						fileNameOption,
						frameRateOption,
						heightOption,
						deleteLabelsOption,
						ifExistsOption,
						metadataOption,
						mimeTypeOption,
						preLabelsOption,
						preLabelsWhenMovedOption,
						priorityOption,
						returnIdsOption,
						storageOption,
						widthOption,
					],
				},
			],
			plan: planUpload,
			runAll: addAssets,
		}),

		importFromCloud: batchOperation({
			name: 'Import From Cloud',
			action: 'Import asset from cloud',
			description: 'Add assets whose files stay where they are, at a URL or in your own storage',
			fields: [
				projectLocator,
				{
					displayName: 'Content',
					name: 'content',
					type: 'options',
					options: [
						{ name: 'One URL', value: 'url', description: 'One file becomes an asset' },
						{
							name: 'Several URLs',
							value: 'urls',
							description: 'Several images become the pages of one asset',
						},
						{ name: 'Text', value: 'text', description: 'The text itself becomes an asset' },
					],
					default: 'url',
					description: 'What the asset is made of',
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. https://example.com/image.png',
					description:
						'The address of the file. For a private file, pick its storage under Options.',
					displayOptions: { show: { content: ['url'] } },
				},
				{
					displayName: 'URLs',
					name: 'urls',
					type: 'string',
					typeOptions: { rows: 4 },
					default: '',
					required: true,
					placeholder: 'e.g. https://example.com/page-1.png',
					description:
						'One address per line in the order of the pages, or a list from an expression',
					displayOptions: { show: { content: ['urls'] } },
				},
				{
					displayName: 'Text',
					name: 'text',
					type: 'string',
					typeOptions: { rows: 4 },
					default: '',
					required: true,
					description:
						'Plain text, Markdown or HTML. It is put on one line, with double quotes turned into single ones.',
					displayOptions: { show: { content: ['text'] } },
				},
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						attachmentsOption,
						batchesOption,
						contextDataOption,
						copyOption,
						createMissingBatchesOption,
						externalIdOption,
						frameRateOption,
						heightOption,
						deleteLabelsOption,
						ifExistsOption,
						metadataOption,
						preLabelsOption,
						preLabelsWhenMovedOption,
						priorityOption,
						returnIdsOption,
						storageOption,
						widthOption,
					],
				},
			],
			plan: planImport,
			runAll: addAssets,
		}),

		get: operation({
			name: 'Get',
			action: 'Get asset',
			description: 'Read one asset',
			fields: [projectLocator, assetLocator, simplifyField],
			run: async ({ params, hub }) => {
				const found = await hub.assets.get(params.project, params.asset);
				return params.simplify ? simplifiedAsset(found) : found;
			},
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many assets',
			description: 'List the assets of a project, newest first',
			fields: [
				projectLocator,
				...listFields,
				{
					displayName: 'Filters',
					name: 'filters',
					type: 'collection',
					placeholder: 'Add filter',
					default: {},
					options: [
						{ ...batchesOption, displayName: 'All of These Batch Names or IDs' },
						{
							displayName: 'Asset IDs',
							name: 'ids',
							type: 'string',
							default: '',
							placeholder: 'e.g. 6554c81ac3b0d000147ea0a1',
							description: 'One ID, several with commas, or a list from an expression',
						},
						{
							displayName: 'Context Data',
							name: 'contextData',
							type: 'json',
							default: '{}',
							placeholder: 'e.g. {"camera": "front"}',
							description:
								'Keys and values that the context data has to hold. n8n compares them, so all assets are read.',
						},
						{
							displayName: 'External IDs',
							name: 'externalIds',
							type: 'string',
							default: '',
							placeholder: 'e.g. front-0001.png',
							description: 'One external ID, several with commas, or a list from an expression',
						},
						{
							displayName: 'Pre-Labeled',
							name: 'isPreLabeled',
							type: 'boolean',
							default: true,
							description:
								'Whether to return only assets that are pre-labeled, or only those that are not',
						},
					],
				},
				simplifyField,
			],
			run: async function* ({ params, hub }) {
				for await (const found of assetsMatching(
					hub,
					params.project,
					params.filters,
					wantedCount(params),
				)) {
					yield params.simplify ? simplifiedAsset(found) : found;
				}
			},
		}),

		download: operation({
			name: 'Download',
			action: 'Download asset',
			description: 'Get the file of an asset',
			fields: [
				projectLocator,
				assetLocator,
				{
					displayName: 'Put Output File in Field',
					name: 'field',
					type: 'string',
					default: 'data',
					required: true,
					hint: 'The name of the output field to put the file in; several files get _0, _1 and so on',
				},
			],
			run: async ({ params, hub, files }) => {
				const found = await hub.assets.get(params.project, params.asset);
				return await downloadAsset(hub, files, params.project, found, params.field);
			},
		}),

		delete: batchOperation({
			name: 'Delete',
			action: 'Delete asset',
			description:
				'Remove assets with their tasks and labels. Files in storage stay where they are.',
			fields: [projectLocator, assetLocator],
			plan: ({ params: { project, asset: id } }) => ({ project, id }),
			runAll: async (plans, { hub }) =>
				await forEachAsset(
					plans,
					async (project, ids) => await hub.assets.delete(project, ids),
					({ id }) => ({ deleted: true, id }),
				),
		}),

		addAttachments: batchOperation({
			name: 'Add Attachments',
			action: 'Add attachments to asset',
			description: 'Show more files or texts beside assets',
			fields: [
				projectLocator,
				{
					displayName: 'External ID',
					name: 'externalId',
					type: 'string',
					default: '={{ $json.externalId }}',
					required: true,
					description:
						'The external ID of the assets; all assets that share it get the attachments',
				},
				attachmentsOption,
			],
			plan: ({ params: { project, externalId, attachments: rows } }) => {
				const attachments = attachmentsIn(rows.attachment ?? []);
				if (!attachments) {
					throw new UserError("'Attachments' is empty", {
						description: 'Add at least one attachment.',
					});
				}
				return { project, id: externalId, attachments };
			},
			runAll: async (plans, { hub }) => {
				const outcomes = new Map<unknown, Error | undefined>();
				for (const [project, group] of groupBy(plans, (plan) => plan.project)) {
					const entries = group.map(({ id, attachments }) => ({ externalId: id, attachments }));
					const errors = await hub.assets.attach(project, entries);
					for (const [index, plan] of group.entries()) outcomes.set(plan, errors[index]);
				}
				return plans.map(
					(plan) => outcomes.get(plan) ?? { externalId: plan.id, attachments: plan.attachments },
				);
			},
		}),

		setPriority: batchOperation({
			name: 'Set Priority',
			action: 'Set priority of asset',
			description: "Move an asset's tasks forward or back in the queue",
			fields: [projectLocator, assetLocator, { ...priorityOption, required: true }],
			plan: ({ params: { project, asset: id, priority }, hub }) => ({
				project,
				id,
				priority: checkedPriority(hub, priority),
			}),
			runAll: async (plans, { hub }) => {
				const results = new Map<unknown, IDataObject | Error>();
				for (const [priority, group] of groupBy(plans, (plan) => plan.priority)) {
					const outcomes = await forEachAsset(
						group,
						async (project, ids) => await hub.assets.setPriority(project, ids, priority),
						({ id }) => ({ id, priority }),
					);
					for (const [index, plan] of group.entries()) results.set(plan, outcomes[index]);
				}
				return plans.map((plan) => results.get(plan)!);
			},
		}),

		uploadChat: batchOperation({
			name: 'Upload Chat',
			action: 'Upload chat as asset',
			description: 'Add conversations with a language model, or the room for them, to a project',
			fields: uploadChatFields,
			plan: planChat,
			runAll: uploadChats,
		}),

		buildFromTemplate: batchOperation({
			name: 'Build From Template',
			action: 'Build asset from template',
			description: 'Turn rows of a table into pages with an asset builder template',
			fields: buildFields,
			plan: planRow,
			runAll: buildAssets,
		}),
	},
});

/** Runs a call that takes many assets of one project; gives the outcome of each plan. */
async function forEachAsset<P extends { project: string; id: string }>(
	plans: P[],
	call: (project: string, ids: string[]) => Promise<Array<Error | undefined>>,
	done: (plan: P) => IDataObject,
): Promise<Array<IDataObject | Error>> {
	const failed = new Map<P, Error>();
	for (const [project, group] of groupBy(plans, (plan) => plan.project)) {
		const errors = await call(
			project,
			group.map(({ id }) => id),
		);
		for (const [index, plan] of group.entries()) {
			const error = errors[index];
			if (error) failed.set(plan, error);
		}
	}
	return plans.map((plan) => failed.get(plan) ?? done(plan));
}

/** What the user may filter assets by. */
interface AssetFilterFields {
	batches?: unknown;
	contextData?: unknown;
	externalIds?: unknown;
	ids?: unknown;
	isPreLabeled?: boolean;
}

/** The assets that all filters let through; the context data is compared here, the rest by Ango Hub. */
async function* assetsMatching(
	hub: Hub,
	project: string,
	{ batches, contextData, externalIds, ids, isPreLabeled }: AssetFilterFields,
	most: number,
): AsyncGenerator<Asset> {
	const filters: AssetFilters = { isPreLabeled };
	const batchIds = await hub.batches.resolve(project, namesIn(batches));
	if (batchIds.length > 0) filters.batches = batchIds;
	const wanted = Object.entries((contextData ?? {}) as IDataObject);
	const matches = ({ contextData: given }: Asset) =>
		wanted.every(
			([key, value]) => JSON.stringify((given as IDataObject)?.[key]) === JSON.stringify(value),
		);
	const named = { ids: namesIn(ids), externalIds: namesIn(externalIds) };
	const found = hub.assets.search(project, filters, named, wanted.length > 0 ? undefined : most);
	yield* filtered(found, matches, most);
}
