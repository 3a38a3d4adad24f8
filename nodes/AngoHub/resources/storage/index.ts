import { batchesOption, createMissingBatchesOption } from '../../../shared/fields/batches';
import { listFields, wantedCount } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { namesIn } from '../../../shared/fields/values';
import { operation, resource } from '../../operation';
import { newStorage } from './create';
import {
	bucketField,
	extensionsOption,
	folderField,
	newStorageFields,
	storageField,
} from './fields';
import { explorerItems, extensionsIn, fileItem } from './files';
import { importFolder } from './importFolder';

export const storage = resource({
	name: 'Storage',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create storage',
			description:
				'Connect buckets of your own. The keys go to Ango Hub and are never part of a result; give them by an expression to keep them out of the workflow.',
			fields: newStorageFields,
			run: async ({ params, hub }) => await hub.storages.create(newStorage(params)),
		}),

		delete: operation({
			name: 'Delete',
			action: 'Delete storage',
			description: 'Disconnect a storage; the files in it stay',
			fields: [storageField],
			run: async ({ params: { storage: id }, hub }) => {
				await hub.storages.delete(id);
				return { deleted: true, id };
			},
		}),

		exploreFiles: operation({
			name: 'Explore Files',
			action: 'Explore files in storage',
			description: 'List the folders and files of one folder',
			fields: [
				storageField,
				bucketField,
				folderField,
				...listFields,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [extensionsOption],
				},
			],
			run: async function* ({ params, hub }) {
				const { storage: storageId, bucket, folder, options } = params;
				const extensions = extensionsIn(options.extensions);
				let left = wantedCount(params);
				for await (const page of hub.storages.explore({
					storageId,
					bucket,
					folder: folder.trim() || undefined,
					extensions,
				})) {
					const items = explorerItems(page).slice(0, left);
					yield* items;
					left -= items.length;
					if (left <= 0) return;
				}
			},
		}),

		get: operation({
			name: 'Get',
			action: 'Get storage',
			description: 'Read one storage, without its keys',
			fields: [storageField],
			run: async ({ params, hub }) => await hub.storages.get(params.storage),
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many storages',
			description: 'List the storages of the organization, without their keys',
			fields: listFields,
			run: ({ params, hub }) => hub.storages.list(wantedCount(params)),
		}),

		getFiles: operation({
			name: 'Get Files',
			action: 'Get files in storage',
			description: 'List the files of a bucket, in all of its folders',
			fields: [
				storageField,
				bucketField,
				{
					...folderField,
					displayName: 'Path',
					name: 'path',
					description:
						'What the paths of the files start with; leave it empty for the whole bucket',
				},
				...listFields,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						{
							displayName: 'Retry on Slow Down',
							name: 'retryOnSlowDown',
							type: 'boolean',
							default: true,
							description: 'Whether Ango Hub tries again when the storage asks it to slow down',
						},
						{
							displayName: 'Signed URLs',
							name: 'signedUrls',
							type: 'boolean',
							default: true,
							description:
								'Whether to add a link to each file; it opens the file for anyone, for 24 hours',
						},
					],
				},
			],
			run: async ({ params, hub }) => {
				const files = await hub.storages.files(params.storage, {
					bucketName: params.bucket,
					path: params.path.trim(),
					getSignedUrls: params.options.signedUrls ?? false,
					retryOnSlowDown: params.options.retryOnSlowDown ?? true,
				});
				return files.slice(0, wantedCount(params)).map(fileItem);
			},
		}),

		importFolder: operation({
			name: 'Import Folder',
			action: 'Import folder of storage',
			description: 'Add the files of a folder to a project; they stay where they are',
			fields: [
				projectLocator,
				storageField,
				bucketField,
				folderField,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [batchesOption, createMissingBatchesOption, extensionsOption],
				},
			],
			run: async ({ params, hub }) => {
				const { project: projectId, storage: storageId, bucket, folder, options } = params;
				hub.platform.require('storageManagement'); // before a batch is created
				const names = namesIn(options.batches);
				const batches = await hub.batches.resolve(
					projectId,
					names,
					options.createMissingBatches ?? false,
				);
				return await importFolder(hub, {
					projectId,
					storageId,
					bucket,
					folder: folder.trim() || undefined,
					extensions: extensionsIn(options.extensions),
					...(batches.length > 0 && { batches }),
				});
			},
		}),
	},
});
