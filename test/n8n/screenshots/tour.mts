import type { Editor } from '../harness/editor.mts';
import { theLab } from '../harness/lab.mts';
import { chain } from '../harness/workflows.mts';
import type { Camera } from './camera.mts';

const SEARCHES = ['ango', 'label', 'annotation'];

/** What the nodes panel shows for words that people try, and all actions of the node. */
export async function takeSearches(editor: Editor, camera: Camera): Promise<void> {
	const { api } = theLab().n8n;
	const creator = editor.byTestId('node-creator');
	const names = editor.byTestId('node-creator-item-name');
	await editor.openWorkflow(await api.createWorkflow(chain('Search')));
	await editor.byTestId('node-creator-plus-button').click();
	for (const text of SEARCHES) {
		await editor.byTestId('node-creator-search-bar').fill(text);
		await names.getByText('Ango Hub', { exact: true }).waitFor();
		await camera.take(`search-${text}`, creator);
	}
	await names.getByText('Ango Hub', { exact: true }).click();
	await names.getByText('Upload asset', { exact: true }).waitFor();
	await camera.take('search-actions', creator);
}

/** The forms of both credentials. */
export async function takeCredentials(editor: Editor, camera: Camera): Promise<void> {
	const { n8n, credential } = theLab();
	const webhook = await n8n.api.createCredential('Ango Hub Webhook', 'angoHubWebhookApi', {
		authType: 'secret',
		secret: 'not shown',
	});
	const dialog = editor.byTestId('editCredential-modal');
	for (const { id, type } of [credential, webhook]) {
		await editor.page.goto(`${n8n.url}/home/credentials/${id}`);
		await dialog.waitFor();
		await camera.take(`credential-${type}`, dialog);
	}
}
