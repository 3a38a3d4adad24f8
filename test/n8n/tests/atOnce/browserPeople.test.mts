import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it, type TestContext } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Project } from '../../../local-hub/index.mts';
import { findOrInstallBrowser, launchBrowser } from '../../harness/browser.mts';
import { Editor } from '../../harness/editor.mts';
import { theLab } from '../../harness/lab.mts';
import { until } from '../../harness/until.mts';
import { nudge, texts, Waits } from '../../harness/waits.mts';
import { angoHub, chain, node, to } from '../../harness/workflows.mts';
import { Camera } from '../../screenshots/camera.mts';

const executable = await findOrInstallBrowser();

const question = (title: string, tool: string, answers: string[] = [], more: object = {}) => ({
	schemaId: `id-${title}`,
	tool,
	title,
	options: answers.map((value) => ({ value, schemaId: `${title}-${value}` })),
	classifications: [],
	...more,
});

const why = question('Why', 'text', [], { parentOptionId: 'Verdict-Reject' });

/** The operations with a field for each class, and the name of that field. */
const OPERATIONS: Array<[string, string, string, IDataObject]> = [
	['label', 'annotate', 'Answers by Class', {}],
	['label', 'import', 'Answers by Class', {}],
	['asset', 'upload', 'Pre-Labels', {}],
	['asset', 'importFromCloud', 'Pre-Labels', {}],
	['asset', 'sendAndWait', 'Pre-Labels', { message: '={{ $json.text }}' }],
];

describe('people in the editor', { skip: executable ? false : 'no browser' }, () => {
	let browser: Browser;
	let editor: Editor;
	let camera: Camera;
	let questions: Project;

	before(async () => {
		const { hub, n8n } = theLab();
		questions = hub.seedProject({
			name: 'Questions',
			categorySchema: {
				tools: [],
				classifications: [
					question('Verdict', 'radio', ['Approve', 'Reject'], { classifications: [why] }),
					question('Tags', 'checkbox', ['Dark', 'Wet']),
					question('Place', 'tree-dropdown', ['Europe', 'Europe / Berlin']),
					question('Certain', 'boolean'),
					question('Note', 'text'),
				],
				relations: [],
			},
		});
		hub.seedProject({
			name: 'Other questions',
			categorySchema: {
				tools: [],
				classifications: [question('Weather', 'radio', ['Sun', 'Rain'])],
				relations: [],
			},
		});
		browser = await launchBrowser(executable!);
		editor = await Editor.open(browser, n8n);
		camera = new Camera(editor);
	});

	after(async () => {
		await browser?.close();
	});

	afterEach(async (context) => {
		await editor.screenshot(`people ${(context as TestContext).name}`);
	});

	/** The project as somebody has picked it from the list. */
	const picked = () => ({
		__rl: true,
		mode: 'list',
		value: questions._id,
		cachedResultName: questions.name,
	});

	const parameters = (): Locator => editor.byTestId('node-parameters');

	async function shows(text: string): Promise<void> {
		await parameters().getByText(text, { exact: true }).first().waitFor();
	}

	/** Opens a node with these parameters in a workflow of its own. */
	async function open(name: string, more: IDataObject): Promise<void> {
		const own = angoHub(name, theLab().credential, { project: picked(), ...more });
		const workflowId = await theLab().n8n.api.createWorkflow(chain(name, own));
		await editor.openWorkflow(workflowId);
		await camera.openNode(workflowId, own.id, name);
	}

	for (const [resource, operation, field, more] of OPERATIONS) {
		it(`shows a field for each class at ${operation}`, async () => {
			await open(operation, { resource, operation, ...more });
			await shows(field);
			for (const title of ['Verdict', 'Tags', 'Place', 'Note']) await shows(title);
			const inner = parameters().getByText('Verdict = Reject › Why', { exact: true });
			assert.equal(await inner.count(), 0);
			await camera.takeParameters(`mapper-${operation}`);

			await editor.button('Add class to send').click();
			await editor.page.getByRole('menuitem', { name: 'Verdict = Reject › Why' }).click();
			await inner.first().waitFor();
			await camera.takeParameters(`mapper-${operation}-inner`);
		});
	}

	it('shows the classes of another project when that is picked', async () => {
		await open('Another', { resource: 'asset', operation: 'importFromCloud' });
		await shows('Verdict');
		await editor.pick('project', 'Other questions');
		await shows('Weather');
		await parameters().getByText('Verdict', { exact: true }).waitFor({ state: 'detached' });
	});

	it('lists the node under Human review', async () => {
		await camera.resize(1400, 900);
		const workflow = chain('Panel', ...texts(['one']));
		await editor.openWorkflow(await theLab().n8n.api.createWorkflow(workflow));
		await editor.byTestId('node-creator-plus-button').click();
		await checkHumanReview();
	});

	async function checkHumanReview(): Promise<void> {
		const names = editor.byTestId('node-creator-item-name');
		await names.getByText('Human review').click();
		await names.getByText('Slack', { exact: true }).waitFor();
		await names.getByText('Ango Hub', { exact: true }).waitFor();
	}

	it('lists the node under Human review for the tools of an agent', async () => {
		const agent = node('AI Agent', '@n8n/n8n-nodes-langchain.agent', {}, { typeVersion: 3.1 });
		const tool = angoHub('Create Batch', theLab().credential, {});
		const create: INode = {
			...tool,
			type: 'n8n-nodes-ango-hub.angoHubTool',
			position: [220, 260],
			parameters: { resource: 'batch', operation: 'create', project: picked() },
		};
		const workflow = chain('Agent', agent);
		workflow.nodes.push(create);
		workflow.connections['Create Batch'] = {
			ai_tool: [[{ ...to('AI Agent'), type: 'ai_tool' }]],
		};
		await editor.openWorkflow(await theLab().n8n.api.createWorkflow(workflow));
		// n8n loads its panel when it is first opened; until then it forgets for which handle that was.
		const panel = editor.byTestId('node-creator-search-bar');
		await editor.byTestId('node-creator-plus-button').click();
		await panel.waitFor();
		await editor.page.keyboard.press('Escape');
		await panel.waitFor({ state: 'detached' });
		await editor
			.byTestId('canvas-node-input-handle')
			.and(editor.page.locator('[data-node-name="AI Agent"][data-connection-type="ai_tool"]'))
			.getByTestId('canvas-handle-plus')
			.click();
		await checkHumanReview();
	});

	it('says in the panel of a waiting node what it waits for', async () => {
		const { n8n } = theLab();
		const waits = new Waits(theLab());
		const project = waits.seedProject();
		const send = waits.sendAndWait(project);
		const workflowId = await n8n.api.createWorkflow(chain('Waits', ...texts(['one']), send));
		await editor.openWorkflow(workflowId);
		await editor.byTestId('execute-workflow-button').click();
		await until(
			() => waits.assetsOf(project).length === 1,
			() => 'the asset is there',
		);
		await editor.byTestId('canvas-node').filter({ hasText: send.name }).dblclick();
		const tooltip = 'Execution goes on when the task is labeled in Ango Hub';
		await editor.page.getByText(tooltip).first().waitFor();
		await editor.screenshot('people waiting');
		const [id] = await n8n.api.executionIds(workflowId);
		await n8n.api.waitingExecution(id!);
		const [asset] = waits.assetsOf(project);
		waits.label(asset!);
		assert.deepEqual((await nudge(waits.resumeUrl(asset!))).body, { status: 'resumed' });
		await n8n.api.finishedExecution(id!);
	});
});
