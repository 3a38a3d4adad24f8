import type { INodeExecutionData } from 'n8n-workflow';
import { byId, openSetup, wordsOf, type Setup } from './setup.mts';

describe('Webhook (Legacy)', () => {
	const setups: Setup[] = [];
	afterAll(async () => await Promise.all(setups.map(async (setup) => await setup.close())));

	const open = async (platform: 'current' | 'legacy') => {
		const setup = await openSetup({ platform });
		setups.push(setup);
		const project = setup.hub.seedProject()._id;
		const create = async (parameters: object, items?: INodeExecutionData[], spec: object = {}) =>
			await setup.engine.run({
				node: setup.node(
					{
						resource: 'webhook',
						operation: 'create',
						project: byId(project),
						url: 'https://example.com/hook',
						types: ['COMPLETED'],
						secret: 'sign with this',
						...parameters,
					} as never,
					spec,
				),
				items,
			});
		return { setup, project, create };
	};

	it('registers one for each item, and never shows its secret', async () => {
		const { setup, project, create } = await open('legacy');
		const items = ['a', 'b'].map((path) => ({ json: { path } }));
		const result = await create(
			{ url: '=https://example.com/{{ $json.path }}', types: ['ACCEPTED', 'UPDATED'] },
			items,
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(setup.hub.requests.map(({ path, body }) => ({ path, body }))).toEqual(
			expect.arrayContaining([
				{
					path: '/v2/webhook',
					body: {
						url: 'https://example.com/a',
						types: ['ACCEPTED', 'UPDATED'],
						secret: 'sign with this',
						project,
					},
				},
			]),
		);
		expect(result.items).toHaveLength(2);
		expect(result.items[1]).toMatchObject({ json: { project }, pairedItem: { item: 1 } });
		expect(JSON.stringify(result.items)).not.toContain('sign with this');
	});

	it('is not sent twice when the answer is lost', async () => {
		const { setup, create } = await open('legacy');
		setup.hub.faults.rules.push({ match: { path: '/v2/webhook' }, action: 'reset-after' });
		const result = await create({}, undefined, { onError: 'continueErrorOutput' });
		expect(result.errorItems).toHaveLength(1);
		expect(setup.hub.state.legacyWebhooks).toHaveLength(1);
	});

	it.each([
		[{ url: 'example.com' }, /'URL' is not an http or https URL/],
		[{ types: '={{ [] }}' }, /'Events' is empty/],
		[{ secret: '={{ "" }}' }, /'Secret' is empty/],
	])('refuses %j', async (parameters, message) => {
		const { setup, create } = await open('legacy');
		expect(wordsOf(await create(parameters))).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('reports an unknown project', async () => {
		const { create } = await open('legacy');
		const result = await create({ project: byId('f'.repeat(24)) }, undefined, {
			onError: 'continueErrorOutput',
		});
		expect(result.errorItems[0].json.error).toMatch(/There is no project/);
	});

	it('says what the current platform has instead', async () => {
		const { setup, create } = await open('current');
		expect(wordsOf(await create({}))).toMatch(/Only the legacy platform.*Webhook stage/);
		expect(setup.hub.requests).toEqual([]);
	});
});
