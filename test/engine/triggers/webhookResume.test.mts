import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	deliver,
	openTriggerSetup,
	payload,
	seedWebhookProject,
	withoutApiKey,
	type TriggerSetup,
} from './webhookSetup.mts';

const NODE_ID = '11111111-2222-4333-8444-555555555555';
const SIGNATURE = 'a'.repeat(64);

let setup: TriggerSetup;
/** A server of a stranger, and what it was asked. */
let stranger: Server;
let host: string;
const asked: unknown[] = [];

beforeAll(async () => {
	setup = await openTriggerSetup();
	stranger = createServer((request, response) => {
		asked.push(request.url);
		response.end('{"status":"resumed"}');
	}).listen(0, '127.0.0.1');
	await once(stranger, 'listening');
	host = `127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
afterAll(async () => {
	stranger.close();
	await setup.close();
});

/** What comes out for a task whose asset has this key, with the option on. */
async function delivered(n8nResume: unknown, more: object = {}) {
	const { _id: projectId } = seedWebhookProject(setup.hub);
	const contextData = { n8nResume, camera: 'front' } as never;
	const { _id: assetId } = setup.hub.seedAsset(projectId, { contextData });
	const hook = await setup.engine.webhook({
		type: 'test.trigger',
		parameters: { options: { resumeWaiting: true } },
		...more,
	});
	await hook.activate();
	expect((await deliver(hook, payload({ projectId, assetId }))).status).toBe(200);
	return (await hook.executions()).flatMap(({ items }) => items.map(({ json }) => json));
}

describe('the option Resume Waiting Executions', () => {
	it.each([
		['no text', 7],
		['no text but a record', { url: 'x' }],
		['nothing', ''],
		['a URL', (own: string) => `http://${own}/1/${NODE_ID}`],
		['a host without a scheme', (own: string) => `//${own}/1/${NODE_ID}`],
		['a host and a password', (own: string) => `@${own}/1/${NODE_ID}`],
		['a way up', `12/${NODE_ID}/../../rest/workflows`],
		['a way up before it', `../rest/12/${NODE_ID}`],
		['another parameter', `12/${NODE_ID}?signature=${SIGNATURE}&approved=true`],
		['a short signature', `12/${NODE_ID}?signature=abc`],
		['a second line', `12/${NODE_ID}\n?signature=${SIGNATURE}`],
		['a line behind it', `12/${NODE_ID}?signature=${SIGNATURE}\n`],
		['no number', `-1/${NODE_ID}`],
		['no node', '12'],
	])('asks nobody for a key that is %s, and starts the workflow', async (_case, key) => {
		const items = await delivered(typeof key === 'function' ? key(host) : key);
		expect(items).toMatchObject([{ event: 'taskEnteredStage' }]);
		expect(items[0]).not.toHaveProperty('notes');
		expect(asked).toEqual([]);
	});

	it('starts the workflow with a note where it has no key to look with', async () => {
		const [item] = await delivered(`12/${NODE_ID}`, withoutApiKey);
		expect(String(item.notes)).toMatch(/Could not check whether an execution waits/);
		expect(asked).toEqual([]);
	});
});
