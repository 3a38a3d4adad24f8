import { errorOf } from '../util/outcome';
import { slices } from '../util/slices';

/** So much that it is worth a step through n8n, in bytes: the streams themselves give 16 KiB at once. */
const CHUNK_SIZE = 256 * 1024;

/** Bytes that are written at once: unpacked they are 66 MB at most. */
const MAX_WRITTEN = 64 * 1024;

/**
 * What a native stream makes of chunks, packed or unpacked, in chunks of 256 KiB or little more. The
 * streams take in whatever is written to them, however slowly it is read, so hardly more is written
 * than what is read.
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
	let output: Buffer[] = [];
	let size = 0;
	const collect = async () => {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			output.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
			size += value.byteLength;
		}
	};
	const taken = () => {
		const whole = Buffer.concat(output);
		[output, size] = [[], 0];
		return whole;
	};
	const check = (error: Error | undefined) => {
		if (error) throw toError(error);
	};
	const collected = errorOf(collect());
	try {
		for await (const chunk of chunks) {
			for (const part of slices(chunk, MAX_WRITTEN)) {
				const written = errorOf(writer.write(part as Uint8Array<ArrayBuffer>));
				if (size >= CHUNK_SIZE) yield taken(); // while the stream is at work
				check(await written);
			}
		}
		check(await errorOf(writer.close()));
		check(await collected);
		if (size > 0) yield taken();
	} finally {
		await errorOf(reader.cancel());
	}
}

/** Bytes packed as a whole. */
export async function packed(bytes: Buffer, format: 'deflate' | 'deflate-raw'): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of transformed([bytes], new CompressionStream(format))) parts.push(part);
	return Buffer.concat(parts);
}
