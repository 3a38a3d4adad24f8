import { limitOf, listFields } from '../../../shared/fields/lists';
import { beside } from '../../../shared/items/records';
import { operation } from '../../operation';
import { bucketField, folderField, storageField } from './fields';
import { fileItem } from './files';

export const getFiles = operation({
	name: 'Get Files',
	action: 'Get files in storage',
	description:
		'List all files of a bucket or folder, including subfolders. To go through folders one by one, use Explore Files.',
	fields: [
		storageField,
		bucketField,
		{
			...folderField,
			displayName: 'Path',
			name: 'path',
			description: 'Start of the paths of the files. Leave empty for the whole bucket.',
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
					description: 'Whether to have Ango Hub retry when the storage asks it to slow down',
				},
				{
					displayName: 'Signed URLs',
					name: 'signedUrls',
					type: 'boolean',
					default: true,
					description:
						'Whether to add a link to each file. For 24 hours, anyone with the link can open the file.',
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
		const { storage: storageId, bucket } = params;
		return files
			.slice(0, limitOf(params))
			.map((file) => beside({ storageId, bucket }, fileItem(file)));
	},
});
