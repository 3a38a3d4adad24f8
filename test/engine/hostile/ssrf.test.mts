import type { IDataObject } from 'n8n-workflow';
import { openHostileServer, type HostileServer } from './server.mts';
import { byId, openSetup, wordsOf, type Setup } from '../setup.mts';

const SETTINGS = {
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
};

/** n8n protects inner addresses; only the local hub's own is allowed here. */
describe('With the SSRF protection of n8n', () => {
	let setup: Setup;
	let inner: HostileServer;
	let outer: HostileServer;
	let project: string;
	const before = Object.keys(SETTINGS).map((name) => [name, process.env[name]] as const);
	beforeAll(async () => {
		Object.assign(process.env, SETTINGS);
		setup = await openSetup({ binaryMode: 'filesystem' });
		inner = await openHostileServer('127.0.0.2');
		outer = await openHostileServer();
		project = setup.hub.seedProject({ name: 'P' })._id;
	});
	afterAll(async () => {
		await setup.close();
		await inner.close();
		await outer.close();
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});
	beforeEach(() => setup.hub.resetFaults());
	afterEach(() => expect(inner.requests).toEqual([]));

	const run = async (parameters: IDataObject) =>
		await setup.engine.run({ node: setup.node({ project: byId(project), ...parameters }) });
	const upload = async (parameters: IDataObject) =>
		await run({ resource: 'asset', operation: 'upload', ...parameters });
	const answerWith = (path: string, data: object) =>
		setup.hub.faults.rules.push({
			match: { path },
			action: { status: 200, body: { status: 'success', data } },
		});
	const BLOCKED = /No answer from 127\.0\.0\.2:\d+: n8n is set up to block this address/;

	it('an allowed address works as ever', async () => {
		const result = await upload({ source: 'text', text: 'hello' });
		expect(wordsOf(result).trim()).toBe('');
		expect(setup.hub.state.room(project).assets).toHaveLength(1);
	});

	it('a URL of the user does not reach an inner address', async () => {
		const result = await upload({ source: 'url', url: `${inner.url}/secret.png` });
		expect(wordsOf(result)).toMatch(BLOCKED);
	});

	it.each(['127.2', '0x7f000002', '2130706434', '0177.0.0.2', '[::ffff:127.0.0.2]', '127.0.0.2.'])(
		'nor does it when it is written as %s',
		async (host) => {
			const url = `http://${host}:${new URL(inner.url).port}/secret.png`;
			const result = await upload({ source: 'url', url });
			expect(wordsOf(result)).toMatch(/No answer from/);
		},
	);

	it('the address of the credential does not lead there', async () => {
		const other = await openSetup({ binaryMode: 'filesystem', credential: { url: inner.url } });
		const result = await other.engine.run({
			node: other.node({ resource: 'project', operation: 'get', project: byId(project) }),
		});
		expect(wordsOf(result)).toMatch(BLOCKED);
		await other.close();
	});

	it('a redirect of a public server does not lead there', async () => {
		outer.answer = (_request, response) => {
			response.writeHead(302, { location: `${inner.url}/secret.png` });
			response.end();
		};
		const result = await upload({ source: 'url', url: `${outer.url}/image.png` });
		expect(wordsOf(result)).toMatch(/No answer from|refused/);
		expect(outer.requests.length).toBeGreaterThan(0);
	});

	it('an upload address of the hub does not lead there', async () => {
		answerWith('/getUploadUrl', { uploadUrl: `${inner.url}/metadata` });
		const result = await upload({ source: 'text', text: 'hello' });
		expect(wordsOf(result)).toMatch(BLOCKED);
	});

	it('an export link of the hub does not lead there', async () => {
		answerWith('/v2/export', { exportPath: `${inner.url}/export.zip` });
		const result = await run({ resource: 'export', operation: 'tasks' });
		expect(wordsOf(result)).toMatch(BLOCKED);
	});

	it('a signed link of the hub does not lead there', async () => {
		const asset = setup.hub.seedAsset(project);
		answerWith('/getSignedUrl', { signedUrl: `${inner.url}/image.png` });
		const result = await run({ resource: 'asset', operation: 'download', asset: byId(asset._id) });
		expect(wordsOf(result)).toMatch(BLOCKED);
	});
});
