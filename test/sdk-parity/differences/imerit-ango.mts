import type { Difference } from './index.mts';

export const current: Difference[] = [
	{
		reason: 'Items say by name in which project, stage and batches an asset or a task is.',
		differs: {
			'only ours: GET /v2/project/<project>': [
				'get_assets/by id',
				'get_assets/default',
				'get_task/with its answer',
				'get_tasks/default',
				'get_tasks/fields',
				'get_tasks/with answers',
			],
		},
	},
	{
		reason:
			'Names of stages, batches and classes are looked up, and values checked against the project, before anything is changed.',
		differs: {
			'only ours: GET /v2/project/<project>': [
				'annotate_task/merged',
				'annotate_task/overwritten and submitted',
				'annotate_task/with a mask',
				'assign_batches/two assets',
				'assign_task/by email',
				'create_asset_builder_template/one',
				'create_batch/new',
				'create_batches/one of two exists',
				'create_label_set/classes',
				'create_label_set/raw',
				'export/default',
				'export/filtered',
				'export/consensus tasks',
				'export/lines',
				'export/issues',
				'exportV3/default',
				'file_explorer/import',
				'get_assets/filtered',
				'get_issues/filtered',
				'get_tasks/filtered',
				'import_labels/one asset',
				'purge_project/one',
				'requeue_tasks/filtered',
				'rerun_webhook/one',
				'upload_brush_array/picture',
			],
		},
	},
	{
		reason: 'The SDK reads the project, the task or the storages more often than the call needs.',
		differs: {
			'only the SDK: GET /v2/task/<task front.png>': [
				'annotate_task/merged',
				'annotate_task/overwritten and submitted',
				'annotate_task/with a mask',
			],
			'only the SDK: GET /v2/project/<project>': ['upload_files/into batches'],
			'only the SDK: GET /v2/storages': [
				'upload_files/into a storage',
				'upload_files_cloud/from a storage',
			],
		},
	},
	{
		reason:
			"Contract 7, row 16: the file's MIME type goes with the upload; without it n8n would name the type of a form.",
		differs: {
			'PUT /<project>/brushes/<hex>.png headers.content-type: SDK "none", ours "image/png"': [
				'annotate_task/with a mask',
				'upload_brush_array/picture',
			],
			'PUT /<project>/assets/<hex>.png headers.content-type: SDK "none", ours "image/png"': [
				'upload_files/into batches',
				'upload_files/into a storage',
			],
		},
	},
	{
		reason:
			'Contract 7, row 15: `uploadLocal` is for our own uploads only; the SDK sends null for the others.',
		differs: {
			'POST /v2/project/<project>/cloud body.uploadLocal: SDK null, ours nothing': [
				'upload_files_cloud/into batches',
				'upload_files_cloud/from a storage',
			],
		},
	},
	{
		reason:
			'Each asset carries its own batches, so that input items with different batches share one call; contract 2.4 says that they override those of the query.',
		differs: {
			'POST /v2/project/<project>/cloud body.assets[].batches: SDK nothing, ours ["<batch Mon>","<batch Tue>"]':
				['upload_files/into batches'],
			'POST /v2/project/<project>/cloud query: SDK {"batches":["<batch Mon>","<batch Tue>"]}, ours nothing':
				['upload_files/into batches'],
			'POST /v2/project/<project>/cloud body.assets[].batches: SDK nothing, ours ["<batch Mon>"]': [
				'upload_files_cloud/into batches',
			],
			'POST /v2/project/<project>/cloud query: SDK {"batches":["<batch Mon>"]}, ours nothing': [
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
				'upload_files_with_asset_builder/two rows',
			],
		},
	},
	{
		reason:
			"Fault of the SDK: it asks for `False` or `True` where the server's words are in lower case (contract 7, row 5), and merges with an answer that it did not ask for.",
		differs: {
			'GET /v2/task/<task front.png> query.includeAnswer: SDK "False", ours "true"': [
				'annotate_task/merged',
			],
			'GET /v2/task/<task front.png> query.includeAnswer: SDK "True", ours "true"': [
				'get_task/with its answer',
			],
		},
	},
	{
		reason: 'Our list begins with the labels that the task has.',
		differs: {
			'POST /v2/annotate/<task front.png> body.answer.objects: the same entries in another order': [
				'annotate_task/merged',
			],
		},
	},
	{
		reason:
			'Our mask goes with the labels in one operation; uploading a mask alone would leave a file that nobody sees.',
		differs: {
			'only ours: GET /v2/task/<task front.png>': ['upload_brush_array/picture'],
			'only ours: POST /v2/annotate/<task front.png>': ['upload_brush_array/picture'],
		},
	},
	{
		reason: 'Items are read line by line while the archive comes in, so lines are asked for.',
		differs: {
			'GET /v2/export query.format: SDK "json", ours "ndjson"': [
				'export/default',
				'export/filtered',
				'export/consensus tasks',
				'export/issues',
				'exportV3/default',
			],
		},
	},
	{
		reason: 'One new name is added alone, so that nothing another writes at the same time is lost.',
		differs: {
			'POST /v2/batches/<project> body.batches: SDK [{"_id":"<batch Mon>","name":"Mon"},{"_id":"<batch Tue>","name":"Tue"},{"name":"Wed"}], ours nothing':
				['create_batches/one of two exists'],
			'POST /v2/batches/<project> body.name: SDK nothing, ours "Wed"': [
				'create_batches/one of two exists',
			],
		},
	},
	{
		reason: 'Email addresses are the same in capitals or not.',
		differs: {
			'GET /v2/project/<project>/tasks query.filter.assignee.$eq: SDK "labeler@local-hub.example", ours nothing':
				['get_tasks/filtered'],
			'GET /v2/project/<project>/tasks query.filter.assignee.$regex: SDK nothing, ours "^(?:[lL][aA][bB][eE][lL][eE][rR]@[lL][oO][cC][aA][lL]-[hH][uU][bB]\\\\.[eE][xX][aA][mM][pP][lL][eE])$"':
				['get_tasks/filtered'],
		},
	},
	{
		reason:
			'Tasks that are equal in all that they are sorted by could come on two pages, or on none.',
		differs: {
			'GET /v2/project/<project>/tasks query.sort: SDK "-createdAt,priority", ours "-createdAt,priority,_id"':
				['get_tasks/filtered'],
		},
	},
	{
		reason: 'One asset is asked for, not a page of them.',
		differs: {
			'GET /v2/project/<project>/assets query.limit: SDK "10", ours "1"': ['get_assets/by id'],
		},
	},
	{
		reason: 'Contract 7, row 31: lists without a total are paged until a page brings nothing new.',
		differs: {
			'GET /v2/issues query.limit: SDK nothing, ours "100"': [
				'get_issues/all',
				'get_issues/filtered',
			],
			'GET /v2/issues query.page: SDK nothing, ours "1"': ['get_issues/all', 'get_issues/filtered'],
			'only ours: GET /v2/issues': ['get_issues/all', 'get_issues/filtered'],
			'GET /v2/llms query: SDK nothing, ours {"page":"1","limit":"100"}': ['get_llms/all'],
			'only ours: GET /v2/llms': ['get_llms/all'],
			'GET /v2/llms query.limit: SDK nothing, ours "100"': ['get_llms/one'],
			'GET /v2/llms query.page: SDK nothing, ours "1"': ['get_llms/one'],
			'GET /v2/organization/<organization>/invites query.limit: SDK nothing, ours "100"': [
				'get_organization_invites/pending',
			],
			'GET /v2/organization/<organization>/invites query.page: SDK nothing, ours "1"': [
				'get_organization_invites/pending',
			],
			'only ours: GET /v2/organization/<organization>/invites': [
				'get_organization_invites/pending',
			],
			'GET /v2/organization/<organization>/users query: SDK nothing, ours {"page":"1","limit":"100"}':
				['get_organization_members/all'],
			'only ours: GET /v2/organization/<organization>/users': ['get_organization_members/all'],
			'GET /v2/storages query: SDK nothing, ours {"page":"1","limit":"100"}': ['get_storages/all'],
			'only ours: GET /v2/storages': ['get_storages/all'],
			'GET /v2/storages query.limit: SDK nothing, ours "100"': ['get_storages/one'],
			'GET /v2/storages query.page: SDK nothing, ours "1"': ['get_storages/one'],
		},
	},
	{
		reason: 'Contract 7, row 27: the SDK writes the path with two slashes.',
		differs: {
			'only ours: POST /v2/project/<project>/rerun-webhook': ['rerun_webhook/one'],
			'only the SDK: POST /v2//project/<project>/rerun-webhook': ['rerun_webhook/one'],
		},
	},
	{
		reason:
			'Optional keys of a class are sent when they are set (contract 4.2); the SDK sends null for the others.',
		differs: {
			'POST /v2/project/<project> body.categorySchema.classifications[].abbreviatedName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.classifications[].attributeType: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.classifications[].defaultValue: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.classifications[].displayName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.classifications[].exportName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].abbreviatedName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].attributeType: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].classifications[].abbreviatedName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].classifications[].attributeType: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].classifications[].defaultValue: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].classifications[].displayName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].classifications[].exportName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].defaultValue: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].displayName: SDK null, ours nothing':
				['create_label_set/classes'],
			'POST /v2/project/<project> body.categorySchema.tools[].classifications[].exportName: SDK null, ours nothing':
				['create_label_set/classes'],
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
	{
		reason: 'One form for chats with and without a file; both are forms to the server.',
		differs: {
			'POST /v2/project/<project>/chat headers.content-type: SDK "application/x-www-form-urlencoded", ours "multipart/form-data"':
				['upload_chat_assets/empty'],
		},
	},
	{
		reason:
			'Chats of several input items share a call, so we write the file ourselves and say how many chats it holds.',
		differs: {
			'POST /v2/project/<project>/chat body.file.file: SDK "chats.json", ours "conversations.json"':
				['upload_chat_assets/from a file'],
			'POST /v2/project/<project>/chat body.file.size: SDK 87, ours 78': [
				'upload_chat_assets/from a file',
			],
			'POST /v2/project/<project>/chat body.file.type: SDK "text/plain", ours "application/json"': [
				'upload_chat_assets/from a file',
			],
		},
	},
	{
		reason:
			'Faults of the SDK: it looks for the batch column under a name that templates do not have, so batches are never applied, and finds no classes, so their placeholders stay. It also writes HTML as XML, with line breaks around each cell.',
		differs: {
			'POST /v2/project/<project>/cloud body.assets[].batches: SDK [], ours ["<batch Mon>"]': [
				'upload_files_with_asset_builder/two rows',
			],
			'POST /v2/project/<project>/cloud body.assets[].batches: SDK [], ours ["<id>","<batch Mon>"]':
				['upload_files_with_asset_builder/two rows'],
			'POST /v2/project/<project>/cloud body.assets[].data: SDK "<div><h1>\\n\\nBlue shoe\\n\\n</h1><img src=\\"https://files.example/2.png\\"/><a href=\\"https://shop.example/2\\">more</a><p>{{Weather}}</p></div>", ours "<div><h1>Blue shoe</h1><img src=\\"https://files.example/2.png\\"><a href=\\"https://shop.example/2\\">more</a><p id=\\"cla-portal-schema-weather\\"></p></div>"':
				['upload_files_with_asset_builder/two rows'],
			'POST /v2/project/<project>/cloud body.assets[].data: SDK "<div><h1>\\n\\nRed shoe\\n\\n</h1><img src=\\"https://files.example/1.png\\"/><a href=\\"https://shop.example/1\\">more</a><p>{{Weather}}</p></div>", ours "<div><h1>Red shoe</h1><img src=\\"https://files.example/1.png\\"><a href=\\"https://shop.example/1\\">more</a><p id=\\"cla-portal-schema-weather\\"></p></div>"':
				['upload_files_with_asset_builder/two rows'],
			'only ours: POST /v2/batches/<project>': ['upload_files_with_asset_builder/two rows'],
		},
	},
	{
		reason: 'The SDK guesses the type of a file from its name and does not know this one.',
		differs: {
			'POST /v2/project/<project>/instructions body.file.type: SDK "text/plain", ours "text/markdown"':
				['upload_instructions/markdown'],
		},
	},
];
