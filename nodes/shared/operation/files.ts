import { UserError, type IBinaryData, type IExecuteFunctions } from 'n8n-workflow';

import { outcomeOf } from '../util/outcome';
import { closing, countBytes, streamFrom, type FileBody, type SourceFile } from '../util/streams';

/** Files below this many bytes are read at once, which costs less than a stream. */
const LARGE = 1024 ** 2;

/** Bytes of a large file that are read at once: fewer steps, for memory that still does not matter. */
const LARGE_CHUNK = 512 * 1024;

/** The files of one input item, and the place where new files are kept. */
export class Files {
	constructor(
		private readonly execute: IExecuteFunctions,
		private readonly index: number,
	) {}

	/**
	 * The file in a binary field of the item, in every binary data mode of n8n.
	 * @param label the display name of the field that names it
	 * @throws UserError when the item has no such field, or n8n does not have the file
	 */
	async read(field: string, label = 'Input Data Field Name'): Promise<SourceFile> {
		const { execute, index } = this;
		// n8n knows all places where the file of an item can be.
		const found = await outcomeOf((async () => execute.helpers.assertBinaryData(index, field))());
		if ('value' in found) return await this.source(found.value, field);
		const names = Object.keys(execute.getInputData()[index].binary ?? {});
		throw new UserError(`'${label}' is '${field}', but the item has no file there`, {
			description:
				names.length > 0
					? `Its files are in: ${names.join(', ')}.`
					: 'It has no files at all. Connect a node that gives files, and look at the tab Binary of its output.',
		});
	}

	/** True when the item has a file in this binary field. */
	has(field: string): boolean {
		return this.known(field) !== undefined;
	}

	/** The MIME type of the file in a binary field, without a look at the file itself. */
	mimeTypeOf(field: string): string | undefined {
		return this.known(field)?.mimeType;
	}

	private known(field: string): IBinaryData | undefined {
		return this.execute.getInputData()[this.index].binary?.[field];
	}

	/**
	 * Keeps a file that is made bit by bit. Only where n8n keeps files in memory is it ever there as a
	 * whole; elsewhere the stream is made of the class of another one, that of a file of one byte.
	 */
	async saveChunks(
		chunks: AsyncIterable<Buffer>,
		fileName: string,
		mimeType: string,
	): Promise<IBinaryData> {
		const { helpers } = this.execute;
		const { id } = await helpers.prepareBinaryData(Buffer.alloc(1), fileName, mimeType);
		if (!id) {
			const parts: Buffer[] = [];
			for await (const chunk of chunks) parts.push(chunk);
			return await this.save(Buffer.concat(parts), fileName, mimeType);
		}
		const like = await helpers.getBinaryStream(id);
		like.destroy();
		return await this.save(streamFrom(like, chunks), fileName, mimeType);
	}

	/** Keeps a new file in n8n's binary data store. A stream is never held in memory as a whole where the store is on disk. */
	async save(body: FileBody, fileName: string, mimeType?: string): Promise<IBinaryData> {
		return await this.execute.helpers.prepareBinaryData(body, fileName, mimeType);
	}

	/**
	 * A kept file as a source to read from; `field` is where the item has it.
	 * @throws UserError when n8n's store does not have it
	 */
	async source(data: IBinaryData, field?: string): Promise<SourceFile> {
		const { fileName, mimeType, directory, id } = data;
		const { helpers } = this.execute;
		if (!id) {
			const bytes = Buffer.from(data.data, 'base64');
			return { fileName, mimeType, directory, size: bytes.length, open: () => bytes };
		}
		const metadata = await outcomeOf(helpers.getBinaryMetadata(id));
		if ('error' in metadata) {
			throw new UserError(`n8n does not have the file '${fileName ?? field}' any more`, {
				description:
					"It may have been deleted with its execution. Where several n8n processes share the work (queue mode), set N8N_DEFAULT_BINARY_DATA_MODE to 'database' or 's3' in all of them.",
			});
		}
		const { fileSize } = metadata.value;
		return {
			fileName,
			mimeType,
			directory,
			size: fileSize,
			open: async () => {
				if (field && fileSize < LARGE) return await helpers.getBinaryDataBuffer(this.index, field);
				const stream = await helpers.getBinaryStream(id, LARGE_CHUNK);
				return closing(countBytes(stream, fileSize), () => stream.destroy());
			},
		};
	}
}
