import { byId, fileItem } from '../../engine/setup.mts';
import type { Replays } from './replay.mts';

const idItems = (...ids: string[]) => ids.map((assetId) => ({ json: { assetId } }));

const attachments = {
	attachment: [
		{ type: 'IMAGE', value: 'https://files.example/map.png' },
		{ type: 'TEXT', value: 'Look left' },
	],
};

/** The rows and the chats of the files that the SDK read. */
const PRODUCTS = [
	{
		sku: 'p1',
		title: 'Red shoe',
		picture: 'https://files.example/1.png',
		link: 'https://shop.example/1',
		group: 'Mon',
		weather: 'Sunny',
	},
	{
		sku: 'p2',
		title: 'Blue shoe',
		picture: 'https://files.example/2.png',
		link: 'https://shop.example/2',
		group: 'Wed;Mon',
		weather: 'Rainy',
	},
];
const CHATS =
	'[{"messages": [{"id": "1", "content": "Hello", "user": {"role": "user", "id": "u1"}}]}]';

const common: Replays = {
	'assign_batches/two assets': {
		operation: 'batch.assign',
		parameters: () => ({ batches: ['Tue'] }),
		items: (_stage, scene) => idItems(scene['asset front.png'], scene['asset back.png']),
	},
	'create_attachment/image and text': {
		operation: 'asset.addAttachments',
		parameters: () => ({ externalId: 'front.png', attachments }),
	},
	'create_batch/new': { operation: 'batch.create', parameters: () => ({ names: ['Wed'] }) },
	'get_assets/default': { operation: 'asset.getAll', parameters: () => ({ returnAll: true }) },
	'get_assets/by id': {
		operation: 'asset.get',
		parameters: (scene) => ({ asset: byId(scene['asset front.png']) }),
	},
	'get_batches/all': { operation: 'batch.getAll' },
};

/** Assets, batches and attachments on the current platform. */
export const currentAssets: Replays = {
	...common,
	'upload_files_cloud/from a storage': {
		operation: 'asset.importFromCloud',
		parameters: (scene) => ({
			url: 'https://files.example/a.png',
			options: { storage: byId(scene.storage), batches: ['Tue'] },
		}),
	},
	'create_batches/one of two exists': {
		operation: 'batch.create',
		parameters: () => ({ names: ['Tue', 'Wed'] }),
	},
	'create_batches/all exist': {
		operation: 'batch.create',
		parameters: () => ({ names: ['Mon', 'Tue'] }),
	},
	'delete_assets/two': {
		operation: 'asset.delete',
		parameters: () => ({ asset: byId('={{ $json.assetId }}') }),
		items: (_stage, scene) => idItems(scene['asset front.png'], scene['asset back.png']),
	},
	'get_assets/filtered': {
		operation: 'asset.getAll',
		parameters: () => ({
			returnAll: true,
			filters: { externalIds: 'front.png', isPreLabeled: false, batches: ['Mon'] },
		}),
	},
	'upload_files/into batches': {
		operation: 'asset.upload',
		parameters: () => ({
			options: {
				batches: ['Mon', 'Tue'],
				contextData: '{"site": 7}',
				externalId: 'new.png',
				height: 480,
				width: 640,
				priority: 5,
			},
		}),
		items: async (stage) => [await fileItem(stage, 'front.png', 'new front')],
	},
	'upload_files/into a storage': {
		operation: 'asset.upload',
		parameters: (scene) => ({
			options: {
				contextData: '{"site": 7}',
				externalId: 'new.png',
				metadata: '{"width": 640, "height": 480}',
				storage: byId(scene.storage),
			},
		}),
		items: async (stage) => [await fileItem(stage, 'front.png', 'new front')],
	},
	'upload_files_cloud/into batches': {
		operation: 'asset.importFromCloud',
		parameters: () => ({
			url: 'https://files.example/a.png',
			options: { batches: ['Mon'], contextData: '{"site": 7}', priority: -3 },
		}),
	},
	'upload_files_with_asset_builder/two rows': {
		operation: 'asset.buildFromTemplate',
		parameters: (scene) => ({
			template: byId(scene.template),
			options: { priority: 4, createMissingBatches: true },
		}),
		items: () => PRODUCTS.map((json) => ({ json })),
	},
	'get_asset_builder_templates/all': {
		operation: 'assetBuilderTemplate.getAll',
		parameters: () => ({ returnAll: true }),
	},
	'create_asset_builder_template/one': {
		operation: 'assetBuilderTemplate.create',
		parameters: () => ({
			name: 'Card',
			html: '<p>{{title}}</p>',
			columns: {
				column: [
					{ name: 'sku', type: 'text', includeInExport: true },
					{ name: 'title', type: 'text', includeInExport: false },
					{ name: 'group', type: 'text', includeInExport: false },
					{ name: 'picture', type: 'image', includeInExport: false },
				],
			},
			externalIdColumn: 'sku',
			options: {
				batchColumn: 'group',
				description: 'A card',
				preLabels: { preLabel: [{ class: 'Weather', column: 'title' }] },
			},
		}),
	},
	'upload_chat_assets/empty': {
		operation: 'asset.uploadChat',
		parameters: (scene) => ({
			source: 'empty',
			count: 3,
			options: {
				bucket: 'drive',
				llmId: scene.llm,
				priority: 2,
				storage: byId(scene.storage),
			},
		}),
	},
	'upload_chat_assets/from a file': {
		operation: 'asset.uploadChat',
		parameters: () => ({ source: 'file' }),
		items: async (stage) => [
			await fileItem(stage, 'chats.json', CHATS, { mimeType: 'application/json' }),
		],
	},
};

/** The same on the legacy platform. */
export const legacyAssets: Replays = {
	...common,
	'upload_files_cloud/from a storage': {
		operation: 'asset.importFromCloud',
		parameters: (scene) => ({
			url: 'https://files.example/a.png',
			options: { storage: byId(scene.storage) },
		}),
	},
	'get_assets/by external id': {
		operation: 'asset.getAll',
		parameters: () => ({ returnAll: true, filters: { externalIds: 'front.png' } }),
	},
	'set_asset_priority/by id': {
		operation: 'asset.setPriority',
		parameters: (scene) => ({ asset: byId(scene['asset front.png']), priority: 7 }),
	},
	'upload_files/into batches': {
		operation: 'asset.upload',
		parameters: () => ({ options: { batches: ['Mon', 'Tue'], externalId: 'new.png' } }),
		items: async (stage) => [await fileItem(stage, 'front.png', 'new front')],
	},
	'upload_files/into a storage': {
		operation: 'asset.upload',
		parameters: (scene) => ({ options: { externalId: 'new.png', storage: byId(scene.storage) } }),
		items: async (stage) => [await fileItem(stage, 'front.png', 'new front')],
	},
	'upload_files_cloud/into batches': {
		operation: 'asset.importFromCloud',
		parameters: () => ({ url: 'https://files.example/a.png', options: { batches: ['Mon'] } }),
	},
	'upload_files_cloud/batches of the asset': {
		operation: 'asset.importFromCloud',
		parameters: () => ({ url: 'https://files.example/a.png', options: { batches: ['Tue'] } }),
	},
};
