import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';
import type { BinaryMode, Engine, NodeSpec } from './harness/index.mts';
import { chain, createEngine } from './harness/index.mts';
import {
	answer,
	CodeProbeApi,
	download,
	Probe,
	ProbeApi,
	SessionProbeApi,
} from './harness/probe.mts';

const server = createServer((request, response) => void answer(request, response));
let host: string;

beforeAll(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const createProbeEngine = async (credential: object = {}, binaryMode?: BinaryMode) =>
	await createEngine({
		nodeTypes: { 'test.probe': Probe },
		credentialTypes: { probeApi: ProbeApi, codeProbeApi: CodeProbeApi },
		credentials: {
			probeApi: { host, key: 'key-1', ...credential },
			codeProbeApi: { host, key: 'weak' },
		},
		binaryMode,
	});

const node = (parameters: NodeSpec['parameters'], spec: Partial<NodeSpec> = {}): NodeSpec => ({
	type: 'test.probe',
	parameters,
	...spec,
});
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe('a run', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createProbeEngine();
	});
	afterAll(async () => await engine.dispose());

	it('sends the credential, fills in defaults and takes the newest version', async () => {
		const { status, items } = await engine.run({ node: node({}) });

		expect(status).toBe('success');
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({ key: 'key-1', path: '/api/default', version: 2 });
	});

	it('runs an older version when told so', async () => {
		const { items } = await engine.run({ node: node({}, { typeVersion: 1 }) });

		expect(items[0].json.version).toBe(1);
	});

	it('resolves expressions for each item and keeps the pairing', async () => {
		const { items } = await engine.run({
			node: node({ path: '=/item/{{ $json.n }}' }),
			items: [{ json: { n: 1 } }, { json: { n: 2 } }],
		});

		expect(items.map(({ json }) => json.path)).toEqual(['/api/item/1', '/api/item/2']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('stops with the error of the node', async () => {
		const { status, error, items } = await engine.run({ node: node({ path: '/missing' }) });

		expect(status).toBe('error');
		expect(error).toMatchObject({ httpCode: '404', description: 'No such thing' });
		expect(items).toEqual([]);
	});

	it('reports a connection that nobody answers', async () => {
		const closed = createServer().listen(0, '127.0.0.1');
		await once(closed, 'listening');
		const { port } = closed.address() as AddressInfo;
		closed.close();
		await once(closed, 'close');
		const lonely = await createProbeEngine({ host: `http://127.0.0.1:${port}` });

		const { status, error } = await lonely.run({ node: node({}) });
		await lonely.dispose();

		expect(status).toBe('error');
		expect(error).toMatchObject({ httpCode: 'ECONNREFUSED' });
	});

	it('sends a failed item to the error output', async () => {
		const { status, items, errorItems } = await engine.run({
			node: node({ path: '={{ $json.path }}' }, { onError: 'continueErrorOutput' }),
			items: [{ json: { path: '/missing' } }, { json: { path: '/fine' } }],
		});

		expect(status).toBe('success');
		expect(items.map(({ json }) => json.path)).toEqual(['/api/fine']);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0]).toMatchObject({
			json: { error: expect.any(String) },
			pairedItem: { item: 0 },
		});
	});

	it('keeps a failed item in the output when the node continues on error', async () => {
		const { items, errorItems } = await engine.run({
			node: node({ path: '/missing' }, { onError: 'continueRegularOutput' }),
		});

		expect(items.map(({ json }) => Object.keys(json))).toEqual([['error']]);
		expect(errorItems).toEqual([]);
	});

	it('tries again when the node is set to', async () => {
		const asked: string[] = [];
		const record = ({ url = '' }: IncomingMessage) => asked.push(url);
		server.on('request', record);
		const spec = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

		await engine.run({ node: node({ path: '/missing' }, spec) });
		server.off('request', record);

		// Each try sends a refused request once: 404 is not an expired credential.
		expect(asked).toEqual(['/api/missing', '/api/missing']);
	});

	it('refuses to start a node that lacks a required parameter', async () => {
		await expect(engine.run({ node: node({ mode: 'upload' }) })).rejects.toThrow(/issues/);
	});

	it('collects hints and the log', async () => {
		const { hints } = await engine.run({ node: node({}) });

		expect(hints).toEqual([{ message: 'Probed', type: 'info' }]);
		expect(engine.log).toContainEqual({
			level: 'info',
			message: 'Probing',
			metadata: { items: 1 },
		});
	});

	it('runs a whole workflow through its connections', async () => {
		const workflow = {
			nodes: [
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				node({ path: '=/first/{{ $json.n }}' }, { name: 'First' }),
				node({ path: "=/{{ $('First').item.json.key }}" }, { name: 'Second' }),
			],
			connections: chain('Start', 'First', 'Second'),
		};

		const result = await engine.runWorkflow(workflow, { items: [{ json: { n: 7 } }] });

		expect(result.items[0].json.path).toBe('/api/key-1');
		expect(result.node('First').items[0].json.path).toBe('/api/first/7');
	});

	it('aborts the request of a canceled execution', async () => {
		const asked = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
		const execution = engine.start({ node: node({ path: '/hang' }) });
		const [, response] = await asked;
		const closed = once(response, 'close');

		execution.cancel();
		await closed;

		expect((await execution.result).status).toBe('canceled');
	});
});

describe.each<[BinaryMode, 'separate' | 'combined']>([
	['memory', 'separate'],
	['filesystem', 'separate'],
	['filesystem', 'combined'],
])('files in %s mode, %s', (binaryMode, kind) => {
	const settings = { binaryMode: kind };
	const combined = kind === 'combined';
	let engine: Engine;
	beforeAll(async () => {
		engine = await createProbeEngine({}, binaryMode);
	});
	afterAll(async () => await engine.dispose());

	it('reach the node and are streamed to the server', async () => {
		const content = randomBytes(200_000);
		const file = await engine.binary(content, { fileName: 'a.bin', mimeType: 'x/y' });

		const { items, error } = await engine.run({
			node: node({ mode: 'upload', file: combined ? '_files.data' : 'data' }),
			items: [{ json: {}, binary: { data: file } }],
			settings,
		});

		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ bytes: content.length, sha256: sha256(content) });
		expect(Boolean(file.id)).toBe(binaryMode === 'filesystem');
	});

	it('come back from the node', async () => {
		const { items } = await engine.run({
			node: node({ mode: 'download', path: '/file' }),
			settings,
		});
		const [{ binary, json }] = items;
		const files = (combined ? json._files : binary) as Record<string, IBinaryData>;

		expect(files.data).toMatchObject({ fileName: 'back.bin', bytes: download.length });
		expect((await engine.readBinary(files.data)).equals(download)).toBe(true);
	});
});

describe('the engine itself', () => {
	it('streams large files to the store and back', async () => {
		const engine = await createProbeEngine({}, 'filesystem');
		const chunk = randomBytes(1_000_000);
		const content = Readable.from(Array.from({ length: 8 }, () => chunk));

		const file = await engine.binary(content, { fileName: 'big.bin', mimeType: 'x/y' });
		let bytes = 0;
		for await (const part of await engine.streamBinary(file)) bytes += part.length;
		await engine.dispose();

		expect(file.bytes).toBe(8_000_000);
		expect(bytes).toBe(8_000_000);
	});

	it('leaves nothing behind', async () => {
		const engine = await createProbeEngine({}, 'filesystem');
		const userFolder = process.env.N8N_USER_FOLDER ?? '';
		await engine.binary(Buffer.from('x'), { fileName: 'x', mimeType: 'x/y' });
		expect(existsSync(userFolder)).toBe(true);

		await engine.dispose();

		expect(existsSync(userFolder)).toBe(false);
		expect(process.env.N8N_USER_FOLDER).not.toBe(userFolder);
	});

	it('refuses two binary modes at a time', async () => {
		const engine = await createProbeEngine();

		await expect(createProbeEngine({}, 'filesystem')).rejects.toThrow(/memory mode/);
		await engine.dispose();
	});

	it('answers list searches and load options with parameters and credentials', async () => {
		const engine = await createProbeEngine();
		const query = { filter: 'abc', paginationToken: 'next' };

		const found = await engine.listSearch('echo', node({ path: '/p' }), query);
		const modes = await engine.loadOptions('modes', node({}));
		await engine.dispose();

		expect(found.results.map(({ value }) => value)).toEqual(['/p,abc,next,key-1']);
		expect(modes).toEqual([{ name: 'ask', value: 'ask' }]);
	});

	it.each([
		['good', { status: 'OK', message: 'Connection successful!' }],
		['bad', { status: 'Error', message: 'The key is unknown' }],
		['weak', { status: 'Error', message: 'Forbidden' }],
	])('tests a %s credential', async (key, expected) => {
		const engine = await createProbeEngine({ key });

		const result = await engine.testCredential('probeApi');
		await engine.dispose();

		expect(result).toEqual(expected);
	});

	it('judges a refused credential by the rules for status codes', async () => {
		const engine = await createProbeEngine();

		const result = await engine.testCredential('codeProbeApi');
		await engine.dispose();

		expect(result).toEqual({ status: 'Error', message: 'The key is weak' });
	});

	it('fetches a credential that expires, once', async () => {
		const asked: Array<string | undefined> = [];
		const record = ({ url }: IncomingMessage) => asked.push(url);
		server.on('request', record);
		const engine = await createEngine({
			nodeTypes: { 'test.probe': Probe },
			credentialTypes: { probeApi: SessionProbeApi },
			credentials: { probeApi: { host } },
		});

		const { items } = await engine.run({ node: node({}), items: [{ json: {} }, { json: {} }] });
		server.off('request', record);
		await engine.dispose();

		expect(items.map(({ json }) => json.key)).toEqual(['/session', '/session']);
		expect(asked).toEqual(['/session', '/api/default', '/api/default']);
	});
});
