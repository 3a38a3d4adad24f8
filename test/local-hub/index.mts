import { randomBytes } from 'node:crypto';
import { handleAdminRequest } from './admin.mts';
import type { AnswerInput } from './answers.mts';
import type { HubCore } from './core.mts';
import type { FaultSwitches } from './faults.mts';
import { defaultSwitches, FaultBox } from './faults.mts';
import { close, listen } from './http.mts';
import { RequestLog } from './requestLog.mts';
import type { AssetSeed, ProjectSeed } from './seed.mts';
import { Annotator, seedAsset, seedProject, setWebhook } from './seed.mts';
import { handleHubRequest } from './server.mts';
import { HubState } from './state.mts';
import { ObjectStorage } from './storage.mts';
import type { Asset, Platform, Project, RecordedRequest, Task, WebhookSettings } from './types.mts';
import type { Delivery } from './webhooks.mts';
import { WebhookSender } from './webhooks.mts';
import type { Submission } from './workflow.mts';

export type { AnswerInput } from './answers.mts';
export type { FaultAction, FaultRule, FaultSwitches } from './faults.mts';
export { syntheticSource } from './storedObject.mts';
export type { StoredObject } from './storedObject.mts';
export type { HubState } from './state.mts';
export type { ObjectStorage } from './storage.mts';
export type * from './types.mts';
export { signatureOf } from './webhooks.mts';
export type { Delivery } from './webhooks.mts';
export { defaultStages } from './records.mts';

export interface LocalHubOptions {
	port?: number;
	storagePort?: number;
	apiKey?: string;
	platform?: Platform;
	/** Uploads up to this size keep their bytes; of larger ones only size and SHA-256 stay. */
	keepBytes?: number;
	/** Requests each log remembers; the older half is dropped when it is full. */
	requestLogLimit?: number;
	faults?: Partial<FaultSwitches>;
	/** The hub's clock, for tests that let time pass. */
	now?: () => number;
}

export interface LocalHub {
	readonly url: string;
	readonly storageUrl: string;
	readonly apiKey: string;
	readonly platform: Platform;
	readonly state: HubState;
	readonly storage: ObjectStorage;
	readonly faults: FaultSwitches;
	/** Every request to the hub's own host; admin requests are not among them. */
	readonly requests: RecordedRequest[];
	readonly deliveries: Delivery[];
	clearRequests(): void;
	resetFaults(): void;
	seedProject(seed?: ProjectSeed): Project;
	seedAsset(projectId: string, seed?: AssetSeed): Asset;
	/** The task of an asset (the first, with consensus). */
	taskOf(asset: Asset): Task;
	/** Labels a waiting task as an annotator would: out of `Start`, then submitted. */
	labelTask(taskId: string, answer?: AnswerInput, by?: string): Task;
	/** Submits the task in whatever stage it is. */
	submit(taskId: string, answer?: AnswerInput, by?: string, more?: Submission): Task;
	save(taskId: string, answer?: AnswerInput, by?: string): Task;
	review(taskId: string, reviewStatus: 'Accepted' | 'Rejected', by?: string): Task;
	setWebhook(projectId: string, stageId: string, settings: WebhookSettings): void;
	whenDeliveriesSettled(): Promise<void>;
	/** Resolves when it works on no request, also on none that a client has given up. */
	whenRequestsSettled(): Promise<void>;
	stop(): Promise<void>;
}

const OWNER = 'owner@local-hub.example';
/** Whoever labels, where nobody else is named. */
export const LABELER = 'labeler@local-hub.example';
const REVIEWER = 'reviewer@local-hub.example';

function addMembers(state: HubState): string {
	const roles = { [OWNER]: 'admin', [LABELER]: 'member', [REVIEWER]: 'member' };
	const ids = Object.entries(roles).map(([email, organizationRole]) => {
		const name = email.split('@')[0];
		const member = {
			_id: state.newId(),
			email,
			name,
			organizationRole,
			createdAt: state.timestamp(),
		};
		state.members.set(member._id, member);
		return member._id;
	});
	return ids[0];
}

/** Starts a stand-in for Ango Hub on two loopback ports: the hub and its storage. */
export async function startLocalHub(options: LocalHubOptions = {}): Promise<LocalHub> {
	const {
		platform = 'current',
		keepBytes = 1024 ** 2,
		requestLogLimit: logLimit = 100_000,
	} = options;
	const apiKey = options.apiKey ?? randomBytes(20).toString('hex');
	const state = new HubState(options.now ?? Date.now);
	const faults = new FaultBox(options.faults ?? {});
	const storage = new ObjectStorage({ keepBytes, logLimit, faults, now: () => state.now() });
	const webhooks = new WebhookSender();
	const ownerId = addMembers(state);
	const core: HubCore = {
		platform,
		apiKey,
		owner: OWNER,
		ownerId,
		state,
		storage,
		faults,
		webhooks,
	};
	webhooks.attach(core);
	const log = new RequestLog('hub', logLimit);
	const annotator = new Annotator(core, LABELER, REVIEWER);

	await storage.start(options.storagePort ?? 0);
	const { server, url } = await listen(options.port ?? 0, (request, response, target) =>
		target.pathname.startsWith('/__admin/')
			? handleAdminRequest({ core, log, annotator }, request, response, target)
			: log.follow(handleHubRequest(core, log, request, response, target)),
	);

	return {
		url,
		storageUrl: storage.url,
		apiKey,
		platform,
		state,
		storage,
		faults: faults.switches,
		requests: log.requests,
		deliveries: webhooks.deliveries,
		clearRequests: () => {
			log.clear();
			storage.clearRequests();
		},
		resetFaults: () => {
			Object.assign(faults.switches, defaultSwitches());
		},
		seedProject: (seed) => seedProject(core, seed),
		seedAsset: (projectId, seed) => seedAsset(core, projectId, seed),
		taskOf: (asset) => state.task(asset.taskIds[0]),
		labelTask: (taskId, answer, by) => annotator.label(taskId, answer, by),
		submit: (taskId, answer, by, more) => annotator.submit(taskId, answer, by, more),
		save: (taskId, answer, by) => annotator.save(taskId, answer, by),
		review: (taskId, reviewStatus, by) => annotator.review(taskId, reviewStatus, by),
		setWebhook: (projectId, stageId, settings) => setWebhook(core, projectId, stageId, settings),
		whenDeliveriesSettled: () => webhooks.whenSettled(),
		whenRequestsSettled: async () => {
			await Promise.all([log.whenSettled(), storage.whenRequestsSettled()]);
		},
		stop: async () => {
			webhooks.cancel();
			await close(server);
			await storage.stop();
			await webhooks.whenSettled();
		},
	};
}
