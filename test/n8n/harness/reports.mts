import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INode } from 'n8n-workflow';
import { node } from './workflows.mts';

/** Hears from workflows which items they were started with, and counts. */
export class Reports {
	/** How often each external id was reported. */
	readonly counts = new Map<string, number>();
	readonly #server: Server;

	private constructor() {
		this.#server = createServer((request, response) => {
			const name = new URL(request.url!, 'http://reports').searchParams.get('name')!;
			this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
			response.setHeader('content-type', 'application/json').end('{}');
		});
	}

	static async open(): Promise<Reports> {
		const reports = new Reports();
		reports.#server.listen(0, '127.0.0.1');
		await once(reports.#server, 'listening');
		return reports;
	}

	/** A node that reports the external id of each of its items. */
	node(): INode {
		const { port } = this.#server.address() as AddressInfo;
		const parameters = [{ name: 'name', value: '={{ $json.externalId }}' }];
		return node(
			'Report',
			'n8n-nodes-base.httpRequest',
			{
				method: 'GET',
				url: `http://127.0.0.1:${port}/`,
				sendQuery: true,
				queryParameters: { parameters },
				options: {},
			},
			{ typeVersion: 4.2 },
		);
	}

	close(): void {
		this.#server.close();
		this.#server.closeAllConnections();
	}
}
