import { UserError } from 'n8n-workflow';

import { outcomeOf } from '../util/outcome';
import { closing, countBytes, type ReadableBody } from '../util/streams';
import { connectionFailure } from './http/errors';
import type { Transport } from './http/transport';

/** The content behind a link, with what its headers say. */
export interface OpenedFile {
	body: ReadableBody;
	/** Bytes; undefined when the host does not say. */
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
		const length = Number(headers['content-length'] ?? Number.NaN);
		const size = Number.isFinite(length) ? length : undefined;
		return {
			body: closing(countBytes(body as ReadableBody, size), () => connection.abort()),
			size,
			mimeType: text(headers['content-type'])?.split(';')[0].trim().toLowerCase(),
			fileName: fileNameIn(text(headers['content-disposition'])),
		};
	}

	/** Opens a link and hands its content to `read`; the whole is tried again when the stream breaks. */
	async read<T>(url: () => Promise<string>, read: (file: OpenedFile) => Promise<T>): Promise<T> {
		return await this.transport.retrying(true, async () => {
			const link = await url();
			const file = await this.openOnce(link);
			const outcome = await outcomeOf(read(file));
			if ('value' in outcome) return outcome.value;
			file.body.destroy();
			if (outcome.error instanceof UserError) throw outcome.error; // it came whole, but is not what it should be
			const { reason } = connectionFailure(outcome.error);
			throw this.transport.error({ url: link }, { kind: 'unreachable', reason });
		});
	}
}

function text(header: unknown): string | undefined {
	return typeof header === 'string' && header !== '' ? header : undefined;
}

/** The file name of a Content-Disposition header (RFC 6266), the encoded form first. */
function fileNameIn(disposition: string | undefined): string | undefined {
	if (!disposition) return undefined;
	const encoded = /filename\*\s*=\s*[\w-]+'[^']*'([^;]+)/i.exec(disposition)?.[1].trim();
	if (encoded) {
		try {
			return decodeURIComponent(encoded);
		} catch {
			return encoded;
		}
	}
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition);
	return (plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2]?.trim()) || undefined;
}
