import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { closing, countBytes, type FileBody, type SourceFile } from '../hub/body';

/** From this many bytes on it pays to look after the memory of a file under way. */
const LARGE = 1024 ** 2;

/** A file as a whole. Only for files that are known to be small. */
export async function bytesOf(file: Pick<SourceFile, 'open'>): Promise<Buffer> {
	const body = await file.open();
	if (Buffer.isBuffer(body)) return body;
	const chunks: Buffer[] = [];
	for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** The files of one input item, and the place where new files are kept. */
export class Files {
	constructor(
		private readonly execute: IExecuteFunctions,
		private readonly index: number,
	) {}

	/**
	 * The file in a binary field of the item, in every binary data mode of n8n.
	 * @throws NodeOperationError when the item has no such field
	 */
	async read(field: string): Promise<SourceFile> {
		return await this.source(this.execute.helpers.assertBinaryData(this.index, field));
	}

	/** Keeps a new file in n8n's binary data store. A stream is never held in memory as a whole where the store is on disk. */
	async save(body: FileBody, fileName: string, mimeType?: string): Promise<IBinaryData> {
		return await this.execute.helpers.prepareBinaryData(body, fileName, mimeType);
	}

	/** A kept file as a source to read from. */
	async source(data: IBinaryData): Promise<SourceFile> {
		const { fileName, mimeType, directory, id } = data;
		const { helpers } = this.execute;
		if (!id) {
			const bytes = Buffer.from(data.data, 'base64');
			return { fileName, mimeType, directory, size: bytes.length, open: () => bytes };
		}
		const { fileSize } = await helpers.getBinaryMetadata(id);
		return {
			fileName,
			mimeType,
			directory,
			size: fileSize,
			open: async () => {
				const stream = await helpers.getBinaryStream(id);
				if (fileSize < LARGE) return stream;
				return closing(countBytes(stream, fileSize), () => stream.destroy());
			},
		};
	}
}
