import { UserError } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

import { extensionOf } from '../formats/fileNames';
import { errorOf } from '../util/outcome';
import { HubError } from './http/errors';
import type { Transport } from './http/transport';
import type { UploadFile } from './types';

/** What a storage takes in one PUT. */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

const MIN_TIMEOUT_MS = 60_000;
/** A transfer slower than this many bytes in a millisecond is given up. */
const MIN_BYTES_PER_MS = 128;

/** An upload address that has expired is asked for again this many times. */
const MAX_RENEWALS = 2;

/** What the uploaded bytes are for (contract 4.1 StorageFileTypes). */
export type UploadKind = 'assets' | 'brushes' | 'medicalBrushes' | 'instructions';

/** Milliseconds that a transfer of this many bytes may take. */
function transferTimeout(size: number): number {
	return MIN_TIMEOUT_MS + Math.ceil(size / MIN_BYTES_PER_MS);
}

/** Puts files into Ango Hub's storage (contract 2.3, steps 2a to 2d). */
export class Uploads {
	constructor(private readonly transport: Transport) {}

	/** Streams a file to storage; gives its URL there, which is unique. */
	async put(
		projectId: string,
		file: UploadFile,
		kind: UploadKind = 'assets',
		storageId?: string,
	): Promise<string> {
		const name = `${randomUUID().replace(/-/g, '')}.${extensionOf(file.fileName)}`;
		const newUrl = async () => await this.uploadUrl(projectId, name, kind, storageId);
		let url = await newUrl();
		for (let renewals = 0; ; renewals++) {
			const error = await errorOf(
				this.transport.retrying(true, async () => await this.send(url, file)),
			);
			if (!error) return url.split('?')[0];
			const expired = error instanceof HubError && error.kind === 'forbidden';
			if (!expired || renewals === MAX_RENEWALS) throw error;
			url = await newUrl();
		}
	}

	/** One PUT. The file is opened anew for each attempt, since a stream can be read only once. */
	private async send(url: string, { source, mimeType }: UploadFile): Promise<void> {
		const body = await source.open();
		let broken: Error | undefined;
		if (!Buffer.isBuffer(body)) body.on('error', (cause: Error) => (broken ??= cause));
		const error = await errorOf(
			this.transport.outside({
				method: 'PUT',
				url,
				body,
				headers: {
					'content-type': mimeType,
					'content-length': source.size,
					...(isAzure(url) ? { 'x-ms-blob-type': 'BlockBlob' } : {}),
				},
				disableFollowRedirect: true, // following a redirect would hold the whole body in memory
				timeout: transferTimeout(source.size),
			}),
		);
		if (!error) return;
		if (!Buffer.isBuffer(body)) body.destroy();
		// What could not be read is not the fault of the storage.
		throw broken instanceof HubError ? broken : error;
	}

	private async uploadUrl(
		projectId: string,
		name: string,
		kind: UploadKind,
		storageId?: string,
	): Promise<string> {
		const { uploadUrl } = await this.transport.call<{ uploadUrl?: string }>({
			path: '/v2/getUploadUrl',
			query: { name, project: projectId, type: kind, storageId },
		});
		if (!uploadUrl || !URL.canParse(uploadUrl)) {
			throw new UserError('Ango Hub returned no address to upload the file to', {
				description: 'Check the storage of the project in Ango Hub, then run the node again.',
			});
		}
		return uploadUrl;
	}
}

/** Azure takes a file only with its kind of blob; a shared access signature has a version and a resource. */
function isAzure(url: string): boolean {
	const { hostname, searchParams } = new URL(url);
	return (
		/\.blob\.(core|storage)\./i.test(hostname) ||
		['sv', 'sr', 'sig'].every((key) => searchParams.has(key))
	);
}
