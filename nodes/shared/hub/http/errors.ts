import { NodeApiError, type IDataObject, type INode } from 'n8n-workflow';

/** What went wrong with one request, before it becomes n8n's error. */
export interface Failure {
	/** HTTP status; undefined when no answer came. */
	status?: number;
	/** The service's own words, or the reason why no answer came. */
	reason: string;
	method: string;
	/** Host and path only: queries may hold secrets. */
	address: string;
	/** True for a storage or another host, false for Ango Hub's API. */
	outside: boolean;
}

/** An error of Ango Hub or its storage. `uncertain` is true when the request may have been carried out all the same. */
export class HubError extends NodeApiError {
	readonly uncertain: boolean;
	readonly status?: number;
	/** True when trying again cannot help. */
	readonly final: boolean;
	/** True at Ango Hub's rate limit, where the limiter that all requests share decides when to try again. */
	readonly limited: boolean;
	/** Milliseconds after which another host wants to be asked again. */
	retryAfter?: number;

	constructor(node: INode, failure: Failure, uncertain = false) {
		const { message, description } = words(failure, uncertain);
		super(node, {}, { message, description, httpCode: failure.status?.toString() });
		this.message = message; // n8n rewrites messages that contain a system error code
		this.status = failure.status;
		this.uncertain = uncertain;
		this.final = FINAL_REASONS.includes(failure.reason);
		this.limited = failure.status === 429 && !failure.outside;
	}

	/** True when the service looked at the request and refused it, so that it is sure to have done nothing. */
	get refused(): boolean {
		return this.status !== undefined && this.status >= 400 && this.status < 500;
	}
}

function words(
	{ status, reason, method, address, outside }: Failure,
	uncertain: boolean,
): { message: string; description: string } {
	const doubt =
		uncertain && !outside && method !== 'GET'
			? 'It may have been carried out all the same: look in Ango Hub first. '
			: '';
	const where = `Request: ${method} ${address}${status === undefined ? '' : `, answered with status ${status}`}.`;
	const say = (message: string, description: string) => ({
		message,
		description: `${description} ${doubt}${where}`.trim(),
	});
	const host = address.split('/')[0];
	if (reason === CERTIFICATE_REASON) {
		return say(
			`No answer from ${host}: ${reason}`,
			"Install a valid certificate on the server. For an Ango Hub of your own, 'Ignore SSL Issues' in the credential turns the check off.",
		);
	}
	if (reason === BLOCKED_REASON) {
		return say(
			`No answer from ${host}: ${reason}`,
			'Its SSRF protection keeps workflows away from inner addresses; the administrator of n8n can allow this one.',
		);
	}
	if (status === undefined) {
		return say(
			`No answer from ${host}: ${reason}`,
			outside
				? 'Check that n8n can reach this host, then run the node again.'
				: 'Check that the address in the Ango Hub credential is right and that n8n can reach it, then run the node again.',
		);
	}
	if (outside) {
		return say(
			`${host} refused the file transfer: ${reason}`,
			'Check that the link is still valid and public, or that the storage is set up in Ango Hub.',
		);
	}
	if (status >= 500) return say(`Ango Hub could not answer: ${reason}`, 'Try again later.');
	switch (status) {
		case 401:
			return say(
				`Ango Hub does not accept the API key: ${reason}`,
				'Creating a new key in Ango Hub revokes the old one. Copy the key from Account > API into the credential.',
			);
		case 403:
			return say(
				`Not allowed: ${reason}`,
				"The API key acts as its user: check that user's role in the project and organization.",
			);
		case 404:
			return say(`Not found: ${reason}`, 'Check that it exists and that the API key may see it.');
		case 429:
			return say(
				`Ango Hub's rate limit is still reached after waiting: ${reason}`,
				"Set 'Requests per Minute' under 'Request Options' to your plan's figure, or run fewer workflows at once.",
			);
	}
	switch (reason) {
		case NO_REASON:
			return say(
				'Ango Hub refused the request and gave no reason',
				'Check the fields of the node, and look in Ango Hub itself: it may say more there.',
			);
		case REDIRECT_REASON:
			return say(
				REDIRECT_REASON,
				"Enter the address that it leads to as 'URL' of the credential: the API key is never sent across a redirect.",
			);
		case NOT_JSON_REASON:
			return say(
				NOT_JSON_REASON,
				"The 'URL' of the credential is that of a web page or of a proxy. Enter the address of the API.",
			);
		default:
			return say(reason, ''); // Ango Hub's own words
	}
}

/** What stands for the service's words where it gives none, or no answer of Ango Hub. */
export const NO_REASON = 'no reason given';
export const REDIRECT_REASON = 'The address redirects to another one';
export const NOT_JSON_REASON = 'The answer is not JSON, so this address is not an Ango Hub';

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
	ERR_CANCELED: 'the request was broken off',
};

const CERTIFICATE_REASON = 'the certificate of the server cannot be trusted';
const BLOCKED_REASON = 'n8n is set up to block this address';
const FINAL_REASONS = [CERTIFICATE_REASON, BLOCKED_REASON];

/** Codes of connections that were never made: the request cannot have been carried out. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Why a request got no answer, read from the error that n8n's helper threw. */
export function connectionReason(error: unknown): { reason: string; neverSent: boolean } {
	for (
		let at = error as ErrorLike | undefined, depth = 0;
		at && depth < 5;
		at = at.cause, depth++
	) {
		const { code = '', name = '' } = at;
		if (name.startsWith('SsrfBlocked')) return { reason: BLOCKED_REASON, neverSent: true };
		if (/CERT|LEAF_SIGNATURE/.test(code)) return { reason: CERTIFICATE_REASON, neverSent: true };
		if (REASONS[code]) return { reason: REASONS[code], neverSent: NEVER_SENT.includes(code) };
	}
	const { message, cause } = error as ErrorLike;
	return {
		reason: plain(cause?.message ?? message ?? 'the request was not answered'),
		neverSent: false,
	};
}

interface ErrorLike {
	name?: string;
	code?: string;
	message?: string;
	cause?: ErrorLike;
}
