/** The pictures of README: copy them from the artifacts to docs/images when they have to change. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDigits } from '../../../demo/digits.mts';
import { exampleWorkflow } from '../harness/examples.mts';
import { demoProject } from '../../../demo/hub.mts';
import type { Editor } from '../harness/editor.mts';
import { theLab } from '../harness/lab.mts';
import type { Credential } from '../harness/n8nApi.mts';
import { angoHub, chain, node, readFiles } from '../harness/workflows.mts';
import type { Camera } from './camera.mts';
import type { Samples } from './panels.mts';

const TRIGGER = 'n8n-nodes-ango-hub.angoHubTrigger';
const CLASS = 'Digit';

export async function takeReadmePictures(
	editor: Editor,
	camera: Camera,
	samples: Samples,
	webhook: Credential,
): Promise<void> {
	const folder = join(theLab().n8n.filesFolder, 'digits');
	const files = writeDigits(folder);
	await takeDemo(editor, camera, folder, files);
	await takeUpload(editor, camera, folder, samples);
	await takeTrigger(editor, camera, webhook);
	await takeNewCredential(editor, camera);
}

/** The demo's workflow after its run. */
async function takeDemo(
	editor: Editor,
	camera: Camera,
	folder: string,
	files: ReturnType<typeof writeDigits>,
): Promise<void> {
	const { hub, n8n, credential } = theLab();
	const rows = files.map(({ fileName, label }) => `${fileName},${label}`);
	const labelsFile = `${folder}.csv`;
	writeFileSync(labelsFile, ['fileName,label', ...rows, ''].join('\n'));
	const answers = [...new Set(files.map(({ label }) => label))];
	const projectName = 'Handwritten digits';
	const input = { folder, labelsFile, projectName, className: CLASS, answers };
	const project = await demoProject(hub, input);
	const settings = { folder, labels: labelsFile, project, batch: 'Demo', class: CLASS };
	const workflow = exampleWorkflow('upload-folder.json', [credential], settings);
	await camera.resize(1500, 800);
	await editor.openWorkflow(await n8n.api.createWorkflow(workflow));
	await editor.execute();
	await camera.closeMessages();
	await editor.byTestId('zoom-to-fit').click();
	await camera.take('readme-demo-workflow', editor.page.locator('.vue-flow'));
}

/** The panel of Upload beside what went out. */
async function takeUpload(
	editor: Editor,
	camera: Camera,
	folder: string,
	{ project, batch }: Samples,
): Promise<void> {
	const { n8n, credential } = theLab();
	const upload = angoHub('Upload', credential, {
		resource: 'asset',
		operation: 'upload',
		project,
		options: { batches: [(batch as { value: string }).value], ifExists: 'skip' },
	} as never);
	const workflow = chain('Upload', readFiles(join(folder, 'digit-*-1.png')), upload);
	const workflowId = await n8n.api.createWorkflow(workflow);
	await editor.openWorkflow(workflowId);
	await editor.execute();
	await camera.closeMessages();
	await camera.openNode(workflowId, upload.id, upload.name);
	await camera.resize(1400, 900);
	await camera.takeOutcome('readme-upload-panel');
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
