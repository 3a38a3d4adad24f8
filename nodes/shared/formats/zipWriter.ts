import { UserError } from 'n8n-workflow';

import type { SourceFile } from '../util/streams';
import { crc32 } from './crc32';
import { packed, transformed } from './transform';
import { DEFLATED, SIZES_FOLLOW, STORED, UTF_8 } from './zipFormat';
import { descriptor, directoryEnd, directoryHeader, localHeader, type Entry } from './zipRecords';

/** A file that is closed once it is in the archive. */
type MemberFile = Pick<SourceFile, 'open' | 'close'>;

/** A file for an archive; a name that ends with a slash is an empty folder. */
export interface NewMember {
	/** Path with slashes, neither absolute nor with dots that lead upwards. */
	name: string;
	/** Large texts and bytes are packed; a file is not, such as a picture, which is packed already. */
	content: Buffer | string | AsyncIterable<string> | MemberFile;
}

/**
 * Up to this size, bytes are stored as they are: each would take a `CompressionStream`, which costs
 * more time than the bytes, and memory that is given back late.
 */
const MAX_STORED = 64 * 1024;
/** Texts without an end known in advance are held up to this size, so that their header says it. */
const MAX_HELD = 16 * 1024 ** 2;
/** Chunks that are worth a write. */
const CHUNK_SIZE = 256 * 1024;

/**
 * A ZIP archive as a stream. Members stand in the order in which they come, and in the directory
 * sorted by name. ZIP64 where there are many of them, or where they are large.
 */
export async function* zipArchive(members: AsyncIterable<NewMember>): AsyncGenerator<Buffer> {
	const archive = new Archive();
	for await (const member of members) yield* archive.add(member);
	yield* archive.end();
}

class Archive {
	private readonly entries: Entry[] = [];
	private offset = 0;
	/** Kept from chunk to chunk: what lives as long as it takes to fill one is given back late. */
	private readonly chunk = Buffer.allocUnsafeSlow(CHUNK_SIZE);
	private filled = 0;

	async *add({ name, content }: NewMember): AsyncGenerator<Buffer> {
		const entry: Entry = {
			name: Buffer.from(name),
			flags: UTF_8,
			method: STORED,
			crc: 0,
			packed: 0,
			size: 0,
			offset: this.offset,
			isFolder: name.endsWith('/'),
		};
		this.entries.push(entry);
		if (typeof content === 'string' || Buffer.isBuffer(content)) {
			const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
			yield* this.whole(entry, bytes, await deflated(bytes));
		} else if ('open' in content) {
			yield* this.copied(entry, content);
			content.close?.();
		} else yield* this.streamed(entry, content);
	}

	async *end(): AsyncGenerator<Buffer> {
		const start = this.offset;
		this.entries.sort((a, b) => Buffer.compare(a.name, b.name));
		for (const entry of this.entries) yield* this.put(directoryHeader(entry));
		yield* this.put(directoryEnd(this.entries.length, start, this.offset));
		yield* this.flush();
	}

	private *whole(entry: Entry, bytes: Buffer, packed: Buffer): Generator<Buffer> {
		const isSmaller = packed.length < bytes.length;
		const data = isSmaller ? packed : bytes;
		entry.method = isSmaller ? DEFLATED : STORED;
		entry.crc = ~crc32(-1, bytes) >>> 0;
		entry.size = bytes.length;
		entry.packed = data.length;
		yield* this.put(localHeader(entry), data);
	}

	/** Read twice where it is a stream, since its header comes first and says what is in it. */
	private async *copied(entry: Entry, file: MemberFile): AsyncGenerator<Buffer> {
		const body = await file.open();
		if (Buffer.isBuffer(body)) {
			yield* this.whole(entry, body, body);
			return;
		}
		let crc = -1;
		for await (const chunk of body as AsyncIterable<Buffer>) {
			crc = crc32(crc, chunk);
			entry.size += chunk.length;
		}
		entry.crc = ~crc >>> 0;
		entry.packed = entry.size;
		yield* this.put(localHeader(entry));
		let [again, copied] = [-1, 0];
		for await (const chunk of (await file.open()) as AsyncIterable<Buffer>) {
			again = crc32(again, chunk);
			copied += chunk.length;
			yield* this.put(chunk);
		}
		if (again === crc && copied === entry.size) return;
		throw new UserError(`'${entry.name.toString()}' changed while it was put into the archive`, {
			description: 'Run the node again.',
		});
	}

	/** Held back as long as it is small, so that its header says how large it is. */
	private async *streamed(entry: Entry, content: AsyncIterable<string>): AsyncGenerator<Buffer> {
		entry.method = DEFLATED;
		let crc = -1;
		const counted = async function* () {
			for await (const text of content) {
				const bytes = Buffer.from(text);
				crc = crc32(crc, bytes);
				entry.size += bytes.length;
				yield bytes;
			}
		};
		const held: Buffer[] = [];
		for await (const chunk of transformed(counted(), new CompressionStream('deflate-raw'))) {
			entry.packed += chunk.length;
			if (entry.flags & SIZES_FOLLOW) {
				yield* this.put(chunk);
				continue;
			}
			held.push(chunk);
			if (entry.packed < MAX_HELD) continue;
			entry.flags |= SIZES_FOLLOW;
			yield* this.put(localHeader(entry), ...held.splice(0));
		}
		entry.crc = ~crc >>> 0;
		if (entry.flags & SIZES_FOLLOW) yield* this.put(descriptor(entry));
		else yield* this.put(localHeader(entry), ...held);
	}

	/** Copies parts, so that whoever gave them may use their memory again. */
	private *put(...parts: Buffer[]): Generator<Buffer> {
		for (const part of parts) {
			this.offset += part.length;
			for (let at = 0; at < part.length;) {
				const copied = part.copy(this.chunk, this.filled, at);
				at += copied;
				this.filled += copied;
				if (this.filled === CHUNK_SIZE) yield* this.flush();
			}
		}
	}

	private *flush(): Generator<Buffer> {
		if (this.filled === 0) return;
		yield Buffer.from(this.chunk.subarray(0, this.filled));
		this.filled = 0;
	}
}

/** The bytes packed, or as they are where that is not worth it. */
async function deflated(bytes: Buffer): Promise<Buffer> {
	return bytes.length <= MAX_STORED ? bytes : await packed(bytes, 'deflate-raw');
}
