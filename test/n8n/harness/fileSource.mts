import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const MAX_LENGTH = 40_000;

/** Bytes that follow from a name, of a size that does too. */
function bytesOf(name: string): Buffer {
	const outputLength = 1 + (createHash('sha256').update(name).digest().readUInt32BE() % MAX_LENGTH);
	return createHash('shake256', { outputLength }).update(name).digest();
}

/** A storage that every worker reaches: a web server that lists its files and gives them out. */
export class FileSource {
	/** The content of each file by its name. */
	readonly files: ReadonlyMap<string, Buffer>;
	readonly #server: Server;

	private constructor(count: number) {
		const names = Array.from({ length: count }, (_, n) => `Straße 東京 ${n}.png`);
		this.files = new Map(names.map((name) => [name, bytesOf(name)]));
		this.#server = createServer((request, response) => {
			const file = this.files.get(decodeURIComponent(request.url!.slice(1)));
			response.setHeader('content-type', file ? 'image/png' : 'application/json');
			response.end(file ?? JSON.stringify(this.#list()));
		});
	}

	static async open(count: number): Promise<FileSource> {
		const source = new FileSource(count);
		source.#server.listen(0, '127.0.0.1');
		await once(source.#server, 'listening');
		return source;
	}

	/** The address of the list: one object with `name` and `url` for each file. */
	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
	}

	close(): void {
		this.#server.close();
		this.#server.closeAllConnections();
	}

	#list(): Array<{ name: string; url: string }> {
		return [...this.files.keys()].map((name) => ({
			name,
			url: this.url + encodeURIComponent(name),
		}));
	}
}
