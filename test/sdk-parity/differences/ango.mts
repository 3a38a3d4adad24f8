import type { Difference } from './index.mts';

export const legacy: Difference[] = [
	{
		reason: 'Items say by name in which project, stage and batches an asset or a task is.',
		differs: {
			'only ours: GET /v2/project/<project>': [
				'get_assets/by external id',
				'get_assets/by id',
				'get_assets/default',
				'get_task/one',
				'get_tasks/completed',
				'get_tasks/default',
			],
		},
	},
	{
		reason:
			'Names of stages, batches and classes are looked up, and values checked against the project, before anything is changed.',
		differs: {
			'only ours: GET /v2/project/<project>': [
				'create_batch/new',
				'create_label_set/classes',
				'export/default',
				'export/filtered',
				'export/only updated',
				'import_labels/one asset',
				'upload_files/into a storage',
			],
		},
	},
	{
		reason: 'The SDK reads the project, the task or the storages more often than the call needs.',
		differs: {
			'only the SDK: GET /v2/integrations': [
				'upload_files/into a storage',
				'upload_files_cloud/from a storage',
			],
		},
	},
	{
		reason: 'Contract 7, row 15: files that we uploaded are marked as such, as the newer SDK does.',
		differs: {
			'POST /v2/project/<project>/cloud body.uploadLocal: SDK nothing, ours "true"': [
				'upload_files/into batches',
				'upload_files/into a storage',
			],
		},
	},
	{
		reason:
			'Each asset carries its own batches, so that input items with different batches share one call; contract 2.4 says that they override those of the query.',
		differs: {
			'POST /v2/project/<project>/cloud body.assets[].tags: SDK nothing, ours ["<batch Mon>","<batch Tue>"]':
				['upload_files/into batches'],
			'POST /v2/project/<project>/cloud query: SDK {"tags":["<batch Mon>","<batch Tue>"]}, ours nothing':
				['upload_files/into batches'],
			'POST /v2/project/<project>/cloud body.assets[].tags: SDK nothing, ours ["<batch Mon>"]': [
				'upload_files_cloud/into batches',
			],
			'POST /v2/project/<project>/cloud query: SDK {"tags":["<batch Mon>"]}, ours nothing': [
				'upload_files_cloud/into batches',
			],
		},
	},
	{
		reason:
			'Before a call that must not be sent twice, the newest assets are read: after a cut connection they tell whether it was carried out.',
		differs: {
			'only ours: GET /v2/project/<project>/assets': [
				'upload_files/into batches',
				'upload_files/into a storage',
				'upload_files_cloud/into batches',
				'upload_files_cloud/from a storage',
				'upload_files_cloud/batches of the asset',
			],
		},
	},
	{
		reason:
			'The default priority, which the newer SDK always sends; the legacy one has no way to say it.',
		differs: {
			'POST /v2/project/<project>/cloud body.priority: SDK nothing, ours 0': [
				'upload_files/into batches',
				'upload_files/into a storage',
				'upload_files_cloud/into batches',
				'upload_files_cloud/from a storage',
				'upload_files_cloud/batches of the asset',
			],
		},
	},
	{
		reason: 'Fault of the legacy SDK: it leaves the names in `batches` beside the ids in `tags`.',
		differs: {
			'POST /v2/project/<project>/cloud body.assets[].batches: SDK ["Tue"], ours nothing': [
				'upload_files_cloud/batches of the asset',
			],
		},
	},
	{
		reason:
			"The legacy SDK does not say what it uploads for, so that files lie in the folder of the organization and never in the user's own storage.",
		differs: {
			'POST /v2/project/<project>/cloud body.assets[].data: SDK "<storage host>/<organization>/assets/<hex>.png", ours "<storage host>/<project>/assets/<hex>.png"':
				['upload_files/into batches', 'upload_files/into a storage'],
			'only ours: GET /v2/getUploadUrl': ['upload_files/into batches'],
			'only ours: PUT /<project>/assets/<hex>.png': [
				'upload_files/into batches',
				'upload_files/into a storage',
			],
			'only the SDK: GET /v2/getUploadUrl': ['upload_files/into batches'],
			'only the SDK: PUT /<organization>/assets/<hex>.png': [
				'upload_files/into batches',
				'upload_files/into a storage',
			],
			'GET /v2/getUploadUrl query.project: SDK nothing, ours "<project>"': [
				'upload_files/into a storage',
			],
			'GET /v2/getUploadUrl query.storageId: SDK nothing, ours "<storage>"': [
				'upload_files/into a storage',
			],
			'GET /v2/getUploadUrl query.type: SDK nothing, ours "assets"': [
				'upload_files/into a storage',
			],
		},
	},
	{
		reason: 'We say whether answers are wanted; the legacy SDK cannot.',
		differs: {
			'GET /v2/task/<task front.png> query: SDK nothing, ours {"includeAnswer":"true"}': [
				'get_task/one',
			],
			'GET /v2/project/<project>/tasks query.includeAnswer: SDK nothing, ours "false"': [
				'get_tasks/default',
				'get_tasks/completed',
			],
		},
	},
	{
		reason:
			'The SDK of 0.1.18 asks for `duration`; later ones, and we, for `totalDuration` and `boxImage`.',
		differs: {
			'GET /v2/export query.boxImage: SDK nothing, ours "true"': [
				'export/default',
				'export/filtered',
			],
			'GET /v2/export query.totalDuration: SDK nothing, ours "true"': [
				'export/default',
				'export/filtered',
			],
		},
	},
	{
		reason:
			'The legacy SDK sends dates without a time zone, which mean another moment for each server.',
		differs: {
			'GET /v2/export query.completedAt[gt]: SDK "2024-01-01T00:00:00", ours "2024-01-01T00:00:00.000Z"':
				['export/filtered'],
			'GET /v2/export query.completedAt[lt]: SDK "2024-02-01T12:30:00", ours "2024-02-01T12:30:00.000Z"':
				['export/filtered'],
			'GET /v2/export query.updatedAt[gt]: SDK "2024-01-01T00:00:00", ours "2024-01-01T00:00:00.000Z"':
				['export/filtered'],
			'GET /v2/export query.updatedAt[lt]: SDK "2024-02-01T12:30:00", ours "2024-02-01T12:30:00.000Z"':
				['export/filtered'],
		},
	},
	{
		reason: 'Fault of the legacy SDK: it raises before it sends anything.',
		differs: {
			'only ours: GET /<project>/exports/export.zip': ['export/only updated'],
			'only ours: GET /v2/export': ['export/only updated'],
			'only ours: GET /v2/project/<project>/assets': [
				'get_assets/by id',
				'get_assets/by external id',
			],
		},
	},
	{
		reason:
			"Fault of SDK 0.1.18: it sends the assignment as a GET with a body, which reads a task called 'assign'; later versions send a POST.",
		differs: {
			'only ours: POST /v2/task/assign': ['assign_task/by email', 'assign_task/by id'],
			'only the SDK: GET /v2/task/assign': ['assign_task/by email', 'assign_task/by id'],
		},
	},
	{
		reason: 'Empty lists are left out.',
		differs: {
			'POST /v2/import/labels body.jsonContent[].relations: SDK [], ours nothing': [
				'import_labels/one asset',
			],
		},
	},
];
