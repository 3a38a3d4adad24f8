import { byId, openStage, runner, wordsOf, type Stage } from './setup.mts';

describe('Invite', () => {
	let stage: Stage;
	let project: string;
	beforeEach(async () => {
		stage = await openStage();
		project = stage.hub.seedProject()._id;
		stage.hub.clearRequests();
	});
	afterEach(async () => await stage.close());

	const run = runner('invite', () => ({ stage }));
	const writes = () =>
		stage.hub.requests
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path, body }) => [method, path, body]);
	const path = () => `/v2/organization/${stage.hub.state.organization}/invites`;

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
			expect.objectContaining({ json: { message: '2 invites sent.' }, pairedItem: { item: 0 } }),
		]);
	});

	it('works item by item, with another organization', async () => {
		const items = [
			{ json: { who: ['ada@example.com'], org: stage.hub.state.organization } },
			{ json: { who: 'alan@example.com', org: 'e'.repeat(24) } },
			{ json: { who: 'Alan', org: stage.hub.state.organization } },
		];
		const result = await run(
			'create',
			{ emails: '={{ $json.who }}', organization: byId('={{ $json.org }}') },
			items,
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(result.errorItems.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/Invalid organization/),
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
			/row without a project/,
		],
	])('refuses %j before anything is sent', async (parameters, message) => {
		expect(wordsOf(await run('create', parameters))).toMatch(message);
		expect(stage.hub.requests).toEqual([]);
	});

	it('sends an invitation once although the answer is lost', async () => {
		stage.hub.faults.rules = [
			{ match: { path: '/invites', method: 'POST' }, times: 1, action: 'reset-after' },
		];
		expect(wordsOf(await run('create', { emails: 'ada@example.com' }))).toMatch(
			/the connection was closed/,
		);
		expect(writes()).toHaveLength(1);
	});

	it('lists pending invitations, or all', async () => {
		await run('create', { emails: 'ada@example.com, alan@example.com' });
		const [first] = stage.hub.state.invites.values();
		first.status = 'accepted';
		stage.hub.clearRequests();
		const pending = await run('getAll', {});
		expect(pending.items.map(({ json }) => json.to)).toEqual(['alan@example.com']);
		const all = await run('getAll', { status: 'any', returnAll: true });
		expect(all.items).toHaveLength(2);
		const lists = stage.hub.requests.filter((request) => request.path === path());
		expect(lists[0].query).toEqual({ status: 'pending', page: '1', limit: '50' });
		expect(lists.at(-1)!.query).toMatchObject({ limit: '100' });
		expect(lists.at(-1)!.query).not.toHaveProperty('status');
	});

	it('takes invitations back', async () => {
		await run('create', { emails: 'ada@example.com, alan@example.com' });
		stage.hub.clearRequests();
		const result = await run('delete', {}, [{ json: { to: 'ada@example.com' } }]);
		expect(result.items.map(({ json }) => json)).toEqual([
			{ deleted: true, email: 'ada@example.com' },
		]);
		expect(writes()).toEqual([['DELETE', path(), { invites: ['ada@example.com'] }]]);
		expect([...stage.hub.state.invites.values()].map(({ to }) => to)).toEqual(['alan@example.com']);
		expect(wordsOf(await run('delete', {}, [{ json: {} }]))).toMatch(/'Emails' is empty/);
	});
});

describe('Invite on the legacy platform', () => {
	it('says that there are no invites before anything is sent', async () => {
		const stage = await openStage({ platform: 'legacy' });
		stage.hub.seedProject();
		for (const operation of ['create', 'getAll', 'delete']) {
			const result = await stage.engine.run({
				node: stage.node({ resource: 'invite', operation, emails: 'ada@example.com' } as never),
			});
			expect(wordsOf(result)).toMatch(/The legacy platform has no invites/);
		}
		expect(stage.hub.requests).toEqual([]);
		await stage.close();
	});
});
