import type { IDataObject } from 'n8n-workflow';
import type { NodeSpec, Webhook } from '../harness/index.mts';
import {
	ANSWER,
	deliver,
	openTriggerSetup,
	payload,
	SECRET,
	seedWebhookProject,
	sign,
	WEBHOOK_STAGE,
	withoutApiKey,
	type TriggerSetup,
} from './webhookSetup.mts';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await openTriggerSetup();
});
afterAll(async () => await setup.close());
afterEach(() => {
	jest.restoreAllMocks();
	setup.hub.resetFaults();
	setup.hub.clearRequests();
});

async function activeHook(
	parameters: IDataObject = {},
	spec: Partial<NodeSpec> = {},
	staticData?: IDataObject,
): Promise<Webhook> {
	const hook = await setup.engine.webhook(
		{ type: 'test.trigger', parameters, ...spec },
		staticData,
	);
	await hook.activate();
	return hook;
}

const itemsIn = async (hook: Webhook) =>
	(await hook.executions()).flatMap(({ items }) => items.map(({ json }) => json));

/** Labels a task of a new asset; the hub then sends it to the trigger. */
async function labelOne(hook: Webhook, answer?: typeof ANSWER) {
	const { hub } = setup;
	const project = seedWebhookProject(hub);
	hub.setWebhook(project._id, WEBHOOK_STAGE, { url: hook.url(), auth: 'secret', secret: SECRET });
	const asset = hub.seedAsset(project._id, { batches: [project.batches[0]._id] });
	const task = hub.labelTask(hub.taskOf(asset)._id, answer);
	await hub.whenDeliveriesSettled();
	return { project, asset, task };
}

describe('a delivery of a Webhook stage', () => {
	it('starts the workflow with the task, its labels and names', async () => {
		const hook = await activeHook({}, withoutApiKey);

		const { project, asset, task } = await labelOne(hook, ANSWER);
		const [item, ...others] = await itemsIn(hook);

		expect(others).toEqual([]);
		expect(setup.hub.deliveries.at(-1)?.status).toBe(200);
		expect(item).toMatchObject({
			event: 'taskEnteredStage',
			projectId: project._id,
			assetId: asset._id,
			externalId: asset.externalId,
			url: asset.data,
			taskId: task._id,
			stageId: WEBHOOK_STAGE,
			stageName: 'Send to n8n',
			batchNames: ['Week 12'],
			task: {
				updatedAt: task.updatedAt,
				tools: [{ objectId: 'car-1' }, { objectId: 'car-2' }],
				classifications: [{ answer: 'Rain' }],
			},
		});
		for (const key of ['asset', 'batches', 'dataset', 'categorySchema', 'notes']) {
			expect(item).not.toHaveProperty(key);
		}
		expect(setup.hub.requests).toEqual([]);
	});

	it('has what Ango Hub sent beside the names without Simplify', async () => {
		const hook = await activeHook({ simplify: false });

		const { project, asset } = await labelOne(hook, ANSWER);

		expect(await itemsIn(hook)).toMatchObject([
			{
				assetId: asset._id,
				url: asset.data,
				asset: asset.data,
				batchNames: ['Week 12'],
				batches: [project.batches[0]._id],
			},
		]);
	});

	it('can be a row for each task', async () => {
		const hook = await activeHook({ flatten: true, options: { includeLabelSet: true } });

		const { task } = await labelOne(hook, ANSWER);

		const [row] = await itemsIn(hook);
		expect(row).toMatchObject({
			taskId: task._id,
			batchNames: 'Week 12',
			objects: 2,
			Weather: 'Rain',
			labelSet_tools: expect.stringContaining('Car'),
		});
		expect(Object.values(row!).filter((value) => typeof value === 'object')).toEqual([]);
	});

	it('can be seen as one item per object', async () => {
		const hook = await activeHook({ oneItemPer: 'object' });

		const { task } = await labelOne(hook, ANSWER);

		expect(await itemsIn(hook)).toMatchObject([
			{ event: 'taskEnteredStage', taskId: task._id, objectId: 'car-1', tool: 'bounding-box' },
			{ event: 'taskEnteredStage', taskId: task._id, objectId: 'car-2' },
		]);
	});

	it('starts nothing when there is nothing to make an item of', async () => {
		const hook = await activeHook({ oneItemPer: 'object' });

		await labelOne(hook);

		expect(setup.hub.deliveries.at(-1)?.status).toBe(200);
		expect(await hook.executions()).toEqual([]);
	});

	it('shows the payload as it came on request', async () => {
		const hook = await activeHook({ options: { includeRaw: true } });
		const body = payload({ categorySchema: { tools: [] }, somethingNew: [1] });

		await deliver(hook, body);

		expect(await itemsIn(hook)).toMatchObject([{ payload: body, somethingNew: [1] }]);
	});

	it('is taken at the test URL', async () => {
		const hook = await setup.engine.webhook({ type: 'test.trigger', parameters: {} });
		await hook.activate('manual');

		expect(await deliver(hook, payload())).toMatchObject({ status: 200 });
		expect(await deliver(hook, payload())).toMatchObject({ status: 200 });
		expect(await hook.executions()).toHaveLength(2);
		expect(hook.staticData).toBeUndefined();
	});
});

describe('a delivery proves itself', () => {
	const body = JSON.stringify(payload({ externalId: 'Straße – 東京 🚕.png' }));

	it.each([
		['plain', sign(body)],
		['with the prefix sha1=', `sha1=${sign(body)}`],
		['in capitals', sign(body).toUpperCase()],
	])('by its signature, %s', async (_name, signature) => {
		const hook = await activeHook();

		expect(await deliver(hook, body, { 'x-hub-signature': signature })).toMatchObject({
			status: 200,
		});
		expect(await itemsIn(hook)).toMatchObject([{ externalId: 'Straße – 東京 🚕.png' }]);
	});

	it.each([
		['of another secret', sign(body, 'another'), /match the body and secret/],
		['of another body', sign(`${body} `), /match the body and secret/],
		['that is cut off', sign(body).slice(0, 39), /match the body and secret/],
		['that is empty', '', /match the body and secret/],
		['that is not hex', 'z'.repeat(40), /match the body and secret/],
	])('and is refused with a signature %s', async (_name, signature, reason) => {
		const hook = await activeHook();

		const answer = await deliver(hook, body, { 'x-hub-signature': signature });

		expect(answer).toEqual({ status: 401, message: expect.stringMatching(reason) });
		expect(await hook.executions()).toEqual([]);
	});

	it('and is refused without a signature', async () => {
		const hook = await activeHook();

		const { status } = await fetch(hook.url(), { method: 'POST', body });

		expect(status).toBe(401);
		expect(await hook.executions()).toEqual([]);
	});

	it('by its bytes, not by what they mean', async () => {
		const hook = await activeHook();
		const spaced = JSON.stringify(payload(), null, '  ');

		expect(await deliver(hook, spaced)).toMatchObject({ status: 200 });
		expect(
			await deliver(hook, spaced, { 'x-hub-signature': sign(JSON.stringify(payload())) }),
		).toMatchObject({ status: 401 });
	});

	it('or not at all where no authentication is wanted', async () => {
		const hook = await activeHook({ authentication: 'none' });

		expect(await deliver(hook, payload(), { 'x-hub-signature': 'none' })).toMatchObject({
			status: 200,
		});
	});

	it('which cannot be without the credential', async () => {
		const hook = await setup.engine.webhook({ type: 'test.trigger', credentials: {} });

		await expect(hook.activate()).rejects.toThrow('credentials');
	});
});

describe('with a bearer token', () => {
	let other: TriggerSetup;
	beforeAll(async () => {
		other = await openTriggerSetup({
			webhookCredential: { authType: 'bearer', bearerToken: 'token' },
		});
	});
	afterAll(async () => await other.close());

	it.each(['Bearer toke', 'Bearer tokens', 'Bearer ', 'Basic token', 'token', ''])(
		'"%s" is refused',
		async (authorization) => {
			const hook = await other.engine.webhook({ type: 'test.trigger' });
			await hook.activate();

			expect(await deliver(hook, payload(), { authorization })).toMatchObject({ status: 401 });
			expect(await hook.executions()).toEqual([]);
		},
	);

	it('a delivery of the hub is taken, and one with another token is not', async () => {
		const hook = await other.engine.webhook({ type: 'test.trigger' });
		await hook.activate();
		const project = seedWebhookProject(other.hub);
		for (const token of ['another', 'token']) {
			other.hub.setWebhook(project._id, WEBHOOK_STAGE, { url: hook.url(), auth: 'bearer', token });
			other.hub.labelTask(other.hub.taskOf(other.hub.seedAsset(project._id))._id);
			await other.hub.whenDeliveriesSettled();
		}

		expect(other.hub.deliveries.map(({ status }) => status)).toEqual([401, 200]);
		expect(await hook.executions()).toHaveLength(1);
	});
});

describe('an empty secret', () => {
	it('does not let the workflow be activated', async () => {
		const other = await openTriggerSetup({ webhookCredential: { secret: '' } });
		const hook = await other.engine.webhook({ type: 'test.trigger' });

		await expect(hook.activate()).rejects.toThrow("'Secret' is empty");
		await other.close();
	});
});

describe('a body', () => {
	it.each([
		['that is empty', '', 'application/json', 400],
		['that is no JSON', 'hello', 'text/plain', 400],
		['that is broken JSON', '{"task":', 'application/octet-stream', 400],
		['that is a list', '[]', 'application/json', 422],
		['that is a number', '5', 'application/json', 422],
		['without a task', '{"projectId":"1"}', 'application/json', 422],
		['without a task id', '{"task":{}}', 'application/json', 422],
		['whose task is a text', '{"task":"1"}', 'application/json', 422],
	])('%s is refused with a reason', async (_name, body, type, status) => {
		const hook = await activeHook();

		const answer = await deliver(hook, body, { 'content-type': type });

		expect(answer.status).toBe(status);
		expect(answer.message).not.toBe('');
		expect(await hook.executions()).toEqual([]);
	});

	it.each(['application/octet-stream', 'text/plain', 'application/vnd.ango+json; charset=utf-8'])(
		'of the type %s is taken',
		async (type) => {
			const hook = await activeHook();

			expect(await deliver(hook, payload(), { 'content-type': type })).toMatchObject({
				status: 200,
			});
			expect(await itemsIn(hook)).toMatchObject([{ externalId: 'one.png' }]);
		},
	);

	it('of several megabytes is taken', async () => {
		const hook = await activeHook();
		const tools = Array.from({ length: 60_000 }, (_, n) => ({ objectId: `o${n}`, point: [n, n] }));

		expect(await deliver(hook, payload({}, { tools }))).toMatchObject({ status: 200 });
		expect((await itemsIn(hook))[0].task).toMatchObject({ tools: { length: 60_000 } });
	});

	it("over n8n's limit is refused by n8n", async () => {
		const hook = await activeHook();

		const { status } = await deliver(hook, payload({ more: 'x'.repeat(17 * 1024 ** 2) }));

		expect(status).toBe(500);
		expect(await hook.executions()).toEqual([]);
	});

	it('with entries that make no sense is handed on as it is, with a note', async () => {
		const hook = await activeHook();
		const odd = payload({ batches: 'none', batchNames: 7 }, { tools: [null] });

		expect(await deliver(hook, odd)).toMatchObject({ status: 200 });
		const [item] = await itemsIn(hook);
		expect(item.event).toBe('taskEnteredStage');
	});
});

describe('a duplicate', () => {
	it('is answered and starts nothing', async () => {
		const hook = await activeHook();

		expect(await deliver(hook, payload())).toEqual({ status: 200, message: 'Received' });
		expect(await deliver(hook, payload())).toEqual({
			status: 200,
			message: expect.stringContaining('before'),
		});
		expect(await hook.executions()).toHaveLength(1);
	});

	it('is found among deliveries of the same moment', async () => {
		const hook = await activeHook();
		const bodies = Array.from({ length: 100 }, (_, n) => payload({ externalId: `${n % 25}.png` }));

		await Promise.all(bodies.map(async (body) => await deliver(hook, body)));

		const names = (await itemsIn(hook)).map(({ externalId }) => externalId);
		expect(names).toHaveLength(25);
		expect(new Set(names).size).toBe(25);
	});

	it('is found after a restart', async () => {
		const before = await activeHook();
		await deliver(before, payload());
		await before.executions();
		const after = await activeHook({}, {}, before.staticData);

		await deliver(after, payload());
		await deliver(after, payload({ externalId: 'two.png' }));

		expect(await itemsIn(after)).toMatchObject([{ externalId: 'two.png' }]);
	});

	it('counts again when the time is over', async () => {
		const hook = await activeHook();
		await deliver(hook, payload());
		const later = Date.now() + 10 * 60_000 + 1;
		jest.spyOn(Date, 'now').mockReturnValue(later);

		await deliver(hook, payload());

		expect(await hook.executions()).toHaveLength(2);
	});

	it('counts where deduplication is off', async () => {
		const hook = await activeHook({ options: { deduplicateFor: 0 } });

		await deliver(hook, payload());
		await deliver(hook, payload());

		expect(await hook.executions()).toHaveLength(2);
		expect(hook.staticData).toBeUndefined();
	});

	it('is not a task that comes to the stage again, nor a rerun after the time', async () => {
		const hook = await activeHook();
		const { project, task } = await labelOne(hook);
		const later = Date.now() + 11 * 60_000;
		jest.spyOn(Date, 'now').mockReturnValue(later);

		const rerun = await fetch(`${setup.hub.url}/v2/project/${project._id}/rerun-webhook`, {
			method: 'POST',
			headers: { apikey: setup.hub.apiKey, 'content-type': 'application/json' },
			body: JSON.stringify({ stageId: WEBHOOK_STAGE }),
		});
		await setup.hub.whenDeliveriesSettled();

		expect(rerun.ok).toBe(true);
		const bodies = setup.hub.deliveries.slice(-2).map(({ body }) => body);
		expect(bodies[0]).toBe(bodies[1]);
		expect(await itemsIn(hook)).toMatchObject([{ taskId: task._id }, { taskId: task._id }]);
	});

	it('is forgotten in the end, so that the memory stays small', async () => {
		const deliveries = Array.from({ length: 3_000 }, (_, n) => {
			const hash = n.toString().padStart(16, '0');
			return hash + Date.now().toString(36);
		});
		const hook = await activeHook({}, {}, { deliveries });

		await deliver(hook, payload());

		expect(await hook.executions()).toHaveLength(1);
		expect(hook.staticData?.deliveries).toHaveLength(2_000);
		expect(JSON.stringify(hook.staticData).length).toBeLessThan(64_000);
	});
});
