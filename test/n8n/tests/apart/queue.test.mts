import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { IDataObject, INode } from 'n8n-workflow';
import { startLocalHub, type LocalHub, type Project } from '../../../local-hub/index.mts';
import { findOrInstallBackends } from '../../harness/backends.mts';
import { deliveriesOf, fetchReady, settleDeliveries } from '../../harness/deliveries.mts';
import { publish, triggerUrl } from '../../harness/examples.mts';
import { FileSource } from '../../harness/fileSource.mts';
import { hubAccess, theLab } from '../../harness/lab.mts';
import type { Credential, Execution } from '../../harness/n8nApi.mts';
import { N8nServer } from '../../harness/n8nServer.mts';
import { executionsBegunBy, QueueMode } from '../../harness/queueMode.mts';
import { Reports } from '../../harness/reports.mts';
import type { Service } from '../../harness/service.mts';
import {
	publishSpreadUpload,
	runSpreadUpload,
	UPLOAD,
	type SpreadUpload,
} from '../../harness/spreadUpload.mts';
import { until, untilListening } from '../../harness/until.mts';
import {
	believesNobody,
	runsTheRestOnce,
	waitsForAll,
	waitsForFirst,
} from '../../harness/waitChecks.mts';
import { nudge, PAIRED, Waits } from '../../harness/waits.mts';
import { angoHub, byId, node, startedBy, TRIGGER, webhook } from '../../harness/workflows.mts';

/** More files, and milliseconds that Ango Hub and the storage take, give figures worth reading. */
const FILES = Number(process.env.QUEUE_FILES ?? 200);
const LATENCY_MS = Number(process.env.QUEUE_LATENCY_MS ?? 0);
const BATCH_SIZE = 20;
const BATCH = 'Tonight';
const STAGE = randomUUID();
const SECRET = randomUUID();
/** Several n8n on a busy machine may need minutes. */
const PATIENT = { timeout: 900_000 };

/** A Webhook stage between the labeling and the end. */
const STAGES: Project['stages'] = [
	{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
	{ id: 'Label', type: 'Label', name: 'Label', next: [STAGE], assignedTo: [] },
	{ id: STAGE, type: 'Webhook', name: 'To n8n', next: ['Complete'] },
	{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
];

/** Every five seconds; n8n takes no single expression that comes more than once a minute. */
const OFTEN = {
	item: Array.from({ length: 12 }, (_, n) => ({
		mode: 'custom',
		cronExpression: `${n * 5} * * * * *`,
	})),
};

const programs = await findOrInstallBackends();
if (!programs) {
	const missing = 'NO REDIS OR NO POSTGRESQL: queue mode is not tested (install both)';
	if (process.env.CI) throw new Error(missing);
	console.warn(`\n  ${missing}\n`);
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** External id and content of each asset of a project, and the names of its batches. */
function uploaded({ state, storage }: LocalHub, { _id, batches }: Project): string[] {
	const names = new Map(batches.map((batch) => [batch._id, batch.name]));
	return state
		.room(_id)
		.assets.map(({ externalId, data, batches: ids }) => {
			const stored = storage.objects.get(decodeURIComponent(new URL(data).pathname));
			return [externalId, stored?.sha256, ...ids.map((id) => names.get(id))].join(' | ');
		})
		.sort();
}

function trigger(kind: string, { id, name, type }: Credential, parameters: IDataObject): INode {
	return node(`Ango Hub ${kind}`, `n8n-nodes-ango-hub.angoHub${kind}`, parameters, {
		webhookId: randomUUID(),
		credentials: { [type]: { id, name } },
	});
}

describe('n8n in queue mode', { skip: programs ? false : 'no Redis or no PostgreSQL' }, () => {
	let hub: LocalHub;
	let queue: QueueMode;
	let credential: Credential;
	let source: FileSource;

	before(async () => {
		hub = await startLocalHub();
		queue = await QueueMode.launch(programs!, theLab().tarball);
		credential = await credentialIn(queue.main);
		source = await FileSource.open(FILES);
	}, PATIENT);

	after(async () => {
		source?.close();
		await queue?.stop();
		await hub?.stop();
	});

	async function credentialIn({ api }: N8nServer): Promise<Credential> {
		return await api.createCredential('Ango Hub', 'angoHubApi', hubAccess(hub));
	}

	/** What a project must hold when each file of the source is there once. */
	function everyFile(): string[] {
		return [...source.files]
			.map(([name, bytes]) => [name, sha256(bytes), BATCH].join(' | '))
			.sort();
	}

	async function spreadUpload(
		n8n: N8nServer,
		account: Credential,
		{ _id }: Project,
	): Promise<SpreadUpload> {
		return await publishSpreadUpload(n8n, {
			credential: account,
			projectId: _id,
			listUrl: source.url,
			batchSize: BATCH_SIZE,
			batch: BATCH,
		});
	}

	function checkSuccess(executions: Execution[]): void {
		for (const { status, error } of executions) assert.equal(status, 'success', error);
	}

	it('uploads with two workers what one n8n uploads', PATIENT, async (context) => {
		const single = await N8nServer.launch(theLab().tarball);
		(context as TestContext).after(() => single.stop());
		const results = [];
		Object.assign(hub.faults, { latencyMs: LATENCY_MS, storageLatencyMs: LATENCY_MS });
		for (const [title, server, account] of [
			['one n8n', single, await credentialIn(single)],
			['two workers', queue.main, credential],
		] as const) {
			const project = hub.seedProject({ name: title });
			const upload = await spreadUpload(server, account, project);
			const began = performance.now();
			const executions = await runSpreadUpload(upload);
			const seconds = (performance.now() - began) / 1000;
			(context as TestContext).diagnostic(
				`${title}: ${FILES} files in ${seconds.toFixed(1)} s, ${(FILES / seconds).toFixed(0)} files/s`,
			);
			checkSuccess(executions);
			assert.deepEqual(uploaded(hub, project), everyFile());
			results.push(executions);
		}
		hub.resetFaults();
		const [, executions] = results;

		const ids = executions!.map(({ id }) => id);
		const shares = queue.workers.map((worker) =>
			executionsBegunBy(worker).filter((id) => ids.includes(id)),
		);
		assert.equal(ids.length, FILES / BATCH_SIZE);
		assert.deepEqual(shares.flat().sort(), ids.sort());
		for (const share of shares) assert.ok(share.length > 0, JSON.stringify(shares));
	});

	/** Waits until a worker that does not run the dispatcher has begun to upload. */
	async function busyWorker({ dispatcher, uploader }: SpreadUpload): Promise<Service> {
		const { api } = queue.main;
		let found: Service | undefined;
		await until(
			async () => {
				const dispatching = await api.executionIds(dispatcher);
				const uploading = await api.executionIds(uploader);
				const begunBy = (ids: string[]) => (worker: Service) =>
					executionsBegunBy(worker).some((id) => ids.includes(id));
				const keeper = queue.workers.find(begunBy(dispatching));
				found = queue.workers.filter((worker) => worker !== keeper).find(begunBy(uploading));
				return keeper !== undefined && found !== undefined;
			},
			() => 'both workers have begun',
		);
		return found!;
	}

	it('adds only what is missing after a worker died in the middle', PATIENT, async () => {
		const { api } = queue.main;
		const project = hub.seedProject({ name: 'A worker dies' });
		const upload = await spreadUpload(queue.main, credential, project);
		// Slow enough that what has begun cannot have ended when the worker dies.
		hub.faults.storageLatencyMs = 2_000;
		const running = api.run(upload.dispatcher, TRIGGER);
		const victim = await busyWorker(upload);
		await victim.kill();
		hub.faults.storageLatencyMs = 0;
		await running;
		const first = await queue.main.api.finishedExecutions(upload.uploader);
		const lost = first.filter(({ status }) => status !== 'success');
		const present = uploaded(hub, project).length;
		assert.ok(lost.length > 0 && present < FILES);
		const survivor = queue.workers.find((worker) => worker !== victim)!;
		for (const { id } of lost) assert.ok(!executionsBegunBy(survivor).includes(id));

		await victim.start();
		const second = await runSpreadUpload(upload);
		checkSuccess(second);
		const results = second.flatMap((execution) => execution.json(UPLOAD));
		const skipped = results.filter(({ status }) => status === 'skipped');
		assert.equal(skipped.length, present);
		assert.deepEqual(uploaded(hub, project), everyFile());
	});

	it('uploads on a worker what was sent to the webhook of the main process', PATIENT, async () => {
		const project = hub.seedProject({ name: 'Posted', batches: [BATCH] });
		const path = randomUUID();
		const fields = Array.from({ length: BATCH_SIZE }, (_, n) => `file${n}`);
		const workflow = startedBy(
			webhook(path),
			'Upload what is sent',
			angoHub(UPLOAD, credential, {
				resource: 'asset',
				operation: 'upload',
				project: byId(project._id),
				fileFields: fields.join(', '),
				options: { batches: [BATCH] },
			}),
		);
		const workflowId = await queue.main.api.createWorkflow(workflow);
		await queue.main.api.activate(workflowId);
		const url = `${queue.main.url}/webhook/${path}`;
		await untilListening(url);

		const files = [...source.files];
		const forms = Array.from({ length: FILES / BATCH_SIZE }, (_, n) => {
			const form = new FormData();
			for (const [index, field] of fields.entries()) {
				const [name, bytes] = files[n * BATCH_SIZE + index]!;
				form.append(field, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
			}
			return form;
		});
		const answers = await Promise.all(
			forms.map((body) => fetchReady(url, { method: 'POST', body })),
		);
		assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
		checkSuccess(await queue.main.api.finishedExecutions(workflowId));
		assert.deepEqual(uploaded(hub, project), everyFile());
	});

	describe('whose executions wait for labels', () => {
		let waits: Waits;

		before(() => {
			waits = new Waits({ hub, n8n: queue.main, credential });
		});

		for (const check of [waitsForAll, waitsForFirst, believesNobody, runsTheRestOnce]) {
			it(check.name, PATIENT, () => check(waits));
		}

		it('waits on after every process was killed', PATIENT, async () => {
			const { main, workers } = queue;
			const { id, assets, url } = await waits.ask(['one'], waits.seedProject());
			await Promise.all([main, ...workers].map((service) => service.kill()));
			waits.label(assets[0]!);
			await Promise.all([main, ...workers].map((service) => service.start()));
			assert.deepEqual((await nudge(url)).body, { status: 'resumed' });
			const done = await main.api.finishedExecution(id);
			assert.deepEqual(done.json(PAIRED), [{ before: 'one', event: 'labelReceived' }]);
			const begun = workers.flatMap((worker) => executionsBegunBy(worker));
			assert.equal(begun.filter((other) => other === id).length, 2);
		});

		it('passes the input items on when the time is over', PATIENT, async () => {
			const values = { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' };
			const options = { limitWaitTime: { values } };
			const { id } = await waits.ask(['one'], waits.seedProject(), { options });
			const done = await queue.main.api.finishedExecution(id);
			assert.deepEqual(done.json(PAIRED), [{ before: 'one', event: null }]);
		});
	});

	describe('whose triggers start workflows', () => {
		/** What the workflow of each trigger has reported. */
		let delivered: Reports;
		let polled: Reports;
		let project: Project;
		let url: string;
		let workflowIds: { delivered: string; polled: string };
		/** The external ids of all tasks that were labeled. */
		const names: string[] = [];

		before(async () => {
			const { api } = queue.main;
			delivered = await Reports.open();
			polled = await Reports.open();
			project = hub.seedProject({ name: 'Triggers', stages: STAGES });
			const secret = await api.createCredential('Stage', 'angoHubWebhookApi', {
				authType: 'secret',
				secret: SECRET,
			});
			const onDelivery = startedBy(
				trigger('Trigger', secret, { source: 'stage', options: { deduplicateFor: 60 } }),
				'Count deliveries',
				delivered.node(),
			);
			const onPoll = startedBy(
				trigger('PollingTrigger', credential, {
					project: byId(project._id),
					event: 'taskCompleted',
					pollTimes: OFTEN,
				}),
				'Count completions',
				polled.node(),
			);
			url = triggerUrl(queue.main, onDelivery);
			hub.setWebhook(project._id, STAGE, { url, auth: 'secret', secret: SECRET });
			workflowIds = {
				delivered: await publish(queue.main, onDelivery),
				polled: await api.createWorkflow(onPoll),
			};
			await api.activate(workflowIds.polled);
			// The first poll only finds out what is there already.
			await until(
				() => hub.requests.some(({ path }) => path === `/v2/project/${project._id}/tasks`),
				() => 'the first poll',
			);
		});

		after(() => {
			delivered.close();
			polled.close();
		});

		/** Labels new tasks, which the hub delivers. */
		function label(count: number): void {
			for (let n = 0; n < count; n++) {
				const asset = hub.seedAsset(project._id, { externalId: `Straße 東京 ${names.length}.png` });
				names.push(asset.externalId);
				hub.labelTask(hub.taskOf(asset)._id);
			}
		}

		/** Waits until n8n has taken every delivery. */
		async function checkDelivered(): Promise<void> {
			await settleDeliveries(hub, project);
			assert.deepEqual(
				new Set(deliveriesOf(hub, project).map(({ status }) => status)),
				new Set([200]),
			);
		}

		/** Sends everything that was delivered so far again, each twice at once, as fast as the hub. */
		async function sendAgain(): Promise<void> {
			const all = deliveriesOf(hub, project);
			for (let start = 0; start < all.length; start += 4) {
				const some = all.slice(start, start + 4);
				const answers = await Promise.all(
					[...some, ...some].map(({ headers, body }) =>
						fetchReady(url, { method: 'POST', headers, body }),
					),
				);
				assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
			}
		}

		/** Waits until every labeled task has started both workflows, and checks that it was once. */
		async function checkOnce(): Promise<void> {
			const once = Object.fromEntries(names.map((name) => [name, 1]));
			for (const { counts } of [delivered, polled]) {
				await until(
					() => names.every((name) => counts.has(name)),
					() => `${counts.size} of ${names.length} tasks have started the workflow`,
				);
				assert.deepEqual(Object.fromEntries(counts), once);
			}
			const executions = await queue.main.api.executionIds(workflowIds.delivered);
			assert.equal(executions.length, names.length);
		}

		it('starts each delivery and each event once', PATIENT, async () => {
			label(40);
			await checkDelivered();
			await sendAgain();
			await checkOnce();
		});

		it('receives and polls in the main process, with no worker there', PATIENT, async () => {
			const { api } = queue.main;
			await Promise.all(queue.workers.map((worker) => worker.stop()));
			const before = (await api.executionIds(workflowIds.polled)).length;
			label(20);
			await checkDelivered();
			await until(
				async () => (await api.executionIds(workflowIds.polled)).length > before,
				() => 'a poll has found something',
			);
			assert.equal(delivered.counts.size, names.length - 20);

			await Promise.all(queue.workers.map((worker) => worker.start()));
			await sendAgain();
			await checkOnce();
		});

		it('starts each once that came while the database did not answer', PATIENT, async (context) => {
			const { main, database } = queue;
			database.pause();
			(context as TestContext).after(() => database.resume());
			await until(
				async () => {
					const init = { method: 'POST', signal: AbortSignal.timeout(5_000) };
					const answer = await fetch(url, init).catch(() => undefined);
					return answer?.status === 503 && (await answer.text()).includes('Database is not ready!');
				},
				() => 'n8n says that its database does not answer',
			);
			label(5);
			await hub.whenDeliveriesSettled();
			const refused = hub.deliveries.slice(-5).map(({ status }) => status);
			const asked = main.api.executionIds(workflowIds.delivered);
			database.resume();
			assert.deepEqual(refused, [503, 503, 503, 503, 503]);
			assert.equal((await asked).length, names.length - 5);
			await checkDelivered();
			await checkOnce();
		});

		it('remembers what was started when the main process is started again', PATIENT, async () => {
			await queue.main.stop();
			await queue.main.start();
			await untilListening(url);
			await sendAgain();
			label(20);
			await checkDelivered();
			await checkOnce();
		});
	});
});
