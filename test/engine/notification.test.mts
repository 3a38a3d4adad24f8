import type { INodeExecutionData } from 'n8n-workflow';
import { openSetup, wordsOf, type Setup } from './setup.mts';

describe('Notification', () => {
	let setup: Setup;
	let people: string[];
	beforeAll(async () => {
		setup = await openSetup();
		setup.hub.seedProject();
		people = [...setup.hub.state.members.values()].map(({ email }) => email);
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
	});

	const send = async (parameters: object, items?: INodeExecutionData[], spec: object = {}) =>
		await setup.engine.run({
			node: setup.node(
				{
					resource: 'notification',
					operation: 'send',
					receivers: [people[0]],
					message: 'Look',
					...parameters,
				} as never,
				spec,
			),
			items,
		});
	const bodies = () => setup.hub.requests.map(({ method, path, body }) => [method, path, body]);

	it('sends a message with a title and a link, and hands on the answer', async () => {
		const result = await send({
			receivers: people.slice(0, 2),
			options: { title: ' New batch ', link: 'https://hub.example/batch' },
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(bodies()).toEqual([
			[
				'POST',
				'/v2/notifications',
				{
					receivers: people.slice(0, 2),
					message: 'Look',
					title: 'New batch',
					clickableLink: 'https://hub.example/batch',
				},
			],
		]);
		expect(result.items).toMatchObject([
			{ json: { message: '2 notifications sent.' }, pairedItem: { item: 0 } },
		]);
	});

	it('works item by item, and leaves out what is blank', async () => {
		const items = [
			{ json: { who: people[0], text: 'One' } },
			{ json: { who: 'nobody@example.com', text: 'Two' } },
			{ json: { who: [people[1], people[1]], text: 'Three' } },
		];
		const result = await send(
			{
				receivers: '={{ $json.who }}',
				message: '={{ $json.text }}',
				options: { title: '={{ $json.none }}', link: '' },
			},
			items,
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(result.errorItems).toMatchObject([
			{
				json: { error: expect.stringMatching(/Invalid receiver: nobody@example.com/) },
				pairedItem: { item: 1 },
			},
		]);
		expect(bodies().map(([, , body]) => body)).toEqual(
			expect.arrayContaining([
				{ receivers: [people[0]], message: 'One' },
				{ receivers: [people[1]], message: 'Three' },
			]),
		);
	});

	it.each([
		[{ receivers: '={{ [] }}' }, /'Recipient Names or IDs' is empty/],
		[{ receivers: '={{ "Ada" }}' }, /'Recipient Names or IDs' holds 'Ada'/],
		[{ message: '={{ " " }}' }, /'Message' is empty/],
		[{ message: 'a'.repeat(1001) }, /'Message' has 1001 characters, more than 1000/],
		[{ options: { title: 'a'.repeat(201) } }, /'Title' has 201 characters, more than 200/],
		[
			{ receivers: Array.from({ length: 101 }, (_, index) => `m${index}@example.com`) },
			/'Recipient Names or IDs' holds 101 people, more than 100/,
		],
		[{ options: { link: 'hub.example' } }, /'Link' is not an http or https URL/],
		[
			{ options: { link: `https://hub.example/${'a'.repeat(2048)}` } },
			/'Link' is longer than 2048 characters/,
		],
	])('refuses %j before anything is sent', async (parameters, message) => {
		expect(wordsOf(await send(parameters))).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('takes messages, titles and receivers up to the limits', async () => {
		const title = 't'.repeat(200);
		const many = Array.from({ length: 100 }, (_, index) => `m${index}@example.com`);
		const { state } = setup.hub;
		for (const email of many) {
			const member = { _id: state.newId(), email, name: email, organizationRole: 'member' };
			state.members.set(member._id, { ...member, createdAt: state.timestamp() });
		}
		const message = '💬'.repeat(1000);
		const result = await send({ receivers: many, message, options: { title } });
		expect(wordsOf(result).trim()).toBe('');
		expect(bodies()[0][2]).toEqual({ receivers: many, message, title });
	});

	it('sends a message once although the answer is lost', async () => {
		setup.hub.faults.rules = [
			{ match: { path: '/v2/notifications' }, times: 1, action: 'reset-after' },
		];
		expect(wordsOf(await send({}))).toMatch(/the connection was closed/);
		expect(bodies()).toHaveLength(1);
	});

	it('says that the legacy platform has none', async () => {
		const legacy = await openSetup({ platform: 'legacy' });
		const parameters = {
			resource: 'notification',
			operation: 'send',
			receivers: [people[0]],
			message: 'Look',
		};
		const result = await legacy.engine.run({ node: legacy.node(parameters as never) });
		expect(wordsOf(result)).toMatch(/The legacy platform has no notifications/);
		expect(legacy.hub.requests).toEqual([]);
		await legacy.close();
	});
});
