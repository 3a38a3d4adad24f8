import type { IDataObject } from 'n8n-workflow';
import type { Project } from '../../local-hub/index.mts';
import { byId } from '../setup.mts';
import { deliver, openTriggerSetup, sign, type TriggerSetup } from './webhookSetup.mts';

let setup: TriggerSetup;
let project: Project;
beforeAll(async () => {
	setup = await openTriggerSetup({ platform: 'legacy' });
});
afterAll(async () => await setup.close());
beforeEach(() => {
	project = setup.hub.seedProject({ batches: ['First'] });
	setup.hub.state.legacyWebhooks.length = 0;
	setup.hub.clearRequests();
});

const parameters = (more: IDataObject = {}): IDataObject => ({
	source: 'legacy',
	project: byId(project._id),
	types: ['ACCEPTED', 'COMPLETED', 'UPDATED'],
	...more,
});

const newHook = async (more?: IDataObject) =>
	await setup.engine.webhook({ type: 'test.trigger', parameters: parameters(more) });

const registrations = () => setup.hub.requests.filter(({ path }) => path === '/v2/webhook');

describe('activation on the legacy platform', () => {
	it('registers the production URL with a secret of its own', async () => {
		const hook = await newHook();

		await hook.activate();

		expect(registrations()).toMatchObject([
			{
				method: 'POST',
				body: {
					url: hook.url(),
					project: project._id,
					types: ['ACCEPTED', 'COMPLETED', 'UPDATED'],
					secret: expect.stringMatching(/^[0-9a-f]{64}$/),
				},
			},
		]);
	});

	it('does not register twice', async () => {
		const hook = await newHook();
		await hook.activate();
		await hook.deactivate();

		await hook.activate('init');

		expect(registrations()).toHaveLength(1);
		expect(setup.engine.log.some(({ message }) => message.includes('stays registered'))).toBe(true);
	});

	it('never registers the test URL', async () => {
		const hook = await newHook();

		await hook.activate('manual');
		await hook.deactivate();

		expect(registrations()).toEqual([]);
	});

	it('fails where the hub refuses, and is tried anew', async () => {
		const hook = await newHook();
		setup.hub.faults.rules.push({
			match: { path: '/v2/webhook' },
			times: 1,
			action: { status: 403, body: { status: 'fail', message: 'Managers only.' } },
		});

		await expect(hook.activate()).rejects.toThrow('Managers only');
		await hook.activate();

		expect(setup.hub.state.legacyWebhooks).toHaveLength(1);
	});

	it.each([
		[{ project: byId('') }, "'Project' is empty"],
		[{ types: [] }, "'Legacy Events' is empty"],
	])('needs %j', async (more, message) => {
		const hook = await newHook(more);

		await expect(hook.activate()).rejects.toThrow(message);
	});

	it('says that the current platform has stages instead', async () => {
		const current = await openTriggerSetup();
		const hook = await current.engine.webhook({ type: 'test.trigger', parameters: parameters() });

		await expect(hook.activate()).rejects.toThrow('Only the legacy platform');
		expect(current.hub.requests).toEqual([]);
		await current.close();
	});
});

describe('a delivery of the legacy platform', () => {
	it('starts the workflow', async () => {
		const hook = await newHook({ types: ['COMPLETED'] });
		await hook.activate();
		const asset = setup.hub.seedAsset(project._id, { batches: [project.batches[0]._id] });

		const task = setup.hub.labelTask(setup.hub.taskOf(asset)._id);
		await setup.hub.whenDeliveriesSettled();

		const [{ items }] = await hook.executions();
		expect(items.map(({ json }) => json)).toMatchObject([
			{
				event: 'taskCompleted',
				projectId: project._id,
				assetId: asset._id,
				externalId: asset.externalId,
				taskId: task._id,
				batchNames: ['First'],
				task: { status: 'Completed', tools: [], classifications: [] },
			},
		]);
	});

	it('is refused with a wrong signature', async () => {
		const hook = await newHook();
		await hook.activate();
		const body = JSON.stringify({ _id: '6554c81ac3b0d000147ea003', project: project._id });

		expect(await deliver(hook, body, { 'x-hub-signature': sign(body, '') })).toMatchObject({
			status: 401,
		});
		expect(await hook.executions()).toEqual([]);
	});

	it('of a project that is not chosen any more starts nothing', async () => {
		const hook = await newHook();
		await hook.activate();
		const { secret } = hook.staticData as { secret: string };
		const body = JSON.stringify({ _id: '6554c81ac3b0d000147ea003', project: 'f'.repeat(24) });

		expect(await deliver(hook, body, { 'x-hub-signature': sign(body, secret) })).toMatchObject({
			status: 200,
		});
		expect(await hook.executions()).toEqual([]);
	});

	it('can be sent to the test URL by hand', async () => {
		const hook = await newHook();
		await hook.activate('manual');
		const body = JSON.stringify({ _id: '6554c81ac3b0d000147ea003', project: project._id });

		expect(await deliver(hook, body)).toMatchObject({ status: 200 });
		expect(await hook.executions()).toHaveLength(1);
	});
});
