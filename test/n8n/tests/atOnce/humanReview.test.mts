import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Asset, Project } from '../../../local-hub/index.mts';
import { fetchReady } from '../../harness/deliveries.mts';
import { exampleWorkflow, nodeNamed } from '../../harness/examples.mts';
import { theLab } from '../../harness/lab.mts';
import type { Execution } from '../../harness/n8nApi.mts';
import type { WorkflowFile } from '../../harness/workflows.mts';
import { startChatModel, type Turn } from '../../stand-ins/chatModel.mts';
import type { Json, Service } from '../../stand-ins/jsonService.mts';

const CLICK = 'When clicking ‘Execute workflow’';
const SHORT = {
	values: { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' },
};

function seedReviewProject(): Project {
	const question = (schemaId: string, title: string, tool: string, answers: string[] = []) => ({
		schemaId,
		tool,
		title,
		classifications: [],
		options: answers.map((value) => ({ value, schemaId: `${schemaId}-${value}` })),
	});
	return theLab().hub.seedProject({
		name: `Review ${randomUUID()}`,
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
			{ id: 'Label', type: 'Label', name: 'Label', next: ['Complete'], assignedTo: [] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
		categorySchema: {
			tools: [],
			classifications: [
				question('verdict', 'Verdict', 'radio', ['Approve', 'Reject']),
				question('why', 'Why', 'text'),
			],
			relations: [],
		},
	});
}

describe('the example "An agent asks an annotator before it acts"', () => {
	type Script = Array<(messages: Json[]) => Turn>;
	const script: Script = [];
	const models: Service[] = [];
	let project: Project;
	let review: Project;

	beforeEach(() => {
		project = theLab().hub.seedProject({ name: `Agent ${randomUUID()}` });
		review = seedReviewProject();
		script.length = 0;
	});
	afterEach(async () => {
		for (const model of models.splice(0)) await model.stop();
	});

	/** The example with a model that says what its script says. */
	async function agentWorkflow(lines: Script = script): Promise<WorkflowFile> {
		const { n8n, credential } = theLab();
		const model = await startChatModel({
			apiKey: 'chat-key',
			model: 'gpt-5-mini',
			script: lines,
		});
		models.push(model);
		const access = { apiKey: 'chat-key', url: `${model.url}/v1`, header: false };
		const chat = await n8n.api.createCredential('Chat Model', 'openAiApi', access);
		return exampleWorkflow('agent-asks-annotator.json', [credential, chat], {
			project: project._id,
			reviewProject: review._id,
		});
	}

	/** The same question with the node as a plain tool, which waits by itself. */
	function asPlainTool(workflow: WorkflowFile, version = 3.1): WorkflowFile {
		const ask = nodeNamed(workflow, 'Ask an Annotator');
		ask.type = 'n8n-nodes-ango-hub.angoHubTool';
		ask.parameters = {
			...ask.parameters,
			message: 'Is this a complaint?',
			descriptionType: 'manual',
			toolDescription: 'Asks a person',
			options: {},
		};
		nodeNamed(workflow, 'AI Agent').typeVersion = version;
		workflow.nodes = workflow.nodes.filter(({ name }) => name !== 'Create Batch');
		delete workflow.connections['Create Batch'];
		return workflow;
	}

	async function start(workflow: WorkflowFile): Promise<string> {
		const { api } = theLab().n8n;
		return await api.start(await api.createWorkflow(workflow), CLICK);
	}

	function limitOf(workflow: WorkflowFile, limitWaitTime: IDataObject): WorkflowFile {
		const { parameters } = nodeNamed(workflow, 'Ask an Annotator');
		Object.assign(parameters.options as IDataObject, { limitWaitTime });
		return workflow;
	}

	/** Answers the question that waits, and lets the execution go on to its end. */
	async function answer(id: string, verdict: string, why?: string): Promise<Execution> {
		const { hub, n8n } = theLab();
		await n8n.api.waitingExecution(id);
		const [asset] = hub.state.room(review._id).assets as Asset[];
		hub.labelTask(hub.taskOf(asset!)._id, {
			classifications: [
				{ schemaId: 'verdict', answer: verdict },
				...(why ? [{ schemaId: 'why', answer: why }] : []),
			],
		});
		const url = `${n8n.url}/webhook-waiting/${String(asset!.contextData.n8nResume)}`;
		const response = await fetchReady(url, { method: 'POST' });
		assert.deepEqual(await response.json(), { status: 'resumed' });
		return await n8n.api.finishedExecution(id);
	}

	const batches = () =>
		theLab()
			.hub.state.projects.get(project._id)!
			.batches.map(({ name }) => name);
	const wants = () => ({
		tool: 'Create_Batch',
		arguments: { toolParameters: { name: 'Week 12' }, hitlParameters: {} },
	});
	const asks = () => ({ tool: 'Ask_an_Annotator', arguments: {} });
	let said = '';
	const listens = (messages: Json[]) => {
		said = messages.at(-1)!.content;
		return { text: 'Done.' };
	};

	it('runs the tool after the answer that approves', async () => {
		script.push(wants, listens);
		const done = await answer(await start(await agentWorkflow()), 'Approve');
		assert.equal(done.status, 'success', done.error);
		assert.match(said, /Week 12/);
		assert.deepEqual(batches(), ['Week 12']);
	});

	it('does not run it after another answer, and tells the agent why', async () => {
		const workflow = await agentWorkflow();
		const { condition } = (nodeNamed(workflow, 'Ask an Annotator').parameters.options as Json)
			.approveWhen;
		condition.feedbackClass = 'Why';
		script.push(wants, listens);
		await answer(await start(workflow), 'Reject', 'There is one already');
		assert.match(said, /Verdict: Reject/);
		assert.match(said, /There is one already/);
		assert.deepEqual(batches(), []);
	});

	it('does not run it when the time is over; a plain tool gives its own input back then', async () => {
		const said = async (turn: () => Turn, change: (workflow: WorkflowFile) => WorkflowFile) => {
			let last = '';
			const workflow = await agentWorkflow([
				turn,
				(messages) => {
					last = messages.at(-1)!.content;
					return { text: 'Done.' };
				},
			]);
			await theLab().n8n.api.finishedExecution(await start(limitOf(change(workflow), SHORT)));
			return last;
		};
		// At once: n8n looks only once a minute for waits that are over.
		const [reviewed, plain] = await Promise.all([
			said(wants, (workflow) => workflow),
			said(asks, asPlainTool),
		]);
		assert.match(reviewed, /reject/i);
		assert.match(plain, /toolCallId/);
		assert.deepEqual(batches(), []);
	});

	it('as a plain tool, gives the agent the label in short', async () => {
		script.push(asks, listens);
		await answer(await start(asPlainTool(await agentWorkflow())), 'Approve');
		const [label] = [JSON.parse(said)].flat();
		assert.deepEqual(label.answers, { Verdict: 'Approve' });
		const names = ['projectId', 'assetId', 'externalId', 'url', 'batchNames'];
		const ofTask = ['taskId', 'stageId', 'stageName'];
		assert.deepEqual(
			Object.keys(label).sort(),
			[...names, ...ofTask, 'event', 'answers', 'objects'].sort(),
		);
	});

	it('refuses an agent that cannot wait, before anything is sent', async () => {
		script.push(asks, listens);
		const id = await start(asPlainTool(await agentWorkflow(), 2.2));
		await theLab().n8n.api.finishedExecution(id);
		assert.match(said, /This AI Agent cannot wait for a label.*version 3 or newer/);
		assert.deepEqual(theLab().hub.state.room(review._id).assets, []);
	});

	it('refuses a review without a condition, before anything is sent', async () => {
		const workflow = await agentWorkflow();
		nodeNamed(workflow, 'Ask an Annotator').parameters.options = {};
		script.push(wants, listens);
		const done = await theLab().n8n.api.finishedExecution(await start(workflow));
		assert.match(`${said} ${done.error}`, /'Approve When' is empty/);
		assert.deepEqual(theLab().hub.state.room(review._id).assets, []);
	});

	it('is offered by n8n as a review, beside the tool', async () => {
		const names = (await theLab().n8n.api.nodeTypes()).map(({ name }) => name);
		assert.ok(names.includes('n8n-nodes-ango-hub.angoHubHitlTool'));
		assert.ok(names.includes('n8n-nodes-ango-hub.angoHubTool'));
	});
});
