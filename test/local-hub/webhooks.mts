import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HubCore } from './core.mts';
import type { Stage, Task, WebhookSettings } from './types.mts';
import type { OpenObject } from './validate.mts';
import { batchNames, legacyTaskView, stageHistoryView, stageName } from './views.mts';

const PARALLEL_DELIVERIES = 8;
const ANSWER_TIMEOUT_MS = 15_000;

/** One attempt to deliver a webhook. */
export interface Delivery {
	project: string;
	stageId: string | null;
	/** Legacy trigger; null for stage webhooks. */
	event: string | null;
	taskId: string;
	url: string;
	headers: Record<string, string>;
	body: string;
	createdAt: string;
	/** Null until it is answered, and when no answer came. */
	status: number | null;
	error: string | null;
}

/** Body of a stage webhook (contract 3.1). */
function stagePayload(core: HubCore, task: Task, stage: Stage): OpenObject {
	const project = core.state.project(task.project);
	const asset = core.state.asset(task.asset);
	return {
		projectId: project._id,
		categorySchema: project.categorySchema,
		asset: asset.data,
		assetId: asset._id,
		dataset: asset.dataset,
		overlay: [],
		externalId: asset.externalId,
		metadata: asset.metadata,
		batches: asset.batches,
		batchNames: batchNames(project, asset.batches),
		task: {
			type: task.type,
			taskId: task._id,
			stage: stage.id,
			stageId: stage.id,
			stageName: stageName(project, stage.id),
			updatedAt: task.updatedAt,
			updatedBy: task.updatedBy,
			duration: task.duration,
			blurDuration: 0,
			idleDuration: 0,
			totalDuration: task.totalDuration,
			totalBlurDuration: 0,
			totalIdleDuration: 0,
			...task.answer,
			brushDataUrl: task.brushDataUrl,
			medicalBrushDataUrl: task.medicalBrushDataUrl,
			stageHistory: task.history.map((entry) => stageHistoryView(entry, false)),
		},
	};
}

/** The lowercase hex HMAC-SHA1 of the raw body, without a prefix (contract 3.1). */
export const signatureOf = (secret: string, body: string): string =>
	createHmac('sha1', secret).update(body).digest('hex');

function authHeaders(settings: WebhookSettings, body: string): Record<string, string> {
	switch (settings.auth) {
		case 'secret':
			return { 'x-hub-signature': signatureOf(settings.secret ?? '', body) };
		case 'bearer':
			return { authorization: `Bearer ${settings.token ?? ''}` };
		case 'none':
			return {};
	}
}

/** Queues and sends webhook deliveries, a few at a time, and remembers how each went. */
export class WebhookSender {
	readonly deliveries: Delivery[] = [];
	#core: HubCore | undefined;
	/** A set, because taking the first of a long array is slow. */
	readonly #queue = new Set<Delivery>();
	#running = 0;
	#settled: Array<() => void> = [];
	readonly #stop = new AbortController();

	attach(core: HubCore): void {
		this.#core = core;
	}

	/** A task passes a Webhook stage. */
	stageEntered(task: Task, stage: Stage): void {
		const room = this.#hub.state.room(task.project);
		const visitors = room.webhookVisitors.get(stage.id) ?? new Set<string>();
		room.webhookVisitors.set(stage.id, visitors.add(task._id));
		const settings = room.webhooks.get(stage.id);
		if (settings === undefined) return;
		this.#enqueue(task, settings, stagePayload(this.#hub, task, stage), stage.id, null);
	}

	/** Sends again what passed the stage so far (contract 3.1, `rerun-webhook`). */
	rerun(projectId: string, stage: Stage): number {
		const { state } = this.#hub;
		const taskIds = [...(state.room(projectId).webhookVisitors.get(stage.id) ?? [])];
		const tasks = taskIds.flatMap((taskId) => state.tasks.get(taskId) ?? []);
		for (const task of tasks) this.stageEntered(task, stage);
		return tasks.length;
	}

	/** Legacy triggers (contract 3.2). */
	legacyEvent(task: Task, event: 'COMPLETED' | 'UPDATED' | 'ACCEPTED'): void {
		for (const hook of this.#hub.state.legacyWebhooks) {
			if (hook.project !== task.project || !hook.types.includes(event)) continue;
			const settings: WebhookSettings = { url: hook.url, auth: 'secret', secret: hook.secret };
			this.#enqueue(task, settings, legacyTaskView(this.#hub, task, true), null, event);
		}
	}

	/** Resolves once nothing is queued or under way. */
	async whenSettled(): Promise<void> {
		if (this.#running === 0 && this.#queue.size === 0) return;
		await new Promise<void>((resolve) => this.#settled.push(resolve));
	}

	/** Drops what is queued or under way, for a hub that is stopping. */
	cancel(): void {
		this.#stop.abort();
		this.#queue.clear();
	}

	get #hub(): HubCore {
		if (this.#core === undefined) throw new Error('The webhook sender is not attached to a hub.');
		return this.#core;
	}

	#enqueue(
		task: Task,
		settings: WebhookSettings,
		payload: OpenObject,
		stageId: string | null,
		event: string | null,
	): void {
		const body = JSON.stringify(payload);
		const delivery: Delivery = {
			project: task.project,
			stageId,
			event,
			taskId: task._id,
			url: settings.url,
			headers: { 'content-type': 'application/json', ...authHeaders(settings, body) },
			body,
			createdAt: this.#hub.state.timestamp(),
			status: null,
			error: null,
		};
		this.deliveries.push(delivery);
		this.#queue.add(delivery);
		this.#next();
	}

	#next(): void {
		for (const delivery of this.#queue) {
			if (this.#running >= PARALLEL_DELIVERIES) return;
			this.#queue.delete(delivery);
			this.#running += 1;
			void deliver(delivery, this.#stop.signal).finally(() => {
				this.#running -= 1;
				this.#next();
				if (this.#running > 0) return;
				for (const resolve of this.#settled.splice(0)) resolve();
			});
		}
	}
}

async function deliver(delivery: Delivery, signal: AbortSignal): Promise<void> {
	const send = delivery.url.startsWith('https:') ? httpsRequest : httpRequest;
	await new Promise<void>((resolve) => {
		const fail = (error: Error) => {
			delivery.error = error.message;
			resolve();
		};
		try {
			const length = String(Buffer.byteLength(delivery.body));
			const outgoing = send(delivery.url, {
				method: 'POST',
				agent: false,
				signal,
				timeout: ANSWER_TIMEOUT_MS,
				headers: { ...delivery.headers, 'content-length': length },
			});
			outgoing.on('timeout', () => outgoing.destroy(new Error('No answer in time.')));
			outgoing.on('error', fail);
			outgoing.on('response', (answer) => {
				delivery.status = answer.statusCode ?? null;
				answer.resume().on('close', resolve);
			});
			outgoing.end(delivery.body);
		} catch (error) {
			fail(error as Error);
		}
	});
}
