import { limitOf, listFields } from '../../../shared/fields/lists';
import { storageItem } from '../../../shared/items/records';
import { operation, resource } from '../../operation';
import { create } from './create';
import { exploreFiles } from './exploreFiles';
import { storageField } from './fields';
import { getFiles } from './getFiles';
import { importFolder } from './importFolder';

export const storage = resource({
	name: 'Storage',
	operations: {
		create,

		delete: operation({
			name: 'Delete',
			action: 'Delete storage',
			description: 'Disconnect a storage. Its files are kept.',
			fields: [storageField],
			run: async ({ params: { storage: id }, hub }) => {
				await hub.storages.delete(id);
				return { deleted: true, storageId: id };
			},
		}),

		exploreFiles,

		get: operation({
			name: 'Get',
			action: 'Get storage',
			description: 'Read one storage, without its keys',
			fields: [storageField],
			run: async ({ params, hub }) => storageItem(await hub.storages.get(params.storage)),
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many storages',
			description: 'List the storages of the organization, without their keys',
			fields: listFields,
			run: async function* ({ params, hub }) {
				for await (const one of hub.storages.list(limitOf(params))) yield storageItem(one);
			},
		}),

		getFiles,

		importFolder,
	},
});
