import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 240_000;

/** Waits until a condition holds; a busy machine may need minutes. Throws with `what` otherwise. */
export async function until(
	done: () => boolean | Promise<boolean>,
	what: () => string,
): Promise<void> {
	const deadline = Date.now() + DEADLINE_MS;
	while (!(await done())) {
		if (Date.now() > deadline) throw new Error(`Not in time: ${what()}`);
		await sleep(100);
	}
}

/** Waits until a workflow that was published takes what is posted to its webhook. */
export async function untilListening(webhookUrl: string): Promise<void> {
	// As soon as it does, n8n tells whoever comes with a GET to make a POST request.
	await until(
		async () => (await (await fetch(webhookUrl)).text()).includes('POST'),
		() => `${webhookUrl} is published`,
	);
}
