import { limitOf, listFields } from '../../../shared/fields/lists';
import { beside } from '../../../shared/items/records';
import { operation } from '../../operation';
import { bucketField, extensionsOption, folderField, storageField } from './fields';
import { explorerItems, extensionsIn } from './files';

export const exploreFiles = operation({
	name: 'Explore Files',
	action: 'Explore files in storage',
	description:
		'List the folders and files directly inside a folder. To list the files of all subfolders at once, use Get Files.',
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
		let left = limitOf(params);
		for await (const page of hub.storages.explore({
			storageId,
			bucket,
			folder: folder.trim() || undefined,
			extensions,
		})) {
			const items = explorerItems(page).slice(0, left);
			yield* items.map((item) => beside({ storageId, bucket }, item));
			left -= items.length;
			if (left <= 0) return;
		}
	},
});
