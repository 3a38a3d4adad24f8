import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubCore } from './core.mts';
import { badRequest, HubError, notFound } from './errors.mts';
import { pause, readBody, send, sendFault } from './http.mts';
import type { RequestLog } from './requestLog.mts';
import { matchRoute } from './router.mts';
import { routes } from './routes/index.mts';
import type { RecordedRequest } from './types.mts';
import { parseJson } from './validate.mts';

/** Like the usual servers and proxies in front of an API. */
const MAX_ADDRESS = 8_192;
const MAX_BODY_BYTES = 100 * 1024 ** 2;
/** Longer bodies are only logged as what they say. */
const MAX_LOGGED_BYTES = 64 * 1024;
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const EMPTY_FORM = new FormData();

interface Answer {
	status: number;
	headers?: Record<string, string>;
	body: unknown;
}

/** Handles one request to the hub's own host. */
export async function handleHubRequest(
	core: HubCore,
	log: RequestLog,
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
): Promise<void> {
	const entry = log.record(request, url, new Date(core.state.now()).toISOString());
	response.on('close', () => {
		entry.status = response.headersSent ? response.statusCode : 0;
	});
	const plan = core.faults.plan('hub', entry.method, entry.url);
	let raw: Buffer;
	try {
		raw = await readBody(request, MAX_BODY_BYTES);
	} catch (error) {
		request.resume();
		if (!request.destroyed) sendAnswer(response, failure(error), false);
		return;
	}
	entry.bodySize = raw.length;
	if (raw.length <= MAX_LOGGED_BYTES) entry.raw = raw;
	// A test may look before the answer is made, or where a fault takes its place.
	entry.body = raw.length === 0 ? undefined : jsonOf(raw);
	await pause(plan.delayMs);
	if (entry.url.length > MAX_ADDRESS) {
		sendAnswer(response, failure(new HubError(414, 'The address is too long.')), false);
		return;
	}
	if (plan.action === 'reset-before') {
		request.socket.destroy();
		return;
	}
	if (sendFault(response, plan)) return;
	const expireLinks = plan.action === 'expire';
	const answer = await answerFor(core, entry, raw, expireLinks).catch(failure);
	if (plan.action === 'reset-after') request.socket.destroy();
	else sendAnswer(response, answer, plan.action === 'truncate');
}

function sendAnswer(response: ServerResponse, answer: Answer, truncate: boolean): void {
	const headers = { ...JSON_HEADERS, ...answer.headers };
	send(response, answer.status, headers, JSON.stringify(answer.body), truncate);
}

/** The failure envelope of contract 1.4. */
function failure(error: unknown): Answer {
	if (error instanceof HubError) {
		const status = error.status >= 500 ? 'error' : 'fail';
		return { status: error.status, body: { status, message: error.message, ...error.extra } };
	}
	const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return { status: 500, body: { status: 'error', message: `Local hub failure: ${message}` } };
}

async function answerFor(
	core: HubCore,
	entry: RecordedRequest,
	raw: Buffer,
	expireLinks: boolean,
): Promise<Answer> {
	const wait = core.faults.rateLimitWait(Date.now());
	if (wait > 0) return rateLimited(core, wait);
	if (entry.headers.apikey !== core.apiKey) throw new HubError(401, 'Invalid API KEY');
	const found = matchRoute(routes, core.platform, entry.method, entry.path);
	const isForm = found?.route.form === true;
	const form = isForm ? await formOf(entry, raw) : EMPTY_FORM;
	entry.body = isForm ? fieldsOf(form) : bodyOf(entry, raw, found?.route.takesBody === true);
	if (found === null) throw notFound(`Cannot ${entry.method} ${entry.path}`);
	const { route, params } = found;
	const call = { core, params, query: queryOf(entry), body: entry.body, form, expireLinks };
	const data = await route.run(call);
	return { status: route.status, body: { status: 'success', data } };
}

function rateLimited(core: HubCore, wait: number): Answer {
	const seconds = String(Math.ceil(wait / 1000));
	return {
		status: 429,
		headers: core.faults.switches.rateLimit?.retryAfter ? { 'retry-after': seconds } : {},
		body: { status: 'fail', message: 'Too many requests, please try again later.' },
	};
}

/** Query values, each key at most once. */
function queryOf(entry: RecordedRequest): Record<string, string> {
	const names = [...new URL(entry.url, 'http://localhost').searchParams.keys()];
	const repeated = names.find((name, index) => names.indexOf(name) !== index);
	if (repeated !== undefined) throw badRequest(`"${repeated}" is given more than once.`);
	return entry.query;
}

/** The JSON body; routes without one ignore what a client sends along with a GET. */
function bodyOf(entry: RecordedRequest, raw: Buffer, isUsed: boolean): unknown {
	if (!isUsed) return raw.length === 0 ? undefined : raw.toString('utf8');
	if (!/^application\/json\b/i.test(String(entry.headers['content-type']))) {
		throw badRequest('The Content-Type must be application/json.');
	}
	return parseJson(raw.toString('utf8'), '');
}

/** The body where it is JSON. */
function jsonOf(raw: Buffer): unknown {
	try {
		return JSON.parse(raw.toString('utf8'));
	} catch {
		return undefined;
	}
}

async function formOf(entry: RecordedRequest, raw: Buffer): Promise<FormData> {
	const contentType = String(entry.headers['content-type']);
	try {
		const body = new Uint8Array(raw);
		return await new Response(body, { headers: { 'content-type': contentType } }).formData();
	} catch {
		throw badRequest('The body is not a valid form.');
	}
}

/** Form fields for the request log: files by name and size. */
function fieldsOf(form: FormData): Record<string, unknown> {
	const fields: Record<string, unknown> = {};
	for (const [name, value] of form) {
		const shown =
			typeof value === 'string' ? value : { file: value.name, type: value.type, size: value.size };
		fields[name] = name in fields ? [fields[name], shown].flat() : shown;
	}
	return fields;
}
