import type { Editor } from '../harness/editor.mts';
import { theLab } from '../harness/lab.mts';
import type { Camera } from './camera.mts';

const SEARCHES = ['ango', 'label', 'annotation'];

/** What the nodes panel shows for words that people try. */
export async function takeSearches(editor: Editor, camera: Camera): Promise<void> {
	const creator = editor.byTestId('node-creator');
	await editor.openNewWorkflow();
	await editor.byTestId('node-creator-plus-button').click();
	for (const text of SEARCHES) {
		await editor.byTestId('node-creator-search-bar').fill(text);
		const names = editor.byTestId('node-creator-item-name');
		await names.getByText('Ango Hub', { exact: true }).waitFor();
		await camera.take(`search-${text}`, creator);
	}
	await editor.byTestId('node-creator-item-name').getByText('Ango Hub', { exact: true }).click();
	await editor.byTestId('node-creator-category-item').first().waitFor();
	await camera.take('search-actions', creator);
}

/** The forms of both credentials. */
export async function takeCredentials(editor: Editor, camera: Camera): Promise<void> {
	const { n8n, hub, credential } = theLab();
	const others = [
		await n8n.api.createCredential('Ango Hub in Europe', 'angoHubApi', {
			apiKey: hub.apiKey,
			region: 'eu',
		}),
		await n8n.api.createCredential('Ango Hub Webhook', 'angoHubWebhookApi', {
			authType: 'secret',
			secret: 'not shown',
		}),
	];
	const dialog = editor.byTestId('editCredential-modal');
	for (const { id, name } of [credential, ...others]) {
		await editor.page.goto(`${n8n.url}/home/credentials/${id}`);
		await dialog.waitFor();
		await camera.take(`credential-${name.replaceAll(' ', '-')}`, dialog);
	}
}
