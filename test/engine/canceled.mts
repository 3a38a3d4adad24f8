import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
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

const drain = (response: IncomingMessage) => response.resume();

/** What a canceled execution did, seen from both ends. */
interface Canceled {
	status: RunResult['status'];
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
	// Pages that the execution before had asked for ahead, and gave up, arrive until then.
	await once(get(`${hub.url}/__admin/requests`, { agent: false }).on('response', drain), 'close');
	hub.clearRequests();
	const timers = timersLeft();
	const requests = countRequests();
	const execution = start();
	await until(isTime);
	execution.cancel();
	const sent = requests.count;
	const { status } = await execution.result;
	// What was on the wire is seen by the hub before it is asked whether it still works on something.
	await arrivals();
	await until(() => timersLeft() <= timers);
	requests.stop();
	return {
		status,
		sent,
		sentAfterwards: requests.count - sent,
		arrived: hub.requests.length + hub.storage.requests.length,
	};
}
