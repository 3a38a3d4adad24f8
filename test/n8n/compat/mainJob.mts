import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalHub, Project } from '../../local-hub/index.mts';
import { deliveriesOf, settleDeliveries } from '../harness/deliveries.mts';
import {
	exampleWorkflow,
	pickProject,
	publish,
	runnable,
	triggerUrl,
} from '../harness/examples.mts';
import { hubAccess } from '../harness/lab.mts';
import type { Credential } from '../harness/n8nApi.mts';
import type { N8nServer } from '../harness/n8nServer.mts';
import { twoSides } from '../harness/twoSides.mts';
import { until } from '../harness/until.mts';
import {
	believesNobody,
	runsTheRestOnce,
	waitsForAll,
	waitsForFirst,
} from '../harness/waitChecks.mts';
import { Waits } from '../harness/waits.mts';
import { ANGO_HUB, byId, node, startedBy, TRIGGER } from '../harness/workflows.mts';

const LABELS = `${ANGO_HUB}Labels`;
const NODES = [
	...[ANGO_HUB, `${ANGO_HUB}Tool`, `${ANGO_HUB}Trigger`, `${ANGO_HUB}PollingTrigger`],
	...[LABELS, `${LABELS}Tool`],
];
const STAGE = 'to-n8n';
const QUESTION = 'Animal';
/** Name and content of the files, and what a model has seen on them. */
const FILES = [
	{ name: 'one.png', bytes: randomBytes(70_000), label: 'Cat' },
	{ name: 'two words.jpg', bytes: randomBytes(700), label: 'Dog' },
	{ name: 'été.tiff', bytes: randomBytes(1), label: 'Cat' },
];

/**
 * What the package is for, once through: the nodes load, the credential works, a project is picked,
 * a folder of files is uploaded with pre-labels, its labels come back through both triggers, two
 * sides of labels are compared, and executions wait for labels.
 * Throws where something differs.
 */
export async function mainJob(hub: LocalHub, n8n: N8nServer): Promise<void> {
	const loaded = (await n8n.api.nodeTypes()).map(({ name }) => name);
	for (const name of NODES) assert.ok(loaded.includes(name), `n8n has no node ${name}`);

	const project = seedProject(hub);
	const credential = await checkCredential(hub, n8n);
	await checkPicker(n8n, credential, project);
	await checkUpload(hub, n8n, credential, project);
	await checkTrigger(hub, n8n, credential, project);
	await checkPollingTrigger(n8n, credential, project);
	await checkCompare(n8n);

	const waits = new Waits({ hub, n8n, credential });
	for (const check of [waitsForAll, waitsForFirst, believesNobody, runsTheRestOnce]) {
		await check(waits);
	}
}

/** The second input of Compare is there by an expression, which older n8n has to understand as well. */
async function checkCompare({ api }: N8nServer): Promise<void> {
	const execution = await api.run(await api.createWorkflow(twoSides()), TRIGGER);
	assert.equal(execution.status, 'success', execution.error);
	const [{ sides, truePositives, falseNegatives, falsePositives } = {}, ...others] =
		execution.json('Compare');
	assert.deepEqual(others, []);
	assert.deepEqual(
		{ sides, truePositives, falseNegatives, falsePositives },
		{
			sides: { reference: 'Reference', compared: 'Compared' },
			...{ truePositives: 1, falseNegatives: 1, falsePositives: 0 },
		},
	);
}

/** A project that takes pre-labels, and whose labeled tasks pass a Webhook stage. */
function seedProject(hub: LocalHub): Project {
	const options = ['Cat', 'Dog'].map((value) => ({ value, schemaId: `animal-${value}` }));
	const radio = {
		schemaId: 'animal',
		tool: 'radio',
		title: QUESTION,
		classifications: [],
		options,
	};
	return hub.seedProject({
		name: 'Compatibility',
		categorySchema: { tools: [], classifications: [radio], relations: [] },
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: false },
			{ id: 'Label', type: 'Label', name: 'Label', next: [STAGE], assignedTo: [] },
			{ id: STAGE, type: 'Webhook', name: 'To n8n', next: ['Complete'] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
	});
}

async function checkCredential(hub: LocalHub, { api }: N8nServer): Promise<Credential> {
	const access = hubAccess(hub);
	const wrong = { ...access, apiKey: 'not-the-key' };
	const refused = await api.createCredential('Wrong', 'angoHubApi', wrong);
	assert.match((await api.testCredential(refused)).message, /API key/);
	const credential = await api.createCredential('Ango Hub', 'angoHubApi', access);
	assert.equal((await api.testCredential(credential)).status, 'OK');
	return credential;
}

async function checkPicker(
	{ api }: N8nServer,
	credential: Credential,
	{ _id, name }: Project,
): Promise<void> {
	const request = { nodeType: ANGO_HUB, parameter: 'project', method: 'searchProjects' };
	const { results } = await api.listSearch({
		...request,
		parameters: {},
		credential,
		filter: name,
	});
	assert.deepEqual(
		results.map(({ value }) => value),
		[_id],
	);
}

/** Runs the example twice: the second time everything is there already. */
async function checkUpload(
	hub: LocalHub,
	n8n: N8nServer,
	credential: Credential,
	project: Project,
): Promise<void> {
	const folder = join(n8n.filesFolder, 'animals');
	const labels = join(n8n.filesFolder, 'labels.csv');
	mkdirSync(folder);
	for (const { name, bytes } of FILES) writeFileSync(join(folder, name), bytes);
	const lines = FILES.map(({ name, label }) => `${name},${label}\n`);
	// Spreadsheets begin a CSV file with a byte order mark.
	writeFileSync(labels, ['\uFEFFfileName,label\n', ...lines].join(''));
	const settings = { folder, labels, class: QUESTION };
	const workflow = exampleWorkflow('upload-folder.json', [credential], settings);
	pickProject(workflow, { id: project._id, name: project.name });
	const run = await runnable(n8n, workflow);

	for (const status of ['created', 'skipped']) {
		const execution = await run();
		assert.equal(execution.status, 'success', execution.error);
		const uploads = execution.json('Upload');
		assert.deepEqual(new Set(uploads.map((upload) => upload.status)), new Set([status]));
		assert.equal(execution.json('Get Assets').length, FILES.length);
		const stored = hub.state
			.room(project._id)
			.assets.map((asset) => [
				asset.externalId,
				hub.storage.objects.get(new URL(asset.data).pathname)?.sha256,
				hub.taskOf(asset).answer.classifications[0]?.answer,
			]);
		const given = FILES.map(({ name, bytes, label }) => [name, sha256(bytes), label]);
		assert.deepEqual(stored.sort(), given.sort());
	}
}

function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Labeled tasks start the other example, once each, which hands their answers on. */
async function checkTrigger(
	hub: LocalHub,
	n8n: N8nServer,
	credential: Credential,
	project: Project,
): Promise<void> {
	const secret = randomUUID();
	const proof = { authType: 'secret', secret };
	const own = await n8n.api.createCredential('Stage', 'angoHubWebhookApi', proof);
	const workflow = exampleWorkflow('trigger-labels-flow-on.json', [credential, own]);
	const workflowId = await publish(n8n, workflow);
	hub.setWebhook(project._id, STAGE, { url: triggerUrl(n8n, workflow), auth: 'secret', secret });

	for (const asset of hub.state.room(project._id).assets) hub.labelTask(hub.taskOf(asset)._id);
	await settleDeliveries(hub, project);
	assert.deepEqual(
		deliveriesOf(hub, project).map(({ status }) => status),
		FILES.map(() => 200),
	);
	await until(
		async () => (await n8n.api.executionIds(workflowId)).length >= FILES.length,
		() => 'the labels come back',
	);
	const executions = await n8n.api.finishedExecutions(workflowId);
	const came = executions.flatMap((execution) =>
		execution.json('Next Step').map(({ file, question, answer }) => [file, question, answer]),
	);
	assert.deepEqual(came.sort(), FILES.map(({ name, label }) => [name, QUESTION, label]).sort());
}

/** The polling trigger shows the labeled tasks as examples, and can be published. */
async function checkPollingTrigger(
	{ api }: N8nServer,
	{ id, name, type }: Credential,
	project: Project,
): Promise<void> {
	const parameters = { event: 'taskCompleted', project: byId(project._id) };
	const credentials = { [type]: { id, name } };
	const trigger = node('Poll', `${ANGO_HUB}PollingTrigger`, parameters, { credentials });
	const workflowId = await api.createWorkflow(startedBy(trigger, 'Poll'));
	const execution = await api.run(workflowId, trigger.name);
	assert.equal(execution.status, 'success', execution.error);
	const seen = execution.json(trigger.name).map(({ externalId }) => externalId);
	assert.deepEqual(seen.sort(), FILES.map((file) => file.name).sort());
	await api.activate(workflowId);
}
