import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as pause } from 'node:timers/promises';
import type { Execution, RunResult } from './harness/index.mts';
import { arrivals, type Setup } from './setup.mts';

/** Waits until something is so. Only the time limit of the test ends it otherwise. */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await pause(5);
}

/** Timers that keep this process alive. */
export function timersLeft(): number {
	return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

/** Counts the requests that this process begins to send, whether they arrive or not. */
function countRequests(): { readonly count: number; stop(): void } {
	let count = 0;
	const note = () => void count++;
	subscribe('http.client.request.created', note);
	return {
		get count() {
			return count;
		},
		stop: () => void unsubscribe('http.client.request.created', note),
	};
}

/** What a canceled execution did, seen from both ends. */
interface Canceled {
	status: RunResult['status'];
	/** What it handed on. */
	items: RunResult['items'];
	/** Requests sent until the cancel, and after it. */
	sent: number;
	sentAfterwards: number;
	/** Requests that the hub and its storage have seen in all. */
	arrived: number;
}

/**
 * Starts an execution, cancels it as soon as `isTime`, and waits for the timers that it has left to
 * run out: pauses are made of short ones, since n8n's rules let no node clear a timer.
 */
export async function canceled(
	{ hub }: Setup,
	start: () => Execution,
	isTime: () => boolean,
): Promise<Canceled> {
	// The execution before may have given up what it had asked for.
	await arrivals();
	await hub.whenRequestsSettled();
	hub.clearRequests();
	const timers = timersLeft();
	const requests = countRequests();
	const execution = start();
	await until(isTime);
	execution.cancel();
	const sent = requests.count;
	const { status, items } = await execution.result;
	// A server goes on with what a client has given up; what comes next must not meet it.
	await arrivals();
	await hub.whenRequestsSettled();
	await until(() => timersLeft() <= timers);
	requests.stop();
	return {
		status,
		items,
		sent,
		sentAfterwards: requests.count - sent,
		arrived: hub.requests.length + hub.storage.requests.length,
	};
}
