import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Project } from '../../../local-hub/index.mts';
import { exampleWorkflow, nodeNamed, publish, triggerUrl } from '../../harness/examples.mts';
import { theLab } from '../../harness/lab.mts';
import { until } from '../../harness/until.mts';
import type { WorkflowFile } from '../../harness/workflows.mts';

const SECRET = randomUUID();
const STAGE = randomUUID();
const CLICK = 'When clicking ‘Execute workflow’';

const tone = {
	schemaId: 'tone',
	tool: 'radio',
	title: 'Complaint',
	classifications: [],
	options: [
		{ value: 'Yes', schemaId: 'c1' },
		{ value: 'No', schemaId: 'c2' },
	],
};

/** A project whose labeled tasks pass a Webhook stage. */
function seedProject(): Project {
	return theLab().hub.seedProject({
		name: `People ${randomUUID()}`,
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
			{ id: 'Label', type: 'Label', name: 'Label', next: [STAGE], assignedTo: [] },
			{ id: STAGE, type: 'Webhook', name: 'To n8n', next: ['Complete'] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
		categorySchema: { tools: [], classifications: [tone], relations: [] },
	});
}

function label(project: Project, externalId: string, answer: string): void {
	const { hub } = theLab();
	const asset = hub.state.room(project._id).assets.find((one) => one.externalId === externalId)!;
	hub.labelTask(hub.taskOf(asset)._id, { classifications: [{ schemaId: 'tone', answer }] });
}

/** Starts "Send to annotators and wait" and waits until it waits. */
async function startWaiting(project: Project) {
	const { n8n, credential } = theLab();
	const workflow = exampleWorkflow('send-and-wait.json', [credential], { project: project._id });
	const id = await n8n.api.start(await n8n.api.createWorkflow(workflow), CLICK);
	await n8n.api.waitingExecution(id);
	return { id, names: [1, 2].map((item) => `text-${id}-${item}.txt`) };
}

async function checkResumed(id: string): Promise<void> {
	const done = await theLab().n8n.api.finishedExecution(id);
	assert.equal(done.status, 'success', done.error);
	assert.deepEqual(
		done.json('Next Step').map(({ text, answer }) => [text, answer]),
		[
			['Is this a complaint? The delivery came a day early.', 'No'],
			['Is this a complaint? The box was open and wet.', 'Yes'],
		],
	);
	assert.deepEqual(done.json('Too Late'), []);
}

describe('the example workflows with people in the loop', () => {
	it('"Resume waiting executions" wakes up the one that waits, and takes the others itself', async () => {
		const { hub, n8n, credential } = theLab();
		const project = seedProject();
		const data = { authType: 'secret', secret: SECRET };
		const stage = await n8n.api.createCredential('People', 'angoHubWebhookApi', data);
		const resume: WorkflowFile = exampleWorkflow('resume-waiting-executions.json', [stage]);
		nodeNamed(resume, 'Ango Hub Trigger').credentials!.angoHubApi = credential;
		const url = triggerUrl(n8n, resume);
		hub.setWebhook(project._id, STAGE, { url, auth: 'secret', secret: SECRET });
		const workflowId = await publish(n8n, resume);

		const { id, names } = await startWaiting(project);
		label(project, names[0]!, 'No');
		label(project, names[1]!, 'Yes');
		await checkResumed(id);
		assert.deepEqual(await n8n.api.executionIds(workflowId), []);

		hub.seedAsset(project._id, { externalId: 'stranger.txt' });
		label(project, 'stranger.txt', 'Yes');
		await until(
			async () => (await n8n.api.executionIds(workflowId)).length === 1,
			() => 'the workflow takes the task that nobody waits for',
		);
		const [own] = await n8n.api.finishedExecutions(workflowId);
		assert.deepEqual(own!.json('Next Step'), [
			{ file: 'stranger.txt', note: 'Nobody waits for this task' },
		]);
		await n8n.api.deactivate(workflowId);
	});

	it('"Resume every 15 minutes" catches up without a delivery', async () => {
		const { n8n, credential } = theLab();
		const project = seedProject();
		const { id, names } = await startWaiting(project);
		const workflow = exampleWorkflow('resume-on-schedule.json', [credential], {
			project: project._id,
		});
		const workflowId = await n8n.api.createWorkflow(workflow);
		const statuses = async () => {
			const done = await n8n.api.run(workflowId, 'Every 15 Minutes');
			return done.json('Resume').map(({ status }) => status);
		};
		label(project, names[0]!, 'No');
		assert.deepEqual(await statuses(), ['stillWaiting']);
		label(project, names[1]!, 'Yes');
		assert.deepEqual((await statuses()).sort(), ['overAlready', 'resumed']);
		await checkResumed(id);
	});
});
