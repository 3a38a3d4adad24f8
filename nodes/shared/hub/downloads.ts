import { UserError } from 'n8n-workflow';

import { nameInUrl } from '../formats/fileNames';
import { bareType } from '../formats/fileTypes';
import { outcomeOf } from '../util/outcome';
import { closing, countBytes, gzipped, peek, streamFrom, type ReadableBody } from '../util/streams';
import { connectionFailure, HubError } from './http/errors';
import type { Transport } from './http/transport';

/** The content behind a link, with what its headers say. */
export interface OpenedFile {
	body: ReadableBody;
	/** Bytes; undefined when the host does not say, or says it of a packed form. */
	size?: number;
	mimeType?: string;
	/** From Content-Disposition. */
	fileName?: string;
}

/** Reads files from links, without the API key. */
export class Downloads {
	constructor(private readonly transport: Transport) {}

	/** Opens a link and streams its content; a stream that ends early is an error. */
	async open(url: string): Promise<OpenedFile> {
		return await this.transport.retrying(true, async () => await this.openOnce(url));
	}

	private async openOnce(url: string): Promise<OpenedFile> {
		const connection = new AbortController();
		const { body, headers } = await this.transport.outside(
			{
				url,
				encoding: 'stream',
				headers: { 'accept-encoding': 'identity' }, // so that the length is the content's own
			},
			connection.signal,
		);
		const stream = body as ReadableBody;
		// n8n unpacks what a server packed all the same, and drops the header that says so: the stream
		// is not the answer itself then, and the length is that of the packed form.
		const isPacked = !('rawHeaders' in stream);
		const length = Number(headers['content-length'] ?? Number.NaN);
		const size = Number.isFinite(length) && !isPacked ? length : undefined;
		const fileName = fileNameIn(text(headers['content-disposition']));
		const counted = countBytes(stream, size, (error) => this.brokenOff(url, error));
		const content =
			isPacked && /\.t?gz$/i.test(fileName ?? nameInUrl(url) ?? '')
				? await stillGzipped(counted)
				: counted;
		return {
			body: closing(content, () => connection.abort()),
			size,
			mimeType: bareType(text(headers['content-type']) ?? '') || undefined,
			fileName,
		};
	}

	/** The error of a stream that ends early, which names the host that it comes from. */
	private brokenOff(url: string, error: Error): Error {
		const { reason } = connectionFailure(error);
		return this.transport.error({ url }, { kind: 'unreachable', reason });
	}

	/** Opens a link and hands its content to `read`; the whole is tried again when the stream breaks. */
	async read<T>(url: () => Promise<string>, read: (file: OpenedFile) => Promise<T>): Promise<T> {
		return await this.transport.retrying(true, async () => {
			const link = await url();
			const file = await this.openOnce(link);
			const outcome = await outcomeOf(read(file));
			if ('value' in outcome) return outcome.value;
			file.body.destroy();
			// It came whole, but is not what it should be; or it says already where it broke off.
			if (outcome.error instanceof UserError || outcome.error instanceof HubError)
				throw outcome.error;
			throw this.brokenOff(link, outcome.error);
		});
	}
}

function text(header: unknown): string | undefined {
	return typeof header === 'string' && header !== '' ? header : undefined;
}

/** What starts every gzip file. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * A gzip file that its server sends as if it was packed for the way only, such as an object that was
 * stored with a Content-Encoding: n8n has unpacked it, so it is packed again.
 */
async function stillGzipped(body: ReadableBody): Promise<ReadableBody> {
	const { start, body: whole } = await peek(body, GZIP.length);
	if (start.subarray(0, GZIP.length).equals(GZIP)) return whole;
	return streamFrom(whole, gzipped(whole as AsyncIterable<Buffer>));
}

/** The file name of a Content-Disposition header (RFC 6266), the encoded form first. */
function fileNameIn(disposition: string | undefined): string | undefined {
	if (!disposition) return undefined;
	const [, charset, encoded] = /filename\*\s*=\s*([\w-]+)'[^']*'([^;]+)/i.exec(disposition) ?? [];
	if (encoded) {
		const bytes = encoded
			.trim()
			.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) =>
				String.fromCharCode(parseInt(hex, 16)),
			);
		return /^utf-?8$/i.test(charset) ? utf8(bytes) : bytes;
	}
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition);
	const name = plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2]?.trim();
	return name ? utf8(name) : undefined;
}

/** Text whose characters are the bytes of UTF-8, as Node.js reads headers; any other text as it is. */
function utf8(text: string): string {
	const bytes = Buffer.from(text, 'latin1');
	const decoded = bytes.toString();
	const isExact = bytes.toString('latin1') === text && Buffer.from(decoded).equals(bytes);
	return isExact ? decoded : text;
}
