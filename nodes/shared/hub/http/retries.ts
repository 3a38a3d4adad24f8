import { HubError } from './errors';

/** How often a request is tried in all. */
export const MAX_ATTEMPTS = 6;
const MIN_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;

/** True for a passing fault after which a request may be sent again. */
export function mayRetry(error: unknown, repeatable: boolean): error is HubError {
	if (!(error instanceof HubError)) return false;
	switch (error.kind) {
		case 'rateLimit':
			return true;
		case 'server':
		case 'unreachable':
			return repeatable || !error.uncertain;
		default:
			return false;
	}
}

/** Milliseconds before the next attempt after `count` of them, so that many do not come at once. */
export function backoff(count: number): number {
	const pause = Math.min(MIN_BACKOFF_MS * 2 ** (count - 1), MAX_BACKOFF_MS);
	return pause / 2 + Math.random() * (pause / 2);
}
