import { wait } from './wait';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;

/**
 * Decides when the next request to Ango Hub may start. Keeps to "Requests per Minute" when it is set,
 * and slows down by itself on 429 (contract 1.6): all requests pause, then start again a few at a time.
 */
export class Pace {
	private nextStart = 0;
	private blockedUntil = 0;
	private pause = FIRST_PAUSE_MS;
	private underway = 0;
	private window: number;
	private readonly waiting: Array<() => void> = [];

	/** @param interval milliseconds between two requests, 0 for no limit */
	constructor(
		private readonly interval: number,
		private readonly most: number,
		private readonly signal?: AbortSignal,
	) {
		this.window = most;
	}

	/** Runs a request when its turn has come. */
	async run<T>(request: () => Promise<T>): Promise<T> {
		while (!this.signal?.aborted) {
			const blocked = this.blockedUntil - Date.now();
			if (blocked > 0) await wait(blocked, this.signal);
			else if (this.underway < this.window) break;
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
		const blocked = now < this.blockedUntil;
		if (!blocked || retryAfter !== undefined) {
			this.blockedUntil = Math.max(this.blockedUntil, now + (retryAfter ?? this.pause));
		}
		if (!blocked) this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
		this.window = 1;
	}

	/** Ango Hub took a request: the pace may pick up again. */
	accepted(): void {
		this.pause = FIRST_PAUSE_MS;
		if (this.window < this.most) {
			this.window = Math.min(this.most, this.window + 1);
			this.wake();
		}
	}

	private async turn(): Promise<void> {
		if (this.interval === 0) return;
		const start = Math.max(Date.now(), this.nextStart);
		this.nextStart = start + this.interval;
		await wait(start - Date.now(), this.signal);
	}

	private wake(): void {
		const free = this.signal?.aborted ? this.waiting.length : this.window - this.underway;
		for (const resume of this.waiting.splice(0, Math.max(0, free))) resume();
	}
}
