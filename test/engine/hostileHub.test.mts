import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../nodes/AngoHub/resources/index.ts';
import { openHostileServer, sendJson, type HostileServer } from './hostileServer.mts';
import { byId, openStage, wordsOf, type Stage } from './stage.mts';

const KEY = 'the-key-that-nobody-may-see-0123456789';
const ID = '6554c81ac3b0d000147ea001';

/** Operations that wait for something, and how to make them wait for nothing. */
const IMPATIENT: Record<string, IDataObject> = {
	'label.import': { options: { patience: 0 } },
	'task.waitForStage': { timeout: 1, interval: 1, options: { timeout: 1, interval: 1 } },
};

/** Operations whose request goes where Ango Hub's answer says. */
const FOLLOWS_LINKS = /^(asset\.(upload|download|add)|export|label\.annotate|.*[uU]pload)/;

interface KnownField {
	name: string;
	type: string;
	default: unknown;
}

/** Every operation with something in each of its fields. */
const operations = Object.entries(resources).flatMap(([resource, { operations: all }]) =>
	Object.entries(all as Record<string, { fields: readonly KnownField[] }>).map(
		([operation, { fields }]) => {
			const values = fields.map(({ name, type, default: value }) => [
				name,
				type === 'resourceLocator'
					? byId(ID)
					: type === 'string' && (value === '' || String(value).startsWith('='))
						? 'a@b.example'
						: Array.isArray(value)
							? ['a@b.example']
							: value,
			]);
			const name = `${resource}.${operation}`;
			return {
				name,
				parameters: {
					resource,
					operation,
					...(Object.fromEntries(values) as IDataObject),
					...IMPATIENT[name],
				},
			};
		},
	),
);

describe('Answers that are wrong or malicious', () => {
	let hub: HostileServer;
	let other: HostileServer;
	let stage: Stage;
	const rejections: unknown[] = [];
	const note = (reason: unknown) => void rejections.push(reason);
	beforeAll(async () => {
		process.on('unhandledRejection', note);
		hub = await openHostileServer();
		other = await openHostileServer();
		stage = await openStage({ credential: { url: hub.url, apiKey: KEY } });
	});
	afterAll(async () => {
		await stage.close();
		await hub.close();
		await other.close();
		process.off('unhandledRejection', note);
	});
	beforeEach(() => {
		hub.requests.length = 0;
		other.requests.length = 0;
	});

	const run = async (parameters: IDataObject) =>
		await stage.engine.run({ node: stage.node(parameters) });

	const scalar = () =>
		fc.oneof(
			fc.constantFrom<unknown>(null, '', 0, -1, 1e308, true, ID, 'Start', 'success'),
			fc.string({ maxLength: 8 }),
			fc.constant(() => `${other.url}/lure`),
		);
	const KEYS = [
		...['project', 'projects', 'assets', 'tasks', 'task', 'batches', 'stages', 'total', 'name'],
		...['_id', 'id', 'externalId', 'data', 'dataset', 'url', 'uploadUrl', 'signedUrl'],
		...['exportPath', 'issues', 'issue', 'users', 'storages', 'categorySchema', 'tools', 'answer'],
		...['classifications', 'options', 'assetBuilderTemplates', 'label', 'organization', 'result'],
		...['__proto__', 'constructor', 'toString', 'length', 'message', 'modifiedCount', 'type'],
	];
	const value = fc.letrec((tie) => ({
		any: fc.oneof(
			{ depthSize: 'medium' },
			scalar(),
			fc.array(tie('any'), { maxLength: 3 }),
			tie('record'),
		),
		record: fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 8 }),
	}));
	/** What operations hope for, with some of its parts replaced. */
	const nearlyRight = fc
		.tuple(
			fc.record({
				batches: value.any,
				stages: value.any,
				categorySchema: value.any,
				type: value.any,
				organization: value.any,
				assetBuilderTemplates: value.any,
			}),
			fc.dictionary(fc.constantFrom('asset', 'batches', 'stage', 'answer', 'tools'), value.any),
			value.record,
		)
		.map(([parts, task, others]) => ({
			project: { _id: ID, name: 'P', ...parts },
			task: { _id: ID, ...task },
			tasks: [{ _id: ID, ...task }],
			assets: [{ _id: ID, externalId: 'a@b.example', ...task }],
			projects: [{ _id: ID, name: 'P', ...parts }],
			...others,
		}));
	const resolved = (given: unknown): string =>
		JSON.stringify(given, (_key, one) => (typeof one === 'function' ? one() : one) as unknown);

	it('crash and hang no operation, and lead it nowhere', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...operations),
				fc.array(fc.oneof(value.record, nearlyRight), { minLength: 1, maxLength: 3 }),
				async ({ name, parameters }, answers) => {
					let asked = 0;
					other.requests.length = 0;
					hub.answer = (_request, response) => {
						const data = answers[asked++ % answers.length];
						response.writeHead(200, { 'content-type': 'application/json' });
						response.end(`{"status":"success","data":${resolved(data)}}`);
					};
					const result = await run(parameters);
					expect(`${name}: ${wordsOf(result)}`).not.toMatch(
						/Cannot (read|destructure)[^.]*$|(is not a function|not iterable)$/,
					);
					expect(result.error?.name).not.toBe('TypeError');
					expect(asked).toBeLessThan(200);
					if (!FOLLOWS_LINKS.test(name)) expect([name, other.requests.length]).toEqual([name, 0]);
					expect(other.requests.filter(({ headers }) => headers.apikey)).toEqual([]);
				},
			),
			{ numRuns: 1_200 },
		);
		expect(rejections).toEqual([]);
		expect(({} as IDataObject).polluted).toBeUndefined();
		expect(JSON.stringify(stage.engine.log)).not.toContain(KEY);
	}, 300_000);

	it('are never shown where they repeat the API key', async () => {
		const wrap = fc.constantFrom<(text: string) => IDataObject>(
			(message) => ({ status: 'fail', message }),
			(message) => ({ error: { message } }),
			(error) => ({ error }),
			(message) => ({ status: 'error', message: `Bad key <b>${message}</b>`, data: message }),
		);
		const status = fc.constantFrom(200, 400, 401, 403, 404, 422);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...operations),
				wrap,
				status,
				async (operation, body, code) => {
					hub.answer = ({ headers }, response) => {
						sendJson(response, code, body(`not ${String(headers.apikey)}!`));
					};
					const result = await run(operation.parameters);
					expect(
						JSON.stringify([result.error, result.error?.stack, wordsOf(result), result.items]),
					).not.toContain(KEY);
				},
			),
			{ numRuns: 300 },
		);
		expect(JSON.stringify(stage.engine.log)).not.toContain(KEY);
	});

	it.each(['data:text/plain,x', 'file:///etc/passwd', 'javascript:1', 'ftp://host/x', '//x', 'x'])(
		'lead no upload to %s',
		async (uploadUrl) => {
			hub.answer = (_request, response) =>
				sendJson(response, 200, {
					status: 'success',
					data: { uploadUrl, project: { _id: ID, name: 'P', batches: [] } },
				});
			const result = await run({
				resource: 'asset',
				operation: 'upload',
				project: byId(ID),
				source: 'text',
				text: 'x',
			});
			expect(wordsOf(result)).toMatch(/gave no address|an address that is not http/);
		},
	);
});

describe('A storage that repeats what a link is signed with', () => {
	it('does not bring the signature into an error', async () => {
		const stage = await openStage();
		const project = stage.hub.seedProject({ name: 'P' })._id;
		const storage = await openHostileServer();
		storage.answer = ({ url = '' }, response) => {
			const { searchParams } = new URL(url, storage.url);
			const signature = searchParams.get('X-Amz-Signature');
			response.writeHead(400, { 'content-type': 'application/xml' });
			response.end(
				/xml/.test(url)
					? `<Error><Code>No</Code><Message>It does not match</Message><SignatureProvided>${signature}</SignatureProvided></Error>`
					: `No: ${signature}`,
			);
		};
		const signature = 'f00dfeed'.repeat(8);
		for (const path of ['xml', 'text']) {
			stage.hub.faults.rules = [
				{
					match: { path: '/getUploadUrl' },
					action: {
						status: 200,
						body: {
							status: 'success',
							data: { uploadUrl: `${storage.url}/${path}?X-Amz-Signature=${signature}` },
						},
					},
				},
			];
			const result = await stage.engine.run({
				node: stage.node({
					resource: 'asset',
					operation: 'upload',
					project: byId(project),
					source: 'text',
					text: 'x',
				}),
			});
			expect(wordsOf(result)).toMatch(/refused the file transfer: /);
			expect(JSON.stringify([result.error, result.error?.stack, stage.engine.log])).not.toContain(
				signature,
			);
		}
		await storage.close();
		await stage.close();
	});
});
