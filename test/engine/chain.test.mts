import type { IDataObject } from 'n8n-workflow';
import { AngoHubApi } from '../../credentials/AngoHubApi.credentials.ts';
import { AngoHubPollingTrigger } from '../../nodes/AngoHubPollingTrigger/AngoHubPollingTrigger.node.ts';
import { AngoHubTrigger } from '../../nodes/AngoHubTrigger/AngoHubTrigger.node.ts';
import { createEngine, type Engine } from './harness/index.mts';
import { byId, openSetup, type Setup } from './setup.mts';
import { AWS } from './storageSetup.mts';

/*
 * Any operation works after any other that gives what it needs, without a word about IDs: what follows
 * is left at its defaults, but for what only a person can know.
 */

let setup: Setup;
/** Has the triggers, which ask the same hub. */
let triggers: Engine;
beforeAll(async () => {
	setup = await openSetup();
	const { apiKey, url, platform } = setup.hub;
	triggers = await createEngine({
		nodeTypes: { 'test.trigger': AngoHubTrigger, 'test.polling': AngoHubPollingTrigger },
		credentialTypes: { angoHubApi: AngoHubApi },
		credentials: { angoHubApi: { apiKey, region: 'custom', url, platform } },
	});
});
afterAll(async () => {
	await triggers.dispose();
	await setup.close();
});

const LABEL_SET = {
	tools: [{ schemaId: 'car', tool: 'bounding-box', title: 'Car', classifications: [] }],
	classifications: [
		{
			schemaId: 'sky',
			tool: 'radio',
			title: 'Sky',
			options: [{ value: 'Blue', schemaId: 'blue' }],
		},
	],
	relations: [],
};
const CAR = { schemaId: 'car', 'bounding-box': { x: 1, y: 2, width: 3, height: 4 } };
const BLUE = { classifications: [{ title: 'Sky', answer: 'Blue' }] };

/** A project with one of everything. */
function seed() {
	const { hub } = setup;
	const project = hub.seedProject({
		batches: ['Week 12'],
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
			{ id: 'Label', type: 'Label', name: 'Label', next: ['hook'], assignedTo: [] },
			{ id: 'hook', type: 'Webhook', name: 'To n8n', next: ['Review'] },
			{ id: 'Review', type: 'Review', name: 'Review', next: ['Complete', 'Label'] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
		categorySchema: LABEL_SET,
	});
	const asset = hub.seedAsset(project._id, { batches: [project.batches[0]._id] });
	return { project: byId(project._id), asset: byId(asset._id), task: byId(hub.taskOf(asset)._id) };
}
type Seeded = ReturnType<typeof seed>;

async function itemsOf(parameters: IDataObject, items: IDataObject[] = [{}]) {
	const { error, errorItems, ...result } = await setup.engine.run({
		node: setup.node(parameters as never),
		items: items.map((json) => ({ json })),
	});
	const { message, description } = (error ?? {}) as Error & { description?: string };
	expect(message && `${message}: ${description}`).toBeUndefined();
	expect(errorItems).toEqual([]);
	return result.items.map(({ json }) => json);
}

const issueOf = async ({ project, task }: Seeded) =>
	await itemsOf({ resource: 'issue', operation: 'create', project, task, content: 'Look' });

/** What the webhook trigger gives for a task that is labeled. */
async function delivered({ project, task }: Seeded, parameters: IDataObject) {
	const { hub } = setup;
	const hook = await triggers.webhook({
		type: 'test.trigger',
		parameters: { authentication: 'none', ...parameters },
	});
	await hook.activate();
	hub.setWebhook(project.value, 'hook', { url: hook.url(), auth: 'none' });
	hub.labelTask(task.value, { objects: [CAR] });
	await hub.whenDeliveriesSettled();
	return (await hook.executions()).flatMap(({ items }) => items.map(({ json }) => json));
}

/** What the polling trigger gives for an asset that is added. */
async function polled({ project }: Seeded, parameters: IDataObject) {
	const watch = triggers.polling({
		type: 'test.polling',
		parameters: { project, ...parameters },
	});
	await watch.activate();
	setup.hub.seedAsset(project.value, {});
	return (await watch.poll())!.items.map(({ json }) => json);
}

const SOURCES: Record<string, (seeded: Seeded) => Promise<IDataObject[]>> = {
	'Asset: Upload': async ({ project }) =>
		await itemsOf({
			resource: 'asset',
			operation: 'upload',
			project,
			source: 'text',
			text: 'Hi',
		}),
	'Asset: Get Many': async ({ project }) =>
		await itemsOf({ resource: 'asset', operation: 'getAll', project }),
	'Asset: Get, as it is': async ({ project, asset }) =>
		await itemsOf({ resource: 'asset', operation: 'get', project, asset, simplify: false }),
	'Asset: Set Priority': async ({ project, asset }) =>
		await itemsOf({ resource: 'asset', operation: 'setPriority', project, asset, priority: 5 }),
	'Batch: Assign Assets': async ({ project, asset }) =>
		await itemsOf({
			resource: 'batch',
			operation: 'assign',
			project,
			assets: asset.value,
			batches: ['Week 12'],
		}),
	'Batch: Get Many': async ({ project }) =>
		await itemsOf({ resource: 'batch', operation: 'getAll', project }),
	'Task: Get Many': async ({ project }) =>
		await itemsOf({ resource: 'task', operation: 'getAll', project }),
	'Task: Get, as it is': async ({ project, task }) =>
		await itemsOf({ resource: 'task', operation: 'get', project, task, simplify: false }),
	'Task: Assign': async ({ project, task }) => {
		const email = 'labeler@local-hub.example';
		const parameters = { user: email, stage: byId('Label') };
		return await itemsOf({ resource: 'task', operation: 'assign', project, task, ...parameters });
	},
	'Label: Annotate Task': async ({ project, task }) =>
		await itemsOf({ resource: 'label', operation: 'annotate', project, task, labels: BLUE }),
	'Issue: Create': issueOf,
	'Issue: Get Many': async (seeded) => {
		await issueOf(seeded);
		return await itemsOf({ resource: 'issue', operation: 'getAll', project: seeded.project });
	},
	'Export: Export Tasks': async ({ project }) =>
		await itemsOf({ resource: 'export', operation: 'tasks', project, stages: 'all' }),
	'Export: Export Issues': async (seeded) => {
		await issueOf(seeded);
		return await itemsOf({ resource: 'export', operation: 'issues', project: seeded.project });
	},
	'Project: Get': async ({ project }) =>
		await itemsOf({ resource: 'project', operation: 'get', project }),
	'Project: Get Many': async () =>
		await itemsOf({ resource: 'project', operation: 'getAll', limit: 1 }),
	'Workflow Stage: Get Many': async ({ project }) =>
		await itemsOf({ resource: 'workflowStage', operation: 'getAll', project }),
	'Label Set: Get': async ({ project }) =>
		await itemsOf({ resource: 'labelSet', operation: 'get', project }),
	'Project: Create': async () =>
		await itemsOf({ resource: 'project', operation: 'create', name: 'New' }),
	'Member: Get Many': async ({ project }) =>
		await itemsOf({ resource: 'member', operation: 'getAll', project }),
	'Invite: Get Many': async () => {
		await itemsOf({ resource: 'invite', operation: 'create', emails: 'ada@example.com' });
		return await itemsOf({ resource: 'invite', operation: 'getAll' });
	},
	'LLM: Get Many': async () => {
		const model = { name: 'Writer', model: 'small', apiKey: 'key' };
		await itemsOf({ resource: 'llm', operation: 'create', ...model });
		return await itemsOf({ resource: 'llm', operation: 'getAll' });
	},
	'Storage: Get Many': async () => {
		await itemsOf({ resource: 'storage', operation: 'create', ...AWS });
		return await itemsOf({ resource: 'storage', operation: 'getAll' });
	},
	'Trigger: task': async (seeded) => await delivered(seeded, {}),
	'Trigger: object, flat': async (seeded) =>
		await delivered(seeded, { oneItemPer: 'object', flatten: true }),
	'Trigger: task, as it is': async (seeded) => await delivered(seeded, { simplify: false }),
	'Polling Trigger: task': async (seeded) => await polled(seeded, { event: 'taskCreated' }),
	'Polling Trigger: task, as it is': async (seeded) =>
		await polled(seeded, { event: 'taskCreated', simplify: false }),
	'Polling Trigger: asset': async (seeded) => await polled(seeded, { event: 'assetCreated' }),
	'Polling Trigger: asset, as it is': async (seeded) =>
		await polled(seeded, { event: 'assetCreated', simplify: false }),
};

const OF_ASSET = ['projectId', 'assetId', 'externalId'];
const OF_TASK = [...OF_ASSET, 'taskId', 'stageId', 'stageName'];

/** What items say, so that what follows finds it. */
const GIVES: Record<string, string[]> = {
	'Asset: Upload': [...OF_ASSET, 'url'],
	'Asset: Get Many': [...OF_ASSET, 'url'],
	'Asset: Get, as it is': [...OF_ASSET, 'url'],
	'Asset: Set Priority': ['projectId', 'assetId'],
	'Batch: Assign Assets': ['projectId', 'assetId'],
	'Batch: Get Many': ['projectId', 'batchId'],
	'Task: Get Many': OF_TASK,
	'Task: Get, as it is': OF_TASK,
	'Task: Assign': ['projectId', 'taskId', 'stageId'],
	'Label: Annotate Task': OF_TASK,
	'Issue: Create': ['projectId', 'assetId', 'taskId', 'issueId'],
	'Issue: Get Many': ['projectId', 'assetId', 'taskId', 'issueId'],
	'Export: Export Tasks': [...OF_TASK, 'url'],
	'Export: Export Issues': ['projectId', 'issueId', 'taskId'],
	'Project: Get': ['projectId'],
	'Project: Get Many': ['projectId'],
	'Workflow Stage: Get Many': ['projectId', 'stageId', 'stageName'],
	'Label Set: Get': ['projectId'],
	'Project: Create': ['projectId'],
	'Member: Get Many': ['projectId', 'memberEmail'],
	'Invite: Get Many': ['inviteId', 'memberEmail'],
	'LLM: Get Many': ['llmId'],
	'Storage: Get Many': ['storageId'],
	'Trigger: task': [...OF_TASK, 'url'],
	'Trigger: object, flat': [...OF_TASK, 'url', 'objectId'],
	'Trigger: task, as it is': [...OF_TASK, 'url', 'asset'],
	'Polling Trigger: task': [...OF_TASK, 'url'],
	'Polling Trigger: task, as it is': [...OF_TASK, 'url', 'asset'],
	'Polling Trigger: asset': [...OF_ASSET, 'url'],
	'Polling Trigger: asset, as it is': [...OF_ASSET, 'url', '_id', 'data'],
};

/** What an operation needs of an item, and what only a person can know. */
const TARGETS: Array<[resource: string, operation: string, needs: string[], more?: IDataObject]> = [
	['asset', 'get', ['projectId', 'assetId']],
	['asset', 'setPriority', ['projectId', 'assetId'], { priority: 7 }],
	['asset', 'delete', ['projectId', 'assetId']],
	['batch', 'assign', ['projectId', 'assetId'], { batches: ['Week 12'] }],
	[
		'asset',
		'addAttachments',
		['projectId', 'externalId'],
		{ attachments: { attachment: [{ type: 'TEXT', value: 'Note' }] } },
	],
	['task', 'get', ['projectId', 'taskId']],
	['task', 'getHistory', ['projectId', 'taskId']],
	['task', 'setBenchmark', ['projectId', 'taskId']],
	['task', 'setPriority', ['projectId', 'taskId'], { priority: 7 }],
	['task', 'requeue', ['projectId', 'taskId'], { toStage: byId('Label') }],
	['label', 'annotate', ['projectId', 'taskId'], { labels: BLUE }],
	[
		'task',
		'assign',
		['projectId', 'taskId'],
		{ user: 'labeler@local-hub.example', stage: byId('Label') },
	],
	['label', 'import', ['projectId', 'externalId'], { labels: BLUE, options: { patience: 0 } }],
	['asset', 'resumeWaitingExecution', ['projectId', 'assetId']],
	[
		'export',
		'tasks',
		['projectId', 'taskId'],
		{
			project: byId('={{ $json.projectId }}'),
			stages: 'all',
			filters: { taskIds: '={{ $json.taskId }}' },
		},
	],
	['export', 'issues', ['projectId']],
	['project', 'getMetrics', ['projectId']],
	['project', 'getPerformance', ['projectId']],
	['issue', 'create', ['projectId', 'taskId'], { content: 'Look' }],
	['issue', 'addComment', ['projectId', 'issueId'], { comment: 'Done' }],
	['issue', 'update', ['projectId', 'issueId'], { updateFields: { status: 'Closed' } }],
	['issue', 'delete', ['projectId', 'issueId']],
	['project', 'get', ['projectId']],
	['asset', 'getAll', ['projectId']],
	['task', 'getAll', ['projectId']],
	['batch', 'getAll', ['projectId']],
	['batch', 'create', ['projectId'], { names: ['New'] }],
	['labelSet', 'get', ['projectId']],
	['workflowStage', 'getAll', ['projectId']],
	['export', 'tasks', ['projectId'], { stages: 'all' }],
	['asset', 'upload', ['projectId'], { source: 'text', text: 'Hi' }],
	['llm', 'get', ['llmId']],
	['llm', 'delete', ['llmId']],
	['storage', 'get', ['storageId']],
	['storage', 'delete', ['storageId']],
	['invite', 'delete', ['inviteId']],
];

describe.each(Object.keys(SOURCES))('after %s', (source) => {
	const given = async () => (await SOURCES[source](seed()))[0];

	it.each(
		TARGETS.map(([resource, operation, needs, more = {}]) => ({
			resource,
			operation,
			needs,
			more,
		})),
	)(
		'$resource: $operation works where it gives $needs',
		async ({ resource, operation, needs, more }) => {
			const item = await given();
			if (needs.some((name) => typeof item[name] !== 'string')) return;
			// Label import reaches tasks in Start only.
			if (operation === 'import' && source.startsWith('Trigger')) return;

			// What begins with a project lets people pick it from the list.
			const project = needs.length === 1 &&
				needs[0] === 'projectId' && { project: byId('={{ $json.projectId }}') };
			const results = await itemsOf({ resource, operation, ...project, ...more }, [item]);

			for (const { projectId } of results) expect(projectId).toBe(item.projectId);
		},
	);

	it('all is there that it stands for or belongs to', async () => {
		const item = await given();

		for (const name of GIVES[source])
			expect([name, item[name]]).toEqual([name, expect.any(String)]);
	});
});
