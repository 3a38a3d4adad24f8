import { NodeApiError, type INode } from 'n8n-workflow';

import { NO_REASON } from './reasons';

/**
 * What kind of fault it is. The first six: the service looked at the request and refused it, so it has
 * done nothing. `refused` is everything that is wrong with the request itself.
 */
export type ErrorKind =
	| 'auth'
	| 'forbidden'
	| 'blockedRegion'
	| 'notFound'
	| 'rateLimit'
	| 'refused'
	/** It could not answer, and may at another time. */
	| 'server'
	/** Something else than Ango Hub answers at this address. */
	| 'redirect'
	| 'notJson'
	/** No answer came; the last three stay as they are however often it is tried. */
	| 'unreachable'
	| 'certificate'
	| 'blockedAddress'
	| 'canceled';

const REFUSALS: ErrorKind[] = [
	'auth',
	'forbidden',
	'blockedRegion',
	'notFound',
	'rateLimit',
	'refused',
];

const KIND_BY_STATUS: Record<number, ErrorKind> = {
	401: 'auth',
	403: 'forbidden',
	404: 'notFound',
	408: 'server',
	429: 'rateLimit',
	451: 'blockedRegion',
};

/** The kind of fault that an answer of this status is. */
export function kindOf(status: number): ErrorKind {
	return KIND_BY_STATUS[status] ?? (status >= 500 ? 'server' : 'refused');
}

/** What went wrong with one request, before it becomes n8n's error. */
export interface Failure {
	kind: ErrorKind;
	/** HTTP status; undefined when no answer came. */
	status?: number;
	/** The service's own words, or the reason why no answer came. */
	reason: string;
	method: string;
	/** Host and path only: queries may hold secrets. */
	address: string;
	/** True for a storage or another host, false for Ango Hub's API. */
	outside: boolean;
	/** True when the request may have been carried out all the same. */
	uncertain: boolean;
}

/** An error of Ango Hub or its storage. */
export class HubError extends NodeApiError {
	readonly kind: ErrorKind;
	readonly status?: number;
	/** True when the request may have been carried out all the same. */
	readonly uncertain: boolean;
	/** True for a storage or another host. */
	readonly outside: boolean;
	/** Milliseconds after which another host wants to be asked again. */
	retryAfter?: number;

	constructor(node: INode, failure: Failure) {
		const { kind, status, uncertain, outside } = failure;
		const { message, description } = words(failure);
		super(node, {}, { message, description, httpCode: status?.toString() });
		this.message = message; // n8n rewrites messages that contain a system error code
		this.kind = kind;
		this.status = status;
		this.uncertain = uncertain;
		this.outside = outside;
	}

	/** True when the service looked at the request and refused it, so that it is sure to have done nothing. */
	get isRefusal(): boolean {
		return REFUSALS.includes(this.kind);
	}
}

function words(failure: Failure): { message: string; description: string } {
	const { kind, status, method, address, outside, uncertain } = failure;
	// Messages end without a period, and may stand inside a sentence.
	const reason = failure.reason.replace(/(?<!\.)\.\s*$/, '');
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
	switch (kind) {
		case 'certificate':
			return say(
				`No answer from ${host}: the certificate of the server cannot be trusted`,
				"Install a valid certificate on the server. For an Ango Hub of your own, 'Ignore SSL Issues' in the credential turns the check off.",
			);
		case 'blockedAddress':
			return say(
				`No answer from ${host}: n8n is set up to block this address`,
				'Its SSRF protection keeps workflows away from inner addresses; the administrator of n8n can allow this one.',
			);
		case 'canceled':
		case 'unreachable':
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
	switch (kind) {
		case 'server':
			return say(`Ango Hub could not answer: ${reason}`, 'Try again later.');
		case 'auth':
			return say(
				`Ango Hub does not accept the API key: ${reason}`,
				'Creating a new key in Ango Hub revokes the old one. Copy the key from Account > API into the credential.',
			);
		case 'forbidden':
			return say(
				`Not allowed: ${reason}`,
				"The API key acts as its user: check that user's role in the project and organization.",
			);
		case 'blockedRegion':
			return say(
				`Ango Hub does not let this network in: ${reason}`,
				"The organization allows some networks or countries only. Have its administrator allow the address of n8n; the user's role plays no part.",
			);
		case 'notFound':
			return say(`Not found: ${reason}`, 'Check that it exists and that the API key may see it.');
		case 'rateLimit':
			return say(
				`Ango Hub's rate limit is still reached after waiting: ${reason}`,
				"Set 'Requests per Minute' under 'Request Options' to your plan's limit, or run fewer workflows at once.",
			);
		case 'redirect':
			return say(
				'The address redirects to another one',
				"Enter the address that it leads to as 'URL' of the credential: the API key is never sent across a redirect.",
			);
		case 'notJson':
			return say(
				'The answer is not JSON, so this address is not an Ango Hub',
				"The 'URL' of the credential is that of a web page or of a proxy. Enter the address of the API.",
			);
		default:
			return refusalIn(reason, say);
	}
}

/** What is wrong with a request, in Ango Hub's own words where they say what to do. */
function refusalIn<T>(reason: string, say: (message: string, description: string) => T): T {
	const [, kind, id] =
		/^Invalid (project|task|task history|asset|issue|storage|organization|LLM): (.*)$/.exec(
			reason,
		) ?? [];
	if (id !== undefined) {
		return say(
			`There is no ${kind} '${id}' that this API key may see`,
			'Pick it from the list, or give its ID.',
		);
	}
	if (reason === NO_REASON) {
		return say(
			'Ango Hub refused the request without a reason',
			'Check the fields of the node, and look in Ango Hub itself: it may say more there.',
		);
	}
	return say(
		reason,
		'Ango Hub refused the request with these words. Check the fields of the node.',
	);
}
