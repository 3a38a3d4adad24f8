import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FaultBox, FaultPlan } from './faults.mts';
import { close, listen, pause, send, sendFault } from './http.mts';
import { RequestLog } from './requestLog.mts';
import { Signer } from './signing.mts';
import type { ByteSource } from './storedObject.mts';
import { bufferSource, StoredObject, syntheticSource } from './storedObject.mts';
import type { RecordedRequest } from './types.mts';

const MAX_PUT_BYTES = 5 * 1024 ** 3;
const OCTETS = 'application/octet-stream';

interface StorageOptions {
	/** Larger uploads are hashed and counted, but their bytes are not kept. */
	keepBytes: number;
	logLimit: number;
	faults: FaultBox;
	now: () => number;
}

/** The S3-like host behind presigned URLs (contract 2.3). */
export class ObjectStorage {
	readonly objects = new Map<string, StoredObject>();
	readonly #options: StorageOptions;
	readonly #signer = new Signer();
	readonly #log: RequestLog;
	#server: Server | undefined;
	url = '';

	constructor(options: StorageOptions) {
		this.#options = options;
		this.#log = new RequestLog('storage', options.logLimit);
	}

	get requests(): RecordedRequest[] {
		return this.#log.requests;
	}

	clearRequests(): void {
		this.#log.clear();
	}

	async whenRequestsSettled(): Promise<void> {
		await this.#log.whenSettled();
	}

	async start(port: number): Promise<void> {
		const { server, url } = await listen(port, (...call) =>
			this.#log.follow(this.#handle(...call)),
		);
		this.#server = server;
		this.url = url;
	}

	async stop(): Promise<void> {
		if (this.#server !== undefined) await close(this.#server);
	}

	/** The unsigned URL of an object, percent-encoded. */
	urlOf(path: string): string {
		return this.url + path.split('/').map(encodeURIComponent).join('/');
	}

	/** A presigned URL for an unsigned one; an expired one is signed for a time long past. */
	signedUrl(method: 'GET' | 'PUT', url: string, ttlSeconds: number, expired = false): string {
		const bare = url.split('?')[0];
		const signedAt = expired ? this.#options.now() - (ttlSeconds + 1) * 1000 : this.#options.now();
		const path = decodePath(new URL(bare).pathname);
		return `${bare}?${this.#signer.sign(method, path, signedAt, ttlSeconds)}`;
	}

	/** Puts an object as if it had been uploaded. Returns its unsigned URL. */
	put(
		path: string,
		bytes: Uint8Array | string | readonly Buffer[],
		contentType = OCTETS,
		options: { isPublic?: boolean } = {},
	): string {
		const chunks = Array.isArray(bytes) ? bytes : [Buffer.from(bytes as string)];
		const size = chunks.reduce((sum: number, chunk: Buffer) => sum + chunk.length, 0);
		return this.#store(path, size, contentType, bufferSource(chunks), options);
	}

	/** Puts an object of any size whose bytes are made up while it is read. */
	putSynthetic(
		path: string,
		size: number,
		seed = 1,
		options: { isPublic?: boolean; contentType?: string } = {},
	): string {
		return this.#store(path, size, options.contentType ?? OCTETS, syntheticSource(seed), options);
	}

	#store(
		path: string,
		size: number,
		contentType: string,
		source: ByteSource,
		{ isPublic }: { isPublic?: boolean },
	): string {
		const storedAt = new Date(this.#options.now()).toISOString();
		const stored = new StoredObject({ path, size, contentType, source, isPublic, storedAt });
		this.objects.set(path, stored);
		return this.urlOf(path);
	}

	async #handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
		const { faults, now } = this.#options;
		const entry = this.#log.record(request, url, new Date(now()).toISOString());
		response.on('close', () => {
			entry.status = response.headersSent ? response.statusCode : 0;
		});
		const plan = faults.plan('storage', entry.method, entry.url);
		await pause(plan.delayMs);
		const isRead = entry.method === 'GET' || entry.method === 'HEAD';
		if (plan.action === 'reset-before' || (isRead && plan.action === 'reset-after')) {
			request.socket.destroy();
			return;
		}
		if (sendFault(response, plan)) {
			request.resume();
			return;
		}
		const path = decodePath(url.pathname);
		const isPublic = isRead && this.objects.get(path)?.isPublic === true;
		const verdict =
			plan.action === 'expire'
				? 'expired'
				: this.#signer.verify(entry.method, path, url.searchParams, now());
		if (verdict !== 'ok' && !isPublic) {
			request.resume();
			const message = verdict === 'expired' ? 'Request has expired' : 'Access Denied';
			const code = verdict === 'altered' ? 'SignatureDoesNotMatch' : 'AccessDenied';
			sendXmlError(response, 403, code, message);
		} else if (isRead) {
			await this.#serve(request, response, path, plan.action === 'truncate');
		} else {
			await this.#receive(request, response, path, entry, plan.action);
		}
	}

	async #receive(
		request: IncomingMessage,
		response: ServerResponse,
		path: string,
		entry: RecordedRequest,
		fault: FaultPlan['action'],
	): Promise<void> {
		const refusal = refusalOf(request);
		if (refusal !== null) {
			request.resume();
			sendXmlError(response, ...refusal);
			return;
		}
		const digest = createHash('sha256');
		let kept: Buffer[] | null = [];
		try {
			for await (const chunk of request as AsyncIterable<Buffer>) {
				digest.update(chunk);
				entry.bodySize += chunk.length;
				if (fault === 'truncate') request.socket.destroy();
				if (entry.bodySize > this.#options.keepBytes) kept = null;
				else kept?.push(chunk);
				await this.#throttle(chunk.length);
			}
		} catch {
			return; // The connection was cut: S3 stores nothing.
		}
		if (fault === 'truncate') return;
		const sha256 = digest.digest('hex');
		const stored = new StoredObject({
			path,
			size: entry.bodySize,
			contentType: request.headers['content-type'] ?? OCTETS,
			source: kept === null ? null : bufferSource(kept),
			sha256,
			storedAt: new Date(this.#options.now()).toISOString(),
		});
		this.objects.set(path, stored);
		if (fault === 'reset-after') request.socket.destroy();
		else send(response, 200, { etag: etagOf(stored) }, '');
	}

	async #serve(
		request: IncomingMessage,
		response: ServerResponse,
		path: string,
		truncate: boolean,
	): Promise<void> {
		const stored = this.objects.get(path);
		if (stored === undefined) {
			sendXmlError(response, 404, 'NoSuchKey', 'The specified key does not exist.');
			return;
		}
		if (stored.source === null) {
			sendXmlError(response, 500, 'BytesNotKept', 'The local hub kept only size and hash.');
			return;
		}
		const range = rangeOf(request.headers.range, stored.size);
		if (range === 'invalid') {
			sendXmlError(response, 416, 'InvalidRange', 'The requested range is not satisfiable');
			return;
		}
		const { start, end } = range ?? { start: 0, end: stored.size };
		response.writeHead(range === null ? 200 : 206, {
			'content-type': stored.contentType,
			'content-length': String(end - start),
			'accept-ranges': 'bytes',
			etag: etagOf(stored),
			...(range !== null && { 'content-range': `bytes ${start}-${end - 1}/${stored.size}` }),
		});
		if (request.method === 'HEAD') {
			response.end();
			return;
		}
		const stopAt = truncate ? start + Math.floor((end - start) / 2) : end;
		let sent = start;
		for (const chunk of this.#latest(path, start, stopAt)) {
			await this.#throttle(chunk.length);
			if (response.destroyed) return;
			if (!response.write(chunk)) await drained(response);
			sent += chunk.length;
		}
		if (truncate || sent < end) response.socket?.destroy();
		else response.end();
	}

	/** The bytes of an object; one that is overwritten while it is read goes on with its new bytes. */
	*#latest(path: string, start: number, end: number): Generator<Buffer> {
		let read: StoredObject | undefined;
		let chunks: Iterator<Buffer> | undefined;
		for (let at = start; ;) {
			const stored = this.objects.get(path);
			if (stored !== read) chunks = stored?.source?.(at, end)[Symbol.iterator]();
			read = stored;
			const next = chunks?.next();
			if (next === undefined || next.done) return;
			at += next.value.length;
			yield next.value;
		}
	}

	async #throttle(bytes: number): Promise<void> {
		const { bytesPerSecond } = this.#options.faults.switches;
		if (bytesPerSecond > 0) await pause((bytes / bytesPerSecond) * 1000);
	}
}

type XmlError = [status: number, code: string, message: string];

function refusalOf(request: IncomingMessage): XmlError | null {
	if (request.method !== 'PUT') {
		return [405, 'MethodNotAllowed', 'The specified method is not allowed.'];
	}
	if (request.headers['transfer-encoding'] !== undefined) {
		return [501, 'NotImplemented', 'A header you provided implies functionality not implemented.'];
	}
	const length = request.headers['content-length'];
	if (length === undefined) {
		return [411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.'];
	}
	return Number(length) > MAX_PUT_BYTES
		? [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size']
		: null;
}

function sendXmlError(response: ServerResponse, ...[status, code, message]: XmlError): void {
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	send(response, status, { 'content-type': 'application/xml' }, xml);
}

function rangeOf(
	header: string | undefined,
	size: number,
): { start: number; end: number } | 'invalid' | null {
	const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
	if (parts === null || (parts[1] === '' && parts[2] === '')) return null;
	const start = parts[1] === '' ? Math.max(0, size - Number(parts[2])) : Number(parts[1]);
	const end = parts[1] === '' || parts[2] === '' ? size : Math.min(size, Number(parts[2]) + 1);
	return start >= size || start >= end ? 'invalid' : { start, end };
}

// Not a hash of the bytes: hashing a huge synthetic object for a header would stop the server.
const etagOf = ({ path, size, storedAt }: StoredObject): string =>
	`"${createHash('md5').update(`${path} ${size} ${storedAt}`).digest('hex')}"`;

async function drained(response: ServerResponse): Promise<void> {
	await new Promise<void>((resolve) => {
		const done = () => {
			response.off('drain', done).off('close', done);
			resolve();
		};
		response.on('drain', done).on('close', done);
	});
}

function decodePath(pathname: string): string {
	try {
		return decodeURIComponent(pathname);
	} catch {
		return pathname;
	}
}
