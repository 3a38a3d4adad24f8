import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Project } from '../local-hub/index.mts';
import { byId, fileItem, openSetup, runner, wordsOf, type Setup } from './setup.mts';

const WAITING_NODE = '11111111-2222-4333-8444-555555555555';

const verdict = {
	schemaId: 'verdict',
	tool: 'radio',
	title: 'Verdict',
	classifications: [],
	options: [
		{ value: 'Approve', schemaId: 'v1' },
		{ value: 'Reject', schemaId: 'v2' },
	],
};

/** A project whose tasks are in its last stage at once, so that nothing is waited for. */
function seed({ hub }: Setup, next = 'Complete'): Project {
	return hub.seedProject({
		batches: ['Week 12'],
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: [next], autoForward: true },
			{ id: 'Label', type: 'Label', name: 'Label', next: ['Complete'], assignedTo: [] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
		categorySchema: { tools: [], classifications: [verdict], relations: [] },
	});
}

const until = (values: IDataObject): IDataObject => ({
	options: { limitWaitTime: { values: { limitType: 'atSpecifiedTime', ...values } } },
});

const texts = (...list: string[]): INodeExecutionData[] => list.map((text) => ({ json: { text } }));

describe('Asset: Send and Wait for Label', () => {
	const here = {} as { setup: Setup; project: string };
	beforeAll(async () => {
		here.setup = await openSetup();
	});
	afterAll(async () => await here.setup.close());
	beforeEach(() => {
		here.project = seed(here.setup)._id;
		here.setup.hub.clearRequests();
	});

	const send = runner('asset', () => here);
	const run = async (parameters: IDataObject, items: INodeExecutionData[], spec: object = {}) =>
		await send('sendAndWait', { message: '={{ $json.text }}', ...parameters }, items, {
			id: WAITING_NODE,
			...spec,
		} as never);

	it('goes on at once where the tasks are in the stage already', async () => {
		const { items, status } = await run({}, texts('one', 'two'));
		expect(status).not.toBe('waiting');
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ event: 'labelReceived', stageName: 'Complete' }),
			expect.objectContaining({ event: 'labelReceived', stageName: 'Complete' }),
		]);
		expect(JSON.stringify(items)).not.toContain('n8nResume');
		const [asset] = here.setup.hub.state.room(here.project).assets;
		expect(asset.contextData.n8nResume).toMatch(/^\d+\/[0-9a-f-]{36}\?signature=[0-9a-f]{64}$/);
	});

	describe('says which asset it was, with the address of its file', () => {
		const pictures = createServer((_request, response) => response.end('a picture'));
		beforeAll(async () => {
			pictures.listen(0, '127.0.0.1');
			await once(pictures, 'listening');
		});
		afterAll(() => pictures.close());
		const sources = [
			{ source: 'text', message: 'one' },
			{ source: 'file', fileField: 'data' },
			{ source: 'url', url: '={{ $json.picture }}' },
		];
		/** The node, and an item with a file. */
		const given = async (parameters: IDataObject) => {
			const { setup, project } = here;
			const options = { batches: [setup.hub.state.project(project).batches[0]._id] };
			const resource = { resource: 'asset', operation: 'sendAndWait', project: byId(project) };
			const node = setup.node({ ...resource, options, ...parameters } as never, {
				id: WAITING_NODE,
			});
			const { port } = pictures.address() as AddressInfo;
			const json = { picture: `http://127.0.0.1:${port}/car.png` };
			return { node, items: [await fileItem(setup, 'car.png', 'a picture', { json })] };
		};
		const factsOf = () => {
			const projectId = here.project;
			const [asset] = here.setup.hub.state.room(projectId).assets;
			const { _id: assetId, externalId, data: url } = asset;
			expect(url).toMatch(/^http.*assets/);
			return { projectId, assetId, externalId, url, batchNames: ['Week 12'] };
		};
		it.each(sources)('where nothing is waited for: $source', async (parameters) => {
			here.project = seed(here.setup, 'Complete')._id;
			const { node, items } = await given(parameters);
			const result = await here.setup.engine.run({ node, items });
			expect(result.items[0].json).toMatchObject({ event: 'labelReceived', ...factsOf() });
		});

		it.each(sources)('after a wait: $source', async (parameters) => {
			const { hub, engine } = here.setup;
			here.project = seed(here.setup, 'Label')._id;
			const { node, items } = await given(parameters);
			const waiting = await engine.run({ node, items });
			expect(waiting.status).toBe('waiting');
			expect(await engine.callWaiting(waiting, node)).toEqual({
				webhookResponse: { status: 'waiting', done: 0, of: 1 },
			});
			hub.labelTask(hub.taskOf(hub.state.room(here.project).assets[0])._id, {});
			const { workflowData } = await engine.callWaiting(waiting, node);
			expect(workflowData![0][0].json).toMatchObject({ event: 'labelReceived', ...factsOf() });
		});

		it('for those that are pending', async () => {
			const { hub, engine } = here.setup;
			here.project = seed(here.setup, 'Label')._id;
			const { node } = await given({ message: '={{ $json.text }}', waitFor: 'first' });
			const waiting = await engine.run({ node, items: texts('one', 'two') });
			const { assets } = hub.state.room(here.project);
			hub.labelTask(hub.taskOf(assets.find(({ externalId }) => /-2/.test(externalId))!)._id, {});
			const { workflowData } = await engine.callWaiting(waiting, node);
			const pending = assets.find(({ externalId }) => /-1/.test(externalId))!;
			expect(workflowData![0].map(({ json }) => json)).toEqual([
				{
					event: 'labelPending',
					projectId: here.project,
					assetId: pending._id,
					externalId: pending.externalId,
					url: pending.data,
					batchNames: ['Week 12'],
				},
				expect.objectContaining({ event: 'labelReceived', batchNames: ['Week 12'] }),
			]);
		});

		it('for an AI agent, which gets the answers in short', async () => {
			const { node } = await given({ message: 'one' });
			const tool = { ...node, type: `${node.type}Tool` };
			const { items } = await here.setup.engine.run({ node: tool });
			expect(items[0].json).toEqual({
				event: 'labelReceived',
				...factsOf(),
				taskId: expect.any(String),
				stageId: 'Complete',
				stageName: 'Complete',
				answers: {},
				objects: {},
			});
		});
	});

	it('says whether the answer approves, and why not', async () => {
		const options = {
			approveWhen: { condition: { class: 'Verdict', answers: ['Approve'], feedbackClass: '' } },
		};
		const { items } = await run({ options }, texts('one'));
		expect(items[0].json).toMatchObject({ approved: false, chatInput: 'Verdict: (no answer)' });
	});

	it.each([
		[{ fileField: 'a, b', source: 'file' }, /'Input Data Field Name' takes one field here/],
		[{ waitStages: ['Compleet'] }, /no stage 'Compleet'.*'Complete'/],
		[
			{ options: { approveWhen: { condition: { class: 'Verdikt', answers: ['Approve'] } } } },
			/no class 'Verdikt'.*'Verdict'/,
		],
		[
			{ options: { approveWhen: { condition: { class: 'Verdict', answers: ['Approved'] } } } },
			/'Approved' is not an answer of 'Verdict'.*'Approve'/,
		],
		[
			{ options: { approveWhen: { condition: { class: 'Verdict', answers: [] } } } },
			/'Answers' of 'Approve When' is empty/,
		],
		[
			until({ limitType: 'afterTimeInterval', resumeAmount: 0 }),
			/'Amount' of 'Limit Wait Time' is 0.*remove the limit/,
		],
		[until({}), /'Max Date and Time' of 'Limit Wait Time' is empty.*remove the limit/],
		[until({ maxDateAndTime: '' }), /'Max Date and Time' of 'Limit Wait Time' is empty/],
		[until({ maxDateAndTime: '2020-01-01' }), /'Max Date and Time' .* is in the past/],
		[until({ maxDateAndTime: 'soon' }), /'Max Date and Time' is not a date/],
		[{ waitStages: ' , ' }, /'Wait Until Task Is In Names or IDs' is empty/],
	])('refuses %j before anything is sent', async (parameters, message) => {
		expect(wordsOf(await run(parameters as IDataObject, texts('one')))).toMatch(message);
		expect(here.setup.hub.state.room(here.project).assets).toEqual([]);
	});

	it('does not count the copies that the annotators of a Consensus stage get', async () => {
		const { hub } = here.setup;
		const copies = { type: 'Label', next: ['Complete'], assignedTo: [], consensusId: 'Vote' };
		here.project = hub.seedProject({
			stages: [
				{ id: 'Start', type: 'Start', name: 'Start', next: ['Vote'], autoForward: true },
				{ id: 'Vote', type: 'Consensus', name: 'Vote', next: ['Complete', 'Complete'] },
				{ ...copies, id: 'A', name: 'A' },
				{ ...copies, id: 'B', name: 'B' },
				{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
			],
		})._id;
		const { items } = await run({ waitStages: ['Vote'] }, texts('one'));
		const types = [...hub.state.tasks.values()]
			.filter(({ project }) => project === here.project)
			.map(({ type, stage }) => [type, stage]);
		expect(types.sort()).toEqual([
			['consensus', 'A'],
			['consensus', 'B'],
			['default', 'Vote'],
		]);
		expect(items.map(({ json }) => [json.event, json.stageName])).toEqual([
			['labelReceived', 'Vote'],
		]);
	});

	it('refuses the legacy platform before anything is sent', async () => {
		const setup = await openSetup({ platform: 'legacy' });
		const project = setup.hub.seedProject()._id;
		const legacy = runner('asset', () => ({ setup, project }));
		const refused = await legacy('sendAndWait', { message: 'one' }, texts('one'), {
			id: WAITING_NODE,
		} as never);
		const { assets } = setup.hub.state.room(project);
		await setup.close();
		expect(refused.error?.message).toBe('The legacy platform has no workflow stages');
		expect(assets).toEqual([]);
	});

	it('refuses a node that n8n cannot resume', async () => {
		expect(wordsOf(await run({}, texts('one'), { id: 'mine' }))).toMatch(
			/n8n cannot resume this node/,
		);
	});
});

describe('Asset: Resume Waiting Execution', () => {
	const here = {} as { setup: Setup; project: string };
	beforeAll(async () => {
		here.setup = await openSetup();
		here.project = seed(here.setup)._id;
	});
	afterAll(async () => await here.setup.close());
	const run = runner('asset', () => here);

	it.each([
		undefined,
		7,
		'',
		'http://127.0.0.1:9/1',
		'1/2',
		`12/${WAITING_NODE}?signature=x`,
		`12/${WAITING_NODE}/../../rest`,
		`//evil.example/${WAITING_NODE}`,
	])('finds nobody waiting, and asks nobody, for %j', async (n8nResume) => {
		const asset = here.setup.hub.seedAsset(here.project, { contextData: { n8nResume } as never });
		const { items } = await run('resumeWaitingExecution', {
			asset: { __rl: true, mode: 'id', value: asset._id },
		});
		expect(items[0].json).toEqual({
			projectId: here.project,
			assetId: asset._id,
			status: 'nobodyWaits',
		});
	});
});
