import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import type { Project } from '../../local-hub/index.mts';
import { deliveriesOf, fetchReady, settleDeliveries } from '../harness/deliveries.mts';
import { exampleWorkflow, publish, triggerUrl } from '../harness/examples.mts';
import { theLab } from '../harness/lab.mts';
import type { Credential } from '../harness/n8nApi.mts';
import { Reports } from '../harness/reports.mts';
import { until } from '../harness/until.mts';
import { node, startedBy } from '../harness/workflows.mts';

const SECRET = randomUUID();
const STAGE = randomUUID();
const TASKS = 60;
/** A busy machine may need minutes for hundreds of executions. */
const PATIENT = { timeout: 900_000 };
/** What is answered so long before a crash is not forgotten. */
const BOUNDARY_MS = 1_000;

const ANSWER = { classifications: [{ schemaId: 'tone', answer: 'Friendly' }] };

/** A project whose labeled tasks pass a Webhook stage. */
function seedProject(): Project {
	const { hub } = theLab();
	return hub.seedProject({
		name: 'Trigger',
		batches: ['From n8n'],
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
			{ id: 'Label', type: 'Label', name: 'Label', next: [STAGE], assignedTo: [] },
			{ id: STAGE, type: 'Webhook', name: 'To n8n', next: ['Complete'] },
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
		categorySchema: {
			tools: [],
			classifications: [
				{
					schemaId: 'tone',
					tool: 'radio',
					title: 'Tone',
					classifications: [],
					options: [
						{ value: 'Friendly', schemaId: 'tone-1' },
						{ value: 'Angry', schemaId: 'tone-2' },
					],
				},
			],
			relations: [],
		},
	});
}

/** Lets the Webhook stage of a project call this address. */
function deliverTo(url: string, project: Project): void {
	theLab().hub.setWebhook(project._id, STAGE, { url, auth: 'secret', secret: SECRET });
}

async function createWebhookCredential(): Promise<Credential> {
	const data = { authType: 'secret', secret: SECRET };
	return await theLab().n8n.api.createCredential('Stage', 'angoHubWebhookApi', data);
}

function shuffled<T>(list: T[]): T[] {
	const keyed = list.map((value) => ({ value, key: Math.random() }));
	return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

interface Sent {
	/** The external id in the body, by which executions are told apart. */
	name: string;
	body: Buffer;
	signature: string;
}

const sign = (body: Buffer) => createHmac('sha1', SECRET).update(body).digest('hex');

describe('the trigger', () => {
	let reports: Reports;
	/** Valid deliveries that were answered. */
	const settled: Sent[] = [];
	let url = '';
	let workflowId = '';

	before(async () => {
		const { n8n } = theLab();
		reports = await Reports.open();
		const { id, name } = await createWebhookCredential();
		const trigger = node(
			'Ango Hub Trigger',
			'n8n-nodes-ango-hub.angoHubTrigger',
			{ source: 'stage', options: { deduplicateFor: 60 } },
			{ webhookId: randomUUID(), credentials: { angoHubWebhookApi: { id, name } } },
		);
		const workflow = startedBy(trigger, 'Count deliveries', reports.node());
		workflow.settings = { ...workflow.settings, saveDataSuccessExecution: 'none' };
		workflowId = await n8n.api.createWorkflow(workflow);
		await n8n.api.activate(workflowId);
		url = triggerUrl(theLab().n8n, workflow);
		await waitUntilActive(delivery('before everything'));
	});

	after(async () => {
		reports.close();
		await theLab().n8n.api.deactivate(workflowId);
	});

	/** Sends a delivery; gives the status of the answer. */
	async function send({ body, signature }: Sent, request = fetchReady): Promise<number> {
		const response = await request(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-hub-signature': signature },
			body: new Uint8Array(body),
		});
		await response.arrayBuffer();
		return response.status;
	}

	/**
	 * Sends everything, a hundred at once; gives the status of each. The next hundred follow when
	 * those that were taken have run, so that n8n's database keeps up on a slow machine.
	 */
	async function sendAll(list: Sent[]): Promise<number[]> {
		const statuses: number[] = [];
		for (let start = 0; start < list.length; start += 100) {
			const burst = list.slice(start, start + 100);
			const answers = await Promise.all(burst.map((sent) => send(sent)));
			statuses.push(...answers);
			await haveRun(burst.filter((_, index) => answers[index] === 200));
		}
		return statuses;
	}

	async function haveRun(list: Sent[]): Promise<void> {
		const missing = () => list.filter(({ name }) => !reports.counts.has(name)).length;
		await until(
			() => missing() === 0,
			() => `${missing()} of ${list.length} deliveries have started nothing`,
		);
	}

	/** Sends a delivery until the workflow is active. */
	async function waitUntilActive(probe: Sent): Promise<void> {
		await until(
			async () => (await send(probe)) === 200,
			() => 'the workflow is active',
		);
		settled.push(probe);
	}

	/** A delivery like the hub's, about an asset of its own. */
	function delivery(name: string, more: IDataObject = {}): Sent {
		const body = Buffer.from(
			JSON.stringify({
				projectId: '6554c81ac3b0d000147ea001',
				externalId: name,
				asset: 'https://storage.example/one.png',
				batches: [],
				batchNames: [],
				task: { taskId: '6554c81ac3b0d000147ea003', stageId: STAGE, stageName: 'To n8n', ...more },
			}),
		);
		return { name, body, signature: sign(body) };
	}

	/** Waits until every settled delivery has run, and checks that each has done so once. */
	async function checkCounts(): Promise<void> {
		await haveRun(settled);
		const wrong = settled
			.filter(({ name }) => reports.counts.get(name) !== 1)
			.map(({ name }) => name);
		assert.deepEqual(wrong, []);
	}

	it('starts the workflow for each task that the hub moves through the stage', async () => {
		const { hub } = theLab();
		const project = seedProject();
		deliverTo(url, project);
		for (let n = 0; n < TASKS; n++) {
			const asset = hub.seedAsset(project._id, { externalId: `hub ${n} – Straße 東京 🚕.png` });
			hub.labelTask(hub.taskOf(asset)._id, ANSWER);
		}
		await settleDeliveries(hub, project);

		const own = deliveriesOf(hub, project);
		assert.deepEqual(new Set(own.map(({ status }) => status)), new Set([200]));
		for (const { body, headers } of own) {
			const bytes = Buffer.from(body);
			const name = JSON.parse(body).externalId as string;
			settled.push({ name, body: bytes, signature: headers['x-hub-signature']! });
		}
		assert.equal(new Set(settled.map(({ name }) => name)).size, TASKS + 1); // with the one before everything
		await checkCounts();
	});

	it('starts it once for each valid delivery among duplicates and forgeries', PATIENT, async () => {
		const fresh = Array.from({ length: 120 }, (_, n) => delivery(`burst ${n} “ÄÖÜ” 🚗`));
		const large = Array.from({ length: 3 }, (_, n) =>
			delivery(`large ${n}`, {
				tools: Array.from({ length: 40_000 }, (__, o) => ({ objectId: o })),
			}),
		);
		const duplicates = [...settled, ...fresh.slice(0, 60), ...fresh.slice(0, 20), ...large];
		const unsigned = Array.from({ length: 40 }, (_, n) => ({
			...delivery(`wrong signature ${n}`),
			signature: sign(Buffer.from(String(n))),
		}));
		const altered = Array.from({ length: 40 }, (_, n) => {
			const one = delivery(`altered ${n}`);
			const body = Buffer.from(one.body);
			// A bit in the name, so that the body is still the JSON of a delivery.
			body[body.indexOf(`altered ${n}`)] ^= 1 << (n % 3);
			return { ...one, body };
		});
		const valid = [...fresh, ...large, ...duplicates];
		const invalid = new Set<Sent>([...unsigned, ...altered]);
		const all = shuffled([...valid, ...invalid]);

		const statuses = await sendAll(all);

		const wrong = all.filter((sent, index) => statuses[index] !== (invalid.has(sent) ? 401 : 200));
		assert.deepEqual(
			wrong.map(({ name }) => name),
			[],
		);
		settled.push(...fresh, ...large);
		await checkCounts();
		const names = new Set(settled.map(({ name }) => name));
		assert.deepEqual(
			[...reports.counts.keys()].filter((name) => !names.has(name)),
			[],
		);
	});

	it('remembers through a crash what was answered before', PATIENT, async () => {
		const { n8n } = theLab();
		const last = Array.from({ length: 40 }, (_, n) => delivery(`before the crash ${n}`));
		assert.deepEqual(new Set(await sendAll(last)), new Set([200]));
		settled.push(...last);
		await checkCounts();
		await sleep(BOUNDARY_MS);

		// In the middle of a burst, of which nothing is promised.
		const burst = Array.from({ length: 100 }, (_, n) => delivery(`in the crash ${n}`));
		const lost = Promise.allSettled(burst.map((sent) => send(sent, fetch)));
		await n8n.kill();
		await lost;
		await n8n.start();
		await waitUntilActive(delivery('after the crash'));

		const later = Array.from({ length: 40 }, (_, n) => delivery(`long after the crash ${n}`));
		const statuses = await sendAll(shuffled([...settled, ...later, ...later]));

		assert.deepEqual(new Set(statuses), new Set([200]));
		settled.push(...later);
		await checkCounts();
		assert.ok(settled.length > 250);
	});
});

describe('the example workflow "From upload to finished labels, and on"', () => {
	it('runs from the upload to the next step', PATIENT, async () => {
		const { hub, n8n, credential } = theLab();
		const stage = await createWebhookCredential();
		const project = seedProject();
		const workflow = exampleWorkflow('trigger-labels-flow-on.json', [credential, stage], {
			project: project._id,
		});
		deliverTo(triggerUrl(n8n, workflow), project);
		const workflowId = await publish(n8n, workflow);

		const upload = await n8n.api.run(workflowId, 'When clicking ‘Execute workflow’');
		assert.equal(upload.status, 'success', upload.error);
		const assets = hub.state.room(project._id).assets;
		assert.deepEqual(assets.map(({ externalId }) => externalId).sort(), [
			'text-1.txt',
			'text-2.txt',
		]);

		const asset = assets.find(({ externalId }) => externalId === 'text-2.txt')!;
		hub.labelTask(hub.taskOf(asset)._id, ANSWER);
		await settleDeliveries(hub, project);
		let ids: string[] = [];
		await until(
			async () => (ids = await n8n.api.executionIds(workflowId)).length === 2,
			() => `${ids.length} executions`,
		);
		const execution = await n8n.api.finishedExecution(ids[0]!);

		assert.equal(execution.status, 'success', execution.error);
		assert.deepEqual(execution.json('Next Step'), [
			{
				file: 'text-2.txt',
				question: 'Tone',
				answer: 'Friendly',
				by: hub.taskOf(asset).updatedBy,
			},
		]);
		await n8n.api.deactivate(workflowId);
	});
});
