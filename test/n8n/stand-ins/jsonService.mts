import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { close, listen, readBody, send } from '../../local-hub/http.mts';

/** Parsed JSON; a stand-in states its shape by what it reads. */
export type Json = ReturnType<typeof JSON.parse>;

/** A request to a stand-in. */
export interface Call {
	method: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** Undefined where there was none. */
	body: Json;
	/** Of the answer. */
	status: number;
}

/** JSON, a file, or undefined for an answer without content. */
export type Answer = { json: unknown } | { bytes: Buffer; contentType: string } | undefined;

/** What a stand-in throws at a request that its service would not take. */
export class Refusal extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

export interface Service {
	url: string;
	/** Every request, with its answer's status. */
	calls: Call[];
	stop(): Promise<void>;
}

const MAX_BODY_BYTES = 1024 ** 2;

/**
 * Starts a loopback service that speaks JSON.
 *
 * @param answer what it answers; it throws a `Refusal` where the service would
 * @param refusal the body of a refusal in the form of the service
 */
export async function startJsonService(
	answer: (call: Call, url: string) => Answer,
	refusal: (status: number, message: string) => unknown,
): Promise<Service> {
	const calls: Call[] = [];
	const { server, url } = await listen(0, async (request, response, target) => {
		const call: Call = {
			method: request.method!,
			path: target.pathname,
			query: Object.fromEntries(target.searchParams),
			headers: request.headers,
			body: await bodyOf(request),
			status: 200,
		};
		calls.push(call);
		let content: Answer;
		try {
			content = answer(call, url);
			if (!content) call.status = 204;
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			call.status = error.status;
			content = { json: refusal(error.status, error.message) };
		}
		if (!content) response.writeHead(204).end();
		else if ('bytes' in content) {
			send(response, call.status, { 'content-type': content.contentType }, content.bytes);
		} else {
			const headers = { 'content-type': 'application/json' };
			send(response, call.status, headers, JSON.stringify(content.json));
		}
	});
	return { url, calls, stop: () => close(server) };
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
	const text = (await readBody(request, MAX_BODY_BYTES)).toString();
	return text ? JSON.parse(text) : undefined;
}

/** @throws Refusal when an object has keys other than these */
export function onlyKeys(given: object, known: string[], what: string): void {
	const unknown = Object.keys(given).filter((key) => !known.includes(key));
	if (unknown.length > 0) throw new Refusal(400, `Unknown ${what}: ${unknown.join(', ')}`);
}

/** @throws Refusal when a number is not a whole one in these limits */
export function checkRange(given: unknown, name: string, least: number, most: number): number {
	const number = Number(given);
	if (!Number.isInteger(number) || number < least || number > most) {
		throw new Refusal(400, `${name} must be from ${least} to ${most}, not ${given}`);
	}
	return number;
}
