/** What every n8n has to do with waits: run in the newest, in queue mode, and in the oldest. */
import assert from 'node:assert/strict';
import type { IDataObject } from 'n8n-workflow';
import { APPROVE, nudge, PAIRED, paired, REJECT, SEND, type Waits } from './waits.mts';
import { angoHub, byId } from './workflows.mts';

/** Two items: both labels are waited for, and each comes out in the place of its input item. */
export async function waitsForAll(waits: Waits): Promise<void> {
	const { api } = waits.place.n8n;
	const project = waits.seedProject();
	const { id, assets, url } = await waits.ask(['one', 'two'], project);
	const [one, two] = assets;
	const waiting = (done: number) => ({ status: 200, body: { status: 'waiting', done, of: 2 } });

	assert.deepEqual(await nudge(url), waiting(0));
	waits.label(two!, REJECT);
	assert.deepEqual(await nudge(url), waiting(1));
	waits.label(one!, APPROVE);
	assert.deepEqual((await nudge(url)).body, { status: 'resumed' });

	const done = await api.finishedExecution(id);
	assert.equal(done.status, 'success', done.error);
	assert.deepEqual(done.json(PAIRED), [
		{ before: 'one', event: 'labelReceived' },
		{ before: 'two', event: 'labelReceived' },
	]);
	const answers = done.json(SEND).map(({ task }) => (task as IDataObject).classifications);
	assert.deepEqual(
		answers.map((list) => (list as IDataObject[])[0]!.answer),
		['Approve', 'Reject'],
	);
	assert.deepEqual(
		done.json(SEND).map((item) => item.url),
		assets.map(({ data }) => data),
	);
	assert.ok(!JSON.stringify(done.json(SEND)).includes('n8nResume'));
	assert.deepEqual(await nudge(url), { status: 200, body: 'page' });
}

/** Three items: one label is enough, and the others come out as pending in their own places. */
export async function waitsForFirst(waits: Waits): Promise<void> {
	const project = waits.seedProject();
	const { id, assets, url } = await waits.ask(['one', 'two', 'three'], project, {
		waitFor: 'first',
	});
	waits.label(assets[1]!);
	assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
	const done = await waits.place.n8n.api.finishedExecution(id);
	assert.equal(done.status, 'success', done.error);
	assert.deepEqual(done.json(PAIRED), [
		{ before: 'one', event: 'labelPending' },
		{ before: 'two', event: 'labelReceived' },
		{ before: 'three', event: 'labelPending' },
	]);
}

/** Whatever a call says, only what Ango Hub says counts. */
export async function believesNobody(waits: Waits): Promise<void> {
	const project = waits.seedProject();
	const { id, assets, url } = await waits.ask(['one'], project);
	const { projectId, _id: assetId } = { projectId: project._id, ...assets[0]! };
	const forged = { event: 'labelReceived', status: 'resumed', approved: true, done: 1, of: 1 };
	const bodies: Array<[string, string]> = [
		['application/json', JSON.stringify(forged)],
		['application/json', JSON.stringify({ projectId, assetId, stage: 'Complete', task: forged })],
		['application/json', JSON.stringify([forged])],
		['application/json', 'null'],
		['application/x-www-form-urlencoded', 'approved=true&event=labelReceived'],
		['text/plain', 'approved'],
		['application/xml', '<approved>true</approved>'],
	];
	for (const [type, body] of bodies) {
		const answer = await nudge(url, { body, headers: { 'content-type': type } });
		assert.deepEqual(answer.body, { status: 'waiting', done: 0, of: 1 }, `${type} ${body}`);
	}
	await waits.place.n8n.api.waitingExecution(id);
	waits.label(assets[0]!, REJECT);
	assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
	const done = await waits.place.n8n.api.finishedExecution(id);
	assert.equal(done.status, 'success', done.error);
	assert.match(JSON.stringify(done.json(SEND)), /Reject/);
}

/** Eight calls at the same time: the rest of the workflow runs once. */
export async function runsTheRestOnce(waits: Waits): Promise<void> {
	const { n8n, hub, credential } = waits.place;
	const project = waits.seedProject();
	// Each run of the rest leaves a request; what n8n saves shows the last run only.
	const counted = hub.seedProject();
	const parameters = { resource: 'project', operation: 'get', project: byId(counted._id) };
	const rest = [paired(), angoHub('Count', credential, parameters)];
	const { id, workflowId, assets, url } = await waits.ask(['one'], project, {}, rest);
	waits.label(assets[0]!);
	const answers = await Promise.all(Array.from({ length: 8 }, async () => await nudge(url)));
	const resumed = answers.filter(({ body }) => (body as IDataObject).status === 'resumed');
	assert.equal(resumed.length, 1, JSON.stringify(answers));
	const done = await n8n.api.finishedExecution(id);
	assert.equal(done.status, 'success', done.error);
	assert.equal(done.json(PAIRED).length, 1);
	assert.equal((await n8n.api.executionIds(workflowId)).length, 1);
	const runs = hub.requests.filter(({ path }) => path.includes(counted._id));
	assert.equal(runs.length, 1);
}
