import type { INodeExecutionData } from 'n8n-workflow';
import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';

describe.each([['current'], ['legacy']] as const)('Member on the %s platform', (platform) => {
	let setup: Setup;
	let project: string;
	let organization: string;
	beforeEach(async () => {
		setup = await openSetup({ platform });
		project = setup.hub.seedProject({
			assignedTo: [{ assignee: 'ada@example.com', role: 'Lead' }],
		})._id;
		organization = setup.hub.state.organization;
		for (const name of ['ada', 'alan', 'grace']) addMember(`${name}@example.com`);
		setup.hub.clearRequests();
	});
	afterEach(async () => await setup.close());

	function addMember(email: string) {
		const { state } = setup.hub;
		const name = email.split('@')[0];
		const member = { _id: state.newId(), email, name, organizationRole: 'member' };
		state.members.set(member._id, { ...member, createdAt: state.timestamp() });
	}
	const run = runner('member', () => ({ setup }));
	const calls = (part: string) =>
		setup.hub.requests
			.filter(({ method, path }) => path.endsWith(part) && method !== 'GET')
			.map(({ method, body }) => [method, body]);
	const roleOf = (email: string) =>
		[...setup.hub.state.members.values()].find((member) => member.email === email)
			?.organizationRole;
	const people = (...names: string[]): INodeExecutionData[] =>
		names.map((name) => ({ json: { email: `${name}@example.com` } }));

	it('lists the people of a project', async () => {
		const all = await run('getAll', { of: 'project', project: byId(project) });
		expect(all.items.map(({ json }) => json)).toEqual([
			{
				projectId: project,
				memberEmail: 'ada@example.com',
				assignee: 'ada@example.com',
				role: 'Lead',
				email: 'ada@example.com',
			},
		]);
		const none = await run('getAll', {
			of: 'project',
			project: byId(project),
			filters: { search: 'grace' },
		});
		expect(none.items).toEqual([]);
		const nowhere = await run('getAll', { of: 'project', project: byId('={{ $json.none }}') });
		expect(wordsOf(nowhere)).toMatch(/'Project' is empty/);
	});

	it('lists the people of the organization of the first project, or of another', async () => {
		const some = await run('getAll', { of: 'organization', filters: { search: 'GRACE' } });
		expect(wordsOf(some).trim()).toBe('');
		expect(some.items.map(({ json }) => json.email)).toEqual(['grace@example.com']);
		expect(setup.hub.requests.map(({ path }) => path)).toEqual([
			'/v2/listProjects',
			`/v2/organization/${organization}/users`,
			`/v2/organization/${organization}/users`,
		]);
		setup.hub.clearRequests();
		const limited = await run('getAll', {
			of: 'organization',
			organization: byId(organization),
			limit: 2,
		});
		expect(limited.items).toHaveLength(2);
		expect(setup.hub.requests.map(({ path, query }) => [path, query])).toEqual([
			[`/v2/organization/${organization}/users`, { page: '1', limit: '2' }],
		]);
		const unknown = await run('getAll', {
			of: 'organization',
			organization: byId('e'.repeat(24)),
		});
		expect(wordsOf(unknown)).toMatch(/There is no organization 'e{24}' that this API key may see/);
	});

	it('says so when no project tells the organization', async () => {
		setup.hub.state.deleteProject(project);
		expect(wordsOf(await run('getAll', { of: 'organization' }))).toMatch(
			/The organization could not be read from a project.*'Organization'/,
		);
	});

	it('adds people to projects, items with the same role in one call', async () => {
		const items = [
			{ json: { who: 'alan@example.com', role: 'Labeler' } },
			{ json: { who: ['grace@example.com', 'ada@example.com'], role: 'Reviewer' } },
			{ json: { who: 'new@example.com, alan@example.com', role: 'Labeler' } },
		];
		const result = await run(
			'addToProject',
			{
				project: byId(project),
				emails: '={{ $json.who }}',
				projectRole: '={{ $json.role }}',
			},
			items,
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(calls('/assigned')).toEqual([
			['POST', { assignees: ['alan@example.com', 'new@example.com'], role: 'Labeler' }],
			['POST', { assignees: ['grace@example.com', 'ada@example.com'], role: 'Reviewer' }],
		]);
		expect(
			result.items.map(({ json, pairedItem }) => [json.memberEmail, json.role, pairedItem]),
		).toEqual([
			['alan@example.com', 'Labeler', { item: 0 }],
			['grace@example.com', 'Reviewer', { item: 1 }],
			['ada@example.com', 'Reviewer', { item: 1 }],
			['new@example.com', 'Labeler', { item: 2 }],
			['alan@example.com', 'Labeler', { item: 2 }],
		]);
		expect(result.items[0].json).toMatchObject({ projectId: project, added: true });
		expect(setup.hub.state.project(project).assignedTo).toHaveLength(4);
	});

	it('adds the others when Ango Hub refuses one of them', async () => {
		setup.hub.faults.rules = [
			{
				match: { path: '/assigned' },
				times: 2, // all of them, then the first half
				action: { status: 400, body: { status: 'fail', message: 'No such user.' } },
			},
		];
		const result = await run(
			'addToProject',
			{ project: byId(project), emails: '={{ $json.email }}' },
			people('ada', 'alan'),
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json }) => json.memberEmail)).toEqual(['alan@example.com']);
		expect(result.errorItems).toEqual([
			expect.objectContaining({
				json: { email: 'ada@example.com', error: expect.stringContaining('No such user.') },
				pairedItem: { item: 0 },
			}),
		]);
	});

	it.each([
		['={{ [] }}', /'Member Names or IDs' is empty/],
		['={{ [" ", null] }}', /'Member Names or IDs' is empty/],
		['={{ "Ada" }}', /'Ada', which is not an email address/],
	])('refuses the people %s before anything is sent', async (emails, message) => {
		for (const operation of ['addToProject', 'updateRole', 'remove']) {
			const result = await run(operation, { project: byId(project), emails });
			expect(wordsOf(result)).toMatch(message);
		}
		expect(setup.hub.requests).toEqual([]);
	});

	it('updates roles in lower case, items with the same role in one call', async () => {
		const result = await run(
			'updateRole',
			{ emails: '={{ $json.email }}', organizationRole: '={{ "Admin" }}' },
			people('ada', 'alan'),
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(calls('/users')).toEqual([
			[
				'POST',
				{
					users: [
						{ email: 'ada@example.com', organizationRole: 'admin' },
						{ email: 'alan@example.com', organizationRole: 'admin' },
					],
				},
			],
		]);
		const updated = { organizationId: organization, organizationRole: 'admin', updated: true };
		expect(result.items.map(({ json }) => json)).toEqual([
			{ memberEmail: 'ada@example.com', ...updated },
			{ memberEmail: 'alan@example.com', ...updated },
		]);
		expect(roleOf('ada@example.com')).toBe('admin');
	});

	it('reports each person whose role was not updated', async () => {
		const result = await run(
			'updateRole',
			{ emails: '={{ $json.email }}', organizationRole: 'admin' },
			people('ada', 'nobody', 'alan'),
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json, pairedItem }) => [json.memberEmail, pairedItem])).toEqual([
			['ada@example.com', { item: 0 }],
			['alan@example.com', { item: 2 }],
		]);
		expect(result.errorItems).toHaveLength(1);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
		expect(result.errorItems[0].json.error).toMatch(
			/did not update the role of nobody@example.com: failed\. Check that/,
		);
		const together = await run('updateRole', {
			emails: ['ada@example.com', 'nobody@example.com'],
		});
		expect(wordsOf(together)).toMatch(
			/This is about nobody@example\.com\. The others of this item are done/,
		);
		expect(roleOf('ada@example.com')).toBe('member');
	});

	it.each([
		[{ users: { updated: 1, failed: 0, results: [] } }, 1],
		[{ users: { updated: 1, failed: 0, results: [{ email: 'Ada@example.com', status: 'x' }] } }, 1],
		[{ users: { updated: 0, failed: 1 } }, 0],
		[{ users: { results: [{ email: 'ada@example.com', status: 'error' }] } }, 0],
		[{ message: 'ok' }, 1],
	])('reads the answer %j', async (data, updated) => {
		setup.hub.faults.rules = [
			{
				match: { path: '/users', method: 'POST' },
				action: { status: 200, body: { status: 'success', data } },
			},
		];
		const result = await run('updateRole', { emails: ['ada@example.com'] }, undefined, {
			onError: 'continueErrorOutput',
		});
		expect(result.items).toHaveLength(updated);
		expect(result.errorItems).toHaveLength(1 - updated);
	});

	it('removes people from the organization', async () => {
		const result = await run('remove', {
			organization: byId(organization),
			emails: ['ada@example.com', 'alan@example.com'],
		});
		expect(result.items.map(({ json }) => json)).toEqual([
			{ deleted: true, organizationId: organization, memberEmail: 'ada@example.com' },
			{ deleted: true, organizationId: organization, memberEmail: 'alan@example.com' },
		]);
		expect(calls('/users')).toEqual([
			['DELETE', { users: ['ada@example.com', 'alan@example.com'] }],
		]);
		expect(roleOf('ada@example.com')).toBeUndefined();
		expect(roleOf('grace@example.com')).toBe('member');
	});

	it('names who was not removed', async () => {
		const items = people('ada', 'nobody');
		const result = await run('remove', { emails: '={{ $json.email }}' }, items, {
			onError: 'continueErrorOutput',
		});
		expect(result.items).toHaveLength(1);
		expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
		expect(result.errorItems[0].json.error).toMatch(
			/1 of 1 people were not in the organization: nobody@example.com/,
		);
		setup.hub.faults.rules = [
			{
				match: { path: '/users', method: 'DELETE' },
				action: { status: 200, body: { status: 'success', data: { deleted: 0, failed: 1 } } },
			},
		];
		const kept = await run('remove', { emails: ['grace@example.com', 'nobody@example.com'] });
		expect(wordsOf(kept)).toMatch(/did not remove grace@example.com from the organization/);
	});

	it('finds people and organizations in pickers', async () => {
		const node = setup.node({
			resource: 'member',
			operation: 'updateRole',
			organization: byId(organization),
		} as never);
		const emails = async (spec: typeof node) =>
			(await setup.engine.loadOptions('getOrganizationMembers', spec)).map(({ value }) => value);
		const everyone = [...setup.hub.state.members.values()].map(({ email }) => email).reverse();
		expect(await emails(node)).toEqual(everyone);
		const parameters = { resource: 'member', operation: 'addToProject', project: byId(project) };
		expect(await emails(setup.node(parameters as never))).toEqual(everyone);
		const empty = { resource: 'member', operation: 'updateRole', organization: byId('') };
		expect(await emails(setup.node(empty as never))).toEqual(everyone);
		const { results } = await setup.engine.listSearch('searchOrganizations', node, {});
		expect(results).toEqual([{ name: `${organization} (Seeded Project)`, value: organization }]);
	});
});
