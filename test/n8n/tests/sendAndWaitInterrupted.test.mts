import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, before, describe, it, type TestContext } from 'node:test';
import { theLab } from '../harness/lab.mts';
import { until } from '../harness/until.mts';
import { nudge, PAIRED, paired, SEND, texts, Waits } from '../harness/waits.mts';
import { chain, TRIGGER } from '../harness/workflows.mts';

/** Many executions begin and end. */
const PATIENT = { timeout: 600_000 };
const MANY = 100;

describe('send and wait for label, when n8n or Ango Hub is not there', () => {
	let waits: Waits;

	before(() => {
		waits = new Waits(theLab());
	});
	afterEach(() => theLab().hub.resetFaults());

	it('goes on waiting while Ango Hub refuses', async () => {
		const { hub, n8n } = theLab();
		const project = waits.seedProject();
		const { id, assets, url } = await waits.ask(['one'], project);
		waits.label(assets[0]!);
		hub.faults.rules = [{ match: { path: /\/tasks/ }, action: { status: 403 } }];
		assert.equal((await nudge(url)).status, 503);
		hub.resetFaults();
		await n8n.api.waitingExecution(id);
		assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
		const done = await n8n.api.finishedExecution(id);
		assert.deepEqual(done.json(PAIRED), [{ before: 'one', event: 'labelReceived' }]);
	});

	it('waits on after n8n was killed', async () => {
		const { n8n } = theLab();
		const project = waits.seedProject();
		const { id, assets, url } = await waits.ask(['one', 'two'], project);
		await n8n.kill();
		for (const asset of assets) waits.label(asset);
		await n8n.start();
		await n8n.api.waitingExecution(id);
		assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
		const done = await n8n.api.finishedExecution(id);
		assert.deepEqual(done.json(PAIRED), [
			{ before: 'one', event: 'labelReceived' },
			{ before: 'two', event: 'labelReceived' },
		]);
	});

	it('is resumed by a call that came before n8n had saved the wait', async () => {
		const { hub, n8n } = theLab();
		const project = waits.seedProject();
		const list = new RegExp(`/project/${project._id}/tasks`);
		// Before it waits, the node looks once whether the label is there: that takes long here.
		hub.faults.rules = [{ match: { path: list }, times: 1, action: { delayMs: 6_000 } }];
		const { id } = await waits.start(...texts(['one']), waits.sendAndWait(project), paired());
		await until(
			() => waits.assetsOf(project).length === 1,
			() => 'the asset is there',
		);
		const [asset] = waits.assetsOf(project);
		const early = await nudge(waits.resumeUrl(asset!));
		assert.ok(early.status >= 400, JSON.stringify(early));
		const resumed = waits.catchUp(project, [asset!]);
		await n8n.api.waitingExecution(id);
		waits.label(asset!);
		assert.deepEqual(await resumed, ['resumed']);
		const done = await n8n.api.finishedExecution(id);
		assert.deepEqual(done.json(PAIRED), [{ before: 'one', event: 'labelReceived' }]);
	});

	it(`keeps ${MANY} waits out of memory`, PATIENT, async (context) => {
		const { n8n } = theLab();
		const say = (text: string) => (context as TestContext).diagnostic(text);
		const settled = async () => {
			await n8n.stop();
			await n8n.start();
			await sleep(5_000);
			return n8n.residentMb();
		};
		const before = await settled();
		const project = waits.seedProject();
		const send = waits.sendAndWait(project);
		const workflowId = await n8n.api.createWorkflow(chain('Many', ...texts(['one']), send));
		const ids: string[] = [];
		for (let count = 0; count < MANY; count += 1)
			ids.push(await n8n.api.start(workflowId, TRIGGER));
		for (const id of ids) await n8n.api.waitingExecution(id);
		say(`memory with no wait: ${before} MB; after ${MANY} began: ${n8n.residentMb()} MB`);
		const after = await settled();
		say(`after a restart with ${MANY} waits: ${after} MB`);
		assert.ok(after - before < 100, `${before} MB, then ${after} MB`);

		const assets = waits.assetsOf(project);
		assert.equal(assets.length, MANY);
		for (const asset of assets) waits.label(asset);
		for (const asset of assets) {
			assert.deepEqual((await nudge(waits.resumeUrl(asset))).body, { status: 'resumed' });
		}
		for (const id of ids) {
			const done = await n8n.api.finishedExecution(id);
			assert.deepEqual(
				done.json(SEND).map(({ event }) => event),
				['labelReceived'],
			);
		}
	});
});
