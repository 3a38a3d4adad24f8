export type FaultAction =
	| 'reset-before'
	| 'reset-after'
	| 'truncate'
	| 'expire'
	| {
			status: number;
			body?: unknown;
			headers?: Record<string, string>;
			/** Answer like a proxy: an HTML page instead of JSON. */
			html?: boolean;
	  }
	| { delayMs: number };

export interface FaultRule {
	match?: {
		method?: string;
		/** A part of path and query, or a pattern for both. */
		path?: string | RegExp;
		/** The same as a string, for the admin interface. */
		pathRegex?: string;
		host?: 'hub' | 'storage';
	};
	/** Let this many matching requests through first. */
	skip?: number;
	/** Act on this many matching requests; without it, on all. */
	times?: number;
	probability?: number;
	action: FaultAction;
}

/** The switches of the local hub; all of them may be changed while it runs. */
export interface FaultSwitches {
	latencyMs: number;
	storageLatencyMs: number;
	rules: FaultRule[];
	/** 429 for the hub's host, counted in fixed windows (contract 1.6). */
	rateLimit: { requests: number; windowMs: number; retryAfter: boolean } | null;
	/** Speed of the storage, in both directions; 0 = as fast as it goes. */
	bytesPerSecond: number;
	uploadUrlTtlSeconds: number;
	signedUrlTtlSeconds: number;
	/** The largest page: 1000, or 100 as the REST docs have it (contract 1.5). */
	pageClamp: number;
	/** Whether a requeue changes `updatedAt` (not settled, contract 4.5). */
	requeueTouchesUpdatedAt: boolean;
	/** Newly registered assets appear only after so many list requests and milliseconds. */
	assetVisibility: { listRequests?: number; ms?: number } | null;
	/** `task.asset` and `task.project` as ids or as objects (contract 5.3). */
	taskReferences: 'id' | 'object';
	/** False for an Ango Hub that gives all tasks whatever the filter says. */
	filtersTasks: boolean;
	/** The key of the issue list (contract 2.14). */
	issueListKey: 'issue' | 'issues';
	/** Files on one page of the file explorer. */
	fileExplorerPage: number;
	/** Seed of everything random: fault probabilities and `RandomSample` conditions. */
	seed: number;
}

export const defaultSwitches = (): FaultSwitches => ({
	latencyMs: 0,
	storageLatencyMs: 0,
	rules: [],
	rateLimit: null,
	bytesPerSecond: 0,
	uploadUrlTtlSeconds: 3600,
	signedUrlTtlSeconds: 3600,
	pageClamp: 1000,
	requeueTouchesUpdatedAt: false,
	assetVisibility: null,
	taskReferences: 'id',
	filtersTasks: true,
	issueListKey: 'issue',
	fileExplorerPage: 1000,
	seed: 1,
});

/** mulberry32: a small seeded generator of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

export interface FaultPlan {
	delayMs: number;
	action: Exclude<FaultAction, { delayMs: number }> | null;
}

function matches(rule: FaultRule, host: string, method: string, url: string): boolean {
	const { match = {} } = rule;
	if (match.host !== undefined && match.host !== host) return false;
	if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
	if (match.pathRegex !== undefined && !new RegExp(match.pathRegex).test(url)) return false;
	if (match.path === undefined) return true;
	return typeof match.path === 'string' ? url.includes(match.path) : match.path.test(url);
}

/** Decides what goes wrong with a request. */
export class FaultBox {
	readonly switches: FaultSwitches;
	#seen = new WeakMap<FaultRule, number>();
	#window = { start: 0, count: 0 };
	#random: () => number;
	#seed: number;

	constructor(overrides: Partial<FaultSwitches>) {
		this.switches = { ...defaultSwitches(), ...overrides };
		this.#seed = this.switches.seed;
		this.#random = seededRandom(this.#seed);
	}

	random(): number {
		if (this.#seed !== this.switches.seed) {
			this.#seed = this.switches.seed;
			this.#random = seededRandom(this.#seed);
		}
		return this.#random();
	}

	/** Delays add up; the first other action that fires is the one. */
	plan(host: 'hub' | 'storage', method: string, url: string): FaultPlan {
		const { latencyMs, storageLatencyMs } = this.switches;
		const plan: FaultPlan = {
			delayMs: host === 'hub' ? latencyMs : storageLatencyMs,
			action: null,
		};
		for (const rule of this.switches.rules) {
			if (!matches(rule, host, method, url) || !this.#fires(rule)) continue;
			if (typeof rule.action === 'object' && 'delayMs' in rule.action) {
				plan.delayMs += rule.action.delayMs;
			} else {
				plan.action = rule.action;
				break;
			}
		}
		return plan;
	}

	/** Milliseconds to wait before the next request is allowed; 0 when this one is. */
	rateLimitWait(now: number): number {
		const limit = this.switches.rateLimit;
		if (limit === null) return 0;
		if (now - this.#window.start >= limit.windowMs) this.#window = { start: now, count: 0 };
		this.#window.count += 1;
		return this.#window.count <= limit.requests
			? 0
			: Math.max(1, this.#window.start + limit.windowMs - now);
	}

	#fires(rule: FaultRule): boolean {
		if (rule.probability !== undefined && this.random() >= rule.probability) return false;
		const seen = (this.#seen.get(rule) ?? 0) + 1;
		this.#seen.set(rule, seen);
		const skip = rule.skip ?? 0;
		return seen > skip && seen <= skip + (rule.times ?? Infinity);
	}
}
