/** Takes the pictures; `screenshots.mjs` has installed and built what they need. */
import type { INode } from 'n8n-workflow';
import { findOrInstallBrowser, launchBrowser } from '../harness/browser.mts';
import { Editor } from '../harness/editor.mts';
import { closeLab, openLab, theLab } from '../harness/lab.mts';
import { Camera, PICTURES } from './camera.mts';
import { panelsOf, type Panel } from './panels.mts';
import { seedExamples } from './seed.mts';
import { writeContactSheets } from './sheet.mts';
import { takeCredentials, takeSearches } from './tour.mts';

const OUR_NODES = /^n8n-nodes-ango-hub\./;
const wanted = process.argv.slice(2);

function isWanted(name: string): boolean {
	return wanted.length === 0 || wanted.some((start) => name.startsWith(start));
}

async function ourPanels(): Promise<Panel[]> {
	const { hub, n8n } = theLab();
	const samples = seedExamples(hub);
	const types = (await n8n.api.nodeTypes()).filter(({ name }) => OUR_NODES.test(name));
	return types
		.filter(({ name }) => !name.endsWith('Tool'))
		.flatMap((type) => panelsOf(type, samples))
		.filter(({ name }) => isWanted(name));
}

function withCredential(node: INode): INode {
	const { id, name, type } = theLab().credential;
	return { ...node, credentials: { [type]: { id, name } } };
}

async function takePictures(): Promise<void> {
	const executable = await findOrInstallBrowser();
	if (!executable) throw new Error('No Chrome or Chromium is here (set CHROME_PATH to one)');
	await openLab();
	const { n8n } = theLab();
	const panels = await ourPanels();
	const nodes = panels.map(({ node }) => withCredential(node));
	const workflowId = await n8n.api.createWorkflow({ name: 'Panels', nodes, connections: {} });
	const browser = await launchBrowser(executable);
	const editor = await Editor.open(browser, n8n);
	const camera = new Camera(editor);
	await editor.openWorkflow(workflowId);
	for (const [index, { name, node }] of panels.entries()) {
		console.log(`  ${index + 1}/${panels.length} ${name}`);
		await camera.openNode(workflowId, node.id, name);
		await camera.takeParameters(name);
	}
	if (isWanted('search')) await takeSearches(editor, camera);
	if (isWanted('credential')) await takeCredentials(editor, camera);
	await writeContactSheets(browser);
	await browser.close();
	console.log(`\n  ${panels.length} pictures are in ${PICTURES}`);
}

try {
	await takePictures();
	await closeLab();
	process.exit(0);
} catch (error) {
	console.error(`\n${(error as Error).stack}`);
	process.exit(1);
}
