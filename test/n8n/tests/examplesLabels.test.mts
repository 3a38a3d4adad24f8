import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Asset, Project } from '../../local-hub/index.mts';
import { clientOf } from '../../local-hub/testClient.mts';
import { settleDeliveries } from '../harness/deliveries.mts';
import { exampleWorkflow, publish, runnable, triggerUrl } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import { until } from '../harness/until.mts';
import { chain, node } from '../harness/workflows.mts';
import { ModelStandIn } from '../stand-ins/model.mts';

const MANUAL = 'When clicking ‘Execute workflow’';
const SECRET = randomUUID();
const WEBHOOK = randomUUID();
const LABEL_SET = {
	tools: [],
	classifications: [
		{
			schemaId: 'animal',
			tool: 'radio',
			title: 'Animal',
			classifications: [],
			options: ['Cat', 'Dog'].map((value) => ({ value, schemaId: `animal-${value}` })),
		},
	],
	relations: [],
};

const answer = (text: string) => ({ classifications: [{ schemaId: 'animal', answer: text }] });

/** The name of the stage that each task of a project is in, and its answer, by external id. */
function tasksOf({ _id, stages }: Project): Record<string, [string | undefined, unknown]> {
	const { hub } = theLab();
	return Object.fromEntries(
		hub.state.room(_id).assets.map((asset) => {
			const { stage, answer: given } = hub.taskOf(asset);
			const name = stages.find(({ id }) => id === stage)?.name;
			return [asset.externalId, [name, given.classifications[0]?.answer]];
		}),
	);
}

describe('the example "Model predictions as pre-labels, people for the uncertain ones"', () => {
	const model = new ModelStandIn();
	let project: Project;

	before(() => model.start());

	after(() => model.stop());

	/** Uploads an image of which the model says this. */
	function seed(externalId: string, label?: string, score = 1): void {
		const { hub } = theLab();
		hub.storage.put(`/${project._id}/assets/${externalId}`, externalId, 'image/png');
		hub.seedAsset(project._id, { externalId });
		if (label)
			model.predictions.set(externalId, [
				{ label, score },
				{ label: 'Other', score: 0 },
			]);
	}

	it('finishes the certain ones, gives the others to people and tries failures again', async () => {
		const { hub, n8n, credential } = theLab();
		project = hub.seedProject({
			name: 'Predictions',
			categorySchema: LABEL_SET,
			stages: [
				{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
				{ id: 'Label', type: 'Label', name: 'Label', next: ['s-review'], assignedTo: [] },
				{ id: 's-review', type: 'Review', name: 'Review', next: ['Complete', 'Label'] },
				{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
			],
		});
		seed('certain.png', 'Cat', 0.97);
		seed('just.png', 'Dog', 0.9);
		seed('uncertain.png', 'Dog', 0.55);
		seed('unknown.png', 'Fox', 0.99);
		seed('broken.png');
		seed('labeled.png', 'Cat', 0.99);
		const [done] = hub.state.room(project._id).byExternalId.get('labeled.png')!;
		hub.submit(hub.taskOf(done!)._id, answer('Dog'));
		const token = { token: model.token };
		const bearer = await n8n.api.createCredential('Model', 'httpBearerAuth', token);
		const run = await runnable(
			n8n,
			exampleWorkflow('predictions-review-uncertain.json', [credential, bearer], {
				project: project._id,
				model: model.url,
			}),
		);

		const first = await run();
		assert.equal(first.status, 'success', first.error);
		assert.deepEqual(tasksOf(project), {
			'certain.png': ['Complete', 'Cat'],
			'just.png': ['Complete', 'Dog'],
			'uncertain.png': ['Review', 'Dog'],
			'unknown.png': ['Start', undefined],
			'broken.png': ['Start', undefined],
			'labeled.png': ['Label', 'Dog'],
		});
		assert.ok(!model.asked.includes('labeled.png'));
		assert.match(String(first.json('Import Pre-Labels', 1)[0]?.error), /'Fox' is not an answer/);

		model.asked.length = 0;
		model.predictions.set('broken.png', [{ label: 'Cat', score: 0.2 }]);
		const second = await run();
		assert.equal(second.status, 'success', second.error);
		assert.deepEqual(model.asked.sort(), ['broken.png', 'unknown.png']);
		assert.deepEqual(tasksOf(project)['broken.png'], ['Review', 'Cat']);
	});
});

/** A project with a batch of two, whose labeled tasks pass a Webhook stage. */
function seedBatch(name: string): { project: Project; assets: [Asset, Asset] } {
	const { hub } = theLab();
	const project = hub.seedProject({
		name,
		batches: ['Week 12'],
		categorySchema: LABEL_SET,
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
			{ id: 'Label', type: 'Label', name: 'Label', next: [WEBHOOK], assignedTo: [] },
			{ id: WEBHOOK, type: 'Webhook', name: 'To n8n', next: ['Complete'] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
	});
	const batches = [project.batches[0]!._id];
	const [one, two] = ['one.png', 'two.png'].map((externalId) =>
		hub.seedAsset(project._id, { externalId, batches }),
	);
	return { project, assets: [one!, two!] };
}

/** Publishes an example that the Webhook stage of a project starts. */
async function connect(fileName: string, project: Project, settings: IDataObject): Promise<string> {
	const { hub, n8n, credential } = theLab();
	const proof = { authType: 'secret', secret: SECRET };
	const stage = await n8n.api.createCredential('Stage', 'angoHubWebhookApi', proof);
	const workflow = exampleWorkflow(fileName, [credential, stage], settings);
	const url = triggerUrl(n8n, workflow);
	hub.setWebhook(project._id, WEBHOOK, { url, auth: 'secret', secret: SECRET });
	return await publish(n8n, workflow);
}

/** Labels a task and waits until the execution that this starts has ended well. */
async function labeled(workflowId: string, asset: Asset, text: string): Promise<void> {
	const { hub, n8n } = theLab();
	const before = await n8n.api.executionIds(workflowId);
	hub.submit(hub.taskOf(asset)._id, answer(text));
	await settleDeliveries(hub, hub.state.project(asset.project));
	let ids: string[] = [];
	await until(
		async () => (ids = await n8n.api.executionIds(workflowId)).length > before.length,
		() => `an execution for ${asset.externalId}`,
	);
	const execution = await n8n.api.finishedExecution(ids[0]!);
	assert.equal(execution.status, 'success', execution.error);
}

/** Sends a task back to the annotators, as a manager does in Ango Hub. */
async function sendBack(asset: Asset): Promise<void> {
	const { hub } = theLab();
	const { _id, project } = hub.taskOf(asset);
	const { status } = await clientOf(hub).post(`/v2/project/${project}/requeueTasks`, {
		toStageId: 'Label',
		filters: { taskIds: [_id] },
		options: {},
	});
	assert.equal(status, 200);
}

describe('the example "Finished labels into a database"', () => {
	const TABLE = 'Ango Hub labels';

	/** What the data table holds, by external id. */
	async function rows(): Promise<IDataObject[]> {
		const get = {
			operation: 'get',
			dataTableId: { __rl: true, mode: 'name', value: TABLE },
			returnAll: true,
		};
		const table = node('Rows', 'n8n-nodes-base.dataTable', get, { typeVersion: 1.1 });
		const execution = await (await runnable(theLab().n8n, chain('Rows', table)))();
		assert.equal(execution.status, 'success', execution.error);
		return execution
			.json('Rows')
			.map(({ externalId, answers, labels }) => {
				const { classifications } = JSON.parse(String(labels));
				return { externalId, answers, inFull: classifications[0].answer };
			})
			.sort((a, b) => String(a.externalId).localeCompare(String(b.externalId)));
	}

	const row = (name: string, text: string) => ({
		externalId: `${name}.png`,
		answers: `Animal: ${text}`,
		inFull: text,
	});

	it('stores each task once, as it was labeled last', async () => {
		const { hub, n8n } = theLab();
		const { project, assets } = seedBatch('Database');
		const [one, two] = assets;
		const workflowId = await connect('labels-to-database.json', project, { project: project._id });

		await labeled(workflowId, one, 'Cat');
		assert.deepEqual(await rows(), [row('one', 'Cat')]);
		const draft = hub.seedAsset(project._id, { externalId: 'draft.png' });
		hub.save(hub.taskOf(draft)._id, answer('Cat'));
		await labeled(workflowId, two, 'Cat');
		await sendBack(two);
		await labeled(workflowId, two, 'Dog');
		assert.deepEqual(await rows(), [row('one', 'Cat'), row('two', 'Dog')]);

		await n8n.api.deactivate(workflowId);
		const missed = { externalId: 'three.png', batches: [project.batches[0]!._id] };
		hub.submit(hub.taskOf(hub.seedAsset(project._id, missed))._id, answer('Cat'));
		const execution = await n8n.api.run(workflowId, MANUAL);
		assert.equal(execution.status, 'success', execution.error);
		assert.deepEqual(await rows(), [row('one', 'Cat'), row('three', 'Cat'), row('two', 'Dog')]);
	});
});

describe('the example "Labels of a finished batch into a file"', () => {
	it('writes the file when the last task is done, and again after a task came back', async () => {
		const { n8n } = theLab();
		const folder = join(n8n.filesFolder, 'labels');
		mkdirSync(folder);
		const file = join(folder, 'Week 12.ndjson');
		const lines = () =>
			readFileSync(file, 'utf8')
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line))
				.map(({ externalId, task }) => [externalId, task.classifications[0].answer])
				.sort();
		const { project, assets } = seedBatch('File');
		const [one, two] = assets;
		const workflowId = await connect('labels-to-file.json', project, { folder });

		await labeled(workflowId, one, 'Cat');
		assert.ok(!existsSync(file));
		await labeled(workflowId, two, 'Cat');
		const [first, second] = ['one.png', 'two.png'];
		assert.deepEqual(lines(), [
			[first, 'Cat'],
			[second, 'Cat'],
		]);

		await sendBack(two);
		await labeled(workflowId, two, 'Dog');
		assert.deepEqual(lines(), [
			[first, 'Cat'],
			[second, 'Dog'],
		]);
		await n8n.api.deactivate(workflowId);
	});
});
