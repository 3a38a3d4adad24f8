import type { IDataObject } from 'n8n-workflow';
import { byId, openSetup, runner, wordsOf, type Setup } from './setup.mts';

const ids = { review: '11111111-2222-4333-8444-555555555555', hook: 'hook-1' };

/** A workflow with keys that no contract lists. */
const workflow = () => [
	{
		id: 'Start',
		type: 'Start',
		name: 'Start',
		next: ['Label'],
		position: { x: 0, y: 1 },
		autoForward: true,
		odd: { deep: [1, null] },
	},
	{ id: 'Label', type: 'Label', name: 'Label', next: [ids.review], assignedTo: ['a@x.example'] },
	{ id: ids.review, type: 'Review', name: 'Check', next: [ids.hook, 'Label'], readOnly: false },
	{
		id: ids.hook,
		type: 'Webhook',
		name: 'Tell us',
		next: ['Complete'],
		url: 'https://example.com',
		auth: { kind: 'hmac', secret: 'hidden one' },
		bearerToken: 'hidden two',
	},
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false, color: 7 },
];

describe('Workflow Stage', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		setup.hub.clearRequests();
		project = setup.hub.seedProject({ stages: workflow() as never })._id;
	});

	const run = runner('workflowStage', () => ({ setup, project }));
	const posts = () => setup.hub.requests.filter(({ method }) => method === 'POST');
	const written = () => (posts()[0]?.body as { stages: IDataObject[] }).stages;
	/** The workflow with one stage changed. */
	const withChange = (id: string, changes: object) =>
		workflow().map((one) => (one.id === id ? { ...one, ...changes } : one));

	it('lists stages without their secrets', async () => {
		const result = await run('getAll', {});
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items.map(({ json }) => json.name)).toEqual(workflow().map(({ name }) => name));
		expect(result.items[3].json).toMatchObject({ url: 'https://example.com', type: 'Webhook' });
		expect(JSON.stringify(result.items)).not.toContain('hidden');
		const unknown = await run('getAll', { project: byId('f'.repeat(24)) }, undefined, {
			onError: 'continueErrorOutput',
		});
		expect(unknown.errorItems[0].json.error).toMatch(/There is no project/);
	});

	describe('Update with fields', () => {
		it.each([
			['Start', { autoForward: false }, { autoForward: false }],
			[
				'Label',
				{ assignedTo: ['b@x.example', ' c@x.example ', 'b@x.example'] },
				{ assignedTo: ['b@x.example', 'c@x.example'] },
			],
			['Label', { assignToNobody: true }, { assignedTo: [] }],
			[ids.review, { readOnly: true, name: ' Second ' }, { readOnly: true, name: 'Second' }],
			[ids.hook, { other: '{"next": ["Label"]}' }, { next: ['Label'] }],
			['Complete', { preventRequeue: true }, { preventRequeue: true }],
		])('changes only %s: %j', async (id, updateFields, changes) => {
			const result = await run('update', { stage: byId(id), updateFields });
			expect(wordsOf(result).trim()).toBe('');
			expect(written()).toEqual(withChange(id, changes));
			expect(result.items.map(({ json }) => json)).toMatchObject([{ id, ...changes }]);
			expect(JSON.stringify(result.items)).not.toContain('hidden');
		});

		it('finds a stage by its name, for each item', async () => {
			const items = [
				{ json: { stage: 'Check', name: 'One' } },
				{ json: { stage: 'Chekc', name: 'Two' } },
				{ json: { stage: 'Tell us', name: 'Three' } },
			];
			const result = await run(
				'update',
				{
					stage: byId('={{ $json.stage }}'),
					updateFields: { name: '={{ $json.name }}' },
				},
				items,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
				['One', { item: 0 }],
				['Three', { item: 2 }],
			]);
			expect(result.errorItems[0].json.error).toMatch(/no stage 'Chekc'.*nearest.*'/);
			expect(result.errorItems[0].pairedItem).toEqual({ item: 1 });
			expect(setup.hub.state.project(project).stages.map(({ name }) => name)).toEqual([
				'Start',
				'Label',
				'One',
				'Three',
				'Complete',
			]);
		});

		it('asks for an ID where names are not unique', async () => {
			project = setup.hub.seedProject({
				stages: withChange(ids.review, { name: 'Label' }) as never,
			})._id;
			expect(
				wordsOf(await run('update', { stage: byId('Check'), updateFields: { name: 'X' } })),
			).toMatch(/no stage 'Check'/);
			// 'Label' is also the ID of one of the two, and an ID comes first.
			await run('update', { stage: byId('Label'), updateFields: { name: 'Other' } });
			expect(written()[1].name).toBe('Other');
			project = setup.hub.seedProject({
				stages: withChange(ids.review, { name: 'Tell us' }) as never,
			})._id;
			expect(
				wordsOf(await run('update', { stage: byId('Tell us'), updateFields: { name: 'X' } })),
			).toMatch(new RegExp(`2 stages called 'Tell us'.*${ids.review}`));
		});

		it.each([
			['Label', {}, /'Update Fields' is empty/],
			['Label', { name: ' ' }, /'Name' is empty/],
			['Label', { assignedTo: [''] }, /'Assigned To' is empty.*'Assign to Nobody'/],
			[
				'Label',
				{ assignedTo: ['nathan'] },
				/'Assigned To' holds 'nathan', which is not an email address/,
			],
			['Label', { assignedTo: ['a@b.c'], assignToNobody: true }, /contradict each other/],
			['Label', { autoForward: true }, /'Label' has no 'Auto Forward'.*type Start/],
			['Start', { preventRequeue: true }, /'Start' has no 'Prevent Requeue'/],
			['Start', { readOnly: true }, /'Start' has no 'Read Only'/],
			['Complete', { assignToNobody: true }, /'Complete' has no 'Assigned To'/],
			['Label', { other: '[1]' }, /'Other Settings' has to be a JSON object/],
			['Label', { other: '{"id": "x"}' }, /cannot change the 'id'/],
		])('refuses on %s %j', async (id, updateFields, message) => {
			expect(wordsOf(await run('update', { stage: byId(id), updateFields }))).toMatch(message);
			expect(posts()).toEqual([]);
		});
	});

	describe('Update with JSON', () => {
		const update = async (stages: unknown) =>
			await run('update', { specify: 'json', stages: `={{ $json.stages }}` }, [
				{ json: { stages } as IDataObject },
			]);

		it('writes what Get Many gives back just as it was, secrets included', async () => {
			const listed = await run('getAll', {});
			const result = await update(listed.items.map(({ json }) => json));
			expect(wordsOf(result).trim()).toBe('');
			expect(written()).toEqual(workflow());
			expect(result.items).toHaveLength(5);
		});

		it('takes a project, adds and removes stages, and tells what was removed', async () => {
			const stages = [
				...withChange('Label', { next: ['hold-1'] }).filter(({ id }) => id !== ids.review),
				{ id: 'hold-1', type: 'Hold', name: 'Wait', next: ['Complete'], position: { x: 1, y: 1 } },
			];
			const result = await update({ _id: project, stages });
			expect(wordsOf(result).trim()).toBe('');
			expect(written()).toEqual(stages);
			expect(result.hints).toMatchObject([
				{ message: expect.stringMatching(/^Stages removed from the workflow: Check\. To have/) },
			]);
		});

		it.each([
			['', /'Stages' is empty/],
			[[], /'Stages' is empty/],
			[{ steps: [] }, /has to be a JSON list/],
			[[{ id: 'A' }], /Stage 1 in 'Stages' needs an 'id' and a 'type'/],
			[['Start'], /Stage 1 in 'Stages' needs/],
			[
				[
					{ id: 'A', type: 'Hold' },
					{ id: 'A', type: 'Hold' },
				],
				/'A' is in 'Stages' twice/,
			],
			[[{ id: 'A', type: 'Start', next: ['B'] }], /'A' leads to 'B', which is not a stage.*'A'/],
			[[{ id: 'Start', type: 'Start', name: 'Start' }], /'Start'.*has lost its 'next'.*'Simplify'/],
		])('refuses %j', async (stages, message) => {
			expect(wordsOf(await update(stages))).toMatch(message);
			expect(posts()).toEqual([]);
		});
	});

	describe('Rerun Webhook', () => {
		it('asks for the stage on the plain path', async () => {
			const result = await run('rerunWebhook', { stage: byId('Tell us') });
			expect(wordsOf(result).trim()).toBe('');
			expect(posts().map(({ url, body }) => [url, body])).toEqual([
				[`/v2/project/${project}/rerun-webhook`, { stageId: ids.hook }],
			]);
			expect(result.items[0].json).toEqual({
				projectId: project,
				stageId: 'hook-1',
				stageName: 'Tell us',
				message: '0 webhooks sent.',
			});
		});

		it('falls back to the double slash of the official client', async () => {
			const notFound = { status: 404, body: { status: 'fail', message: 'No such path' } };
			const { rules } = setup.hub.faults;
			rules.push({ match: { path: /v2\/project\/.*rerun/ }, action: notFound });
			const result = await run('rerunWebhook', { stage: byId(ids.hook) });
			expect(wordsOf(result).trim()).toBe('');
			expect(posts().map(({ url }) => url)).toEqual([
				`/v2/project/${project}/rerun-webhook`,
				`/v2//project/${project}/rerun-webhook`,
			]);
			rules.splice(0, 1, { match: { path: /rerun/ }, action: notFound });
			const neither = await run('rerunWebhook', { stage: byId(ids.hook) }, undefined, {
				onError: 'continueErrorOutput',
			});
			expect(neither.errorItems[0].json.error).toMatch(/Not found: No such path/);
		});

		it('does not take another answer for a missing path', async () => {
			setup.hub.faults.rules.push({ match: { path: /rerun/ }, action: { status: 403 } });
			expect(wordsOf(await run('rerunWebhook', { stage: byId(ids.hook) }))).toMatch(/Not allowed/);
			expect(posts()).toHaveLength(1);
		});

		it('refuses a stage of another type', async () => {
			const words = wordsOf(await run('rerunWebhook', { stage: byId('Check') }));
			expect(words).toMatch(/'Check' is not a Webhook stage but a Review stage.*'Tell us'/);
			project = setup.hub.seedProject()._id;
			expect(wordsOf(await run('rerunWebhook', { stage: byId('Label') }))).toMatch(
				/has no Webhook stage/,
			);
			expect(posts()).toEqual([]);
		});
	});

	it('offers stages in pickers', async () => {
		const parameters = { resource: 'workflowStage', operation: 'update', project: byId(project) };
		const node = setup.node(parameters as never);
		const found = await setup.engine.listSearch('searchStages', node, { filter: 'che' });
		expect(found.results).toEqual([expect.objectContaining({ name: 'Check', value: ids.review })]);
		const offered = await setup.engine.loadOptions('getStages', node);
		expect(offered.map(({ value }) => value)).toEqual(workflow().map(({ id }) => id));
		const none = setup.node({ ...parameters, project: byId('') } as never);
		expect(await setup.engine.loadOptions('getStages', none)).toEqual([]);
		await expect(setup.engine.listSearch('searchStages', none, {})).rejects.toThrow(
			'Pick a project first',
		);
	});
});

describe('Workflow Stage on the legacy platform', () => {
	it('does not exist', async () => {
		const setup = await openSetup({ platform: 'legacy' });
		const project = byId(setup.hub.seedProject()._id);
		setup.hub.clearRequests();
		for (const parameters of [
			{ operation: 'getAll' },
			{ operation: 'rerunWebhook', stage: byId('Label') },
			{ operation: 'update', stage: byId('Label'), updateFields: { name: 'X' } },
		]) {
			const result = await setup.engine.run({
				node: setup.node({ resource: 'workflowStage', project, ...parameters } as never),
			});
			expect(wordsOf(result)).toMatch(/legacy platform has no workflow stages/);
		}
		expect(setup.hub.requests).toEqual([]);
		await setup.close();
	});
});
