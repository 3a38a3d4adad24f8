import { OperationalError, type IExecuteFunctions } from 'n8n-workflow';

/** A file's content: a stream (n8n keeps files on disk or in a store) or bytes (n8n keeps them in memory). */
export type FileBody =
	Buffer | Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** A file that can be read more than once. `size` is in bytes. */
export interface SourceFile {
	fileName?: string;
	mimeType?: string;
	/** The folder it was read from, where n8n knows it. */
	directory?: string;
	size: number;
	open(): Promise<FileBody> | FileBody;
}

/** A stream of n8n's helpers. */
export type ReadableBody = Exclude<FileBody, Buffer>;

/** The class of a stream makes new ones from generators; `stream` itself may not be imported (n8n's rules). */
type ReadableClass = {
	from(chunks: AsyncIterable<Buffer>, options: { objectMode: boolean }): ReadableBody;
};

/** A stream made from chunks, of the same class as `like`. */
export function streamFrom(like: ReadableBody, chunks: AsyncIterable<Buffer>): ReadableBody {
	return (like.constructor as unknown as ReadableClass).from(chunks, { objectMode: false });
}

/** The same stream, which fails when it does not carry exactly `size` bytes. */
export function countBytes(body: ReadableBody, size: number | undefined): ReadableBody {
	if (size === undefined) return body;
	return streamFrom(body, counted(body, size));
}

async function* counted(body: ReadableBody, size: number): AsyncGenerator<Buffer> {
	let count = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		count += chunk.length;
		if (count > size) break;
		yield chunk;
	}
	if (count !== size) {
		throw new OperationalError(
			`The file does not have the ${size} bytes that its server announced`,
		);
	}
}
