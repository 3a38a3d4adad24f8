import { badRequest, notFound } from './errors.mts';
import { isObjectId, objectId } from './ids.mts';
import type {
	Asset,
	HistoryEntry,
	Invite,
	Issue,
	LegacyWebhook,
	LlmRecord,
	Member,
	Project,
	StorageRecord,
	Task,
	WebhookSettings,
} from './types.mts';

/** A newly registered asset that lists and imports do not show yet. */
interface HiddenUntil {
	listRequests: number;
	at: number;
}

/** What the hub keeps per project beside the records: order, indexes, webhook settings. */
export interface ProjectRoom {
	/** Oldest first, so that the default order (newest first) is read from the end. */
	assets: Asset[];
	tasks: Task[];
	byExternalId: Map<string, Asset[]>;
	byUrl: Map<string, Asset[]>;
	hidden: Map<string, HiddenUntil>;
	listRequests: number;
	/** Counts changes, so that a cached query of a big list knows when it is stale. */
	version: number;
	webhooks: Map<string, WebhookSettings>;
	webhookVisitors: Map<string, Set<string>>;
}

function newRoom(): ProjectRoom {
	return {
		assets: [],
		tasks: [],
		byExternalId: new Map(),
		byUrl: new Map(),
		hidden: new Map(),
		listRequests: 0,
		version: 0,
		webhooks: new Map(),
		webhookVisitors: new Map(),
	};
}

function insertByCreation<T extends { createdAt: string }>(list: T[], record: T): void {
	let position = list.length;
	while (position > 0 && list[position - 1].createdAt > record.createdAt) position -= 1;
	if (position === list.length) list.push(record);
	else list.splice(position, 0, record);
}

const urlsOf = (asset: Asset): string[] =>
	[asset.data, ...asset.dataset].filter((url) => url !== '');

function addToIndex(index: Map<string, Asset[]>, key: string, asset: Asset): void {
	const found = index.get(key);
	if (found === undefined) index.set(key, [asset]);
	else found.push(asset);
}

function dropFromIndex(index: Map<string, Asset[]>, key: string, asset: Asset): void {
	const rest = (index.get(key) ?? []).filter((entry) => entry !== asset);
	if (rest.length === 0) index.delete(key);
	else index.set(key, rest);
}

/** All records of the hub, with the indexes that keep big projects fast. */
export class HubState {
	readonly projects = new Map<string, Project>();
	readonly assets = new Map<string, Asset>();
	readonly tasks = new Map<string, Task>();
	readonly history = new Map<string, HistoryEntry>();
	readonly issues = new Map<string, Issue>();
	readonly storages = new Map<string, StorageRecord>();
	readonly llms = new Map<string, LlmRecord>();
	readonly members = new Map<string, Member>();
	readonly invites = new Map<string, Invite>();
	readonly legacyWebhooks: LegacyWebhook[] = [];
	readonly organization: string;
	readonly #rooms = new Map<string, ProjectRoom>();
	readonly #clock: () => number;
	#last = 0;

	constructor(clock: () => number) {
		this.#clock = clock;
		this.organization = this.newId();
	}

	/** Milliseconds now; never goes back, so creation order and date order agree. */
	now(): number {
		this.#last = Math.max(this.#last, this.#clock());
		return this.#last;
	}

	timestamp(): string {
		return new Date(this.now()).toISOString();
	}

	newId(): string {
		return objectId(this.now());
	}

	addProject(project: Project): void {
		this.projects.set(project._id, project);
		this.#rooms.set(project._id, newRoom());
	}

	/** Contract 1.4: a malformed and an unknown project id get the same refusal. */
	project(projectId: string): Project {
		const project = this.projects.get(projectId);
		if (project === undefined) throw badRequest(`Invalid project: ${projectId}.`);
		return project;
	}

	room(projectId: string): ProjectRoom {
		const room = this.#rooms.get(projectId);
		if (room === undefined) throw badRequest(`Invalid project: ${projectId}.`);
		return room;
	}

	/** Says that records of the project changed; call it after changing records by hand. */
	touch(projectId: string): void {
		this.room(projectId).version += 1;
	}

	find<T>(records: Map<string, T>, kind: string, recordId: string): T {
		const record = records.get(recordId);
		if (record !== undefined) return record;
		throw isObjectId(recordId)
			? notFound(`No ${kind} with the id ${recordId}.`)
			: badRequest(`Invalid ${kind}: ${recordId}.`);
	}

	task(taskId: string): Task {
		return this.find(this.tasks, 'task', taskId);
	}

	asset(assetId: string): Asset {
		return this.find(this.assets, 'asset', assetId);
	}

	addAsset(asset: Asset): void {
		const room = this.room(asset.project);
		this.assets.set(asset._id, asset);
		insertByCreation(room.assets, asset);
		addToIndex(room.byExternalId, asset.externalId, asset);
		for (const url of urlsOf(asset)) addToIndex(room.byUrl, url, asset);
		room.version += 1;
	}

	addTask(task: Task): void {
		const room = this.room(task.project);
		this.tasks.set(task._id, task);
		insertByCreation(room.tasks, task);
		this.assets.get(task.asset)?.taskIds.push(task._id);
		room.version += 1;
	}

	/** Soft deletion as clients see it: the assets, their tasks and issues are gone. */
	deleteAssets(projectId: string, doomed: ReadonlySet<string>): void {
		const room = this.room(projectId);
		for (const assetId of doomed) {
			const asset = this.asset(assetId);
			this.assets.delete(assetId);
			room.hidden.delete(assetId);
			dropFromIndex(room.byExternalId, asset.externalId, asset);
			for (const url of urlsOf(asset)) dropFromIndex(room.byUrl, url, asset);
		}
		room.assets = room.assets.filter((asset) => !doomed.has(asset._id));
		this.dropTasks(projectId, (task) => doomed.has(task.asset));
	}

	dropTasks(projectId: string, isDoomed: (task: Task) => boolean): void {
		const room = this.room(projectId);
		const doomed = new Set<string>();
		room.tasks = room.tasks.filter((task) => {
			if (!isDoomed(task)) return true;
			doomed.add(task._id);
			this.tasks.delete(task._id);
			for (const entry of task.history) this.history.delete(entry._id);
			const asset = this.assets.get(task.asset);
			if (asset !== undefined) asset.taskIds = asset.taskIds.filter((id) => id !== task._id);
			return false;
		});
		for (const issue of this.issues.values()) {
			if (doomed.has(issue.labelTask)) this.issues.delete(issue._id);
		}
		room.version += 1;
	}

	deleteProject(projectId: string): void {
		this.dropTasks(projectId, () => true);
		for (const asset of this.room(projectId).assets) this.assets.delete(asset._id);
		this.#rooms.delete(projectId);
		this.projects.delete(projectId);
	}

	/** Whether lists and imports already show the asset (see `Faults.assetVisibility`). */
	isVisible(projectId: string, assetId: string): boolean {
		const room = this.room(projectId);
		const hidden = room.hidden.get(assetId);
		if (hidden === undefined) return true;
		if (this.now() < hidden.at || room.listRequests < hidden.listRequests) return false;
		room.hidden.delete(assetId);
		return true;
	}
}
