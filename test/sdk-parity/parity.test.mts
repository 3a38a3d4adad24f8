import { resources } from '../../nodes/AngoHub/resources/index.ts';
import type { Resource } from '../../nodes/shared/operation/operation.ts';
import { parity } from './parity.mts';
import { functions, recordedCalls, type SdkName } from './recordings.mts';
import { replays } from './replays/index.mts';

const SDKS: SdkName[] = ['imerit-ango', 'ango'];

/** The table of operations that the package was designed to: SDK functions by operation. */
const DESIGN: Record<string, Record<string, string[]>> = {
	Asset: {
		Upload: ['upload_files'],
		'Import From Cloud': ['upload_files_cloud'],
		Get: ['get_assets'],
		'Get Many': ['get_assets'],
		Download: [],
		Delete: ['delete_assets'],
		'Add Attachments': ['create_attachment'],
		'Set Priority': ['update_tasks_priority', 'set_asset_priority'],
		'Upload Chat': ['upload_chat_assets'],
		'Build From Template': ['upload_files_with_asset_builder'],
	},
	'Asset Builder Template': {
		Create: ['create_asset_builder_template'],
		'Get Many': ['get_asset_builder_templates'],
	},
	Batch: {
		Create: ['create_batch', 'create_batches'],
		'Get Many': ['get_batches'],
		'Assign Assets': ['assign_batches'],
	},
	Export: { 'Export Tasks': ['export', 'exportV3'], 'Export Issues': ['export', 'exportV3'] },
	Issue: {
		Create: ['create_issue'],
		'Get Many': ['get_issues'],
		Update: ['update_issue'],
		'Add Comment': ['add_comment_to_issue'],
		Delete: ['delete_issue'],
	},
	Label: { Import: ['import_labels'], 'Annotate Task': ['annotate_task', 'upload_brush_array'] },
	'Label Set': { Get: [], Update: ['create_label_set'] },
	Member: {
		'Add To Project': ['add_members_to_project'],
		'Get Many': ['get_organization_members'],
		'Update Role': ['update_organization_members_role'],
		Remove: ['delete_organization_members'],
	},
	Invite: {
		Create: ['invite_members_to_org'],
		'Get Many': ['get_organization_invites'],
		Delete: ['delete_organization_invites'],
	},
	Project: {
		Create: ['create_project'],
		Get: ['get_project'],
		'Get Many': ['list_projects'],
		Update: ['update_benchmark_settings'],
		Delete: ['delete_project'],
		'Upload Instructions': ['upload_instructions'],
		'Get Metrics': ['get_metrics'],
		'Get Performance': ['get_project_performance'],
	},
	Storage: {
		Create: ['create_storage'],
		Get: ['get_storages', 'get_integrations'],
		'Get Many': ['get_storages', 'get_integrations'],
		'Get Files': ['list_storage_files'],
		'Explore Files': ['file_explorer'],
		'Import Folder': ['file_explorer'],
		Delete: ['delete_storage'],
	},
	Task: {
		Get: ['get_task'],
		'Get Many': ['get_tasks'],
		'Get History': ['get_task_history'],
		Assign: ['assign_task'],
		Requeue: ['requeue_tasks'],
		'Set Priority': ['update_tasks_priority'],
		Review: ['review_task'],
		'Set Status': ['set_task_status'],
		'Wait For Stage': [],
	},
	'Workflow Stage': {
		'Get Many': [],
		Update: ['update_workflow_stages'],
		'Rerun Webhook': ['rerun_webhook'],
	},
	Webhook: { Create: ['create_webhook'] },
};

/** What the package has beyond that table, since the functions are new in SDK 1.4. */
const ADDED: typeof DESIGN = {
	'Label Set': { 'Update Validation': ['update_label_validation'] },
	LLM: {
		Create: ['create_llm'],
		Get: ['get_llms'],
		'Get Many': ['get_llms'],
		Delete: ['delete_llm'],
	},
	Notification: { Send: ['send_notification'] },
	Project: { Clone: ['clone_project'], Purge: ['purge_project'] },
	Task: { 'Set Benchmark': ['set_tasks_as_benchmark'] },
};

/** Only later versions of the legacy SDK have it. */
const NOT_RECORDED = ['set_task_status'];

const plain = (name: string) => name.toLowerCase().replace(' (legacy)', '');

/** The operations of the node as the design names them: `Asset: Get Many`. */
const operations = new Map(
	Object.entries(resources as Record<string, Resource>).flatMap(([key, resource]) =>
		Object.entries(resource.operations).map(([operation, { name }]): [string, string] => [
			plain(`${resource.name}: ${name}`),
			`${key}.${operation}`,
		]),
	),
);
const designed = [DESIGN, ADDED]
	.flatMap((table) => Object.entries(table))
	.flatMap(([resource, rows]) =>
		Object.entries(rows).map(([name, calls]) => ({ name: `${resource}: ${name}`, calls })),
	);

describe('Parity with the official SDKs', () => {
	it.each(designed.map(({ name }) => name))('has the operation %s', (name) => {
		expect(operations.has(plain(name))).toBe(true);
	});

	it.each(SDKS)('gives each function of %s an operation', (sdk) => {
		expect(Object.keys(parity[sdk]).sort()).toEqual(functions[sdk].functions);
	});

	it.each(SDKS)('names only operations of the node for %s', (sdk) => {
		const existing = [...operations.values()];
		for (const named of Object.values(parity[sdk])) {
			expect(existing).toEqual(expect.arrayContaining(named));
		}
	});

	it('agrees with the design', () => {
		const calls = SDKS.flatMap((sdk) => Object.entries(parity[sdk]));
		const pairs = calls.flatMap(([call, keys]) => keys.map((key) => `${call} = ${key}`));
		const wanted = designed.flatMap(({ name, calls: named }) =>
			named
				.filter((call) => !NOT_RECORDED.includes(call))
				.map((call) => `${call} = ${operations.get(plain(name))}`),
		);
		expect([...new Set(pairs)].sort()).toEqual(wanted.sort());
	});

	it.each(SDKS)('has recorded every function of %s', (sdk) => {
		const recorded = recordedCalls(sdk).map(([name]) => name.split('/')[0]);
		expect([...new Set(recorded)].sort()).toEqual(functions[sdk].functions);
	});

	it.each(SDKS)('replays every recorded call of %s by one of its operations', (sdk) => {
		const wanted = recordedCalls(sdk).map(([name]) => name);
		expect(Object.keys(replays[sdk]).sort()).toEqual(wanted.sort());
		for (const [name, { operation }] of Object.entries(replays[sdk])) {
			expect(parity[sdk][name.split('/')[0]]).toContain(operation);
		}
	});
});
