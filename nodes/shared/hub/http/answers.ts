import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { kindOf, type Failure } from './errors';
import { NO_REASON, reasonIn } from './reasons';

type Answer = Pick<IN8nHttpFullResponse, 'body' | 'headers' | 'statusCode'>;

/** The longest that a fault is waited for. */
export const MAX_RETRY_MS = 5 * 60_000;

/**
 * What an answer of Ango Hub says went wrong, by its status and body (contract 1.4). Whoever reads
 * needs a body; a write that went well may have nothing to say.
 */
export function failureIn(
	{ statusCode: status, body }: Answer,
	isRead: boolean,
): (Pick<Failure, 'kind' | 'reason'> & Partial<Failure>) | undefined {
	if (status >= 400) {
		return { kind: kindOf(status), status, reason: reasonIn(body), uncertain: status >= 500 };
	}
	if (status >= 300) return { kind: 'redirect', status, reason: NO_REASON };
	if (isEmptyBody(body) && (status === 204 || !isRead)) return undefined;
	if (typeof body !== 'object' || body === null) {
		return { kind: 'notJson', status, reason: NO_REASON, uncertain: true };
	}
	const { status: said, error } = body as IDataObject;
	const isFailure = error !== undefined && error !== null && error !== false;
	if (said !== 'fail' && said !== 'error' && !isFailure) return undefined;
	const inner = Number((error as IDataObject | undefined)?.statusCode) || 400;
	return { kind: kindOf(inner), status: inner, reason: reasonIn(body) };
}

export function isEmptyBody(body: unknown): boolean {
	return body === undefined || body === null || (typeof body === 'string' && body.trim() === '');
}

/** Milliseconds of a `Retry-After` header, in seconds or as a date; capped, so that no answer can stall a run. */
export function retryAfter({ headers }: Answer): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
	return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_MS) : undefined;
}

/** The beginning of an answer's body as text, whatever form it has. */
export async function bodyText(body: unknown): Promise<unknown> {
	if (Buffer.isBuffer(body)) return body.subarray(0, 4096).toString();
	if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
	const chunks: Buffer[] = [];
	for await (const chunk of body as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		if (chunks.reduce((size, { length }) => size + length, 0) >= 4096) break;
	}
	return Buffer.concat(chunks).subarray(0, 4096).toString();
}
