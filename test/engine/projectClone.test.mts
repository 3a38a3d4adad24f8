import { byId, NO_ID, openSetup, runner, wordsOf, type Setup } from './setup.mts';

const EVERYTHING = {
	assignedTo: true,
	batches: true,
	categorySchema: true,
	pluginPresets: true,
	projectGeneralSettings: true,
	workflow: true,
};

describe('Cloning and purging projects', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		project = setup.hub.seedProject({ name: 'Streets', batches: ['Mon'] })._id;
		setup.hub.clearRequests();
	});

	const run = runner('project', () => ({ setup, project }));
	const posts = () => setup.hub.requests.filter(({ method }) => method === 'POST');

	describe('Clone', () => {
		it('copies everything, and gives the new project', async () => {
			const result = await run('clone');
			expect(wordsOf(result).trim()).toBe('');
			expect(posts()).toMatchObject([{ path: `/v2/project/${project}/clone`, body: EVERYTHING }]);
			const [{ json, pairedItem }] = result.items;
			expect(json).toMatchObject({ name: 'Streets copy', batches: [{ name: 'Mon' }] });
			expect(json._id).not.toBe(project);
			expect(setup.hub.state.project(String(json._id)).name).toBe('Streets copy');
			expect(pairedItem).toEqual({ item: 0 });
		});

		it('leaves out what is switched off, item by item', async () => {
			const items = [
				{ json: { id: project, people: false } },
				{ json: { id: project, people: 'no' } },
				{ json: { id: NO_ID, people: true } },
				{ json: { id: project } },
			];
			const result = await run(
				'clone',
				{
					project: byId('={{ $json.id }}'),
					options: { assignedTo: '={{ $json.people }}', workflow: false },
				},
				items,
				{ onError: 'continueErrorOutput' },
			);
			expect(posts().map(({ body }) => body)).toEqual(
				expect.arrayContaining([
					{ ...EVERYTHING, assignedTo: false, workflow: false },
					{ ...EVERYTHING, workflow: false },
				]),
			);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 3 }]);
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/'Copy Members' has to be true or false, not 'no'\. Give/),
				expect.stringMatching(/There is no project/),
			]);
		});

		it('makes one copy although the answer is lost', async () => {
			setup.hub.faults.rules = [{ match: { path: '/clone' }, times: 1, action: 'reset-after' }];
			expect(wordsOf(await run('clone'))).toMatch(/the connection was closed/);
			expect(posts()).toHaveLength(1);
		});
	});

	describe('Purge', () => {
		it('deletes the project with its files once its name is typed', async () => {
			const path = `/${project}/assets/a.png`;
			setup.hub.storage.put(path, 'a');
			const result = await run('purge', { confirmName: 'Streets' });
			expect(posts()).toMatchObject([
				{ path: `/v2/project/${project}/purge`, body: { confirmName: 'Streets' } },
			]);
			expect(result.items).toMatchObject([
				{ json: { deleted: true, projectId: project }, pairedItem: { item: 0 } },
			]);
			expect(setup.hub.storage.objects.has(path)).toBe(false);
			expect(setup.hub.state.projects.has(project)).toBe(false);
		});

		it('takes each name for its own project only', async () => {
			const other = setup.hub.seedProject({ name: '2026' })._id;
			const items = [
				{ json: { id: project, name: 'streets' } },
				{ json: { id: other, name: 2026 } },
				{ json: { id: NO_ID, name: 'Streets' } },
				{ json: { id: project } },
			];
			const result = await run(
				'purge',
				{ project: byId('={{ $json.id }}'), confirmName: '={{ $json.name }}' },
				items,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items).toMatchObject([
				{ json: { deleted: true, projectId: other }, pairedItem: { item: 1 } },
			]);
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/not called 'streets', so it was not purged\. Give the name/),
				expect.stringMatching(/There is no project/),
				expect.stringMatching(/'Project Name to Confirm' is empty/),
			]);
			expect(posts()).toHaveLength(1);
			expect(setup.hub.state.projects.has(project)).toBe(true);
		});
	});
});

describe('Cloning and purging on the legacy platform', () => {
	it('is refused before anything is sent', async () => {
		const setup = await openSetup({ platform: 'legacy' });
		const { _id, name } = setup.hub.seedProject();
		for (const operation of ['clone', 'purge']) {
			const parameters = { resource: 'project', operation, project: byId(_id), confirmName: name };
			const result = await setup.engine.run({ node: setup.node(parameters as never) });
			expect(wordsOf(result)).toMatch(`The legacy platform cannot ${operation} projects`);
		}
		expect(setup.hub.requests).toEqual([]);
		await setup.close();
	});
});
