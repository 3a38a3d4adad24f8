import type { IDataObject } from 'n8n-workflow';
import type { Editor } from '../harness/editor.mts';
import { theLab } from '../harness/lab.mts';
import type { Credential } from '../harness/n8nApi.mts';
import { angoHub, chain } from '../harness/workflows.mts';
import type { Camera } from './camera.mts';
import type { Samples } from './panels.mts';

const SEARCHES = ['ango', 'annotate', 'bounding box'];

/** What the nodes panel shows for words that people try, and all actions of the node. */
export async function takeSearches(editor: Editor, camera: Camera): Promise<void> {
	const { api } = theLab().n8n;
	const creator = editor.byTestId('node-creator');
	const names = editor.byTestId('node-creator-item-name');
	await editor.openWorkflow(await api.createWorkflow(chain('Search')));
	for (const text of SEARCHES) {
		// What is found for one text must not be taken for what the next one finds.
		await editor.searchNodes('slack');
		await editor.searchNodes(text, '^Ango Hub$');
		await camera.take(`search-${text}`, creator);
	}
	await names.getByText('Ango Hub', { exact: true }).click();
	await names.getByText('Upload asset', { exact: true }).waitFor();
	await camera.resize(1400, 3400);
	await camera.take('search-actions', creator);
}

/** A picker before and after the project is chosen that it depends on. */
export async function takePickers(
	editor: Editor,
	camera: Camera,
	{ project }: Samples,
): Promise<void> {
	const { n8n, credential } = theLab();
	const task = { __rl: true, mode: 'list', value: '' }; // the item's task is what stands there by default
	const parameters = { resource: 'task', operation: 'get', task };
	const nodes = [
		angoHub('Without a Project', credential, parameters),
		angoHub('With a Project', credential, { ...parameters, project } as IDataObject),
	];
	const workflowId = await n8n.api.createWorkflow(chain('Pickers', ...nodes));
	await editor.openWorkflow(workflowId);
	for (const { id, name } of nodes) {
		await camera.openNode(workflowId, id, name);
		await editor.byTestId('resource-locator-task').getByTestId('rlc-input').click();
		const content = editor.byTestId('rlc-item').or(editor.byTestId('rlc-error-message'));
		await content.filter({ visible: true }).first().waitFor();
		await camera.take(`picker-${name.replaceAll(' ', '-')}`, editor.byTestId('ndv'));
		await editor.page.keyboard.press('Escape');
	}
}

/** The forms of credentials that exist. */
export async function takeCredentials(
	editor: Editor,
	camera: Camera,
	credentials: Credential[],
): Promise<void> {
	const { url } = theLab().n8n;
	const dialog = editor.byTestId('editCredential-modal');
	for (const { id, type } of credentials) {
		await editor.page.goto(`${url}/home/credentials/${id}`);
		const isTested = type === 'angoHubApi';
		await dialog
			.getByText(isTested ? 'Connection tested successfully' : 'The first delivery tells')
			.waitFor();
		await camera.take(`credential-${type}`, dialog);
	}
}
