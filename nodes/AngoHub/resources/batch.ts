import { UserError } from 'n8n-workflow';

import { batchesOption, createMissingBatchesOption } from '../../shared/fields/batches';
import { assetIdsOption } from '../../shared/fields/ids';
import { itemProjectLocator, projectLocator } from '../../shared/fields/locators';
import { givenBatchNames } from '../../shared/items/names';
import { batchItem } from '../../shared/items/records';
import { together } from '../../shared/operation/together';
import { namesIn } from '../../shared/util/names';
import { batchOperation, operation, resource } from '../operation';

export const batch = resource({
	name: 'Batch',
	operations: {
		assign: batchOperation({
			name: 'Assign Assets',
			action: 'Assign assets to batches',
			description: 'Add assets to batches of a project',
			fields: [
				itemProjectLocator,
				{ ...assetIdsOption, name: 'assets', required: true },
				{ ...batchesOption, required: true },
				createMissingBatchesOption,
				{
					displayName:
						'Ango Hub does not say whether assets stay in the batches that they are in already. Look at one asset there before you assign many.',
					name: 'keptNotice',
					type: 'notice',
					default: '',
				},
			],
			plan: async ({ params, hub }) => {
				const assets = namesIn(params.assets);
				const names = await hub.batches.listed(params.project, params.batches);
				if (!params.createMissingBatches) await hub.batches.resolve(params.project, names, false);
				return {
					projectId: params.project,
					assets,
					names,
					batchNames: await givenBatchNames(hub, params.project, names),
					createMissing: params.createMissingBatches,
				};
			},
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ projectId, names }) => [projectId, names],
					ids: ({ assets }) => assets,
					call: async ({ projectId, names, createMissing }, assets) => {
						const ids = await hub.batches.resolve(projectId, names, createMissing);
						return await hub.batches.assign(projectId, assets, ids);
					},
					done: ({ projectId, assets, batchNames }) => ({
						projectId,
						assetIds: assets,
						...(assets.length === 1 && { assetId: assets[0] }),
						batchNames,
						assigned: true,
					}),
				}),
		}),

		create: operation({
			name: 'Create',
			action: 'Create batch',
			description: 'Add batches to a project, skipping names that exist',
			fields: [
				projectLocator,
				{
					displayName: 'Names',
					name: 'names',
					type: 'string',
					typeOptions: { multipleValues: true, multipleValueButtonText: 'Add batch' },
					default: [],
					required: true,
					placeholder: 'e.g. Week 12',
					description: 'Names of the batches. Names that exist are skipped.',
				},
			],
			run: async ({ params, hub }) => {
				const names = await hub.batches.listed(params.project, params.names);
				if (names.length === 0) {
					throw new UserError("'Names' is empty", {
						description: 'Give the name of at least one batch.',
					});
				}
				const created = await hub.batches.create(params.project, names);
				return created.map((one) => batchItem(one, params.project));
			},
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many batches',
			description: 'List the batches of a project',
			fields: [projectLocator],
			run: async ({ params, hub }) =>
				(await hub.batches.list(params.project)).map((one) => batchItem(one, params.project)),
		}),
	},
});
