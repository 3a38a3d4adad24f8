import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import type { Asset, Project } from '../../../local-hub/index.mts';
import { theLab } from '../../harness/lab.mts';
import { APPROVE, nudge, PAIRED, paired, Waits } from '../../harness/waits.mts';
import { angoHub, byId } from '../../harness/workflows.mts';

/** More than n8n takes. */
const HUGE = 20 * 1024 ** 2;

describe('somebody who knows the address of a wait', () => {
	let waits: Waits;
	let project: Project;
	/** A project whose reads tell how often the rest of the workflow ran. */
	let counted: Project;
	let asked: { id: string; assets: Asset[]; url: string };

	before(() => {
		waits = new Waits(theLab());
	});

	beforeEach(async () => {
		const { hub, credential } = theLab();
		project = waits.seedProject();
		counted = hub.seedProject();
		const parameters = { resource: 'project', operation: 'get', project: byId(counted._id) };
		const rest = [paired(), angoHub('Count', credential, parameters)];
		asked = await waits.ask(['one'], project, {}, rest);
	});

	const runs = () => theLab().hub.requests.filter(({ path }) => path.includes(counted._id)).length;

	/** The wait is still there, and ends as it should. */
	async function checkEnds(): Promise<void> {
		const { api } = theLab().n8n;
		await api.waitingExecution(asked.id);
		assert.equal(runs(), 0);
		if (theLab().hub.taskOf(asked.assets[0]!).stage !== 'Complete') waits.label(asked.assets[0]!);
		assert.deepEqual((await nudge(asked.url)).body, { status: 'resumed' });
		const done = await api.finishedExecution(asked.id);
		assert.equal(done.status, 'success', done.error);
		assert.deepEqual(done.json(PAIRED), [{ before: 'one', event: 'labelReceived' }]);
	}

	it('cannot end the wait with another method, even when the label is there', async () => {
		waits.label(asked.assets[0]!);
		for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
			const body = ['GET', 'HEAD'].includes(method) ? undefined : '{}';
			const answer = await nudge(asked.url, { method, body });
			assert.notEqual((answer.body as IDataObject)?.status, 'resumed', method);
		}
		await checkEnds();
	});

	it('cannot end it with another path', async () => {
		waits.label(asked.assets[0]!);
		const { url } = theLab().n8n;
		for (const other of [
			asked.url.replace('/webhook-waiting/', '/form-waiting/'),
			asked.url.replace('/webhook-waiting/', '/webhook/'),
			asked.url.replace('?', '/?'),
			asked.url.replace('?', '/more?'),
			`${url}/webhook-waiting/${asked.id}`,
			`${url}/webhook-waiting/${asked.id}/`,
			`${url}/webhook-waiting/${asked.id}/default`,
		]) {
			const answer = await nudge(other);
			assert.notEqual((answer.body as IDataObject)?.status, 'resumed', other);
		}
		await checkEnds();
	});

	it('cannot end it, or n8n, with bodies that are huge or broken', async () => {
		const json = { 'content-type': 'application/json' };
		const zipped = { ...json, 'content-encoding': 'gzip' };
		for (const init of [
			{ headers: json, body: JSON.stringify({ event: 'x'.repeat(HUGE) }) },
			{ headers: json, body: '['.repeat(100_000) },
			{ headers: json, body: '{"event":' },
			{ headers: zipped, body: 'not zipped' },
			{ headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\n' },
			{ headers: { 'content-type': 'nonsense' }, body: '\u0000\uffff' },
		]) {
			const answer = await nudge(asked.url, init).catch(() => ({ status: 0, body: undefined }));
			assert.notEqual((answer.body as IDataObject)?.status, 'resumed');
		}
		await checkEnds();
	});

	it('cannot run the rest again with calls of before', async () => {
		await checkEnds();
		for (let call = 0; call < 10; call += 1) {
			assert.deepEqual(await nudge(asked.url), { status: 200, body: 'page' });
		}
		assert.equal(runs(), 1);
	});

	it('cannot end it by giving another asset its key', async () => {
		const { hub } = theLab();
		const other = waits.seedProject();
		const { n8nResume } = asked.assets[0]!.contextData;
		const copies = [project, other].map(({ _id }) =>
			hub.seedAsset(_id, { externalId: asked.assets[0]!.externalId, contextData: { n8nResume } }),
		);
		for (const copy of copies) waits.label(copy, APPROVE);
		assert.deepEqual(await waits.catchUp(project, [copies[0]!]), ['stillWaiting']);
		assert.deepEqual(await waits.catchUp(other, [copies[1]!]), ['stillWaiting']);
		await checkEnds();
	});
});
