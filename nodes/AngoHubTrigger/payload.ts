import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../shared/util/isRecord';
import type { Refusal } from './verify';

/** The platform that a delivery comes from. */
export type Source = 'stage' | 'legacy';

/** How a delivery is answered that cannot be taken. */
export interface Refused extends Refusal {
	status: number;
}

const NOT_ANGO_HUB = 'Something other than Ango Hub sends to this URL.';

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * The payload in the bytes of a body, whatever content type they were sent with; JSON texts that are
 * not a payload of Ango Hub are refused with the reason (contract 3.1, 3.2).
 */
export function readPayload(
	rawBody: Buffer | undefined,
	source: Source,
): { payload: IDataObject } | Refused {
	if (!rawBody || rawBody.length === 0) {
		return {
			status: 400,
			message: 'The request has no body that can be read',
			description: NOT_ANGO_HUB,
		};
	}
	const payload = jsonIn(rawBody);
	if (payload === undefined) {
		return { status: 400, message: 'The body is not JSON', description: NOT_ANGO_HUB };
	}
	const reason = isRecord(payload) ? missingIn(payload, source) : 'The JSON is not an object';
	return reason === undefined
		? { payload: payload as IDataObject }
		: {
				status: 422,
				message: 'The request is not a delivery of Ango Hub',
				description: `Something other than Ango Hub sends to this URL, or 'Trigger On' is set to the other platform. In detail: ${reason}.`,
			};
}

function jsonIn(rawBody: Buffer): unknown {
	try {
		return JSON.parse(rawBody.toString().replace(BYTE_ORDER_MARK, ''));
	} catch {
		return undefined;
	}
}

function missingIn(payload: IDataObject, source: Source): string | undefined {
	// The body of legacy deliveries is not documented: the task, as far as is known.
	const task = source === 'legacy' ? (payload.task ?? payload) : payload.task;
	if (!isRecord(task)) return "'task' is missing";
	const ids = source === 'legacy' ? [task._id, task.taskId] : [task.taskId];
	const name = source === 'legacy' ? "the task's '_id'" : "'task.taskId'";
	return ids.some((id) => typeof id === 'string' && id !== '') ? undefined : `${name} is missing`;
}
