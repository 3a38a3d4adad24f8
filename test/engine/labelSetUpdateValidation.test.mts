import type { INodeExecutionData } from 'n8n-workflow';
import { byId, NO_ID, openSetup, wordsOf, type Setup } from './setup.mts';

describe('Label Set: Update Validation', () => {
	let setup: Setup;
	let project: string;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());
	beforeEach(() => {
		setup.hub.resetFaults();
		project = setup.hub.seedProject({ validationFunction: 'return true;' })._id;
		setup.hub.clearRequests();
	});

	const run = async (updateFields: object, items?: INodeExecutionData[], more: object = {}) => {
		const { project: id = byId(project), ...spec } = more as { project?: object };
		return await setup.engine.run({
			node: setup.node(
				{
					resource: 'labelSet',
					operation: 'updateValidation',
					project: id,
					updateFields,
				} as never,
				spec,
			),
			items,
		});
	};
	const bodies = () => setup.hub.requests.map(({ body }) => body);

	it('sends what was given, and hands on the answer', async () => {
		const settings = {
			customValidationEnabled: true,
			validationFunction: 'return [];',
			externalValidation: { enabled: true, apiUrl: 'https://check.example' },
		};
		const result = await run({
			...settings,
			externalValidation: JSON.stringify(settings.externalValidation),
		});
		expect(wordsOf(result).trim()).toBe('');
		expect(setup.hub.requests).toMatchObject([
			{ method: 'POST', path: `/v2/project/${project}/labelValidation`, body: settings },
		]);
		expect(setup.hub.state.project(project)).toMatchObject(settings);
		expect(result.items).toMatchObject([
			{ json: { project: { _id: project, ...settings } }, pairedItem: { item: 0 } },
		]);
	});

	it('removes the function only when it is told to', async () => {
		const result = await run({ removeFunction: true });
		expect(wordsOf(result).trim()).toBe('');
		expect(bodies()).toEqual([{ validationFunction: '' }]);
		const both = await run({ removeFunction: true, validationFunction: 'return [];' });
		expect(wordsOf(both)).toMatch(/'Remove Validation Function' contradict each other/);
		const none = await run({ removeFunction: false });
		expect(wordsOf(none)).toMatch(/'Update Fields' is empty/);
		expect(bodies()).toHaveLength(1);
	});

	it('leaves what is blank as it is, item by item', async () => {
		const items = [
			{ json: { id: project, code: '', on: false } },
			{ json: { id: project } },
			{ json: { id: NO_ID, on: true } },
			{ json: { id: project, on: 'yes' } },
		];
		const result = await run(
			{
				customValidationEnabled: '={{ $json.on }}',
				validationFunction: '={{ $json.code }}',
				externalValidation: '{}',
			},
			items,
			{ project: byId('={{ $json.id }}'), onError: 'continueErrorOutput' },
		);
		expect(bodies()).toEqual(
			expect.arrayContaining([
				{ customValidationEnabled: false },
				{ customValidationEnabled: true },
			]),
		);
		expect(bodies()).toHaveLength(2);
		expect(setup.hub.state.project(project)).toMatchObject({
			customValidationEnabled: false,
			validationFunction: 'return true;',
		});
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(result.errorItems.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/'Update Fields' is empty\. Add/),
			expect.stringMatching(/There is no project/),
			expect.stringMatching(/'Custom Validation' has to be true or false, not 'yes'/),
		]);
	});

	it.each([
		[{}, /'Update Fields' is empty/],
		[{ externalValidation: '[1]' }, /'External Validation' has to be a JSON object/],
		[{ externalValidation: '{' }, /'External Validation' is not valid JSON/],
	])('refuses %j before anything is sent', async (updateFields, message) => {
		expect(wordsOf(await run(updateFields))).toMatch(message);
		expect(setup.hub.requests).toEqual([]);
	});

	it('tries again when the connection was cut', async () => {
		setup.hub.faults.rules = [
			{ match: { path: '/labelValidation' }, times: 1, action: 'reset-after' },
		];
		expect(wordsOf(await run({ customValidationEnabled: true })).trim()).toBe('');
		expect(bodies()).toHaveLength(2);
	});

	it('says that the legacy platform has none', async () => {
		const legacy = await openSetup({ platform: 'legacy' });
		const parameters = {
			resource: 'labelSet',
			operation: 'updateValidation',
			project: byId(NO_ID),
			updateFields: { customValidationEnabled: true },
		};
		const result = await legacy.engine.run({ node: legacy.node(parameters as never) });
		expect(wordsOf(result)).toMatch(/The legacy platform has no label validation/);
		expect(legacy.hub.requests).toEqual([]);
		await legacy.close();
	});
});
