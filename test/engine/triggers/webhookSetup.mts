import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { AngoHubApi } from '../../../credentials/AngoHubApi.credentials.ts';
import { AngoHubWebhookApi } from '../../../credentials/AngoHubWebhookApi.credentials.ts';
import { AngoHubPollingTrigger } from '../../../nodes/AngoHubPollingTrigger/AngoHubPollingTrigger.node.ts';
import { AngoHubTrigger } from '../../../nodes/AngoHubTrigger/AngoHubTrigger.node.ts';
import type { LocalHub, LocalHubOptions, Project } from '../../local-hub/index.mts';
import { startLocalHub } from '../../local-hub/index.mts';
import { createEngine, type Engine, type NodeSpec, type Webhook } from '../harness/index.mts';

export const SECRET = 'the secret of the stage';
export const WEBHOOK_STAGE = '0b7f3e0e-5a0c-4d7e-9a53-6f4a2e0d9c11';
export const REVIEW_STAGE = '7c1d2b3a-1111-4222-8333-9f4a2e0d9c12';

/** A local hub, and an engine with both triggers whose credentials fit it. */
export interface TriggerSetup {
	hub: LocalHub;
	engine: Engine;
	close(): Promise<void>;
}

export async function openTriggerSetup(
	options: LocalHubOptions & { webhookCredential?: IDataObject; apiCredential?: IDataObject } = {},
): Promise<TriggerSetup> {
	const { webhookCredential, apiCredential, ...hubOptions } = options;
	const hub = await startLocalHub(hubOptions);
	const engine = await createEngine({
		nodeTypes: { 'test.trigger': AngoHubTrigger, 'test.polling': AngoHubPollingTrigger },
		credentialTypes: { angoHubApi: AngoHubApi, angoHubWebhookApi: AngoHubWebhookApi },
		credentials: {
			angoHubApi: {
				apiKey: hub.apiKey,
				region: 'custom',
				url: hub.url,
				platform: hub.platform,
				...apiCredential,
			},
			angoHubWebhookApi: { authType: 'secret', secret: SECRET, ...webhookCredential },
		},
	});
	return {
		hub,
		engine,
		close: async () => {
			await engine.dispose();
			await hub.stop();
		},
	};
}

/** Only the webhook credential, as for somebody who has no API key. */
export const withoutApiKey: Partial<NodeSpec> = {
	credentials: { angoHubWebhookApi: { id: '1', name: 'Stage' } },
};

/** A project whose tasks go from labeling through a Webhook stage to the end. */
export function seedWebhookProject(hub: LocalHub, name = 'Street scenes'): Project {
	return hub.seedProject({
		name,
		batches: ['Week 12', 'Week 13'],
		stages: [
			{ id: 'Start', type: 'Start', name: 'Start', next: ['Label'], autoForward: true },
			{ id: 'Label', type: 'Label', name: 'Label', next: [WEBHOOK_STAGE], assignedTo: [] },
			{ id: WEBHOOK_STAGE, type: 'Webhook', name: 'Send to n8n', next: [REVIEW_STAGE] },
			{
				id: REVIEW_STAGE,
				type: 'Review',
				name: 'Review',
				next: ['Complete', 'Label'],
				assignedTo: [],
			},
			{ id: 'Complete', type: 'Complete', name: 'Complete', preventRequeue: false },
		],
		categorySchema: {
			tools: [{ schemaId: 'tool-car', tool: 'bounding-box', title: 'Car', classifications: [] }],
			classifications: [
				{
					schemaId: 'class-weather',
					tool: 'radio',
					title: 'Weather',
					classifications: [],
					options: [
						{ value: 'Sun', schemaId: 'option-sun' },
						{ value: 'Rain', schemaId: 'option-rain' },
					],
				},
			],
			relations: [],
		},
	});
}

/** Two boxes and an answer. */
export const ANSWER = {
	objects: [
		{
			schemaId: 'tool-car',
			objectId: 'car-1',
			'bounding-box': { x: 1, y: 2, width: 3, height: 4 },
		},
		{
			schemaId: 'tool-car',
			objectId: 'car-2',
			'bounding-box': { x: 5, y: 6, width: 7, height: 8 },
		},
	],
	classifications: [{ schemaId: 'class-weather', answer: 'Rain' }],
};

/** A payload as the documents of 2025 show it (contract 3.1). */
export function payload(changes: IDataObject = {}, task: IDataObject = {}): IDataObject {
	return {
		projectId: '6554c81ac3b0d000147ea001',
		asset: 'https://storage.example/one.png',
		assetId: '6554c81ac3b0d000147ea002',
		dataset: [],
		externalId: 'one.png',
		metadata: { width: 10, height: 20 },
		batches: [],
		batchNames: [],
		task: {
			type: 'default',
			taskId: '6554c81ac3b0d000147ea003',
			stage: WEBHOOK_STAGE,
			stageId: WEBHOOK_STAGE,
			stageName: 'Send to n8n',
			updatedAt: '2026-01-31T08:00:00.000Z',
			updatedBy: 'anna@example.com',
			tools: [],
			classifications: [],
			relations: [],
			brushDataUrl: null,
			medicalBrushDataUrl: null,
			...task,
		},
		...changes,
	};
}

export const sign = (body: string | Buffer, secret = SECRET) =>
	createHmac('sha1', secret).update(body).digest('hex');

/** Sends a body as Ango Hub does: signed, as JSON. */
export async function deliver(
	hook: Webhook,
	body: IDataObject | string | Buffer,
	headers: Record<string, string> = {},
): Promise<{ status: number; message: string }> {
	const raw = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
	const response = await fetch(hook.url(), {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-hub-signature': sign(raw), ...headers },
		body: raw as BodyInit,
	});
	const text = await response.text();
	const { message } = text.startsWith('{') ? JSON.parse(text) : { message: text };
	return { status: response.status, message };
}
