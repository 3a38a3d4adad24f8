/** The pictures of README: copy them from the artifacts to docs/images when they have to change. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Loop } from '../../../demo/loop.mts';
import { DemoN8n } from '../../../demo/n8n.mts';
import { PICTURES, trees } from '../../../demo/trees.mts';
import type { Editor } from '../harness/editor.mts';
import { nodeNamed } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import type { Credential } from '../harness/n8nApi.mts';
import { node } from '../harness/workflows.mts';
import type { Camera } from './camera.mts';

const TRIGGER = 'n8n-nodes-ango-hub.angoHubTrigger';
const BATCH = 5;
const WIDTH = 1200;
const HEIGHT = 620;

export async function takeReadmePictures(
	editor: Editor,
	camera: Camera,
	webhook: Credential,
): Promise<void> {
	await takeDemo(editor, camera);
	await takeTrigger(editor, camera, webhook);
	await takeNewCredential(editor, camera);
}

/**
 * The demo as an animation: the canvas of its first workflow, the run, the panel of Upload, the page
 * of the execution that a finished batch has started, and what that has drawn.
 */
async function takeDemo(editor: Editor, camera: Camera): Promise<void> {
	const { hub, n8n } = theLab();
	const [pictures, results] = ['pictures', 'results'].map((name) => join(n8n.filesFolder, name));
	cpSync(PICTURES, pictures!, { recursive: true });
	mkdirSync(results!);
	const access = { url: hub.url, apiKey: hub.apiKey, local: hub };
	const demo = await DemoN8n.in(n8n, access);
	const loop = await Loop.prepare(trees(results!, pictures), demo, access);
	const { id, file } = await loop.addUpload();
	await camera.resize(WIDTH, HEIGHT);
	await editor.openWorkflow(id);
	await editor.byTestId('zoom-to-fit').click();
	await camera.film(2);
	await editor.execute();
	await camera.closeMessages();
	await camera.film(2);
	await camera.take('readme-demo-workflow', editor.page.locator('.vue-flow'));

	await camera.openNode(id, nodeNamed(file, 'Upload').id, 'Upload');
	await camera.resize(WIDTH, HEIGHT);
	await camera.film(3);
	await camera.resize(1400, 900);
	await camera.takeOutcome('readme-upload-panel');
	await editor.page.keyboard.press('Escape');

	const { files, address } = await loop.label(BATCH);
	await camera.resize(WIDTH, HEIGHT);
	await editor.page.goto(address);
	await editor.haveSucceeded('Draw', 'Export Dataset');
	// n8n lays a checklist over the first page of a workflow after it has been published.
	await editor.byTestId('suggested-actions-close').click();
	await editor.byTestId('zoom-out-button').click();
	await camera.film(3);

	const drawing = readFileSync(join(results!, files[0]!), 'utf8');
	await editor.page.goto('about:blank');
	await editor.page.setContent(drawingPage(drawing, files[0]!));
	await camera.film(3);
	camera.develop('readme-demo');
}

function drawingPage(svg: string, name: string): string {
	const style =
		'margin:0;height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:16px;font:18px sans-serif;background:#fff';
	return `<body style="${style}">${svg}<div>${name}</div></body>`;
}
async function takeTrigger(editor: Editor, camera: Camera, webhook: Credential): Promise<void> {
	const { n8n } = theLab();
	const { id, name, type } = webhook;
	const trigger = node('Ango Hub Trigger', TRIGGER, {}, { credentials: { [type]: { id, name } } });
	const workflow = { name: 'Trigger', nodes: [trigger], connections: {} };
	const workflowId = await n8n.api.createWorkflow(workflow);
	await editor.openWorkflow(workflowId);
	await camera.openNode(workflowId, trigger.id, trigger.name);
	await camera.takeParameters('readme-trigger-panel');
}

/** The credential's form as it is when somebody makes a new one; nothing is saved or tested. */
async function takeNewCredential(editor: Editor, camera: Camera): Promise<void> {
	const { url } = theLab().n8n;
	const dialog = editor.byTestId('editCredential-modal');
	await camera.resize(1400, 720);
	await editor.page.goto(`${url}/home/credentials/create`);
	await editor.byTestId('new-credential-type-select').click();
	await editor.page.keyboard.type('Ango Hub API');
	await editor
		.byTestId('new-credential-type-select-option')
		.filter({ hasText: 'Ango Hub API' })
		.click();
	await editor.byTestId('new-credential-type-button').click();
	await dialog.locator('input[type="password"]').first().fill('0123456789abcdef0123456789abcdef');
	await camera.take('readme-credential', dialog);
}
