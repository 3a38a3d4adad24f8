import { UserError } from 'n8n-workflow';

import { outputFileField } from '../../../shared/fields/files';
import {
	assetLocator,
	itemProjectLocator,
	namedAssetLocator,
} from '../../../shared/fields/locators';
import { assetOutputFields, SIMPLIFIED } from '../../../shared/fields/output';
import { checkedPriority, priorityOption } from '../../../shared/fields/priority';
import { downloadAsset } from '../../../shared/items/assetFile';
import { listedAssetItem } from '../../../shared/items/listedAsset';
import { FileResult } from '../../../shared/operation/operation';
import { together } from '../../../shared/operation/together';
import { batchOperation, operation, resource } from '../../operation';
import { addAssets } from './adding/add';
import { attachmentsIn, attachmentsOption } from './adding/attachments';
import { buildFields, planRow } from './buildFromTemplate';
import { getMany, getManyFields } from './getMany';
import { importFields, planImport } from './importFromCloud';
import { planSending, sendAndWait, sendAndWaitFields } from './sendAndWait';
import { planUpload, uploadFields } from './upload';
import { planChat, uploadChatFields, uploadChats } from './uploadChat';

export { resumeWaiting } from './resumeWaiting';

export const asset = resource({
	name: 'Asset',
	operations: {
		upload: batchOperation({
			name: 'Upload',
			action: 'Upload asset',
			description: 'Add files, texts, or the content of URLs to a project',
			fields: uploadFields,
			plan: planUpload,
			runAll: addAssets,
		}),

		importFromCloud: batchOperation({
			name: 'Import From Cloud',
			action: 'Import asset from cloud',
			description: 'Add assets whose files stay where they are, at a URL or in your own storage',
			fields: importFields,
			plan: planImport,
			runAll: addAssets,
		}),

		get: operation({
			name: 'Get',
			action: 'Get asset',
			description: 'Read one asset',
			fields: [itemProjectLocator, namedAssetLocator, ...assetOutputFields],
			run: async ({ params, hub }) => {
				const found = await hub.assets.get(params.project, params.asset);
				return await listedAssetItem(hub, found, params.project, params);
			},
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many assets',
			description: 'List the assets of a project, newest first',
			fields: getManyFields,
			run: getMany,
		}),

		download: operation({
			name: 'Download',
			action: 'Download asset',
			description: 'Get the file of an asset',
			fields: [
				itemProjectLocator,
				namedAssetLocator,
				{
					...outputFileField,
					hint: 'The name of the output field to put the file in; several files get _0, _1 and so on',
				},
			],
			run: async ({ params, hub, files }) => {
				const found = await hub.assets.get(params.project, params.asset);
				const { project: projectId, field } = params;
				const binary = await downloadAsset(hub, files, projectId, found, field);
				const item = await listedAssetItem(hub, found, projectId, SIMPLIFIED);
				return new FileResult(item, binary);
			},
		}),

		delete: batchOperation({
			name: 'Delete',
			action: 'Delete asset',
			description:
				'Remove assets with their tasks and labels. Files in storage stay where they are.',
			fields: [itemProjectLocator, assetLocator],
			plan: ({ params: { project, asset: id } }) => ({ project, id }),
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ project }) => project,
					ids: ({ id }) => [id],
					call: async ({ project }, ids) => await hub.assets.delete(project, ids),
					done: ({ project, id }) => ({ deleted: true, projectId: project, assetId: id }),
				}),
		}),

		addAttachments: batchOperation({
			name: 'Add Attachments',
			action: 'Add attachments to asset',
			description: 'Attach reference files or text to assets',
			fields: [
				itemProjectLocator,
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
			plan: ({ params: { project, externalId, attachments: rows }, hub }) => {
				const attachments = attachmentsIn(hub, rows.attachment ?? []);
				if (!attachments) {
					throw new UserError("'Attachments' is empty", {
						description: 'Add at least one attachment.',
					});
				}
				return { project, id: externalId, attachments };
			},
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ project }) => project,
					ids: (plan) => [plan],
					call: async ({ project }, group) =>
						await hub.assets.attach(
							project,
							group.map(({ id, attachments }) => ({ externalId: id, attachments })),
						),
					done: ({ project, id, attachments }) => ({
						projectId: project,
						externalId: id,
						attachments,
					}),
				}),
		}),

		setPriority: batchOperation({
			name: 'Set Priority',
			action: 'Set priority of asset',
			description: "Move an asset's tasks forward or back in the queue",
			fields: [itemProjectLocator, assetLocator, { ...priorityOption, required: true }],
			plan: ({ params: { project, asset: id, priority }, hub }) => ({
				project,
				id,
				priority: checkedPriority(hub, priority),
			}),
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ project, priority }) => [project, priority],
					ids: ({ id }) => [id],
					call: async ({ project, priority }, ids) =>
						await hub.assets.setPriority(project, ids, priority),
					done: ({ project, id, priority }) => ({ projectId: project, assetId: id, priority }),
				}),
		}),

		sendAndWait: batchOperation({
			name: 'Send and Wait for Label',
			action: 'Send asset and wait for label',
			description: 'Add a file or text to a project, and go on when it is labeled',
			fields: sendAndWaitFields,
			plan: planSending,
			runAll: sendAndWait,
		}),

		resumeWaitingExecution: operation({
			name: 'Resume Waiting Execution',
			action: 'Resume waiting execution',
			description:
				"Resume the execution that waits for the label of an asset with 'Send and Wait for Label', if there is one",
			fields: [itemProjectLocator, assetLocator],
			run: async ({ params: { project, asset: assetId }, hub, pause }) => ({
				projectId: project,
				assetId,
				status: await pause.resume(await hub.assets.resumeKey(project, assetId)),
			}),
		}),

		uploadChat: batchOperation({
			name: 'Upload Chat',
			action: 'Upload chat as asset',
			description: 'Add chats with a language model to a project, with messages or empty',
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
			runAll: addAssets,
		}),
	},
});
