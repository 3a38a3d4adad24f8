import { wait } from '../../util/wait';

const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 20_000;
/** Ango Hub's limit is one per minute (contract 1.6); when the minute begins is not known. */
const MINUTE_MS = 60_000;
/** After a refusal, so many times as many requests as are under way make room for one more. */
const CAUTION = 4;
/** The time until Ango Hub takes requests again is learned to a twentieth of itself. */
const PRECISION = 0.05;

/**
 * Decides when the next request to Ango Hub may start. Keeps to "Requests per Minute" when it is set,
 * and slows down by itself on 429 (contract 1.6): all requests pause, then start again with one at a
 * time and slowly more. Learns how long a pause has to be where Ango Hub does not say it.
 */
export class RateLimiter {
	private nextStart = 0;
	private blockedUntil = 0;
	private refusedSince: number | undefined;
	private underway = 0;
	private window: number;
	private readonly waiting: Array<() => void> = [];
	private pause = MIN_PAUSE_MS;
	/** When Ango Hub began to take requests, at first or after a pause. */
	private since: number | undefined;
	private paused = false;
	/** Milliseconds after `since` at which it still refused, and at which it took requests again. */
	private tooSoon = 0;
	private enough: number | undefined;

	/** @param interval milliseconds between two requests, 0 for no limit */
	constructor(
		private readonly interval: number,
		private readonly limit: number,
		private readonly signal?: AbortSignal,
	) {
		this.window = limit;
	}

	/** Runs a request when its turn has come. */
	async run<T>(request: () => Promise<T>): Promise<T> {
		while (!this.signal?.aborted) {
			const blocked = this.blockedUntil - Date.now();
			if (blocked > 0) await wait(blocked, this.signal);
			else if (this.underway < Math.floor(this.window)) break;
			else await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		this.underway++;
		try {
			await this.turn();
			return await request();
		} finally {
			this.underway--;
			this.wake();
		}
	}

	/** Ango Hub refused a request with 429; `retryAfter` in milliseconds where it said so. */
	refused(retryAfter?: number): void {
		const now = Date.now();
		this.refusedSince ??= now;
		const blocked = now < this.blockedUntil;
		this.window = 1;
		if (retryAfter !== undefined) {
			this.blockedUntil = Math.max(this.blockedUntil, now + retryAfter);
		} else if (!blocked) {
			this.blockedUntil = this.nextLook(now);
			this.paused = true;
		}
	}

	/** Milliseconds from the first refusal in a row to the next look; 0 where requests are taken. */
	get hold(): number {
		return this.refusedSince === undefined ? 0 : this.blockedUntil - this.refusedSince;
	}

	/** Ango Hub took a request: the limiter may pick up again. */
	accepted(): void {
		const now = Date.now();
		this.refusedSince = undefined;
		if (this.paused) this.learn(now);
		this.since ??= now;
		this.pause = MIN_PAUSE_MS;
		if (this.window < this.limit) {
			this.window = Math.min(this.limit, this.window + 1 / (CAUTION * this.window));
			this.wake();
		}
	}

	/** When to try again: by growing pauses at first, then halfway between too soon and long enough. */
	private nextLook(now: number): number {
		const since = (this.since ??= now);
		this.tooSoon = Math.max(this.tooSoon, now - since);
		if (this.enough !== undefined && this.enough > this.tooSoon) {
			const exact = this.enough - this.tooSoon <= PRECISION * this.enough;
			return since + (exact ? this.enough : (this.tooSoon + this.enough) / 2);
		}
		const next = now + this.pause;
		this.pause = Math.min(this.pause * 2, MAX_PAUSE_MS);
		const minute = since + MINUTE_MS;
		return now < minute ? Math.min(next, minute) : next;
	}

	private learn(now: number): void {
		this.enough = now - (this.since ?? now);
		if (this.tooSoon >= this.enough) this.tooSoon = 0;
		this.since = now;
		this.paused = false;
	}

	private async turn(): Promise<void> {
		if (this.interval === 0) return;
		const start = Math.max(Date.now(), this.nextStart);
		this.nextStart = start + this.interval;
		await wait(start - Date.now(), this.signal);
	}

	private wake(): void {
		const free = this.signal?.aborted
			? this.waiting.length
			: Math.floor(this.window) - this.underway;
		for (const resume of this.waiting.splice(0, Math.max(0, free))) resume();
	}
}
