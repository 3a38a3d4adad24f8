import type { IDataObject } from 'n8n-workflow';
import type { NodeSpec } from '../harness/index.mts';
import {
	ANSWER,
	deliver,
	openTriggerSetup,
	payload,
	SECRET,
	seedWebhookProject,
	WEBHOOK_STAGE,
	withoutApiKey,
	type TriggerSetup,
} from './webhookSetup.mts';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await openTriggerSetup();
});
afterAll(async () => await setup.close());
afterEach(() => setup.hub.resetFaults());

async function activeHook(parameters: IDataObject, spec: Partial<NodeSpec> = {}) {
	const hook = await setup.engine.webhook({ type: 'test.trigger', parameters, ...spec });
	await hook.activate();
	return hook;
}

/** What comes of one delivery. */
async function itemsOf(parameters: IDataObject, body: IDataObject, spec?: Partial<NodeSpec>) {
	const hook = await activeHook(parameters, spec);
	expect(await deliver(hook, body)).toMatchObject({ status: 200 });
	return (await hook.executions()).flatMap(({ items }) => items);
}

/** A labeled task of the hub, and its delivery as it is and as it was in 2023. */
function seedDelivery() {
	const { hub } = setup;
	const project = seedWebhookProject(hub);
	const asset = hub.seedAsset(project._id, { batches: [project.batches[0]._id] });
	hub.setWebhook(project._id, WEBHOOK_STAGE, { url: 'http://127.0.0.1:9/', auth: 'none' });
	hub.labelTask(hub.taskOf(asset)._id, ANSWER);
	const body = JSON.parse(hub.deliveries.at(-1)!.body) as IDataObject;
	const { projectId, batchNames, categorySchema, ...older } = body;
	return { project, asset, task: hub.taskOf(asset), body, older };
}

describe('a filter', () => {
	const labeled = payload(
		{ batches: ['6554c81ac3b0d000147ea0b1'], batchNames: ['Week 12'] },
		{
			tools: [{ objectId: 'o1' }],
			stageHistory: [{ stageId: 'Label', completedBy: 'bob@example.com' }],
		},
	);

	it.each([
		['project by id', { projects: '6554c81ac3b0d000147ea001' }, true],
		['project among several', { projects: 'x, 6554c81ac3b0d000147ea001' }, true],
		['stage by id', { stages: WEBHOOK_STAGE }, true],
		['stage by name', { stages: 'Send to n8n' }, true],
		['other stage', { stages: 'Review' }, false],
		['stages in a list', { stages: '={{ ["Review", "Send to n8n"] }}' }, true],
		['batch by id', { batches: '6554c81ac3b0d000147ea0b1' }, true],
		['batch by name', { batches: 'Week 12' }, true],
		['other batch', { batches: 'Week 13' }, false],
		['annotator who updated last', { annotators: 'ANNA@example.com' }, true],
		['annotator of an earlier stage', { annotators: 'bob@example.com' }, true],
		['other annotator', { annotators: 'carl@example.com' }, false],
		['with labels', { labels: 'with' }, true],
		['without labels', { labels: 'without' }, false],
		['any labels', { labels: 'any' }, true],
		['several that all fit', { labels: 'with', stages: 'Send to n8n', batches: 'Week 12' }, true],
		['several of which one does not fit', { labels: 'with', batches: 'Week 13' }, false],
		['that is blank', { stages: '  ', batches: ' , ', annotators: '' }, true],
	])('for %s', async (_name, filters, starts) => {
		expect(await itemsOf({ filters }, labeled, withoutApiKey)).toHaveLength(starts ? 1 : 0);
	});

	it('without labels lets an empty answer through, with labels a brush mask', async () => {
		const brush = payload({}, { brushDataUrl: 'https://storage.example/brush.png' });

		expect(await itemsOf({ filters: { labels: 'without' } }, payload())).toHaveLength(1);
		expect(await itemsOf({ filters: { labels: 'with' } }, payload())).toHaveLength(0);
		expect(await itemsOf({ filters: { labels: 'with' } }, brush)).toHaveLength(1);
	});

	it('for a project by name asks Ango Hub for the name', async () => {
		const { body } = seedDelivery();

		expect(await itemsOf({ filters: { projects: 'Street scenes' } }, body)).toHaveLength(1);
		expect(await itemsOf({ filters: { projects: 'Another' } }, body)).toHaveLength(0);
	});

	it.each([
		['Stages', { stages: '={{ [] }}' }, {}],
		['Projects', { projects: '={{ [null, " "] }}' }, {}],
		['Batches', { batches: '={{ [] }}' }, {}],
		['Annotators', { annotators: '={{ [] }}', stages: '={{ [] }}' }, { source: 'legacy' }],
	])('that is an empty list of %s is told of when published', async (name, filters, more) => {
		const project = { __rl: true, mode: 'id', value: '6554c81ac3b0d000147ea001' };
		await expect(activeHook({ filters, project, ...more })).rejects.toThrow(
			`Nothing passes the filter '${name}', because it is an empty list`,
		);
	});

	it('that keeps a delivery out leaves room for the same one later', async () => {
		const hook = await activeHook({ filters: { stages: 'Review' } });

		await deliver(hook, labeled);

		expect(await hook.executions()).toEqual([]);
		expect(hook.staticData).toBeUndefined();
	});
});

describe('a delivery of the older form', () => {
	it('is completed from the task and the project', async () => {
		const { project, older } = seedDelivery();

		const [{ json }] = await itemsOf({}, older);

		expect(json).toMatchObject({ projectId: project._id, batchNames: ['Week 12'] });
		expect(json).not.toHaveProperty('notes');
	});

	it.each([
		[{ batches: 'Week 12' }, 1],
		[{ batches: 'Week 13' }, 0],
		[{ projects: 'Street scenes' }, 1],
		[{ projects: 'Another' }, 0],
	])('is completed before it is filtered by %j', async (filters, count) => {
		const { older } = seedDelivery();

		expect(await itemsOf({ filters }, older)).toHaveLength(count);
	});

	it('is handed on with a note where it cannot be completed', async () => {
		const { older } = seedDelivery();
		setup.hub.faults.rules.push({ match: { path: '/v2/task/' }, action: { status: 403 } });

		const [{ json }] = await itemsOf({ filters: { projects: 'Street scenes' } }, older);

		expect(json.notes).toEqual([expect.stringContaining('Not allowed')]);
	});

	it('is handed on with a note where there is no API key', async () => {
		const { older } = seedDelivery();

		const [{ json }] = await itemsOf({ filters: { batches: 'Week 12' } }, older, withoutApiKey);

		expect(json).toMatchObject({ projectId: null, notes: [expect.any(String)] });
	});
});

describe('the options', () => {
	it('add the full task', async () => {
		const { body, task } = seedDelivery();

		const [{ json }] = await itemsOf({ options: { getFullTask: true } }, body);

		expect(json.fullTask).toMatchObject({
			_id: task._id,
			priority: 0,
			answer: { tools: [{}, {}] },
		});
	});

	it('add the label set by name and name what has only ids', async () => {
		const { older } = seedDelivery();
		older.task = {
			...(older.task as IDataObject),
			tools: [{ schemaId: 'tool-car', classifications: [] }],
			classifications: [{ schemaId: 'class-weather', answer: 'option-rain' }],
		};

		const [{ json }] = await itemsOf({ options: { includeLabelSet: true } }, older);

		expect(json.labelSet).toEqual({
			tools: [{ schemaId: 'tool-car', title: 'Car', tool: 'bounding-box' }],
			classifications: [
				{ schemaId: 'class-weather', title: 'Weather', tool: 'radio', options: ['Sun', 'Rain'] },
			],
			relations: [],
		});
		expect(json.task).toMatchObject({
			tools: [{ title: 'Car' }],
			classifications: [{ title: 'Weather', answer: 'Rain' }],
		});
	});

	it('take the label set out of the delivery where it has one', async () => {
		const { body } = seedDelivery();

		const [{ json }] = await itemsOf({ options: { includeLabelSet: true } }, body, withoutApiKey);

		expect(json.labelSet).toMatchObject({ tools: [{ title: 'Car' }] });
		expect(json).not.toHaveProperty('notes');
	});

	it('add the file of the asset', async () => {
		const { hub } = setup;
		const { body, asset } = seedDelivery();
		hub.storage.put(new URL(asset.data).pathname, [Buffer.from('the pixels')], 'image/png');

		const [{ binary }] = await itemsOf({ options: { downloadFile: true } }, body);

		expect(binary?.data).toMatchObject({ fileName: asset.externalId, mimeType: 'image/png' });
		expect(await setup.engine.readBinary(binary!.data)).toEqual(Buffer.from('the pixels'));
	});

	it('never lose a delivery: what fails becomes a note', async () => {
		const { body, task } = seedDelivery();
		const options = { getFullTask: true, downloadFile: true, includeLabelSet: true };
		setup.hub.faults.rules.push({ action: { status: 403, body: { message: 'No.' } } });

		const [{ json, binary }] = await itemsOf({ options }, body);

		expect(json).toMatchObject({ taskId: task._id, labelSet: { tools: [{ title: 'Car' }] } });
		expect(json.notes).toEqual([
			expect.stringMatching(/^The full task could not be read: /),
			expect.stringMatching(/^The file of the asset could not be read: /),
		]);
		expect(binary).toBeUndefined();
	});

	it('answer before they ask Ango Hub for more', async () => {
		const { body } = seedDelivery();
		const hook = await activeHook({ options: { getFullTask: true } });
		setup.hub.faults.rules.push({ match: { path: '/v2/task/' }, action: { delayMs: 1_500 } });
		setup.hub.clearRequests();

		await deliver(hook, body);

		// The answer is here, and the hub has not even answered the trigger's own question.
		expect(setup.hub.requests.filter(({ status }) => status !== 0)).toEqual([]);
		expect(await hook.executions()).toMatchObject([{ items: [{ json: { fullTask: {} } }] }]);
	});
});

describe('the secret of the stage', () => {
	it('is in no item', async () => {
		const { body } = seedDelivery();

		const items = await itemsOf({ options: { includeRaw: true, getFullTask: true } }, body);

		expect(JSON.stringify(items)).not.toContain(SECRET);
		expect(JSON.stringify(items)).not.toContain(setup.hub.apiKey);
	});
});
