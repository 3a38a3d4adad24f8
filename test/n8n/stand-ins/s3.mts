import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { close, listen, readBody, send } from '../../local-hub/http.mts';

const REGION = 'eu-central-1';
const MAX_CLOCK_SKEW_MS = 15 * 60_000;
const PAGE_SIZE = 1_000;
const MAX_OBJECT_BYTES = 50_000_000;
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** A refusal in S3's own words. */
class S3Error extends Error {
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) =>
	createHmac('sha256', key).update(data).digest();

/** Percent-encoded as AWS signs it. */
const encoded = (text: string) =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * A stand-in for S3 with one bucket, in path style: GetBucketLocation, ListObjectsV2, GetObject and
 * PutObject.
 * Refuses what AWS would refuse: each request has to be signed (Signature Version 4, in the header).
 */
export class S3StandIn {
	readonly region = REGION;
	readonly accessKeyId = randomBytes(10).toString('hex');
	readonly secretAccessKey = randomBytes(20).toString('hex');
	readonly bucket: string;
	/** Content by key. */
	readonly objects = new Map<string, Buffer>();
	/** Keys that were downloaded, in order. */
	readonly downloads: string[] = [];
	readonly #pageSize: number;
	#server: Server | undefined;
	url = '';

	/** @param pageSize keys on a page of the list; AWS has at most 1,000 */
	constructor(bucket: string, pageSize = PAGE_SIZE) {
		this.bucket = bucket;
		this.#pageSize = pageSize;
	}

	async start(): Promise<void> {
		const { server, url } = await listen(0, async (request, response, target) => {
			try {
				const body = await readBody(request, MAX_OBJECT_BYTES);
				this.#verify(request, target, body);
				this.#answer(request, response, target, body);
			} catch (error) {
				if (!(error instanceof S3Error)) throw error;
				const { status, code, message } = error;
				sendXml(
					response,
					`<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
					status,
				);
			}
		});
		this.#server = server;
		this.url = url;
	}

	async stop(): Promise<void> {
		if (this.#server) await close(this.#server);
	}

	#answer({ method }: IncomingMessage, response: ServerResponse, url: URL, body: Buffer): void {
		const [, bucket, ...parts] = url.pathname.split('/').map(decodeURIComponent);
		const key = parts.join('/');
		if (bucket !== this.bucket) throw new S3Error(404, 'NoSuchBucket', 'There is no such bucket.');
		if (method === 'PUT' && key !== '') {
			this.objects.set(key, body);
			send(response, 200, { etag: etag(body) }, '');
			return;
		}
		if (method !== 'GET') throw new S3Error(405, 'MethodNotAllowed', 'This method is not allowed.');
		if (key !== '') this.#sendObject(response, key);
		else if (url.searchParams.has('location')) {
			sendXml(response, `<LocationConstraint ${NAMESPACE}>${REGION}</LocationConstraint>`);
		} else if (url.searchParams.get('list-type') === '2') {
			sendXml(response, this.#page(url.searchParams));
		} else throw new S3Error(501, 'NotImplemented', 'Only version 2 of the list is served.');
	}

	#sendObject(response: ServerResponse, key: string): void {
		const bytes = this.objects.get(key);
		if (!bytes) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
		this.downloads.push(key);
		send(response, 200, { 'content-type': 'application/octet-stream', etag: etag(bytes) }, bytes);
	}

	#page(query: URLSearchParams): string {
		const prefix = query.get('prefix') ?? '';
		const token = query.get('continuation-token');
		const after = token === null ? '' : Buffer.from(token, 'base64url').toString();
		const keys = [...this.objects.keys()]
			.filter((key) => key.startsWith(prefix) && key > after)
			.sort();
		const page = keys.slice(0, this.#pageSize);
		const isTruncated = keys.length > page.length;
		const next = Buffer.from(page.at(-1) ?? '').toString('base64url');
		return [
			`<ListBucketResult ${NAMESPACE}><Name>${this.bucket}</Name>`,
			`<Prefix>${escaped(prefix)}</Prefix><KeyCount>${page.length}</KeyCount>`,
			`<MaxKeys>${this.#pageSize}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>`,
			isTruncated ? `<NextContinuationToken>${next}</NextContinuationToken>` : '',
			...page.map((key) => contents(key, this.objects.get(key)!)),
			'</ListBucketResult>',
		].join('');
	}

	/** @throws S3Error unless the request is signed with the right keys, for now and this region */
	#verify(request: IncomingMessage, url: URL, body: Buffer): void {
		const { headers } = request;
		const parts =
			/^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w{64})$/.exec(
				headers.authorization ?? '',
			);
		if (!parts) throw new S3Error(403, 'AccessDenied', 'The request is not signed.');
		const [, accessKeyId, scope, signedHeaders, signature] = parts as unknown as string[];
		if (accessKeyId !== this.accessKeyId) {
			throw new S3Error(403, 'InvalidAccessKeyId', 'The access key ID does not exist.');
		}
		const date = String(headers['x-amz-date']);
		const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(date) ?? ['', '', ''];
		if (scope !== `${day}/${REGION}/s3/aws4_request`) {
			throw new S3Error(400, 'AuthorizationHeaderMalformed', `Expecting ${day}/${REGION}.`);
		}
		const iso = `${day}T${time}Z`.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:');
		if (!(Math.abs(Date.now() - Date.parse(iso)) < MAX_CLOCK_SKEW_MS)) {
			throw new S3Error(403, 'RequestTimeTooSkewed', 'The time of the request is too far off.');
		}
		const payload = String(headers['x-amz-content-sha256']);
		if (payload !== sha256(body)) {
			throw new S3Error(400, 'XAmzContentSHA256Mismatch', 'The hash of the body is not right.');
		}
		const names = signedHeaders.split(';');
		if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) {
			throw new S3Error(403, 'AccessDenied', 'There were headers which were not signed.');
		}
		const canonical = [
			request.method,
			url.pathname.split('/').map(decodeURIComponent).map(encoded).join('/'),
			[...url.searchParams]
				.map((pair) => pair.map(encoded).join('='))
				.sort()
				.join('&'),
			...names.map((name) => `${name}:${String(headers[name]).trim()}`),
			'',
			signedHeaders,
			payload,
		].join('\n');
		const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${this.secretAccessKey}`);
		const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
		if (hmac(key, text).toString('hex') !== signature) {
			throw new S3Error(403, 'SignatureDoesNotMatch', 'The signature does not fit the request.');
		}
	}
}

const etag = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;

function contents(key: string, bytes: Buffer): string {
	return [
		`<Contents><Key>${escaped(key)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>`,
		`<ETag>${escaped(etag(bytes))}</ETag><Size>${bytes.length}</Size>`,
		'<StorageClass>STANDARD</StorageClass></Contents>',
	].join('');
}

function sendXml(response: ServerResponse, xml: string, status = 200): void {
	const body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
	send(response, status, { 'content-type': 'application/xml' }, body);
}
