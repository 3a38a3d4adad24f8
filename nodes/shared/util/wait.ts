import { sleep } from 'n8n-workflow';

/** Timers cannot be cleared here (n8n's rules), so a long wait is made of short ones: none outlives a cancel for long. */
const SLICE_MS = 200;

/** Waits for `ms` milliseconds, or until the signal is aborted. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	const until = Date.now() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = until - Date.now()) {
		await sleep(Math.min(left, SLICE_MS));
	}
}
