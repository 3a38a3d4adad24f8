import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { HubAccess } from './hub.mts';

const shared = new Agent({ keepAlive: true });

interface BareRequest {
	method?: string;
	headers?: OutgoingHttpHeaders;
	body?: NodeJS.ReadableStream | string;
	/** Whose connections it uses. */
	agent?: Agent;
}

/** A request with nothing but Node's `http`: the floor that others are measured against. */
export async function bareRequest(
	url: string,
	{ method = 'GET', headers, body, agent = shared }: BareRequest = {},
): Promise<IncomingMessage> {
	return await new Promise((resolve, reject) => {
		const sending = request(url, { method, headers, agent }, (answer) =>
			(answer.statusCode ?? 500) < 300
				? resolve(answer)
				: reject(new Error(`${answer.statusCode}`)),
		);
		sending.once('error', reject);
		if (typeof body === 'object') pipeline(body, sending).catch(reject);
		else sending.end(body);
	});
}

/** The `data` of a call of the hub's API. */
export async function bareCall<T>({ url, apiKey }: HubAccess, path: string): Promise<T> {
	const answer = await bareRequest(`${url}${path}`, { headers: { apikey: apiKey } });
	return ((await json(answer)) as { data: T }).data;
}
