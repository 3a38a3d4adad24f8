import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';

const KEY = 'sk-a1b2c3d4e5f6g7h8i9j0k1l2m3n4';
const NEW = { name: 'Writer', provider: 'openrouter', model: 'small', apiKey: KEY };

describe('LLM', () => {
	let setup: Setup;
	beforeEach(async () => {
		setup = await openSetup();
	});
	afterEach(async () => await setup.close());

	const run = runner('llm', () => ({ setup }));
	const sent = (method: string) => setup.hub.requests.filter((one) => one.method === method);
	const stored = () => [...setup.hub.state.llms.values()];
	const create = async (...names: string[]) => {
		await run(
			'create',
			{ ...NEW, name: '={{ $json.name }}' },
			names.map((name) => ({ json: { name } })),
		);
		setup.hub.clearRequests();
		return names.map((name) => stored().find((one) => one.name === name)!._id);
	};

	it('sets up a language model, and never shows its key', async () => {
		const result = await run('create', {
			...NEW,
			options: { baseUrl: ' https://llm.example/v1 ', isStreamable: true },
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(sent('POST').map(({ path, body }) => ({ path, body }))).toEqual([
			{
				path: '/v2/llms/',
				body: {
					name: 'Writer',
					provider: 'openrouter',
					model: 'small',
					isStreamable: true,
					configuration: { apiKey: KEY, baseUrl: 'https://llm.example/v1' },
				},
			},
		]);
		expect(result.items[0]).toMatchObject({
			json: {
				_id: stored()[0]._id,
				name: 'Writer',
				configuration: { baseUrl: 'https://llm.example/v1' },
			},
			pairedItem: { item: 0 },
		});
		expect(JSON.stringify(result.items)).not.toContain(KEY);
	});

	it('does not say what was not given, and works item by item', async () => {
		const items = [{ json: { name: 'A', url: '' } }, { json: { name: 'B', url: 'llm.example' } }];
		const result = await run(
			'create',
			{ ...NEW, name: '={{ $json.name }}', options: { baseUrl: '={{ $json.url }}' } },
			items,
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['A', { item: 0 }],
		]);
		expect(result.errorItems).toMatchObject([
			{
				json: { error: expect.stringMatching(/'Base URL' is not an http or https URL\. Give/) },
				pairedItem: { item: 1 },
			},
		]);
		expect(sent('POST').map(({ body }) => body)).toEqual([
			expect.objectContaining({ isStreamable: false, configuration: { apiKey: KEY } }),
		]);
	});

	it.each([
		[{ apiKey: '={{ $json.none }}' }, /'API Key' is empty/],
		[{ model: '={{ "" }}' }, /'Model' is empty/],
		[
			{ options: { isStreamable: '={{ "no" }}' } },
			/'Streamable' has to be true or false, not 'no'/,
		],
	])('refuses %j before anything is sent', async (parameters, message) => {
		expect(wordsOf(await run('create', { ...NEW, ...parameters }))).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('creates once although the answer is lost, and hides a key that comes back', async () => {
		setup.hub.faults.rules = [{ match: { path: '/v2/llms' }, times: 1, action: 'reset-after' }];
		expect(wordsOf(await run('create', NEW))).toMatch(/the connection was closed/);
		expect(sent('POST')).toHaveLength(1);
		setup.hub.faults.rules = [
			{
				match: { path: '/v2/llms' },
				action: { status: 400, body: { status: 'fail', message: `Bad key ${KEY}` } },
			},
		];
		const refused = wordsOf(await run('create', NEW));
		expect(refused).toMatch(/refused the request with status 400.*repeats a key/);
		expect(refused).not.toContain(KEY.slice(0, 20));
	});

	it('lists and reads language models without their keys', async () => {
		const [first] = await create('A', 'B', 'C');
		const all = await run('getAll', { returnAll: true });
		expect(all.items.map(({ json }) => json.name).sort()).toEqual(['A', 'B', 'C']);
		const two = await run('getAll', { limit: 2 });
		expect(two.items).toHaveLength(2);
		const one = await run('get', { llm: byId(first) });
		expect(one.items).toMatchObject([{ json: { _id: first, name: 'A', model: 'small' } }]);
		expect(JSON.stringify([all.items, two.items, one.items])).not.toContain(KEY);
		expect(sent('GET').at(-1)?.query).toMatchObject({ _id: first });
		expect(wordsOf(await run('get', { llm: byId('f'.repeat(24)) }))).toMatch(
			/no language model with the ID f+.*may have been deleted/,
		);
	});

	it('deletes language models, also when a connection is cut', async () => {
		const [first, second] = await create('A', 'B');
		setup.hub.faults.rules = [
			{ match: { path: '/v2/llms', method: 'DELETE' }, times: 1, action: 'reset-before' },
		];
		const items = [first, 'f'.repeat(24)].map((id) => ({ json: { id } }));
		const result = await run('delete', { llm: byId('={{ $json.id }}') }, items, {
			onError: 'continueErrorOutput',
		});
		expect(result.items).toMatchObject([
			{ json: { deleted: true, llmId: first }, pairedItem: { item: 0 } },
		]);
		expect(result.errorItems).toMatchObject([
			{ json: { error: expect.stringMatching(/Not found/) }, pairedItem: { item: 1 } },
		]);
		expect(stored().map(({ _id }) => _id)).toEqual([second]);
	});

	it('is picked from a list', async () => {
		const [, second] = await create('A writer', 'A judge');
		const node = setup.node({ resource: 'llm', operation: 'get' } as never);
		const { results } = await setup.engine.listSearch('searchLlms', node, { filter: 'JUDGE' });
		expect(results).toEqual([{ name: 'A judge', value: second, description: 'small' }]);
	});
});

describe('LLM on the legacy platform', () => {
	it('says that there are none before anything is sent', async () => {
		const setup = await openSetup({ platform: 'legacy' });
		for (const operation of ['create', 'delete', 'get', 'getAll']) {
			const parameters = { resource: 'llm', operation, ...NEW, llm: byId('f'.repeat(24)) };
			const result = await setup.engine.run({ node: setup.node(parameters as never) });
			expect(wordsOf(result)).toMatch(/The legacy platform has no language models/);
		}
		expect(setup.hub.requests).toEqual([]);
		await setup.close();
	});
});
