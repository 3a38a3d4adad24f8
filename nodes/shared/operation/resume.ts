import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { outcomeOf } from '../util/outcome';
import { wait } from '../util/wait';

/** An execution, the node in it and a signature: no host, so that nobody can send n8n elsewhere with it. */
const FORM = /^\d+\/[0-9a-f-]{36}(\?signature=[0-9a-f]{64})?$/;

const TIMEOUT_MS = 30_000;

/** Seconds before the attempts after the first. */
const PAUSES: Record<'waiting' | 'busy', number[]> = {
	// Whoever tells of it may be a moment early.
	waiting: [1, 2, 4, 8],
	// n8n is saving the execution, or restarting.
	busy: [1, 2, 4, 8, 15],
};

/** What became of an attempt to resume an execution. */
export type ResumeStatus =
	/** There is no key. */
	| 'nobodyWaits'
	| 'resumed'
	/** What it waits for is not there yet, or not all of it. */
	| 'stillWaiting'
	/** The execution went on before. */
	| 'overAlready'
	/** The execution is deleted. */
	| 'gone'
	/** The address belongs to another n8n, or to a key that it had before. */
	| 'refused'
	/** n8n could not be reached at its own webhook address. */
	| 'notReached';

type Answer =
	Exclude<ResumeStatus, 'nobodyWaits' | 'stillWaiting' | 'notReached'> | keyof typeof PAUSES;

/** True for a key that `Pause.resumeKey` can give. */
export function isResumeKey(key: unknown): key is string {
	return typeof key === 'string' && FORM.test(key);
}

/**
 * Tells a waiting execution of this n8n to look whether what it waits for is there. It believes nobody
 * but whom it asks itself, so that a call more or less does no harm.
 * @param key what `Pause.resumeKey` gave; nothing is sent for anything else
 */
export async function resumeExecution(
	context: IExecuteFunctions | IWebhookFunctions,
	key: unknown,
	signal?: AbortSignal,
): Promise<ResumeStatus> {
	if (!isResumeKey(key)) return 'nobodyWaits';
	const base = waitingAddress(context);
	const tries = { waiting: 0, busy: 0 };
	for (;;) {
		const answer = await ask(context, `${base}/${key}`);
		if (answer !== 'waiting' && answer !== 'busy') return answer;
		const pause = PAUSES[answer][tries[answer]++];
		if (pause === undefined || signal?.aborted) {
			if (answer === 'waiting') return 'stillWaiting';
			context.logger.warn(
				`n8n could not be reached at ${base}. Check WEBHOOK_URL, or resume with 'Resume Waiting Execution' on a schedule.`,
			);
			return 'notReached';
		}
		await wait(pause * 1000, signal);
	}
}

/** Where this n8n takes calls for waiting executions: `WEBHOOK_URL` counts. */
function waitingAddress(context: IExecuteFunctions | IWebhookFunctions): string {
	const own = context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string;
	return own.replace(/\?.*$/, '').replace(/\/[^/]*$/, '');
}

async function ask(
	{ helpers }: Pick<IExecuteFunctions | IWebhookFunctions, 'helpers'>,
	url: string,
): Promise<Answer> {
	const outcome = await outcomeOf(
		helpers.httpRequest({
			method: 'POST',
			url,
			body: {},
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
		}) as Promise<{ statusCode: number; body: unknown }>,
	);
	if ('error' in outcome) return 'busy';
	const { statusCode, body } = outcome.value;
	if (statusCode === 404) return 'gone';
	if (statusCode === 401) return 'refused';
	if (statusCode !== 200) return 'busy';
	const { status } = (typeof body === 'object' && body !== null ? body : {}) as IDataObject;
	if (status === 'resumed') return 'resumed';
	// What is over already is answered with a page for people.
	return status === 'waiting' ? 'waiting' : 'overAlready';
}
