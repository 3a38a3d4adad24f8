import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { parseIncomingMessage } from '@n8n/backend-network';

const BODY_LIMIT = 16 * 1024 * 1024;

/** A failure that n8n answers itself, before the node sees the request. */
export class RefusedRequest extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** What n8n's web server adds to a request (besides n8n-core's additions) for a trigger node. */
export interface WebhookRequest extends IncomingMessage {
	body?: unknown;
	path: string;
	query: Record<string, string>;
	params: Record<string, string>;
}

/** The part of Express's response that trigger nodes use. */
export interface WebhookResponse extends ServerResponse {
	status(code: number): this;
	set(name: string, value: string): this;
	json(body: unknown): this;
	send(body?: unknown): this;
}

/** Adds URL parts and parsed headers; the body is read later, when the node is known. */
export function toWebhookRequest(message: IncomingMessage): WebhookRequest {
	parseIncomingMessage(message);
	const { pathname, searchParams } = new URL(message.url ?? '/', 'http://localhost');
	return Object.assign(message as WebhookRequest, {
		path: pathname,
		query: Object.fromEntries(searchParams),
		params: {},
	});
}

export function toWebhookResponse(plain: ServerResponse): WebhookResponse {
	const response = plain as WebhookResponse;
	response.status = (code) => {
		response.statusCode = code;
		return response;
	};
	response.set = (name, value) => response.setHeader(name, value);
	response.json = (body) => {
		if (!response.hasHeader('content-type')) {
			response.setHeader('content-type', 'application/json; charset=utf-8');
		}
		return response.end(JSON.stringify(body));
	};
	response.send = (body) => {
		if (typeof body === 'object' && !Buffer.isBuffer(body)) return response.json(body);
		if (!response.hasHeader('content-type')) {
			response.setHeader('content-type', 'text/html; charset=utf-8');
		}
		return response.end(body);
	};
	return response;
}

/**
 * Reads and parses the body by n8n's rules: content types it does not parse (XML, which it
 * does parse, is left out here) leave `body` unset, and nodes above version 1 without `rawBody`.
 */
export async function readBody(request: WebhookRequest, nodeVersion: number): Promise<void> {
	const { contentType, encoding = 'utf-8' } = request;
	const parser = parserOf(contentType);
	if (nodeVersion > 1 && !parser) return;
	request.rawBody = await collect(request);
	if (!parser || request.rawBody.length === 0) return;
	try {
		request.body = parser(request.rawBody.toString(encoding));
	} catch {
		throw new RefusedRequest(422, 'Failed to parse request body');
	}
}

function parserOf(contentType?: string): ((text: string) => unknown) | undefined {
	switch (contentType) {
		case 'application/json':
			return (text) => JSON.parse(text);
		case 'application/x-www-form-urlencoded':
			return (text) => ({ ...parseQuery(text) });
		case 'text/plain':
			return (text) => text;
		default:
			return undefined;
	}
}

async function collect(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= BODY_LIMIT) chunks.push(chunk);
	}
	if (size > BODY_LIMIT) {
		throw new RefusedRequest(500, 'There was a problem executing the workflow');
	}
	return Buffer.concat(chunks);
}
