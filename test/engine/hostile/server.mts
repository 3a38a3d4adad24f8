import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

/** A server that answers as a test says, and remembers what it was asked. */
export interface HostileServer {
	readonly url: string;
	readonly requests: Array<{ url: string; headers: IncomingMessage['headers'] }>;
	answer: (request: IncomingMessage, response: ServerResponse) => void;
	/** How many connections are open. */
	connections(): Promise<number>;
	close(): Promise<void>;
}

export async function openHostileServer(host = '127.0.0.1'): Promise<HostileServer> {
	const requests: HostileServer['requests'] = [];
	const server = createServer((request, response) => {
		requests.push({ url: request.url ?? '', headers: request.headers });
		request.resume();
		hostile.answer(request, response);
	}).listen(0, host);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const hostile: HostileServer = {
		url: `http://${host}:${port}`,
		requests,
		answer: (_request, response) => sendJson(response, 200, {}),
		connections: async () => await promisify(server.getConnections).call(server),
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
	return hostile;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}
