import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord } from '../util/isRecord';
import { outcomeOf } from '../util/outcome';
import { wait } from '../util/wait';

/** An execution, the node in it and a signature: no host, so that nobody can send n8n elsewhere with it. */
const FORM = /^\d+\/[0-9a-f-]{36}(\?signature=[0-9a-f]{64})?$/;

const TIMEOUT_MS = 30_000;

/** Seconds before the attempts after the first. */
const PAUSES: Record<'waiting' | 'busy' | 'unreachable', number[]> = {
	// Whoever tells of it may be a moment early.
	waiting: [1, 2, 4, 8],
	// n8n is saving the execution, or Ango Hub refuses or is down.
	busy: [1, 2, 4, 8, 15],
	// n8n is restarting.
	unreachable: [1, 2, 4, 8, 15],
};

/** What became of an attempt to resume an execution. */
export type ResumeStatus =
	/** There is no key. */
	| 'nobodyWaits'
	| 'resumed'
	/** What it waits for is not there yet, or not all of it. */
	| 'stillWaiting'
	/** The execution went on before, or was stopped. */
	| 'overAlready'
	/** The execution is deleted. */
	| 'gone'
	/** The address belongs to another n8n, or to a key that it had before. */
	| 'refused'
	/** The waiting node could not find out whether to go on. */
	| 'notChecked'
	/** n8n could not be reached at its own webhook address. */
	| 'notReached';

/** What n8n answered to one attempt; `reason` says why to try again. */
interface Answer {
	status:
		Extract<ResumeStatus, 'resumed' | 'overAlready' | 'gone' | 'refused'> | keyof typeof PAUSES;
	reason?: string;
}

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
	const tries = { waiting: 0, busy: 0, unreachable: 0 };
	for (;;) {
		const { status, reason } = await ask(context, `${base}/${key}`);
		if (!isPassing(status)) return status;
		const pause = PAUSES[status][tries[status]++];
		if (pause !== undefined && !signal?.aborted) {
			await wait(pause * 1000, signal);
			continue;
		}
		if (status === 'waiting') return 'stillWaiting';
		const advice = "resume with 'Resume Waiting Execution' on a schedule.";
		if (status === 'busy') {
			context.logger.warn(`An execution could not be resumed (${reason}). Later, ${advice}`);
			return 'notChecked';
		}
		context.logger.warn(
			`n8n could not be reached at ${base} (${reason}). Check WEBHOOK_URL, or ${advice}`,
		);
		return 'notReached';
	}
}

function isPassing(status: Answer['status']): status is keyof typeof PAUSES {
	return status in PAUSES;
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
	if ('error' in outcome) {
		return { status: 'unreachable', reason: (outcome.error as Error).message };
	}
	const { statusCode, body } = outcome.value;
	const { status, message, reason = message } = isRecord(body) ? body : ({} as IDataObject);
	switch (statusCode) {
		case 200:
			// What is over already is answered with a page for people.
			return { status: status === 'resumed' || status === 'waiting' ? status : 'overAlready' };
		case 401:
			return { status: 'refused' };
		case 404:
			return { status: 'gone' };
		default: {
			const isOver = statusCode === 409 && /finished/.test(String(message));
			return isOver
				? { status: 'overAlready' }
				: { status: 'busy', reason: String(reason ?? statusCode) };
		}
	}
}
