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
	/** Lets go of a file that is not read again. */
	close?(): void;
}

/** A file as a whole. Only for files that are known to be small. */
export async function bytesOf(file: Pick<SourceFile, 'open'>): Promise<Buffer> {
	const body = await file.open();
	if (Buffer.isBuffer(body)) return body;
	const chunks: Buffer[] = [];
	for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** A stream of n8n's helpers. */
export type ReadableBody = Exclude<FileBody, Buffer>;

/** The class of a stream makes new ones from generators; `stream` itself may not be imported (n8n's rules). */
type ReadableClass = {
	from(chunks: AsyncIterable<Buffer>, options: { objectMode: boolean }): ReadableBody;
};

/** A stream made from chunks, of the same class as `like`. */
export function streamFrom(like: ReadableBody, chunks: AsyncIterable<Buffer>): ReadableBody {
	return (like.constructor as unknown as ReadableClass).from(soonFreed(chunks), {
		objectMode: false,
	});
}

/** Bytes of a chunk for each element of a short-lived object, which has 8: four times its own size. */
const BYTES_PER_ELEMENT = 2;
/** So small that the one that is alive when V8 looks does not count. */
const ELEMENTS = 256;

/** What one stream leaves behind up to here is little, and whoever opened it has made objects enough. */
const MIN_FREED = 1024 ** 2;

/**
 * The same chunks, whose memory is given back soon. V8 looks for chunks that are done with only when
 * many have piled up outside of its heap, and then goes through all of n8n's memory, which takes
 * longer than the transfer itself. Short-lived objects beside each chunk make it look earlier, and
 * only at what is new.
 */
async function* soonFreed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const latest: unknown[][] = [[]];
	let size = 0;
	for await (const chunk of chunks) {
		size += chunk.length;
		const left = size < MIN_FREED ? 0 : chunk.length;
		for (let bytes = 0; bytes < left; bytes += ELEMENTS * BYTES_PER_ELEMENT) {
			latest[0] = new Array(ELEMENTS);
		}
		yield chunk;
	}
}

/** The first bytes of a stream, and a stream that still has them. */
export async function peek(
	body: ReadableBody,
	count: number,
): Promise<{ start: Buffer; body: ReadableBody }> {
	const chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
	const first: Buffer[] = [];
	for (let size = 0; size < count; size += first.at(-1)!.length) {
		const { value, done } = await chunks.next();
		if (done) break;
		first.push(value);
	}
	const whole = async function* () {
		yield* first;
		for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
	};
	return {
		start: Buffer.concat(first),
		body: closing(streamFrom(body, whole()), () => body.destroy()),
	};
}

/** A stream that came to its end, but not with as many bytes as announced. */
export class WrongSizeError extends OperationalError {}

/**
 * The same stream, which fails when it does not carry exactly `size` bytes. What it fails with is up
 * to `toError`, since whoever reads it does not know where it comes from.
 */
export function countBytes(
	body: ReadableBody,
	size: number | undefined,
	toError = (error: Error) => error,
): ReadableBody {
	return streamFrom(body, counted(body, size, toError));
}

/**
 * The same stream, which closes its connection when it is destroyed before its end. The streams of
 * n8n's helper pass that on only while bytes come in, so an unread one would stay connected.
 */
export function closing(body: ReadableBody, close: () => void): ReadableBody {
	const destroy = body.destroy.bind(body);
	body.destroy = (error) => {
		destroy(error);
		if (!body.readableEnded) close();
		return body;
	};
	return body;
}

async function* counted(
	body: ReadableBody,
	size = Infinity,
	toError: (error: Error) => Error,
): AsyncGenerator<Buffer> {
	let count = 0;
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			count += chunk.length;
			if (count > size) break;
			yield chunk;
		}
	} catch (error) {
		throw toError(error as Error);
	}
	if (size === Infinity || count === size) return;
	throw toError(
		new WrongSizeError(`The file does not have the ${size} bytes that its server announced`, {
			description: 'The download was incomplete. Run the node again.',
		}),
	);
}
