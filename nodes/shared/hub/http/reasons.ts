import type { IDataObject } from 'n8n-workflow';

/** What stands for the service's words where it gives none. */
export const NO_REASON = 'no reason given';

/** Only the beginning of an answer is looked at: a page can be made so that the whole takes for ever. */
const MAX_READ_LENGTH = 4096;

/** The service's words in an answer: `message`, `error.message`, or plain text without markup (contract 1.4). */
export function reasonIn(body: unknown): string {
	if (typeof body === 'string') return plain(messageInXml(body) ?? body) || NO_REASON;
	const { message, error } = (body ?? {}) as IDataObject;
	const text = message ?? (error as IDataObject | undefined)?.message ?? error;
	return typeof text === 'string' && text.trim() !== '' ? plain(text) : NO_REASON;
}

/** What a storage says to people; beside it stand keys and signatures. */
function messageInXml(text: string): string | undefined {
	return /<Error>.*<Message>([^<]+)<\/Message>/s.exec(text.slice(0, MAX_READ_LENGTH))?.[1];
}

function plain(text: string): string {
	return text
		.slice(0, MAX_READ_LENGTH)
		.replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 300);
}

const REASONS: Record<string, string> = {
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was closed before an answer came',
	EPIPE: 'the connection was closed before an answer came',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up',
	ETIMEDOUT: 'the request timed out',
	ECONNABORTED: 'the request timed out',
	// Not "canceled": n8n takes a message with that word for a run that the user stopped.
	ERR_CANCELED: 'the request was aborted',
};

/** Codes of connections that were never made: the request cannot have been carried out. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Why a request got no answer. */
interface NoAnswer {
	kind: 'unreachable' | 'certificate' | 'blockedAddress';
	reason: string;
	/** True when the request may have been carried out all the same. */
	uncertain: boolean;
}

/** Why a request got no answer, read from the error that n8n's helper threw. */
export function connectionFailure(error: unknown): NoAnswer {
	for (
		let at = error as ErrorLike | undefined, depth = 0;
		at && depth < 5;
		at = at.cause, depth++
	) {
		const { code = '', name = '' } = at;
		if (name.startsWith('SsrfBlocked')) {
			return { kind: 'blockedAddress', reason: '', uncertain: false };
		}
		if (/CERT|LEAF_SIGNATURE/.test(code)) {
			return { kind: 'certificate', reason: '', uncertain: false };
		}
		if (REASONS[code]) {
			const uncertain = !NEVER_SENT.includes(code);
			return { kind: 'unreachable', reason: REASONS[code], uncertain };
		}
	}
	const { message, cause } = error as ErrorLike;
	const reason = plain(cause?.message ?? message ?? 'the request was not answered');
	return { kind: 'unreachable', reason, uncertain: true };
}

interface ErrorLike {
	name?: string;
	code?: string;
	message?: string;
	cause?: ErrorLike;
}
