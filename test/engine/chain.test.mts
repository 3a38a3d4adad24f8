import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { AngoHubApi } from '../../credentials/AngoHubApi.credentials.ts';
import { AngoHub } from '../../nodes/AngoHub/AngoHub.node.ts';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { AngoHubPollingTrigger } from '../../nodes/AngoHubPollingTrigger/AngoHubPollingTrigger.node.ts';
import { AngoHubTrigger } from '../../nodes/AngoHubTrigger/AngoHubTrigger.node.ts';
import { LABELER } from '../local-hub/index.mts';
import { createEngine, type Engine } from './harness/index.mts';
import { byId, openSetup, type Setup } from './setup.mts';
import { AWS } from './storageSetup.mts';

/*
 * Any operation works after any other that gives what it needs, without a word about IDs: what follows
 * is left at its defaults, but for what only a person can know.
 */

let setup: Setup;
/** Has the triggers, which ask the same hub, and the node for labels. */
let others: Engine;
beforeAll(async () => {
	setup = await openSetup();
	const { apiKey, url, platform } = setup.hub;
	others = await createEngine({
		nodeTypes: {
			'test.trigger': AngoHubTrigger,
			'test.polling': AngoHubPollingTrigger,
			'test.labels': AngoHubLabels,
		},
		credentialTypes: { angoHubApi: AngoHubApi },
		credentials: { angoHubApi: { apiKey, region: 'custom', url, platform } },
	});
});
afterAll(async () => {
	await others.dispose();
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

/** An asset whose file is there. */
function pictureIn(projectId: string, more: object = {}) {
	const asset = setup.hub.seedAsset(projectId, more);
	setup.hub.storage.put(new URL(asset.data!).pathname, 'a picture');
	return asset;
}

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
	const asset = pictureIn(project._id, { batches: [project.batches[0]._id] });
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
	const hook = await others.webhook({
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
	const watch = others.polling({
		type: 'test.polling',
		parameters: { project, ...parameters },
	});
	await watch.activate();
	pictureIn(project.value);
	return (await watch.poll())!.items.map(({ json }) => json);
}

/** What the node for labels makes of the exported labels of a task. */
async function ofLabels({ project, task }: Seeded, parameters: IDataObject) {
	await itemsOf({
		resource: 'label',
		operation: 'annotate',
		project,
		task,
		labels: { objects: [CAR] },
	});
	const exported = await itemsOf({
		resource: 'export',
		operation: 'tasks',
		project,
		stages: 'all',
	});
	const items = exported.map((json) => ({ json: { ...json, width: 100, height: 80 } }));
	const { items: made, error } = await others.run({
		node: { type: 'test.labels', parameters },
		items,
	});
	expect(error?.message).toBeUndefined();
	return made.map(({ json }) => json);
}

/** A source that is one operation, with what its fields need besides their defaults. */
const one =
	(resource: string, operation: string, more: IDataObject = {}) =>
	async ({ project, asset, task }: Seeded) =>
		await itemsOf({ resource, operation, project, asset, task, ...more });

/** Moves a task to the Review stage, as an annotator who submits it does. */
function toReview(taskId: string): void {
	const { hub } = setup;
	if (hub.state.tasks.get(taskId)!.stage !== 'Review') hub.labelTask(taskId, {});
}

const COLUMNS = { column: [{ name: 'name', type: 'text', includeInExport: true }] };
const TEMPLATE = {
	name: 'Page',
	html: '<p>{{name}}</p>',
	columns: COLUMNS,
	externalIdColumn: 'name',
};
const ROW = '={{ { name: "Hat" } }}';
const STAGES = ['Start', 'Label', 'Review', 'Complete'];

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
	'Asset: Get': one('asset', 'get'),
	'Asset: Download': one('asset', 'download'),
	'Asset: Import From Cloud': one('asset', 'importFromCloud', {
		url: 'https://files.example/a.png',
	}),
	'Asset: Add Attachments': async ({ project }) =>
		await itemsOf({
			resource: 'asset',
			operation: 'addAttachments',
			project,
			externalId: setup.hub.state.room(project.value).assets[0].externalId,
			attachments: { attachment: [{ type: 'TEXT', value: 'Note' }] },
		}),
	'Asset: Send and Wait for Label': one('asset', 'sendAndWait', {
		message: 'Hi',
		waitStages: ['Start'],
	}),
	'Asset: Resume Waiting Execution': one('asset', 'resumeWaitingExecution'),
	'Asset: Upload Chat': one('asset', 'uploadChat', {
		source: 'messages',
		messages: '[{ "role": "user", "content": "Hi" }]',
		options: { returnIds: true },
	}),
	'Asset: Build From Template': async ({ project }) => {
		await itemsOf({ resource: 'assetBuilderTemplate', operation: 'create', project, ...TEMPLATE });
		const template = byId('Page');
		const parameters = { project, template, row: ROW };
		return await itemsOf({ resource: 'asset', operation: 'buildFromTemplate', ...parameters });
	},
	'Asset Builder Template: Get Many': async ({ project }) => {
		await itemsOf({ resource: 'assetBuilderTemplate', operation: 'create', project, ...TEMPLATE });
		return await itemsOf({ resource: 'assetBuilderTemplate', operation: 'getAll', project });
	},
	'Batch: Create': one('batch', 'create', { names: ['Week 13'] }),
	'Label: Import': async ({ project }) =>
		await itemsOf({
			resource: 'label',
			operation: 'import',
			project,
			labels: BLUE,
			externalId: setup.hub.state.room(project.value).assets[0].externalId,
		}),
	'Task: Get': one('task', 'get'),
	'Task: Get History': async ({ project, task }) => {
		toReview(task.value);
		return await itemsOf({ resource: 'task', operation: 'getHistory', project, task });
	},
	'Task: Requeue': async ({ project, task }) =>
		await itemsOf({
			resource: 'task',
			operation: 'requeue',
			project,
			toStage: byId('Label'),
			filters: { taskIds: task.value },
		}),
	'Task: Set Priority': async ({ project, task }) =>
		await itemsOf({
			resource: 'task',
			operation: 'setPriority',
			project,
			priority: 5,
			filters: { taskIds: task.value },
		}),
	'Task: Set Benchmark': one('task', 'setBenchmark'),
	'Task: Review': async ({ project, task }) => {
		toReview(task.value);
		return await itemsOf({ resource: 'task', operation: 'review', project, task });
	},
	'Task: Wait For Stage': one('task', 'waitForStage', { stages: STAGES }),
	'Issue: Add Comment': async (seeded) => {
		const [{ issueId }] = await issueOf(seeded);
		const parameters = { project: seeded.project, issue: byId(String(issueId)), comment: 'Done' };
		return await itemsOf({ resource: 'issue', operation: 'addComment', ...parameters });
	},
	'Issue: Update': async (seeded) => {
		const [{ issueId }] = await issueOf(seeded);
		const parameters = { project: seeded.project, issue: byId(String(issueId)) };
		const updateFields = { status: 'Resolved' };
		return await itemsOf({ resource: 'issue', operation: 'update', ...parameters, updateFields });
	},
	'Member: Add to Project': one('member', 'addToProject', { emails: [LABELER] }),
	'Member: Update Role': one('member', 'updateRole', { emails: [LABELER] }),
	'Invite: Create': one('invite', 'create', { emails: 'ada@example.com' }),
	'LLM: Create': one('llm', 'create', { name: 'Writer', model: 'small', apiKey: 'key' }),
	'LLM: Get': async () => {
		const model = { name: 'Writer', model: 'small', apiKey: 'key' };
		const created = await itemsOf({ resource: 'llm', operation: 'create', ...model });
		return await itemsOf({ resource: 'llm', operation: 'get' }, created);
	},
	'Storage: Create': one('storage', 'create', AWS),
	...Object.fromEntries(
		['get', 'getFiles', 'exploreFiles', 'importFolder'].map((operation, at) => [
			`Storage: ${['Get', 'Get Files', 'Explore Files', 'Import Folder'][at]}`,
			async ({ project }: Seeded) => {
				setup.hub.storage.put('/bucket/1.png', 'content');
				const created = await itemsOf({ resource: 'storage', operation: 'create', ...AWS });
				const parameters = { project, bucket: 'bucket' };
				return await itemsOf({ resource: 'storage', operation, ...parameters }, created);
			},
		]),
	),
	'Workflow Stage: Rerun Webhook': one('workflowStage', 'rerunWebhook', { stage: byId('hook') }),
	'Workflow Stage: Update': one('workflowStage', 'update', {
		stage: byId('Label'),
		updateFields: { name: 'Labeling' },
	}),
	'Export: Export Dataset': async ({ project, task }) => {
		await itemsOf({
			resource: 'label',
			operation: 'annotate',
			project,
			task,
			labels: { objects: [CAR] },
		});
		const options = { onMissingSize: 'leaveOut' };
		const parameters = { project, stages: 'all', format: 'csv', includePictures: false, options };
		return await itemsOf({ resource: 'export', operation: 'dataset', ...parameters });
	},
	'Ango Hub Labels: Convert From Predictions': async (seeded) =>
		await ofLabels(seeded, {
			operation: 'convertFrom',
			format: 'boxes',
			predictions: '={{ { boxes: [[1, 2, 3, 4]], scores: [0.5], labels: ["Car"] } }}',
		}),
	'Ango Hub Labels: Convert To Training Format': async (seeded) =>
		await ofLabels(seeded, { operation: 'convertTo', format: 'csv', output: 'items' }),
	'Ango Hub Labels: Draw': async (seeded) =>
		await ofLabels(seeded, { operation: 'draw', output: 'items', picture: 'none' }),
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
	'Polling Trigger: batch': async (seeded) => {
		const { project, task } = seeded;
		const watch = others.polling({
			type: 'test.polling',
			parameters: { project, event: 'batchCompleted' },
		});
		await watch.activate();
		setup.hub.labelTask(task.value, {});
		await itemsOf({ resource: 'task', operation: 'review', project, task });
		return (await watch.poll())!.items.map(({ json }) => json);
	},
	'Polling Trigger: issue': async (seeded) => {
		const { project } = seeded;
		const watch = others.polling({
			type: 'test.polling',
			parameters: { project, event: 'issueOpened' },
		});
		await watch.activate();
		await issueOf(seeded);
		return (await watch.poll())!.items.map(({ json }) => json);
	},
	'Polling Trigger: asset, as it is': async (seeded) =>
		await polled(seeded, { event: 'assetCreated', simplify: false }),
	'An error output': async ({ project, task }) => {
		const given = await itemsOf({ resource: 'task', operation: 'get', project, task });
		const labels = { objects: [{ title: 'No such class' }] };
		const { errorItems } = await setup.engine.run({
			node: setup.node({ resource: 'label', operation: 'annotate', labels } as never, {
				onError: 'continueErrorOutput',
			}),
			items: given.map((json) => ({ json })),
		});
		return errorItems.map(({ json }) => json);
	},
};

const OF_ASSET = ['projectId', 'assetId', 'externalId'];
const OF_TASK = [...OF_ASSET, 'taskId', 'stageId', 'stageName'];

const OF_ISSUE = ['projectId', 'assetId', 'taskId', 'issueId'];

/** What items say, so that what follows finds it. */
const GIVES: Record<string, string[]> = {
	'Asset: Upload': [...OF_ASSET, 'url'],
	'Asset: Get Many': [...OF_ASSET, 'url'],
	'Asset: Get': [...OF_ASSET, 'url'],
	'Asset: Download': [...OF_ASSET, 'url'],
	'Asset: Import From Cloud': [...OF_ASSET, 'url'],
	'Asset: Add Attachments': ['projectId', 'externalId'],
	'Asset: Send and Wait for Label': [...OF_TASK, 'url'],
	'Asset: Resume Waiting Execution': ['projectId', 'assetId'],
	'Asset: Upload Chat': ['projectId', 'assetId'],
	'Asset: Build From Template': [...OF_ASSET, 'text'],
	'Asset Builder Template: Get Many': ['projectId', 'templateId'],
	'Batch: Create': ['projectId', 'batchId'],
	'Label: Import': ['projectId', 'externalId'],
	'Task: Get': OF_TASK,
	'Task: Get History': ['projectId', 'taskId'],
	'Task: Requeue': ['projectId', 'taskId'],
	'Task: Set Priority': ['projectId', 'taskId'],
	'Task: Set Benchmark': ['projectId', 'taskId'],
	'Task: Review': ['projectId', 'taskId'],
	'Task: Wait For Stage': OF_TASK,
	'Issue: Add Comment': ['projectId', 'issueId'],
	'Issue: Update': OF_ISSUE,
	'Member: Add to Project': ['projectId', 'memberEmail'],
	'Member: Update Role': ['organizationId', 'memberEmail'],
	'Invite: Create': ['organizationId', 'memberEmail'],
	'LLM: Create': ['llmId', 'organizationId'],
	'LLM: Get': ['llmId', 'organizationId'],
	'Storage: Create': ['storageId', 'organizationId'],
	'Storage: Get': ['storageId', 'organizationId'],
	'Storage: Get Files': ['storageId', 'bucket'],
	'Storage: Explore Files': ['storageId', 'bucket'],
	'Storage: Import Folder': ['projectId', 'storageId', 'bucket'],
	'Workflow Stage: Rerun Webhook': ['projectId', 'stageId', 'stageName'],
	'Workflow Stage: Update': ['projectId', 'stageId', 'stageName'],
	'Export: Export Dataset': ['projectId'],
	'Ango Hub Labels: Convert From Predictions': [...OF_ASSET, 'taskId', 'url'],
	'Ango Hub Labels: Convert To Training Format': [...OF_ASSET, 'taskId', 'url'],
	'Ango Hub Labels: Draw': [...OF_ASSET, 'taskId', 'url'],
	'Polling Trigger: batch': ['projectId', 'batchId'],
	'Polling Trigger: issue': OF_ISSUE,
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
	'An error output': [...OF_TASK, 'error'],
};

/** What an operation needs of an item, and what only a person can know. */
const TARGETS: Array<[resource: string, operation: string, needs: string[], more?: IDataObject]> = [
	['asset', 'get', ['projectId', 'assetId']],
	['asset', 'download', ['projectId', 'assetId']],
	['asset', 'buildFromTemplate', ['projectId', 'templateId'], { row: ROW }],
	['asset', 'sendAndWait', ['projectId'], { message: 'Hi', waitStages: ['Start'] }],
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
	['task', 'assign', ['projectId', 'taskId', 'stageId'], { user: LABELER }],
	['task', 'review', ['projectId', 'taskId']],
	['task', 'waitForStage', ['projectId', 'taskId'], { stages: STAGES }],
	['label', 'import', ['projectId', 'externalId'], { labels: BLUE, options: { patience: 0 } }],
	[
		'label',
		'import',
		['projectId', 'url'],
		{ findBy: 'data', labels: BLUE, options: { patience: 0 } },
	],
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
	['storage', 'getFiles', ['storageId'], { bucket: 'bucket' }],
	['storage', 'exploreFiles', ['storageId'], { bucket: 'bucket' }],
	[
		'storage',
		'importFolder',
		['projectId', 'storageId'],
		{ project: byId('={{ $json.projectId }}'), bucket: 'bucket' },
	],
	['invite', 'delete', ['inviteId']],
	['workflowStage', 'rerunWebhook', ['projectId', 'stageId']],
	['workflowStage', 'update', ['projectId', 'stageId'], { updateFields: { name: 'New' } }],
	[
		'export',
		'dataset',
		['projectId', 'taskId'],
		{
			project: byId('={{ $json.projectId }}'),
			stages: 'all',
			format: 'csv',
			includePictures: false,
			filters: { taskIds: '={{ $json.taskId }}' },
			options: { onMissingSize: 'leaveOut' },
		},
	],
];

/** The asset that an item is of, as the hub has it. */
function assetOf({ assetId, externalId, projectId }: IDataObject) {
	const { assets, byExternalId } = setup.hub.state.room(String(projectId));
	const [named] = byExternalId.get(String(externalId)) ?? [];
	return assets.find(({ _id }) => _id === assetId) ?? named;
}

/** Whether what an item stands for is such that the operation can work with it. */
function isPossible(operation: string, item: IDataObject): boolean {
	const { state, storage } = setup.hub;
	if (operation === 'review') return state.tasks.get(String(item.taskId))!.stage !== 'Complete';
	if (operation === 'dataset') return state.tasks.get(String(item.taskId))!.answer.tools.length > 0;
	if (operation === 'rerunWebhook') {
		const { stages } = state.project(String(item.projectId));
		return stages.find(({ id }) => id === item.stageId)!.type === 'Webhook';
	}
	if (!['import', 'download', 'resumeWaitingExecution'].includes(operation)) return true;
	const asset = assetOf(item);
	// Who waits is resumed by n8n itself, which is not there (test/n8n has it).
	if (operation === 'resumeWaitingExecution') return asset?.contextData.n8nResume === undefined;
	// Labels reach tasks in Start only, and only the stand-in for the storage has files.
	return operation === 'import'
		? asset !== undefined && setup.hub.taskOf(asset).stage === 'Start'
		: asset?.data?.startsWith(storage.url) === true;
}

describe.each(Object.keys(SOURCES))('after %s', (source) => {
	const given = async () => (await SOURCES[source](seed()))[0];
	/** Says which names there are; what an operation works with is made anew for it. */
	let sample: IDataObject | undefined;

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
			sample ??= await given();
			if (needs.some((name) => typeof sample![name] !== 'string')) return;
			const item = await given();
			if (!isPossible(operation, item)) return;
			if (operation === 'review') toReview(String(item.taskId));

			// What begins with a project lets people pick it from the list.
			const startsWithProject = needs.join() === 'projectId' || operation === 'buildFromTemplate';
			const project = startsWithProject && { project: byId('={{ $json.projectId }}') };
			const results = await itemsOf({ resource, operation, ...project, ...more }, [item]);

			if (!needs.includes('projectId')) return;
			for (const { projectId } of results) expect(projectId).toBe(item.projectId);
		},
	);

	it('all is there that it stands for or belongs to', async () => {
		const item = await given();

		for (const name of GIVES[source])
			expect([name, item[name]]).toEqual([name, expect.any(String)]);
	});
});

describe('no operation is forgotten', () => {
	const { properties } = new AngoHub().description;
	const schemas = join(import.meta.dirname, '../../nodes/AngoHub/__schema__/v1.0.0');
	const named = (of: INodeProperties[], value: string) =>
		(of.flatMap(({ options = [] }) => options) as INodePropertyOptions[]).find(
			(option) => option.value === value,
		)!.name;
	const operations = globSync('*/*.json', { cwd: schemas }).map((path) => {
		const [resource, operation] = path.replace('.json', '').split('/');
		const isOf = ({ displayOptions, name }: INodeProperties) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource);
		const title = `${named([properties[0]], resource)}: ${named(properties.filter(isOf), operation)}`;
		const { properties: own } = JSON.parse(readFileSync(join(schemas, path), 'utf8')) as {
			properties: object;
		};
		const fields = properties.filter(
			({ displayOptions: { show = {} } = {} }) =>
				show.resource?.includes(resource) && show.operation?.includes(operation),
		);
		return { resource, operation, title, own: Object.keys(own), fields };
	});
	/** Nothing works with what is gone; the legacy platform has a test of its own. */
	const WITHOUT = [/: (Delete|Remove|Purge)$/, /Legacy/];
	const IDS = /^(asset|task|issue|storage|llm|template|invite|batch|stage)Id$|^memberEmail$/;

	const giving = operations.filter(
		({ title, own }) =>
			own.some((name) => IDS.test(name)) && !WITHOUT.some((pattern) => pattern.test(title)),
	);
	it.each(giving)('that gives an ID: $title', ({ title }) => {
		expect(Object.keys(SOURCES)).toContainEqual(expect.stringMatching(`^${title}`));
	});

	const taking = operations.filter(
		({ title, fields }) =>
			/\$json\.(assetId|taskId|issueId|storageId|llmId|templateId|memberEmail|stageId)\b/.test(
				JSON.stringify(fields.map((field) => field.default)),
			) && !/Legacy/.test(title),
	);
	it.each(taking)('that takes an ID: $title', ({ resource, operation }) => {
		const known = TARGETS.map(([ofResource, ofOperation]) => [ofResource, ofOperation]);
		expect(known).toContainEqual([resource, operation]);
	});
});
