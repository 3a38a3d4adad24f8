import { UserError } from 'n8n-workflow';

import { bareType } from '../formats/fileTypes';
import { SIGNATURE_BYTES, typeInBytes } from '../formats/signatures';
import { transformed } from '../formats/transform';
import { nameInUrl } from '../formats/urls';
import { outcomeOf } from '../util/outcome';
import {
	closing,
	countBytes,
	peek,
	streamFrom,
	WrongSizeError,
	type ReadableBody,
} from '../util/streams';
import { textIn } from '../util/textIn';
import { HubError } from './http/errors';
import { connectionFailure } from './http/reasons';
import type { Transport } from './http/transport';

/** The content behind a link, with what its headers say. */
export interface OpenedFile {
	body: ReadableBody;
	/** Bytes; undefined when the host does not say. Of a file that is packed for the way, it may turn out wrong. */
	size?: number;
	mimeType?: string;
	/** From Content-Disposition. */
	fileName?: string;
}

/** Reads files from links, without the API key. */
export class Downloads {
	/**
	 * Addresses whose servers pack files for the way although nobody asked for it. n8n unpacks them and
	 * drops the header that says so, so their announced length, of the packed form, means nothing.
	 */
	private readonly packed = new Set<string>();

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
		const isPacked = this.packed.has(pathOf(url));
		const length = Number(headers['content-length'] ?? Number.NaN);
		const size = Number.isFinite(length) && !isPacked ? length : undefined;
		const fileName = fileNameIn(textIn(headers['content-disposition']));
		const counted = closing(
			countBytes(body as ReadableBody, size, (error) => this.brokenOff(url, error)),
			() => connection.abort(),
		);
		const file = {
			body: counted,
			size,
			mimeType: bareType(textIn(headers['content-type']) ?? '') || undefined,
			fileName,
		};
		if (!/\.t?gz$/i.test(fileName ?? nameInUrl(url) ?? '')) return file;

		// An object that was stored as gzip with a Content-Encoding: n8n has unpacked it.
		const { start, body: whole } = await peek(counted, SIGNATURE_BYTES);
		if (['gz', 'html'].includes(typeInBytes(start) ?? '')) return { ...file, body: whole };
		if (isPacked) {
			const gzip = transformed(whole as AsyncIterable<Buffer>, new CompressionStream('gzip'));
			return { ...file, body: streamFrom(whole, gzip) };
		}
		whole.destroy();
		this.packed.add(pathOf(url));
		return await this.openOnce(url);
	}

	/** The error of a stream that ends early, which names the host that it comes from. */
	private brokenOff(url: string, error: Error): Error {
		// HTTP itself guards the length of an answer; another one means that n8n unpacked it.
		if (error instanceof WrongSizeError) this.packed.add(pathOf(url));
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

/** An address without its signature, which changes. */
function pathOf(url: string): string {
	return url.split('?')[0];
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
