import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { arrivals, byId, fileItem, openSetup, tick, wordsOf, type Setup } from './setup.mts';

/** What the transport rules promise, seen from a whole workflow. */
describe('Transport', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		project = setup.hub.seedProject({ name: 'P' })._id;
	});

	const getProject = (requestOptions: object = {}) =>
		({ resource: 'project', operation: 'get', project: byId(project), requestOptions }) as never;
	const upload = (options: object = {}, requestOptions: object = {}) =>
		({
			resource: 'asset',
			operation: 'upload',
			project: byId(project),
			options,
			requestOptions,
		}) as never;
	const run = async (parameters: never, items?: INodeExecutionData[], spec: object = {}) =>
		await setup.engine.run({ node: setup.node(parameters, spec), items });
	const files = async (count: number) =>
		await Promise.all(
			Array.from({ length: count }, async (_, index) => await fileItem(setup, `f${index}.png`)),
		);
	const externalIds = () =>
		[...setup.hub.state.assets.values()]
			.filter((asset) => asset.project === project)
			.map(({ externalId }) => externalId)
			.sort();
	const calls = (method: string, part: string) =>
		setup.hub.requests.filter((request) => request.method === method && request.url.includes(part));

	it.each([
		['a 500', { status: 500, body: { status: 'error', message: 'oops' } }],
		['an HTML page of a proxy', { status: 502, html: true }],
		['a connection closed before the work', 'reset-before'],
		['a connection closed after the work', 'reset-after'],
		['an answer cut short', 'truncate'],
	] as const)('reads again after %s', async (_case, action) => {
		setup.hub.faults.rules.push({ match: { method: 'GET' }, times: 2, action });
		const result = await run(getProject());
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json.name).toBe('P');
		expect(setup.hub.requests).toHaveLength(3);
	});

	it.each([
		['204', { status: 204 }],
		['an empty 200', { status: 200, body: '' }],
		[
			'an empty 201 with a type',
			{ status: 201, body: ' ', headers: { 'content-type': 'text/html' } },
		],
	])('takes %s for success of a write (contract 1.4)', async (_case, action) => {
		const asset = setup.hub.seedAsset(project, { externalId: 'a.png' });
		const task = setup.hub.taskOf(asset);
		const writes = [
			{ resource: 'asset', operation: 'delete', project: byId(project), asset: byId(asset._id) },
			{
				resource: 'task',
				operation: 'assign',
				project: byId(project),
				task: byId(task._id),
				user: 'ann@example.com',
				stage: byId('Label'),
			},
			{
				resource: 'task',
				operation: 'review',
				project: byId(project),
				task: byId(task._id),
				reviewStatus: 'Accepted',
			},
			{ resource: 'project', operation: 'create', name: 'New' },
			{ resource: 'project', operation: 'delete', project: byId(project) },
		];
		for (const parameters of writes) {
			setup.hub.faults.rules = [
				{ match: { method: 'POST' }, action },
				{ match: { method: 'DELETE' }, action },
			] as never;
			const result = await run(parameters as never);
			expect([parameters.operation, wordsOf(result).trim()]).toEqual([parameters.operation, '']);
			expect(result.items).toHaveLength(1);
		}
	});

	it('does not take an empty page for the end of a list, or for a project', async () => {
		setup.hub.faults.rules.push({ match: { method: 'GET' }, action: { status: 200, body: '' } });
		const list = await run({ resource: 'project', operation: 'getAll', returnAll: true } as never);
		expect(wordsOf(list)).toMatch(/not JSON/);
		expect(wordsOf(await run(getProject()))).toMatch(/not JSON/);
	});

	it('explains a network that is kept out', async () => {
		setup.hub.faults.rules.push({
			match: {},
			action: { status: 451, body: { status: 'fail', message: 'Geofenced' } },
		});
		const result = await run(getProject());
		expect(wordsOf(result)).toMatch(/does not let this network in: Geofenced.*address of n8n/s);
		expect(setup.hub.requests).toHaveLength(1);
	});

	it('says that a rate limit holds a run up, and only when it does so for long', async () => {
		const busy = (seconds: string) => ({
			match: { method: 'GET' as const },
			times: 1,
			action: { status: 429, headers: { 'retry-after': seconds }, body: { status: 'fail' } },
		});
		setup.hub.faults.rules.push(busy('1'));
		expect((await run(getProject())).hints).toEqual([]);
		setup.hub.faults.rules.push(busy('11'));
		const { items, hints } = await run(getProject());
		expect(items).toHaveLength(1);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/rate limit slowed this run down.*'Requests per Minute'/),
		]);
	}, 30_000);

	it.each([
		[{ concurrency: 0 }, /'Concurrency' has to be at least 1, not 0/],
		[{ concurrency: '={{ "many" }}' }, /'Concurrency' has to be a number, not 'many'/],
		[{ requestsPerMinute: '={{ true }}' }, /'Requests per Minute' has to be a number, not true/],
		[{ timeout: -1 }, /'Timeout' has to be at least 1, not -1/],
	])('refuses the request options %j', async (requestOptions, message) => {
		expect(wordsOf(await run(getProject(requestOptions)))).toMatch(message);
		expect(setup.hub.requests).toHaveLength(0);
	});

	it.each([0, 1.5, -1, '={{ "all" }}'])('refuses the limit %j of a list', async (limit) => {
		const result = await run({ resource: 'project', operation: 'getAll', limit } as never);
		expect(wordsOf(result)).toMatch(/'Limit' has to be (a (whole )?number|at least 1)/);
		expect(setup.hub.requests).toHaveLength(0);
	});

	it.each([[{ 'retry-after': '1' }], [{}]])(
		'waits and goes on after a 429 with headers %j',
		async (headers) => {
			setup.hub.faults.rules.push({
				match: { path: '/getUploadUrl' },
				times: 3,
				action: { status: 429, headers, body: { status: 'fail', message: 'Too many requests' } },
			});
			const result = await run(upload(), await files(6));
			expect(wordsOf(result).trim()).toBe('');
			expect(externalIds()).toHaveLength(6);
			expect(calls('GET', '/getUploadUrl')).toHaveLength(9);
		},
	);

	it('keeps to a rate limit that the hub enforces, with few refusals', async () => {
		setup.hub.faults.rateLimit = { requests: 10, windowMs: 2_000, retryAfter: true };
		const result = await run(upload(), await files(30));
		expect(wordsOf(result).trim()).toBe('');
		expect(externalIds()).toHaveLength(30);
		const refused = setup.hub.requests.filter(({ status }) => status === 429);
		expect(refused.length).toBeLessThan(30);
	});

	it.each(['reset-after', 'truncate', { status: 503, html: true }] as const)(
		'registers every asset once although the answer was lost by %j',
		async (action) => {
			setup.hub.faults.rules.push({ match: { method: 'POST', path: '/cloud' }, times: 1, action });
			const result = await run(upload({ returnIds: true }), await files(5));
			expect(wordsOf(result).trim()).toBe('');
			expect(externalIds()).toEqual(['f0.png', 'f1.png', 'f2.png', 'f3.png', 'f4.png']);
			for (const { json } of result.items) {
				expect(setup.hub.state.assets.get(json.assetId as string)!.externalId).toBe(
					json.externalId,
				);
			}
		},
	);

	it('registers imported texts that are all alike as often as they were given', async () => {
		const text = {
			resource: 'asset',
			operation: 'importFromCloud',
			project: byId(project),
			content: 'text',
		};
		const parameters = { ...text, text: 'same', options: { externalId: 'twin' } } as never;
		await run(parameters);
		setup.hub.faults.rules.push({
			match: { method: 'POST', path: '/cloud' },
			times: 1,
			action: 'reset-after',
		});
		const result = await run(parameters, [{ json: {} }, { json: {} }, { json: {} }]);
		expect(wordsOf(result).trim()).toBe('');
		expect(externalIds()).toEqual(['twin', 'twin', 'twin', 'twin']);
	});

	it('asks for a new upload address when the old one has expired', async () => {
		setup.hub.faults.rules.push({
			match: { host: 'storage', method: 'PUT' },
			times: 1,
			action: 'expire',
		});
		const result = await run(upload(), await files(1));
		expect(wordsOf(result).trim()).toBe('');
		expect(calls('GET', '/getUploadUrl')).toHaveLength(2);
		expect(externalIds()).toEqual(['f0.png']);
	});

	it.each(['reset-before', 'reset-after', { status: 500 }, { status: 503 }] as const)(
		'sends a file again after the storage fails with %j',
		async (action) => {
			setup.hub.faults.rules.push({ match: { host: 'storage', method: 'PUT' }, times: 2, action });
			const result = await run(upload(), await files(3));
			expect(wordsOf(result).trim()).toBe('');
			expect(externalIds()).toHaveLength(3);
		},
	);

	it('says what to do about a wrong key, once, without showing it', async () => {
		const key = setup.hub.apiKey;
		setup.hub.faults.rules.push({
			match: { host: 'hub' },
			action: { status: 401, body: { status: 'fail', message: 'Invalid API KEY' } },
		});
		const result = await run(getProject());
		expect(result.error).toMatchObject({ httpCode: '401' });
		expect(wordsOf(result)).toMatch(/does not accept the API key: Invalid API KEY.*Account > API/);
		expect(setup.hub.requests).toHaveLength(1);
		expect(JSON.stringify([result.error, result.error?.stack, setup.engine.log])).not.toContain(
			key,
		);
	});

	it('names the request in an error without the secrets of its query', async () => {
		setup.hub.faults.rules.push({
			match: { host: 'storage', method: 'PUT' },
			action: { status: 400, body: '<Error><Message>Bad digest</Message></Error>' },
		});
		const result = await run(upload(), await files(1));
		const [put] = setup.hub.storage.requests;
		expect(wordsOf(result)).toMatch(/Bad digest/);
		expect(wordsOf(result)).toContain(`PUT ${new URL(setup.hub.storageUrl).host}${put.path}`);
		const signature = put.query['X-Amz-Signature'];
		expect(signature).toMatch(/./);
		expect(JSON.stringify([result.error, result.error?.stack])).not.toContain(signature);
	});

	it('does not follow a redirect, which could carry the key elsewhere', async () => {
		setup.hub.faults.rules.push({
			match: { path: '/v2/project/' },
			action: { status: 302, headers: { location: `${setup.hub.storageUrl}/stolen` } },
		});
		const result = await run(getProject());
		expect(wordsOf(result)).toMatch(/redirects to another/);
		expect(setup.hub.storage.requests).toHaveLength(0);
	});

	it.each([
		['a 200 with a failure', { status: 200, body: { status: 'fail', message: 'Nope' } }, /Nope/],
		[
			'a 201 with an error object',
			{ status: 201, body: { status: 'success', error: { statusCode: 403 }, message: 'Closed' } },
			/Not allowed: Closed/,
		],
		['a 200 with HTML', { status: 200, html: true }, /not an Ango Hub/],
	])('takes %s for a failure', async (_case, action, words) => {
		setup.hub.faults.rules.push({ match: { path: '/v2/project/' }, action });
		expect(wordsOf(await run(getProject()))).toMatch(words);
	});

	it('says that nobody answers', async () => {
		const closed = await openSetup({ binaryMode: 'filesystem' });
		await closed.hub.stop();
		const result = await closed.engine.run({
			node: closed.node(getProject({ timeout: 1 }), { onError: 'continueErrorOutput' }),
		});
		expect(result.errorItems[0].json.error).toMatch(
			/No answer from 127.0.0.1:\d+: the connection was refused\. Check/,
		);
		await closed.engine.dispose();
	});

	it('asks for no more pages once a list has failed', async () => {
		for (let count = 0; count < 1_500; count++) setup.hub.seedAsset(project);
		setup.hub.faults.rules.push(
			{ match: { path: /[?&]page=2&/ }, action: { delayMs: 500 } },
			{ match: { path: /[?&]page=2&/ }, action: { status: 400, body: { message: 'no' } } },
			{ match: { path: /[?&]page=([3-9]|1\d)&/ }, action: { status: 503 } },
		);
		const assets = { resource: 'asset', operation: 'getAll', project: byId(project) };
		const result = await run({ ...assets, returnAll: true } as never);
		expect(result.status).toBe('error');
		await arrivals();
		const sent = setup.hub.requests.length;
		expect(sent).toBeGreaterThan(10);
		await pause(1_500); // the first repetition would have come
		expect(setup.hub.requests).toHaveLength(sent);
	});

	it('starts no request after a cancel', async () => {
		setup.hub.faults.storageLatencyMs = 300;
		const execution = setup.engine.start({
			node: setup.node(upload({}, { concurrency: 2 }), { onError: 'continueErrorOutput' }),
			items: await files(40),
		});
		while (setup.hub.storage.requests.length < 4) await tick();
		execution.cancel();
		await execution.result.catch(() => undefined);
		await arrivals();
		const [hubCount, storageCount] = [setup.hub.requests.length, setup.hub.storage.requests.length];
		await pause(1_000);
		expect([setup.hub.requests.length, setup.hub.storage.requests.length]).toEqual([
			hubCount,
			storageCount,
		]);
		expect(storageCount).toBeLessThan(10);
		expect(externalIds()).toHaveLength(0);
	});

	it('never has more requests under way than Concurrency says', async () => {
		let underway = 0;
		let most = 0;
		const proxy = createServer(async (request, response) => {
			most = Math.max(most, ++underway);
			response.on('close', () => underway--);
			const body = request.method === 'POST' ? await buffer(request) : undefined;
			const { apikey } = request.headers;
			const answer = await fetch(`${setup.hub.url}${request.url}`, {
				method: request.method,
				headers: { apikey: String(apikey), 'content-type': 'application/json' },
				body,
			});
			response.writeHead(answer.status, { 'content-type': 'application/json' });
			response.end(await answer.text());
		}).listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		const { port } = proxy.address() as AddressInfo;
		setup.hub.faults.latencyMs = 20;
		const limited = await openSetup({
			binaryMode: 'filesystem',
			credential: { apiKey: setup.hub.apiKey, url: `http://127.0.0.1:${port}/v2/` },
		});
		const result = await limited.engine.run({
			node: limited.node(upload({}, { concurrency: 3 })),
			items: await files(20),
		});
		expect(result.items).toHaveLength(20);
		expect(most).toBe(3);
		proxy.close();
		await limited.close();
	});

	it('removes secrets from what Ango Hub returns, but not from what users wrote', async () => {
		const record = setup.hub.state.project(project) as unknown as IDataObject;
		record.user = { email: 'a@b.example', apiKey: 'leak-1' };
		setup.hub.seedAsset(project, { externalId: 'a.png', contextData: { publicKey: 'mine' } });
		const found = await run({ ...(getProject() as object), simplify: false } as never);
		expect(JSON.stringify(found.items)).not.toContain('leak-1');
		const assets = await run({
			resource: 'asset',
			operation: 'getAll',
			project: byId(project),
		} as never);
		expect(assets.items[0].json.contextData).toEqual({ publicKey: 'mine' });
	});
});
