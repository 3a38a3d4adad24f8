import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from './errors.mts';
import type { FaultPlan } from './faults.mts';

export const pause = async (ms: number): Promise<void> => {
	if (ms > 0) await sleep(ms);
};

/** The whole body; refuses more than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	// The socket must survive a refusal, so that the refusal can be sent.
	const parts = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
	for await (const chunk of parts) {
		size += chunk.length;
		if (size > limit) throw new HubError(413, 'The request body is too large.');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Sends a whole answer, or half of it and a cut connection when the answer is to be truncated. */
export function send(
	response: ServerResponse,
	status: number,
	headers: Record<string, string>,
	body: string | Buffer,
	truncate = false,
): void {
	const bytes = Buffer.from(body);
	response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
	if (!truncate) {
		response.end(bytes);
		return;
	}
	response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
		response.socket?.destroy();
	});
}

/** Sends the answer of a `{ status }` fault; false when the plan holds none. */
export function sendFault(response: ServerResponse, plan: FaultPlan): boolean {
	const { action } = plan;
	if (action === null || typeof action === 'string') return false;
	const html = `<html><body><h1>${action.status}</h1></body></html>`;
	const body = action.html ? html : (action.body ?? { status: 'fail', message: 'Injected fault.' });
	const contentType = action.html ? 'text/html' : 'application/json';
	send(
		response,
		action.status,
		{ 'content-type': contentType, ...action.headers },
		typeof body === 'string' ? body : JSON.stringify(body),
	);
	return true;
}

export type Listener = (
	request: IncomingMessage,
	response: ServerResponse,
	url: URL,
) => Promise<void>;

/** A loopback server that is ready to answer, and its address. */
export async function listen(
	port: number,
	listener: Listener,
): Promise<{ server: Server; url: string }> {
	const options = { keepAliveTimeout: 60_000, requestTimeout: 0 };
	const server = createServer(options, (request, response) => {
		const target = `http://127.0.0.1${request.url}`;
		const url = new URL(URL.canParse(target) ? target : 'http://127.0.0.1/');
		listener(request, response, url).catch(() => request.socket.destroy());
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export async function close(server: Server): Promise<void> {
	const closed = once(server, 'close');
	server.close();
	server.closeAllConnections();
	await closed;
}
