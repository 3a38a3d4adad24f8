import type { OpenObject } from './validate.mts';

export type Platform = 'current' | 'legacy';

export interface Stage extends OpenObject {
	id: string;
	type: string;
	name?: string;
	next?: string[];
}

export interface Batch extends OpenObject {
	_id: string;
	name: string;
}

export interface CategorySchema {
	tools: OpenObject[];
	classifications: OpenObject[];
	relations: OpenObject[];
}

/** Contract 5.1. Keys without a meaning to the hub are kept as they were sent. */
export interface Project extends OpenObject {
	_id: string;
	name: string;
	description: string;
	type: 'ango' | 'pct' | 'iframe';
	owner: string;
	organization: string;
	categorySchema: CategorySchema;
	stages: Stage[];
	assignedTo: Array<{ assignee: string; role: string }>;
	batches: Batch[];
	assetBuilderTemplates: OpenObject[];
	createdAt: string;
}

export interface Attachment {
	type: string;
	value: string;
}

/** Contract 5.2; `taskIds` is the hub's own and becomes `labelTasks` on the wire. */
export interface Asset {
	_id: string;
	project: string;
	externalId: string;
	data: string;
	dataset: string[];
	batches: string[];
	metadata: OpenObject;
	contextData: OpenObject;
	storage: string | null;
	attachments: Attachment[];
	isPreLabeled: boolean;
	taskIds: string[];
	createdAt: string;
}

export interface Answer {
	tools: OpenObject[];
	classifications: OpenObject[];
	relations: OpenObject[];
}

/** One entry of a task's history (contract 2.9 `taskHistory`, 5.4 `stageHistory`). */
export interface HistoryEntry {
	_id: string;
	task: string;
	stageId: string;
	stage: string;
	completedBy: string;
	completedAt: string;
	duration: number;
	reviewStatus: string | null;
	isSkipped: boolean;
	rework: boolean;
	answer: Answer;
	brushDataUrl: string | null;
	medicalBrushDataUrl: string | null;
}

/** Contract 5.3; external id and batches are read from the asset. */
export interface Task {
	_id: string;
	project: string;
	asset: string;
	type: 'default' | 'consensus' | 'benchmark';
	stage: string;
	status: string;
	assignee: string | null;
	stageAssignees: Record<string, string>;
	priority: number;
	answer: Answer;
	brushDataUrl: string | null;
	medicalBrushDataUrl: string | null;
	history: HistoryEntry[];
	duration: number;
	totalDuration: number;
	reviewStatus: string | null;
	isDraft: boolean;
	isSkipped: boolean;
	isBenchmark: boolean;
	isPreLabeled: boolean;
	openIssuesCount: number;
	createdAt: string;
	createdBy: string;
	updatedAt: string;
	updatedBy: string;
	completedAt: string | null;
	completedBy: string | null;
	/** Set on the copies that a Consensus stage hands out. */
	consensusParent: string | null;
	consensusAverage: number | null;
	consensusDetailed: OpenObject | null;
}

export interface Member {
	_id: string;
	email: string;
	name: string;
	organizationRole: string;
	createdAt: string;
}

export interface Invite {
	_id: string;
	to: string;
	organizationRole: string;
	projectAssignments: Array<{ projectId: string; projectRole: string }>;
	status: string;
	createdBy: string;
	createdAt: string;
	expiresAt: string;
}

export interface Issue extends OpenObject {
	_id: string;
	project: string;
	asset: string;
	labelTask: string;
	content: string;
	status: string;
	createdBy: string;
	createdAt: string;
	comments: OpenObject[];
}

/** Contract 5.7, with the stored secrets that the real list returns (contract 1.8). */
export interface StorageRecord extends OpenObject {
	_id: string;
	name: string;
	organization: string;
	createdAt: string;
}

/** A language model for chat assets, with its stored key. */
export interface LlmRecord extends OpenObject {
	_id: string;
	name: string;
	organization: string;
	createdAt: string;
}

export interface WebhookSettings {
	url: string;
	auth: 'none' | 'secret' | 'bearer';
	secret?: string;
	token?: string;
}

export interface LegacyWebhook {
	_id: string;
	project: string;
	url: string;
	types: string[];
	secret: string;
}

export interface RecordedRequest {
	host: 'hub' | 'storage';
	method: string;
	/** Path and query as they came. */
	url: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string | string[] | undefined>;
	/** Parsed JSON, also of a request that a fault answers, or form fields; undefined until it has come, and for the storage. */
	body: unknown;
	bodySize: number;
	/** The bytes of a short body, as they came to the hub. */
	raw?: Buffer;
	/** 0 until an answer was sent; it stays 0 when the connection was cut. */
	status: number;
	at: string;
}
