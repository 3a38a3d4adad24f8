/** Takes the pictures; `screenshots.mjs` has installed and built what they need. */
import { rmSync } from 'node:fs';
import type { INode } from 'n8n-workflow';
import { findOrInstallBrowser, launchBrowser } from '../harness/browser.mts';
import { Editor } from '../harness/editor.mts';
import { closeLab, openLab, theLab } from '../harness/lab.mts';
import type { Credential } from '../harness/n8nApi.mts';
import { Camera, PICTURES } from './camera.mts';
import { panelsOf, type Panel, type Samples } from './panels.mts';
import { takeReadmePictures } from './readme.mts';
import { seedExamples } from './seed.mts';
import { writeContactSheets } from './sheet.mts';
import { takeCredentials, takePickers, takeSearches } from './tour.mts';

/** Our nodes, without the variant for AI agents that n8n makes of one of them. */
const OUR_NODES = /^n8n-nodes-ango-hub\.(?!.*Tool$)/;
const wanted = process.argv.slice(2);

function isWanted(name: string): boolean {
	return wanted.length === 0 || wanted.some((start) => name.startsWith(start));
}

async function panels(samples: Samples): Promise<Panel[]> {
	const types = await theLab().n8n.api.nodeTypes();
	return types
		.filter(({ name }) => OUR_NODES.test(name))
		.flatMap((type) => panelsOf(type, samples))
		.filter(({ name }) => isWanted(name));
}

async function takePanels(editor: Editor, camera: Camera, all: Panel[]): Promise<void> {
	const { api } = theLab().n8n;
	const { id, name, type } = theLab().credential;
	const nodes: INode[] = all.map(({ node }) => ({
		...node,
		credentials: { [type]: { id, name } },
	}));
	const workflowId = await api.createWorkflow({ name: 'Panels', nodes, connections: {} });
	await editor.openWorkflow(workflowId);
	for (const [index, panel] of all.entries()) {
		console.log(`  ${index + 1}/${all.length} ${panel.name}`);
		await camera.openNode(workflowId, panel.node.id, panel.name);
		await camera.takeParameters(panel.name);
	}
}

async function takePictures(executable: string): Promise<void> {
	if (wanted.length === 0) rmSync(PICTURES, { recursive: true, force: true });
	await openLab();
	const { hub, n8n, credential } = theLab();
	const samples = seedExamples(hub);
	const secret = { authType: 'secret', secret: 'not shown' };
	const webhook: Credential = await n8n.api.createCredential(
		'Ango Hub Webhook',
		'angoHubWebhookApi',
		secret,
	);
	const browser = await launchBrowser(executable);
	const editor = await Editor.open(browser, n8n);
	const camera = new Camera(editor);
	const all = await panels(samples);
	if (all.length > 0) await takePanels(editor, camera, all);
	if (isWanted('picker')) await takePickers(editor, camera, samples);
	if (isWanted('search')) await takeSearches(editor, camera);
	if (isWanted('credential')) await takeCredentials(editor, camera, [credential, webhook]);
	if (isWanted('readme')) await takeReadmePictures(editor, camera, webhook);
	await writeContactSheets(browser);
	await browser.close();
}

try {
	const executable = await findOrInstallBrowser();
	if (!executable) throw new Error('No Chrome or Chromium is here (set CHROME_PATH to one)');
	await takePictures(executable);
	await closeLab();
	console.log(`\n  The pictures are in ${PICTURES}`);
	process.exit(0);
} catch (error) {
	console.error(`\n${(error as Error).stack}`);
	process.exit(1);
}
