import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'playwright-core';
import { findOrInstallBrowser, launchBrowser } from '../../harness/browser.mts';
import { Editor } from '../../harness/editor.mts';
import { nodeNamed } from '../../harness/examples.mts';
import { theLab } from '../../harness/lab.mts';
import { twoSides } from '../../harness/twoSides.mts';
import { until } from '../../harness/until.mts';
import { angoHub, byId, chain, readFiles, TRIGGER } from '../../harness/workflows.mts';

const executable = await findOrInstallBrowser();
if (!executable) {
	const missing = 'NO CHROME OR CHROMIUM: the editor is not tested (set CHROME_PATH to one)';
	if (process.env.CI) throw new Error(missing);
	console.warn(`\n  ${missing}\n`);
}

describe('the node in the editor', { skip: executable ? false : 'no browser' }, () => {
	let browser: Browser;
	let editor: Editor;
	let projectId: string;

	before(async () => {
		const { hub, n8n } = theLab();
		const weather = {
			...{ schemaId: 'weather', tool: 'radio', title: 'Weather', classifications: [] },
			options: ['Sun', 'Rain'].map((value) => ({ value, schemaId: value })),
		};
		projectId = hub.seedProject({
			name: 'Seen in the editor',
			batches: ['Editor batch'],
			categorySchema: { tools: [], classifications: [weather], relations: [] },
		})._id;
		browser = await launchBrowser(executable!);
		editor = await Editor.open(browser, n8n);
	});

	after(async () => {
		await browser.close();
	});

	afterEach(async (context) => {
		await editor.screenshot((context as TestContext).name);
	});

	/** Opens a node of the canvas. */
	async function open(name: string): Promise<void> {
		await editor.byTestId('canvas-node').filter({ hasText: name }).dblclick();
	}

	/** Waits until the open node has a field for the class of the project. */
	async function showsClass(): Promise<void> {
		const parameters = editor.byTestId('node-parameters');
		await parameters.getByText('Weather', { exact: true }).first().waitFor();
	}

	async function close(): Promise<void> {
		await editor.byTestId('ndv-close-button').click();
		await editor.byTestId('ndv').waitFor({ state: 'hidden' });
	}

	it('is found in the nodes panel', async () => {
		await editor.openNewWorkflow();
		const found = await editor.searchNodes('ango');
		assert.ok(found.includes('Ango Hub'), found.join(', '));
	});

	for (const [name, people, phrases] of [
		[
			'Ango Hub',
			'type who have data to label',
			'upload image,annotate,export labels,pre-label,bounding box,dataset,human review',
		],
		[
			'Ango Hub Labels',
			'look for who train models',
			'coco,yolo,voc,kitti,dataset,training,predictions,iou,mask',
		],
	] as const) {
		it(`is found by what people ${people}`, async () => {
			for (const phrase of phrases.split(',')) {
				// What is found for one phrase must not be taken for what the next one finds.
				const others = await editor.searchNodes('slack');
				assert.ok(!others.includes(name));
				const found = await editor.searchNodes(phrase, `^${name}$`);
				assert.ok(found.includes(name), `${phrase}: ${found.join(', ')}`);
			}
			await editor.searchNodes('ango');
		});
	}

	it('opens with the fields of the action that was picked', async () => {
		await editor.addNode('Ango Hub', 'Upload asset');
		await editor.field('fileFields').waitFor();
		await editor.field('project').waitFor();
		await editor.button('Add batch').waitFor({ state: 'detached' });
	});

	it('switches its fields with source, resource and operation', async () => {
		await editor.choose('source', 'URL');
		await editor.field('url').waitFor();
		await editor.field('fileFields').waitFor({ state: 'detached' });
		await editor.choose('resource', 'Batch');
		await editor.choose('operation', 'Create');
		await editor.button('Add batch').waitFor();
		await editor.field('source').waitFor({ state: 'detached' });
	});

	it('lets a project be picked by searching its name', async () => {
		await editor.pick('project', 'Seen in the editor');
		await until(
			async () => (await editor.picker('project').inputValue()) === 'Seen in the editor',
			() => 'the project is picked',
		);
	});

	it('shows in the credential that the connection works', async () => {
		await editor.byTestId('credential-edit-button').click();
		const dialog = editor.byTestId('editCredential-modal');
		await dialog.getByText('Connection tested successfully').waitFor();
		assert.ok(!(await dialog.innerText()).includes(theLab().hub.apiKey));
	});

	it('runs a workflow that turns green and uploads the files', async () => {
		const { hub, n8n, credential } = theLab();
		const folder = join(n8n.filesFolder, 'browser');
		mkdirSync(folder);
		for (const name of ['left.png', 'right.png']) writeFileSync(join(folder, name), name);
		const workflow = chain(
			'Seen in the editor',
			readFiles(join(folder, '*.png')),
			angoHub('Upload', credential, {
				resource: 'asset',
				operation: 'upload',
				project: byId(projectId),
			}),
		);
		await editor.openWorkflow(await n8n.api.createWorkflow(workflow));
		// As somebody who sets the node up: the editor then keeps the classes of the project.
		await open('Upload');
		await showsClass();
		await close();
		const message = await editor.execute();
		assert.match(message, /success/);
		await editor.haveSucceeded(TRIGGER, 'Read Files', 'Upload');
		const assets = hub.state.room(projectId).assets.map(({ externalId }) => externalId);
		assert.deepEqual(assets.sort(), ['left.png', 'right.png']);
	});

	it('shows the result of its run when it is opened, and does not count as changed then', async () => {
		await open('Upload');
		const output = editor.byTestId('output-panel');
		await output.getByText('left.png').first().waitFor();
		await output.getByText('2 items').first().waitFor();
		await showsClass();
		await close();
		await editor.haveSucceeded('Upload');
	});

	it('gives Compare an input for each side, and takes the second away with its connection', async () => {
		const { n8n } = theLab();
		const workflow = twoSides();
		const workflowId = await n8n.api.createWorkflow(workflow);
		const compare = nodeNamed(workflow, 'Compare');
		const inputs = editor
			.byTestId('canvas-node-input-handle')
			.and(editor.page.locator(`[data-node-name="${compare.name}"]`));
		const connections = editor.byTestId('edge');
		const has = async (names: string[], connected: number) =>
			await until(
				async () =>
					(await inputs.allInnerTexts()).join() === names.join() &&
					(await connections.count()) === connected,
				() => `inputs ${names.join()} and ${connected} connections`,
			);
		const choose = async (choices: Record<string, string>) => {
			await open(compare.name);
			for (const [field, option] of Object.entries(choices)) await editor.choose(field, option);
			await close();
		};

		await editor.openWorkflow(workflowId);
		await has(['Reference', 'Compared'], 4);
		assert.match(await editor.execute(), /success/);
		await editor.haveSucceeded('Ada', 'Bob', 'Compare');
		await choose({ operation: 'Summarize' });
		await has([''], 3);
		await choose({ operation: 'Compare', sides: 'Second Input' });
		await has(['Reference', 'Compared'], 3);
	});
});
