import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { IDataObject, INode } from 'n8n-workflow';
import type { LocalHub, Project } from '../../local-hub/index.mts';
import { publish, runnable, triggerUrl } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import { until } from '../harness/until.mts';
import { angoHub, chain, node, startedBy, to, type WorkflowFile } from '../harness/workflows.mts';
import { ModelStandIn } from '../stand-ins/model.mts';

/*
 * What people build in their first hour, as they would: by picking from lists, with every field that
 * they need not touch at its default. What a workflow takes is held here, so that it stays little.
 */

type Seed = NonNullable<Parameters<LocalHub['seedProject']>[0]>;

const STAGES: Seed['stages'] = [
	{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
	{ id: 'Label', type: 'Label', name: 'Label', next: ['hook'], assignedTo: [] },
	{ id: 'hook', type: 'Webhook', name: 'To n8n', next: ['Complete'] },
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
];
const COLOR = {
	schemaId: 'color',
	tool: 'radio',
	title: 'Main color',
	options: ['Red', 'Blue'].map((value) => ({ value, schemaId: value })),
};
const classOf = (title: string) => ({ schemaId: title, tool: 'bounding-box', title });
const LABEL_SET = {
	tools: [{ ...classOf('Car'), classifications: [COLOR] }, classOf('Bus')],
	classifications: [COLOR],
	relations: [],
};
const box = (title: string, x: number, color?: string) => ({
	schemaId: title,
	title,
	'bounding-box': { x, y: 10, width: 30, height: 20 },
	classifications: color ? [{ schemaId: 'color', answer: color }] : [],
});

const seed = (name: string, more: Seed = {}): Project =>
	theLab().hub.seedProject({ name, stages: STAGES, categorySchema: LABEL_SET, ...more });

/** A project as it is picked from the list. */
const picked = ({ _id: value, name: cachedResultName }: Project): IDataObject => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName,
});

function label(project: Project, externalId: string, answer: object): void {
	const { hub } = theLab();
	const [asset] = hub.state.room(project._id).byExternalId.get(externalId)!;
	hub.labelTask(hub.taskOf(asset!)._id, answer as never);
}

/** Makes a folder that n8n may read, with these files; gives its path. */
function folderOf(name: string, files: Record<string, string>): string {
	const folder = join(theLab().n8n.filesFolder, name);
	mkdirSync(folder);
	for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
	return folder;
}

const readFrom = (name: string, fileSelector: string): INode =>
	node(name, 'n8n-nodes-base.readWriteFile', { fileSelector });

/** Nodes besides the one that a click starts, expressions and Code nodes: what somebody has to build. */
function effortOf({ nodes }: WorkflowFile) {
	const built = nodes.filter(({ type }) => !type.endsWith('.manualTrigger'));
	return {
		nodes: built.length,
		expressions: JSON.stringify(built.map(({ parameters }) => parameters)).split('"=').length - 1,
		code: built.filter(({ type }) => type.endsWith('.code')).length,
	};
}

/** A trigger with its credentials, whose address the Webhook stage of the project has. */
async function triggerOf(project: Project, parameters: IDataObject): Promise<INode> {
	const { hub, n8n, credential } = theLab();
	const secret = randomUUID();
	const data = { authType: 'secret', secret };
	const stage = await n8n.api.createCredential(project.name, 'angoHubWebhookApi', data);
	const credentials = Object.fromEntries(
		[stage, credential].map(({ id, name, type }) => [type, { id, name }]),
	);
	const type = 'n8n-nodes-ango-hub.angoHubTrigger';
	const trigger = node('Trigger', type, parameters, { webhookId: randomUUID(), credentials });
	const url = triggerUrl(n8n, startedBy(trigger, ''));
	hub.setWebhook(project._id, 'hook', { url, auth: 'secret', secret });
	return trigger;
}

async function run(workflow: WorkflowFile) {
	const execution = await (await runnable(theLab().n8n, workflow))();
	assert.equal(execution.status, 'success', execution.error);
	return execution;
}

describe('the first hour', () => {
	const model = new ModelStandIn();

	before(() => model.start());
	after(() => model.stop());

	it('uploads a mixed folder with batches and context data of a CSV: 5 nodes', async () => {
		const { hub, credential } = theLab();
		const project = seed('Mixed folder');
		const folder = folderOf('mixed', {
			'street.png': 'picture',
			'notes.txt': 'text',
			'crossing.mp4': 'video',
		});
		const table = folderOf('mixed-table', {
			'files.csv': 'fileName,batch,camera\nstreet.png,Week 12,front\nnotes.txt,Week 13,\n',
		});
		const workflow = startedBy(
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			'Mixed folder',
			readFrom('Files', `${folder}/*`),
			node(
				'Add Rows',
				'n8n-nodes-base.merge',
				{
					mode: 'combine',
					fieldsToMatchString: 'fileName',
					joinMode: 'enrichInput1',
				},
				{ typeVersion: 3.2 },
			),
			angoHub('Upload', credential, {
				project: picked(project),
				options: {
					batches: '={{ $json.batch }}',
					createMissingBatches: true,
					contextData: '={{ { camera: $json.camera } }}',
				},
			}),
		);
		workflow.nodes.push(
			readFrom('Table', `${table}/files.csv`),
			node('Rows', 'n8n-nodes-base.extractFromFile', {}),
		);
		workflow.connections.Start!.main[0]!.push(to('Table'));
		workflow.connections.Table = { main: [[to('Rows')]] };
		workflow.connections.Rows = { main: [[{ ...to('Add Rows'), index: 1 }]] };

		const execution = await run(workflow);

		assert.deepEqual(effortOf(workflow), { nodes: 5, expressions: 2, code: 0 });
		const named = execution
			.json('Upload')
			.map(({ externalId, batchNames }) => [externalId, batchNames]);
		assert.deepEqual(named.sort(), [
			['crossing.mp4', []],
			['notes.txt', ['Week 13']],
			['street.png', ['Week 12']],
		]);
		const { assets } = hub.state.room(project._id);
		assert.equal(
			assets.find(({ externalId }) => externalId === 'street.png')!.contextData.camera,
			'front',
		);
	});

	it('makes a label set, and draws the boxes of a model for annotators: 5 nodes, no expression', async () => {
		const { hub, n8n, credential } = theLab();
		const project = seed('Boxes', { categorySchema: undefined });
		const folder = folderOf('boxes', { 'a.png': 'first', 'b.png': 'second' });
		model.predictions.set('first', {
			boxes: [
				[10, 20, 50, 60],
				[50, 20, 90, 60],
			],
			scores: [0.9, 0.8],
			labels: ['Car', 'Bus'],
		});
		model.predictions.set('second', { boxes: [], scores: [], labels: [] });
		const { id, name } = await n8n.api.createCredential('Model', 'httpBearerAuth', {
			token: model.token,
		});
		const workflow = startedBy(
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			'Boxes',
			angoHub('Label Set', credential, {
				resource: 'labelSet',
				operation: 'update',
				project: picked(project),
				classes: {
					class: ['Car', 'Bus'].map((title) => ({ title })),
				},
			}),
			readFrom('Pictures', `${folder}/*`),
			node(
				'Model',
				'n8n-nodes-base.httpRequest',
				{
					method: 'POST',
					url: model.url,
					authentication: 'genericCredentialType',
					genericAuthType: 'httpBearerAuth',
					sendBody: true,
					contentType: 'binaryData',
					inputDataFieldName: 'data',
				},
				{ typeVersion: 4.2, credentials: { httpBearerAuth: { id, name } } },
			),
			node(
				'Boxes Beside Pictures',
				'n8n-nodes-base.merge',
				{
					mode: 'combine',
					combineBy: 'combineByPosition',
				},
				{ typeVersion: 3.2 },
			),
			angoHub('Upload', credential, {
				project: picked(project),
				format: 'boxes',
			}),
		);
		workflow.connections.Pictures!.main[0]!.push({ ...to('Boxes Beside Pictures'), index: 1 });

		await run(workflow);

		assert.deepEqual(effortOf(workflow), { nodes: 5, expressions: 0, code: 0 });
		const drawn = hub.state
			.room(project._id)
			.assets.map((asset) => [
				asset.externalId,
				hub.taskOf(asset).answer.tools.map((object) => [object.title, object['bounding-box']]),
			]);
		const sized = (x: number, y: number) => ({ x, y, width: 40, height: 40 });
		assert.deepEqual(drawn.sort(), [
			[
				'a.png',
				[
					['Car', sized(10, 20)],
					['Bus', sized(50, 20)],
				],
			],
			['b.png', []],
		]);
	});

	it('writes a row for each labeled object into a data table: 2 nodes, no expression', async () => {
		const { hub, n8n } = theLab();
		const project = seed('Rows', { batches: ['Week 12'] });
		const columns = {
			string: [
				'event',
				'taskId',
				'projectId',
				'assetId',
				'externalId',
				'url',
				'stageId',
				'stageName',
				'batchNames',
				'updatedBy',
				'objectId',
				'schemaId',
				'title',
				'tool',
				'metadata_createdAt',
				'metadata_createdBy',
				'points',
				'Main_color',
			],
			number: ['x', 'y', 'width', 'height'],
		};
		await run(
			chain(
				'Make the table',
				node(
					'Table',
					'n8n-nodes-base.dataTable',
					{
						resource: 'table',
						operation: 'create',
						tableName: 'Objects',
						columns: {
							column: Object.entries(columns).flatMap(([type, names]) =>
								names.map((name) => ({ name, type })),
							),
						},
					},
					{ typeVersion: 1.1 },
				),
			),
		);
		const trigger = await triggerOf(project, { oneItemPer: 'object', flatten: true });
		const workflow = startedBy(
			trigger,
			'Objects',
			node(
				'Row',
				'n8n-nodes-base.dataTable',
				{
					dataTableId: { __rl: true, mode: 'name', value: 'Objects' },
					columns: { mappingMode: 'autoMapInputData', value: null },
				},
				{ typeVersion: 1.1 },
			),
		);
		const workflowId = await publish(n8n, workflow);
		hub.seedAsset(project._id, { externalId: 'a.png', batches: [project.batches[0]!._id] });
		label(project, 'a.png', { objects: [box('Car', 5, 'Red'), box('Bus', 50)] });
		await until(
			async () => (await n8n.api.executionIds(workflowId)).length === 1,
			() => 'the labeled task starts the workflow',
		);

		const [done] = await n8n.api.finishedExecutions(workflowId);

		assert.deepEqual(effortOf(workflow), { nodes: 2, expressions: 0, code: 0 });
		assert.equal(done!.status, 'success', done!.error);
		const rows = done!
			.json('Row')
			.map(({ externalId, title, x, batchNames, Main_color }) => [
				externalId,
				title,
				x,
				batchNames,
				Main_color,
			]);
		assert.deepEqual(rows, [
			['a.png', 'Car', 5, 'Week 12', 'Red'],
			['a.png', 'Bus', 50, 'Week 12', null],
		]);
		await n8n.api.deactivate(workflowId);
	});

	it('counts the objects of each class: 2 nodes, no expression', async () => {
		const { hub, credential } = theLab();
		const project = seed('Counts');
		for (const name of ['a.png', 'b.png']) {
			hub.seedAsset(project._id, { externalId: name });
			label(project, name, { objects: [box('Car', 1), box('Car', 40), box('Bus', 80)] });
		}
		const workflow = chain(
			'Counts',
			angoHub('Export', credential, {
				resource: 'export',
				operation: 'tasks',
				project: picked(project),
				oneItemPer: 'object',
			}),
			node(
				'Count',
				'n8n-nodes-base.summarize',
				{
					fieldsToSummarize: { values: [{ aggregation: 'count', field: 'title' }] },
					fieldsToSplitBy: 'title',
				},
				{ typeVersion: 1.1 },
			),
		);

		const execution = await run(workflow);

		assert.deepEqual(effortOf(workflow), { nodes: 2, expressions: 0, code: 0 });
		assert.deepEqual(execution.json('Count'), [
			{ title: 'Car', count_title: 4 },
			{ title: 'Bus', count_title: 2 },
		]);
	});

	it('waits for an annotator: 2 nodes, and 1 that wakes up all who wait, no expression', async () => {
		const { n8n, credential } = theLab();
		const project = seed('Wait');
		const trigger = await triggerOf(project, { options: { resumeWaiting: true } });
		const waking = startedBy(trigger, 'Wake up');
		const wakingId = await publish(n8n, waking);
		const workflow = chain(
			'Wait',
			readFrom('Picture', `${folderOf('wait', { 'a.png': 'picture' })}/*`),
			angoHub('Ask', credential, {
				resource: 'asset',
				operation: 'sendAndWait',
				project: picked(project),
				source: 'file',
			}),
		);
		const id = await n8n.api.start(await n8n.api.createWorkflow(workflow), 'Start');
		await n8n.api.waitingExecution(id);
		label(project, 'a.png', { classifications: [{ schemaId: 'color', answer: 'Red' }] });

		const done = await n8n.api.finishedExecution(id);

		assert.equal(done.status, 'success', done.error);
		assert.deepEqual(effortOf(workflow), { nodes: 2, expressions: 0, code: 0 });
		assert.deepEqual(effortOf(waking), { nodes: 1, expressions: 0, code: 0 });
		const [{ event, externalId, task }] = done.json('Ask') as [IDataObject];
		const { classifications } = task as { classifications: IDataObject[] };
		assert.deepEqual([event, externalId], ['labelReceived', 'a.png']);
		assert.equal(classifications[0]!.answer, 'Red');
		await n8n.api.deactivate(wakingId);
	});
});
