import { errorOf } from '../util/outcome';
import { slices } from '../util/slices';

/** Bytes that are written at once: unpacked they are 66 MB at most. */
const MAX_WRITTEN = 64 * 1024;

/** The streams give 16 KiB at a time; this many bytes are worth the steps that follow. */
const GATHERED = 512 * 1024;

/**
 * What a native stream makes of chunks, packed or unpacked. The streams take in whatever is written to
 * them, however slowly it is read, so hardly more is written than what is read.
 * @param toError what is thrown where the stream cannot take the chunks
 * @throws what reading the chunks throws
 */
export async function* transformed(
	chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
	{ readable, writable }: CompressionStream | DecompressionStream,
	toError = (error: Error) => error,
): AsyncGenerator<Buffer> {
	const writer = writable.getWriter();
	const reader = readable.getReader();
	const output: Buffer[] = [];
	let pieces: Uint8Array[] = [];
	let size = 0;
	const gather = () => {
		if (size > 0) output.push(gathered(pieces));
		pieces = [];
		size = 0;
	};
	const collect = async () => {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return gather();
			pieces.push(value);
			size += value.byteLength;
			if (size >= GATHERED) gather();
		}
	};
	const check = (error: Error | undefined) => {
		if (error) throw toError(error);
	};
	const collected = errorOf(collect());
	let written: Promise<Error | undefined> | undefined;
	try {
		for await (const chunk of chunks) {
			for (const part of slices(chunk, MAX_WRITTEN)) {
				check(await written);
				written = errorOf(writer.write(part as Uint8Array<ArrayBuffer>));
				yield* output.splice(0); // while the stream is at work
			}
		}
		check(await written);
		check(await errorOf(writer.close()));
		check(await collected);
		yield* output;
	} finally {
		await errorOf(reader.cancel());
	}
}

/** Memory that Node.js can give back at once (since version 22). */
type FreeableMemory = ArrayBufferLike & { transfer?(length: number): ArrayBuffer };

/** Pieces as one. Memory that is theirs alone is given back at once, not when V8 looks for it. */
function gathered(pieces: Uint8Array[]): Buffer {
	const [{ buffer, byteOffset, byteLength }, ...more] = pieces;
	if (more.length === 0) return Buffer.from(buffer, byteOffset, byteLength);
	const whole = Buffer.concat(pieces);
	for (const piece of pieces) {
		const memory: FreeableMemory = piece.buffer;
		if (memory.byteLength === piece.byteLength) memory.transfer?.(0);
	}
	return whole;
}

/** Bytes packed as a whole. */
export async function packed(bytes: Buffer, format: 'deflate' | 'deflate-raw'): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of transformed([bytes], new CompressionStream(format))) parts.push(part);
	return Buffer.concat(parts);
}
