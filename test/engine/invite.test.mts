import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';

describe('Invite', () => {
	let setup: Setup;
	let project: string;
	beforeEach(async () => {
		setup = await openSetup();
		project = setup.hub.seedProject()._id;
		setup.hub.clearRequests();
	});
	afterEach(async () => await setup.close());

	const run = runner('invite', () => ({ setup }));
	const writes = () =>
		setup.hub.requests
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path, body }) => [method, path, body]);
	const path = () => `/v2/organization/${setup.hub.state.organization}/invites`;

	const ofOrganization = () => ({ organizationId: setup.hub.state.organization });

	it('invites people to the organization and to projects', async () => {
		const result = await run('create', {
			emails: 'ada@example.com, alan@example.com',
			organizationRole: 'admin',
			assignments: { project: [{ project: byId(project), projectRole: 'Reviewer' }] },
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(writes()).toEqual([
			[
				'POST',
				path(),
				{
					to: ['ada@example.com', 'alan@example.com'],
					organizationRole: 'admin',
					projectAssignments: [{ projectId: project, projectRole: 'Reviewer' }],
				},
			],
		]);
		expect(result.items).toEqual([
			expect.objectContaining({
				json: { ...ofOrganization(), memberEmail: 'ada@example.com', message: '2 invites sent.' },
				pairedItem: { item: 0 },
			}),
			expect.objectContaining({
				json: { ...ofOrganization(), memberEmail: 'alan@example.com', message: '2 invites sent.' },
				pairedItem: { item: 0 },
			}),
		]);
	});

	it('works item by item, with another organization', async () => {
		const items = [
			{ json: { who: ['ada@example.com'], org: setup.hub.state.organization } },
			{ json: { who: 'alan@example.com', org: 'e'.repeat(24) } },
			{ json: { who: 'Alan', org: setup.hub.state.organization } },
		];
		const result = await run(
			'create',
			{ emails: '={{ $json.who }}', organization: byId('={{ $json.org }}') },
			items,
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(result.errorItems.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/There is no organization 'e{24}'/),
			expect.stringMatching(/'Emails' holds 'Alan', which is not an email address\. Give/),
		]);
		expect(writes()[0][2]).toEqual({ to: ['ada@example.com'], organizationRole: 'member' });
	});

	it.each([
		[{ emails: '={{ $json.none }}' }, /'Emails' is empty/],
		[{ emails: '={{ [] }}' }, /'Emails' is empty/],
		[
			{
				emails: 'a@b.c',
				assignments: { project: [{ project: byId('={{ $json.none }}'), projectRole: 'Lead' }] },
			},
			/'Project' is empty/,
		],
	])('refuses %j before anything is sent', async (parameters, message) => {
		expect(wordsOf(await run('create', parameters))).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('sends an invitation once although the answer is lost', async () => {
		setup.hub.faults.rules = [
			{ match: { path: '/invites', method: 'POST' }, times: 1, action: 'reset-after' },
		];
		expect(wordsOf(await run('create', { emails: 'ada@example.com' }))).toMatch(
			/the connection was closed/,
		);
		expect(writes()).toHaveLength(1);
	});

	it('lists pending invitations, or all', async () => {
		await run('create', { emails: 'ada@example.com, alan@example.com' });
		const [first] = setup.hub.state.invites.values();
		first.status = 'accepted';
		setup.hub.clearRequests();
		const pending = await run('getAll', {});
		expect(pending.items.map(({ json }) => json.to)).toEqual(['alan@example.com']);
		const all = await run('getAll', { status: 'any', returnAll: true });
		expect(all.items).toHaveLength(2);
		const lists = setup.hub.requests.filter((request) => request.path === path());
		expect(lists[0].query).toEqual({ status: 'pending', page: '1', limit: '50' });
		expect(lists.at(-1)!.query).toMatchObject({ limit: '100' });
		expect(lists.at(-1)!.query).not.toHaveProperty('status');
	});

	it('takes invitations back', async () => {
		await run('create', { emails: 'ada@example.com, alan@example.com' });
		setup.hub.clearRequests();
		const result = await run('delete', {}, [{ json: { memberEmail: 'ada@example.com' } }]);
		expect(result.items.map(({ json }) => json)).toEqual([
			{ deleted: true, ...ofOrganization(), memberEmail: 'ada@example.com' },
		]);
		expect(writes()).toEqual([['DELETE', path(), { invites: ['ada@example.com'] }]]);
		expect([...setup.hub.state.invites.values()].map(({ to }) => to)).toEqual(['alan@example.com']);
		expect(wordsOf(await run('delete', {}, [{ json: {} }]))).toMatch(/'Emails' is empty/);
	});
});

describe('Invite on the legacy platform', () => {
	it('says that there are no invites before anything is sent', async () => {
		const setup = await openSetup({ platform: 'legacy' });
		setup.hub.seedProject();
		for (const operation of ['create', 'getAll', 'delete']) {
			const result = await setup.engine.run({
				node: setup.node({ resource: 'invite', operation, emails: 'ada@example.com' } as never),
			});
			expect(wordsOf(result)).toMatch(/The legacy platform has no invites/);
		}
		expect(setup.hub.requests).toEqual([]);
		await setup.close();
	});
});
