import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Project, Task } from '../../local-hub/index.mts';
import { fetchReady } from '../harness/deliveries.mts';
import { exampleWorkflow, nodeNamed, runnable } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import { until } from '../harness/until.mts';
import type { WorkflowFile } from '../harness/workflows.mts';
import { startChatModel, type Turn } from '../stand-ins/chatModel.mts';
import type { Json, Service } from '../stand-ins/jsonService.mts';

const text = (description: string) => ({ type: 'string', description });

/** What the model is told of the tools. */
const TOOLS = [
	{
		name: 'Find_Tasks',
		description:
			'Lists tasks of the project, the highest priority first. Each has taskId, externalId (the name of what is labeled), stageName, assignee, priority and dates.',
		properties: {
			limit: { type: 'number', description: 'How many tasks to return at most', default: 20 },
			name: {
				...text('A regular expression for the external ID; empty for all tasks'),
				default: '',
			},
			stage: {
				...text(
					'The name of the stage that the tasks are in, such as Label or Complete; empty for all stages',
				),
				default: '',
			},
		},
	},
	{
		name: 'Report_an_Issue',
		description:
			'Reports an issue about one task, which annotators and reviewers then see. It cannot be taken back, so use it only when the user asks for it.',
		properties: {
			task: text('The taskId of the task, as Find Tasks returned it'),
			content: text('What is wrong and what to do, in one or two sentences'),
		},
		required: ['task', 'content'],
	},
];

/** The content of the last message, which is the result of a tool. */
function resultIn(messages: Json[]): Json {
	const { role, content } = messages.at(-1)!;
	assert.equal(role, 'tool');
	return JSON.parse(content);
}

describe('the example "Ask an AI agent about a project"', () => {
	const script: Array<(messages: Json[]) => Turn> = [];
	let model: Service;
	let project: Project;
	let tasks: Task[];

	/** The example with its credentials and settings. */
	async function agentWorkflow(settings: IDataObject = {}): Promise<WorkflowFile> {
		const { n8n, credential } = theLab();
		const access = { apiKey: 'chat-key', url: `${model.url}/v1`, header: false };
		const chat = await n8n.api.createCredential('Chat Model', 'openAiApi', access);
		const own = { project: project._id, ...settings };
		return exampleWorkflow('ai-agent.json', [credential, chat], own);
	}

	/** Runs the example by hand and returns what the agent says in the end. */
	async function ask(question: string): Promise<unknown> {
		const run = await runnable(theLab().n8n, await agentWorkflow({ question }));
		const execution = await run();
		assert.equal(execution.status, 'success', execution.error);
		return execution.json('AI Agent')[0]?.output;
	}

	beforeEach(async () => {
		const { hub } = theLab();
		project = hub.seedProject({ name: 'Agent' });
		tasks = [0, 7, 3].map((priority, index) =>
			hub.taskOf(hub.seedAsset(project._id, { externalId: `${'abc'[index]}.png`, priority })),
		);
		script.length = 0;
		model = await startChatModel({ apiKey: 'chat-key', model: 'gpt-5-mini', script });
	});

	afterEach(() => model.stop());

	it('shows the model two tools, with what it may fill in and nothing else', async () => {
		script.push(() => ({ text: 'Good morning.' }));

		assert.equal(await ask('Good morning!'), 'Good morning.');

		const { body } = model.calls[0]!;
		const shown = body.tools.map(({ type, function: { parameters, ...tool } }: Json) => {
			assert.deepEqual([type, parameters.type], ['function', 'object']);
			const { properties, required, additionalProperties } = parameters;
			assert.equal(additionalProperties, false);
			return {
				name: tool.name,
				description: tool.description,
				properties,
				...(required && { required }),
			};
		});
		shown.sort((a: Json, b: Json) => a.name.localeCompare(b.name));
		assert.deepEqual(shown, TOOLS);
		assert.deepEqual(body.messages.at(-1), { role: 'user', content: 'Good morning!' });
	});

	it('lets the model find tasks and report an issue about one of them', async () => {
		script.push(
			() => ({ tool: 'Find_Tasks', arguments: { stage: 'Start', limit: 2 } }),
			(messages) => {
				const found = resultIn(messages);
				assert.deepEqual(
					found.map(({ externalId, priority, stageName }: Json) => [
						externalId,
						priority,
						stageName,
					]),
					[
						['b.png', 7, 'Start'],
						['c.png', 3, 'Start'],
					],
				);
				const content = 'The picture is too dark. Please take it again.';
				return { tool: 'Report_an_Issue', arguments: { task: found[0].taskId, content } };
			},
			(messages) => ({ text: `Reported as ${resultIn(messages)[0].issueId}.` }),
		);

		const said = await ask('Say that the picture of the most urgent task is too dark.');

		const { issues } = theLab().hub.state;
		const own = [...issues.values()].filter((issue) => issue.project === project._id);
		assert.deepEqual(
			own.map(({ labelTask, content }) => [labelTask, content]),
			[[tasks[1]!._id, 'The picture is too dark. Please take it again.']],
		);
		assert.equal(said, `Reported as ${own[0]!._id}.`);
	});

	it('tells the model what went wrong and what to do, so that it can try again', async () => {
		script.push(
			() => ({ tool: 'Find_Tasks', arguments: { stage: 'Lable', name: '', limit: 20 } }),
			(messages) => {
				const [{ error }] = resultIn(messages);
				assert.match(error, /^There is no stage 'Lable' in the project\. The nearest .*'Label'/);
				return { tool: 'Report_an_Issue', arguments: { task: '', content: 'Nothing' } };
			},
			(messages) => {
				const [{ error }] = resultIn(messages);
				assert.match(error, /^'Task' is empty\. Fill in 'Task'/);
				return { tool: 'Find_Tasks', arguments: { name: '^c' } };
			},
			(messages) => ({ text: `Only ${resultIn(messages)[0].externalId}.` }),
		);

		assert.equal(await ask('Which tasks begin with c?'), 'Only c.png.');
	});

	it('answers in a chat', async () => {
		const { n8n } = theLab();
		script.push((messages) => ({ text: `You said: ${messages.at(-1)!.content}` }));
		const workflow = await agentWorkflow();
		const trigger = nodeNamed(workflow, 'When chat message received');
		trigger.parameters = { public: true, mode: 'webhook', options: {} };
		await n8n.api.activate(await n8n.api.createWorkflow(workflow));
		const message = {
			action: 'sendMessage',
			sessionId: randomBytes(8).toString('hex'),
			chatInput: 'Hello',
		};

		let response: Response;
		await until(
			async () => {
				response = await fetchReady(`${n8n.url}/webhook/${trigger.webhookId}/chat`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(message),
				});
				return response.status !== 404;
			},
			() => 'the chat is published',
		);

		assert.deepEqual(await response!.json(), { output: 'You said: Hello' });
	});
});
