import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { IDataObject } from 'n8n-workflow';
import { hubAccess, theLab } from '../../harness/lab.mts';
import { until } from '../../harness/until.mts';
import {
	believesNobody,
	runsTheRestOnce,
	waitsForAll,
	waitsForFirst,
} from '../../harness/waitChecks.mts';
import { nudge, PAIRED, SEND, texts, Waits } from '../../harness/waits.mts';
import { chain, node, to, TRIGGER } from '../../harness/workflows.mts';

describe('send and wait for label', () => {
	let waits: Waits;

	before(() => {
		waits = new Waits(theLab());
	});

	it('waits for all, and pairs each label with its input item', () => waitsForAll(waits));

	it('goes on with the first, and the others come out as pending', () => waitsForFirst(waits));

	it('believes only Ango Hub', () => believesNobody(waits));

	it('runs the rest once for eight calls at the same time', () => runsTheRestOnce(waits));

	it('takes only addresses that n8n has signed', async () => {
		const { api } = theLab().n8n;
		const project = waits.seedProject();
		const [mine, other] = [
			await waits.ask(['one'], project),
			await waits.ask(['one'], waits.seedProject()),
		];
		const signature = (url: string) => url.split('?')[1];
		assert.match(mine.url, /\/\d+\/[0-9a-f-]{36}\?signature=[0-9a-f]{64}$/);
		waits.label(mine.assets[0]!);
		for (const url of [
			mine.url.replace(/.{4}$/, '0000'),
			mine.url.replace(/\?.*/, ''),
			`${mine.url}&approved=true`,
			mine.url.replace(/\?.*/, `?${signature(other.url)}`),
			mine.url.replace(/[0-9a-f-]{36}\?.*/, `?${signature(mine.url)}`),
		]) {
			assert.equal((await nudge(url)).status, 401, url);
		}
		await api.waitingExecution(mine.id);
		assert.deepEqual((await nudge(mine.url)).body, { status: 'resumed' });
		await api.finishedExecution(mine.id);
		await api.waitingExecution(other.id);
	});

	it('goes on waiting when the API key is revoked, until the credential has a new one', async () => {
		const { hub, n8n } = theLab();
		const access = hubAccess(hub);
		const credential = await n8n.api.createCredential('Revoked later', 'angoHubApi', access);
		const own = new Waits({ hub, n8n, credential });
		const project = own.seedProject();
		const { id, assets, url } = await own.ask(['one'], project);
		own.label(assets[0]!);
		await n8n.api.changeCredential({ ...credential, data: { ...access, apiKey: 'revoked' } });
		const { status, body } = await nudge(url);
		assert.equal(status, 503);
		assert.match(String((body as IDataObject).reason), /API key/);
		assert.ok(!JSON.stringify(body).includes(hub.apiKey));
		assert.deepEqual(await waits.catchUp(project, assets), ['notChecked']);
		await n8n.api.waitingExecution(id);
		await n8n.api.changeCredential(credential);
		assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
		await n8n.api.finishedExecution(id);
	});

	it('puts items that fail onto the error output, and waits for the others', async () => {
		const { api } = theLab().n8n;
		const project = waits.seedProject();
		const send = waits.sendAndWait(project, {}, { onError: 'continueErrorOutput' });
		const { id } = await waits.start(...texts(['one', '', 'three']), send);
		await api.waitingExecution(id);
		const assets = waits.assetsOf(project);
		assert.equal(assets.length, 2);
		for (const asset of assets) waits.label(asset);
		assert.deepEqual((await nudge(waits.resumeUrl(assets[0]!))).body, { status: 'resumed' });
		const done = await api.finishedExecution(id);
		assert.equal(done.json(SEND).length, 2);
		assert.match(String(done.json(SEND, 1)[0]!.error), /'Text' is empty/);
	});

	it('passes the input items on when the time is over', async () => {
		const { api } = theLab().n8n;
		const values = { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' };
		const options = { limitWaitTime: { values } };
		const { id } = await waits.ask(['one'], waits.seedProject(), { options });
		const done = await api.finishedExecution(id);
		assert.deepEqual(done.json(PAIRED), [{ before: 'one', event: null }]);
	});

	it('waits again in the next round of a loop, whatever a late call of the first says', async () => {
		const { api } = theLab().n8n;
		const project = waits.seedProject();
		const loop = node(
			'Loop',
			'n8n-nodes-base.splitInBatches',
			{ batchSize: 1, options: {} },
			{ typeVersion: 3 },
		);
		const workflow = chain('Loop of waits', ...texts(['one', 'two']), loop);
		workflow.nodes.push(waits.sendAndWait(project));
		workflow.connections.Loop = { main: [[], [to(SEND)]] };
		workflow.connections[SEND] = { main: [[to('Loop')]] };
		const id = await api.start(await api.createWorkflow(workflow), TRIGGER);
		await api.waitingExecution(id);
		const [first] = waits.assetsOf(project);
		waits.label(first!);
		const url = waits.resumeUrl(first!);
		assert.deepEqual((await nudge(url)).body, { status: 'resumed' });

		await until(
			() => waits.assetsOf(project).length === 2,
			() => 'the second round sends its text',
		);
		await api.waitingExecution(id);
		const late = { status: 200, body: { status: 'waiting', done: 0, of: 1 } };
		assert.deepEqual(await nudge(url), late);
		const second = waits.assetsOf(project).find(({ _id }) => _id !== first!._id);
		waits.label(second!);
		assert.deepEqual((await nudge(waits.resumeUrl(second!))).body, { status: 'resumed' });
		const done = await api.finishedExecution(id);
		assert.equal(done.status, 'success', done.error);
		const ids = done.json(SEND).map(({ assetId }) => assetId);
		assert.deepEqual(ids, [first!._id, second!._id]);
	});

	it('waits for the decision of a Consensus stage, not for the copies of its annotators', async () => {
		const { hub, n8n } = theLab();
		const copyStage = { type: 'Label', next: ['Complete'], assignedTo: [], consensusId: 'Vote' };
		const project = waits.seedProject([
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Vote'], autoForward: true },
			{ id: 'Vote', type: 'Consensus', name: 'Vote', next: ['Complete', 'Complete'] },
			{ ...copyStage, id: 'A', name: 'A' },
			{ ...copyStage, id: 'B', name: 'B' },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		]);
		const { id, assets, url } = await waits.ask(['one'], project);
		const copies = [...hub.state.tasks.values()].filter(
			({ asset, type }) => asset === assets[0]!._id && type === 'consensus',
		);
		assert.equal(copies.length, 2);
		const answer = { classifications: [{ schemaId: 'verdict', answer: 'Approve' }] };
		hub.submit(copies[0]!._id, answer);
		assert.deepEqual((await nudge(url)).body, { status: 'waiting', done: 0, of: 1 });
		hub.submit(copies[1]!._id, answer);
		assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
		const done = await n8n.api.finishedExecution(id);
		assert.match(JSON.stringify(done.json(SEND)), /Approve/);
	});

	it('is resumed by the operation Resume Waiting Execution, which finds nobody elsewhere', async () => {
		const { hub, n8n } = theLab();
		const project = waits.seedProject();
		const { id, assets } = await waits.ask(['one'], project);
		const stranger = hub.seedAsset(project._id, { externalId: 'stranger.png' });
		const contextData = { n8nResume: `${hub.url}/12` };
		const forged = hub.seedAsset(project._id, { externalId: 'forged.png', contextData });
		const all = [assets[0]!, stranger, forged];
		waits.label(assets[0]!);
		assert.deepEqual(await waits.catchUp(project, all), ['resumed', 'nobodyWaits', 'nobodyWaits']);
		await n8n.api.finishedExecution(id);
		assert.deepEqual(await waits.catchUp(project, all), [
			'overAlready',
			'nobodyWaits',
			'nobodyWaits',
		]);
	});

	it('is gone when its execution is deleted', async () => {
		const { api } = theLab().n8n;
		const project = waits.seedProject();
		const { id, assets, url } = await waits.ask(['one'], project);
		waits.label(assets[0]!);
		await api.deleteExecution(id);
		assert.equal((await nudge(url)).status, 404);
		assert.deepEqual(await waits.catchUp(project, assets), ['gone']);
	});

	it('is over when its execution was stopped', async () => {
		const { api } = theLab().n8n;
		const project = waits.seedProject();
		const { id, assets } = await waits.ask(['one'], project);
		waits.label(assets[0]!);
		await api.stopExecution(id);
		assert.deepEqual(await waits.catchUp(project, assets), ['overAlready']);
	});
});
