import { listFields, wantedCount } from '../../../shared/fields/lists';
import { beside } from '../../../shared/items/records';
import { operation } from '../../operation';
import { bucketField, folderField, storageField } from './fields';
import { fileItem } from './files';

export const getFiles = operation({
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
			description: 'What the paths of the files start with; leave it empty for the whole bucket',
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
		const { storage: storageId, bucket } = params;
		return files
			.slice(0, wantedCount(params))
			.map((file) => beside({ storageId, bucket }, fileItem(file)));
	},
});
