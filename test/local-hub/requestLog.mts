import type { IncomingMessage } from 'node:http';
import type { RecordedRequest } from './types.mts';

/** Remembers the last requests of a server, so that tests can see what a client really sent. */
export class RequestLog {
	readonly requests: RecordedRequest[] = [];
	readonly #host: 'hub' | 'storage';
	readonly #limit: number;
	readonly #underway = new Set<Promise<void>>();

	constructor(host: 'hub' | 'storage', limit: number) {
		this.#host = host;
		this.#limit = limit;
	}

	record(request: IncomingMessage, url: URL, at: string): RecordedRequest {
		const entry: RecordedRequest = {
			host: this.#host,
			method: request.method ?? 'GET',
			url: request.url ?? '/',
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			headers: request.headers,
			body: undefined,
			bodySize: 0,
			status: 0,
			at,
		};
		this.requests.push(entry);
		// Dropping half at once keeps a long run from shifting the array at every request.
		if (this.requests.length > this.#limit) this.requests.splice(0, Math.ceil(this.#limit / 2));
		return entry;
	}

	/** Remembers work on a request until it ends, whether the client still waits for it or not. */
	async follow(work: Promise<void>): Promise<void> {
		this.#underway.add(work);
		try {
			await work;
		} finally {
			this.#underway.delete(work);
		}
	}

	/** Resolves when nothing that has arrived is being worked on. */
	async whenSettled(): Promise<void> {
		while (this.#underway.size > 0) await Promise.allSettled(this.#underway);
	}

	clear(): void {
		this.requests.length = 0;
	}
}
