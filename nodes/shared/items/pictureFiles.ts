import { UserError } from 'n8n-workflow';

import type { Hub } from '../hub';
import type { OpenedFile } from '../hub/downloads';
import { HubError } from '../hub/http/errors';
import type { Files } from '../operation/files';
import { Semaphore } from '../util/concurrency';
import { peek, type SourceFile } from '../util/streams';
import { readableLink } from './assetFile';

/** All pictures that are in memory at once are together no larger than this, in bytes. */
const MAX_HELD = 64 * 1024 ** 2;

/** Pictures that have come, and wait for their turn, for each that is on its way. */
const WAITING = 1;

/**
 * Fetches the files of assets, several at once. Small ones are in memory; large ones go through n8n's
 * store, so that memory does not grow with them.
 */
export class PictureFiles {
	/** How many may be asked for before the first is needed. */
	readonly ahead: number;
	private readonly semaphore: Semaphore;
	private readonly maxSize: number;
	/** Origins whose files only open with a signed link. */
	private readonly signed = new Set<string>();
	/** Memory of pictures that are done with. */
	private readonly free: Buffer[] = [];

	constructor(
		private readonly hub: Hub,
		private readonly files: Files,
		private readonly projectId: string,
	) {
		const { count } = hub.concurrency;
		this.semaphore = new Semaphore(count);
		this.ahead = count * (1 + WAITING);
		this.maxSize = Math.floor(MAX_HELD / this.ahead);
	}

	/** The file behind a URL. @throws HubError when it cannot be had, after as many attempts as for any download */
	async fetch(url: string): Promise<SourceFile> {
		if (url.startsWith('data:')) return inMemory(Buffer.from(url.split(',')[1] ?? '', 'base64'));
		return await this.semaphore.run(async () => {
			const origin = originOf(url);
			if (this.signed.has(origin)) return await this.fetchSigned(url);
			return await this.read(async () => url).catch(async (error: unknown) => {
				if (!(error instanceof HubError) || !error.isRefusal) throw error;
				const file = await this.fetchSigned(url);
				this.signed.add(origin);
				return file;
			});
		});
	}

	private async fetchSigned(url: string): Promise<SourceFile> {
		return await this.read(async () => await readableLink(this.hub, this.projectId, url));
	}

	private async read(link: () => Promise<string>): Promise<SourceFile> {
		return await this.hub.downloads.read(link, async (file) => await this.kept(file));
	}

	private async kept({ body, size, fileName, mimeType }: OpenedFile): Promise<SourceFile> {
		if (size && size <= this.maxSize) return await this.held(body, size);
		const { start, body: whole } = await peek(body, this.maxSize + 1);
		if (start.length === 0) {
			throw new UserError('The file is empty', { description: 'Upload the picture again.' });
		}
		if (start.length <= this.maxSize) return inMemory(start);
		return await this.files.source(await this.files.save(whole, fileName ?? 'picture', mimeType));
	}

	/** Held in the memory of a picture that is done with: new memory for each would be given back late. */
	private async held(body: OpenedFile['body'], size: number): Promise<SourceFile> {
		const fitting = this.free.findIndex(({ length }) => length >= size);
		// Where none is large enough, a smaller one makes room.
		const [left] = this.free.splice(Math.max(fitting, 0), 1);
		const memory = fitting < 0 ? Buffer.allocUnsafeSlow(size) : left;
		let at = 0;
		for await (const chunk of body as AsyncIterable<Buffer>) at += chunk.copy(memory, at);
		return { ...inMemory(memory.subarray(0, size)), close: () => void this.free.push(memory) };
	}
}

function inMemory(bytes: Buffer): SourceFile {
	return { size: bytes.length, open: () => bytes };
}

/** Where a URL leads to, without path and query. */
function originOf(url: string): string {
	return /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0].toLowerCase() ?? '';
}
