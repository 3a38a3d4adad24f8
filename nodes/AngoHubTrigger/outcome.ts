import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import type { Filters } from '../shared/items/filters';
import { oneItemPerField, type OneItemPer } from '../shared/items/oneItemPer';
import { withAdvice } from '../shared/operation/errors';
import type { ResumeStatus } from '../shared/operation/resume';
import type { Refused } from './payload';

/** A delivery that a filter keeps out. */
interface Filtered {
	type: 'filtered';
	by: keyof Filters | 'project';
	/** Of the task: its name, or its id. */
	stage?: string;
}

/** How a delivery ends. */
export type Outcome =
	| { type: 'started'; items: INodeExecutionData[]; notes: string[] }
	| { type: 'empty'; oneItemPer: OneItemPer }
	| Filtered
	| { type: 'duplicate' }
	| { type: 'resumed'; status: ResumeStatus }
	| ({ type: 'refused' } & Refused)
	| { type: 'failed'; message: string };

const FILTERS: Record<keyof Filters | 'project', string> = {
	annotators: 'Annotators',
	batches: 'Batches',
	labels: 'Labels',
	project: 'Project',
	projects: 'Projects',
	stages: 'Stages',
};

const RESUMED: Record<ResumeStatus, string> = {
	nobodyWaits: 'nobody waits',
	resumed: 'it goes on',
	stillWaiting: 'it waits for more',
	overAlready: 'it went on before, or was stopped',
	gone: 'it is deleted',
	refused: 'its address belongs to another n8n, or to an encryption key of before',
	notChecked: 'it could not find out whether the label is there',
	notReached: 'n8n could not be reached at its own webhook address',
};

/** What Ango Hub is answered. */
export interface Answer {
	status: number;
	message: string;
}

/** The answer to a delivery that is taken. */
export const RECEIVED: Answer = { status: 200, message: 'Received' };

/** The answer that goes with an outcome. */
export function answerTo(outcome: Outcome): Answer {
	switch (outcome.type) {
		case 'started':
		case 'empty':
		case 'resumed':
			return RECEIVED;
		case 'filtered':
			return {
				status: 200,
				message: 'Received. The filters of the workflow do not let it through.',
			};
		case 'duplicate':
			return { status: 200, message: 'Received before. It does not start the workflow again.' };
		case 'refused':
			return { status: outcome.status, message: withAdvice(outcome) };
		case 'failed':
			return {
				status: 500,
				message: 'The trigger could not handle the delivery. See the log of n8n.',
			};
	}
}

/** Logs an outcome for whoever looks for a delivery, and louder what somebody has to mend. */
export function report(hook: IWebhookFunctions, outcome: Outcome, taskId?: string): void {
	const { logger } = hook;
	const delivery = `A delivery to "${hook.getNode().name}"`;
	logger.debug(`${delivery} ${describeOutcome(outcome)}`, { taskId, outcome: outcome.type });
	const isNew = outcome.type === 'filtered' && outcome.by === 'stages' && isFirstOf(hook, outcome);
	if (outcome.type === 'refused' || isNew) logger.warn(`${delivery} ${describeOutcome(outcome)}`);
	if (outcome.type === 'failed') {
		logger.error(
			`${delivery} could not be handled: ${outcome.message}. Ango Hub can send the task again: use the workflow stage operation 'Rerun Webhook'.`,
		);
	}
}

/** Trigger and stage of what was logged for everybody. A slip in a name would keep out every delivery. */
const toldStages = new Set<string>();

function isFirstOf(hook: IWebhookFunctions, { stage }: Filtered): boolean {
	const key = `${hook.getWorkflow().id}:${hook.getNode().id}:${stage}`;
	const isFirst = !toldStages.has(key);
	toldStages.add(key);
	return isFirst;
}

function describeOutcome(outcome: Outcome): string {
	switch (outcome.type) {
		case 'started':
			return outcome.notes.length === 0
				? `started the workflow with ${count(outcome.items)}`
				: `started the workflow with ${count(outcome.items)}, without all that was asked for: ${outcome.notes.join(' ')}`;
		case 'empty':
			return `started nothing: the task has nothing to make an item of ('One Item Per' is '${oneItemPerName(outcome.oneItemPer)}')`;
		case 'filtered':
			return `started nothing: '${FILTERS[outcome.by]}' does not let it through${outcome.by === 'stages' ? `, which comes from '${outcome.stage}'` : ''}`;
		case 'duplicate':
			return 'started nothing: it came before';
		case 'resumed':
			return `was for an execution that waits for it: ${RESUMED[outcome.status]}`;
		case 'refused':
			return `was refused: ${withAdvice(outcome)}`;
		case 'failed':
			return `could not be handled: ${outcome.message}`;
	}
}

function count({ length }: unknown[]): string {
	return length === 1 ? '1 item' : `${length} items`;
}

function oneItemPerName(wanted: OneItemPer): string {
	return oneItemPerField.options.find(({ value }) => value === wanted)?.name ?? wanted;
}
