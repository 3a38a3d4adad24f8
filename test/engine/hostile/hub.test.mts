import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { CRASH, hubAnswers, ID, isBewitched, LURE, luring } from './json.mts';
import { operations, type KnownField } from './operations.mts';
import { openHostileServer, sendJson, type HostileServer } from './server.mts';
import { byId, openSetup, wordsOf, type Setup } from '../setup.mts';

const KEY = 'the-key-that-nobody-may-see-0123456789';

/** Operations whose request goes where Ango Hub's answer says. */
const FOLLOWS_LINKS = /^(asset\.(upload|download|add)|export|label\.annotate|.*[uU]pload)/;

/** Something for a field that its operation would take. */
function plausible({ type, required, default: value }: KnownField): unknown {
	if (type === 'resourceLocator') return byId(ID);
	const isPlainText = type === 'string' && (value === '' || String(value).startsWith('='));
	const isText = isPlainText || (required && value === '');
	if (isText) return 'a@b.example';
	return Array.isArray(value) ? ['a@b.example'] : value;
}

/** Every operation with something in each of its fields. */
const filled = operations.map(({ name, parameters, fields, impatient }) => ({
	name,
	parameters: {
		...parameters,
		...(Object.fromEntries(fields.map((field) => [field.name, plausible(field)])) as IDataObject),
		...impatient,
	},
}));

describe('Answers that are wrong or malicious', () => {
	let hub: HostileServer;
	let other: HostileServer;
	let setup: Setup;
	const rejections: unknown[] = [];
	const note = (reason: unknown) => void rejections.push(reason);
	beforeAll(async () => {
		process.on('unhandledRejection', note);
		hub = await openHostileServer();
		other = await openHostileServer();
		setup = await openSetup({ credential: { url: hub.url, apiKey: KEY } });
	});
	afterAll(async () => {
		await setup.close();
		await hub.close();
		await other.close();
		process.off('unhandledRejection', note);
	});
	beforeEach(() => {
		hub.requests.length = 0;
		other.requests.length = 0;
	});

	const run = async (parameters: IDataObject) =>
		await setup.engine.run({ node: setup.node(parameters) });

	it('crash and hang no operation, and lead it nowhere', async () => {
		let followed = 0;
		const exportOfTasks = filled.find(({ name }) => name === 'export.tasks')!;
		const luringExport = [{ project: { _id: ID } }, { exportPath: `${LURE}/export.zip` }];
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...filled),
				hubAnswers,
				async ({ name, parameters }, answers) => {
					let asked = 0;
					other.requests.length = 0;
					hub.answer = (_request, response) => {
						const data = answers[asked++ % answers.length];
						response.writeHead(200, { 'content-type': 'application/json' });
						response.end(`{"status":"success","data":${luring(data, other.url)}}`);
					};
					const result = await run(parameters);
					expect(`${name}: ${wordsOf(result)}`).not.toMatch(CRASH);
					expect(String(result.error?.name)).not.toMatch(/^(Type|Range|URI|Syntax)Error$/);
					expect(isBewitched(result.items.map(({ json }) => json))).toBe(false);
					expect(asked).toBeLessThan(200);
					if (!FOLLOWS_LINKS.test(name)) expect([name, other.requests.length]).toEqual([name, 0]);
					expect(other.requests.filter(({ headers }) => headers.apikey)).toEqual([]);
					followed += other.requests.length;
				},
			),
			{ numRuns: 1_200, examples: [[exportOfTasks, luringExport]] },
		);
		// Links are for files, so at least that one was followed.
		expect(followed).toBeGreaterThan(0);
		expect(rejections).toEqual([]);
		expect(Object.keys(Object.prototype)).toEqual([]);
		expect(JSON.stringify(setup.engine.log)).not.toContain(KEY);
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
			fc.asyncProperty(fc.constantFrom(...filled), wrap, status, async (operation, body, code) => {
				hub.answer = ({ headers }, response) => {
					sendJson(response, code, body(`not ${String(headers.apikey)}!`));
				};
				const result = await run(operation.parameters);
				expect(
					JSON.stringify([result.error, result.error?.stack, wordsOf(result), result.items]),
				).not.toContain(KEY);
			}),
			{ numRuns: 300 },
		);
		expect(JSON.stringify(setup.engine.log)).not.toContain(KEY);
	});

	const nested = (depth: number) => '[{"a":'.repeat(depth) + '1' + '}]'.repeat(depth);
	it.each([
		['a record nested without end', `"project":{"_id":"${ID}","name":"x","a":${nested(100_000)}}`],
		['a number without end', `"project":{"_id":"${ID}","name":"x","total":${'9'.repeat(100_000)}}`],
		['a name without end', `"project":{"_id":"${ID}","name":"${'x'.repeat(1_000_000)}"}`],
	])('may hold %s', async (_what, data) => {
		hub.answer = (_request, response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(`{"status":"success","data":{${data}}}`);
		};
		const result = await run({ resource: 'project', operation: 'get', project: byId(ID) });
		expect(wordsOf(result)).not.toMatch(CRASH);
		expect(result.items.length === 1 || /unexpected form/.test(wordsOf(result))).toBe(true);
	});

	it.each(['<', '<style>', '<Error><Message>', ' ', '\0'])(
		'may be a long page of %j',
		async (text) => {
			hub.answer = (_request, response) => {
				response.writeHead(400, { 'content-type': 'text/html' });
				response.end(text.repeat(2_000_000 / text.length));
			};
			const result = await run({ resource: 'project', operation: 'get', project: byId(ID) });
			expect(wordsOf(result)).toMatch(/answered with status 400/);
			expect(wordsOf(result).length).toBeLessThan(1_000);
		},
	);

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
			expect(wordsOf(result)).toMatch(/returned no address|an address that is not http/);
		},
	);
});

describe('A storage that repeats what a link is signed with', () => {
	it('does not bring the signature into an error', async () => {
		const setup = await openSetup();
		const project = setup.hub.seedProject({ name: 'P' })._id;
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
			setup.hub.faults.rules = [
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
			const result = await setup.engine.run({
				node: setup.node({
					resource: 'asset',
					operation: 'upload',
					project: byId(project),
					source: 'text',
					text: 'x',
				}),
			});
			expect(wordsOf(result)).toMatch(/refused the file transfer: /);
			expect(JSON.stringify([result.error, result.error?.stack, setup.engine.log])).not.toContain(
				signature,
			);
		}
		await storage.close();
		await setup.close();
	});
});
