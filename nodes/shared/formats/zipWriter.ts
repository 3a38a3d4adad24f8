import { UserError } from 'n8n-workflow';

import type { SourceFile } from '../util/streams';
import { crc32 } from './crc32';

/** A file for an archive; a name that ends with a slash is an empty folder. */
export interface NewMember {
	/** Path with slashes, neither absolute nor with dots that lead upwards. */
	name: string;
	/** Texts and bytes are packed; a file is not, such as a picture, which is packed already. */
	content: Buffer | string | AsyncIterable<string> | Pick<SourceFile, 'open'>;
}

const STORED = 0;
const DEFLATED = 8;
/** Names are UTF-8. */
const UTF_8 = 1 << 11;
/** Sizes and CRC come in a data descriptor after the data. */
const SIZES_FOLLOW = 1 << 3;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** Made on Unix. */
const MADE_BY = 3 << 8;
/** Midnight of 1980-01-01: the same input gives the same bytes. */
const [TIME, DATE] = [0, 0x21];
const FILE_MODE = 0o100644 * 2 ** 16;
const FOLDER_MODE = 0o040755 * 2 ** 16 + 0x10;
const IN_ZIP64 = 0xffffffff;
const MANY = 0xffff;

/** Smaller texts are hardly worth the time to pack them: each takes a stream of its own, a fifth of a millisecond. */
const MIN_DEFLATED = 4096;
/** Texts without an end known in advance are held up to this size, so that their header says it. */
const MAX_HELD = 16 * 1024 ** 2;
/** Chunks that are worth a write. */
const CHUNK_SIZE = 256 * 1024;

/** What the directory says of a member. */
interface Entry {
	name: Buffer;
	flags: number;
	method: number;
	crc: number;
	packed: number;
	size: number;
	offset: number;
	isFolder: boolean;
}

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
	private parts: Buffer[] = [];
	private partsSize = 0;

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
			yield* this.whole(entry, bytes, bytes.length < MIN_DEFLATED);
		} else if ('open' in content) yield* this.copied(entry, content);
		else yield* this.streamed(entry, content);
	}

	async *end(): AsyncGenerator<Buffer> {
		const start = this.offset;
		this.entries.sort((a, b) => Buffer.compare(a.name, b.name));
		for (const entry of this.entries) yield* this.put(directoryHeader(entry));
		yield* this.put(directoryEnd(this.entries.length, start, this.offset));
		yield Buffer.concat(this.parts);
	}

	private async *whole(entry: Entry, bytes: Buffer, isStored: boolean): AsyncGenerator<Buffer> {
		const packed = isStored ? bytes : await deflated(bytes);
		const isSmaller = packed.length < bytes.length;
		const data = isSmaller ? packed : bytes;
		entry.method = isSmaller ? DEFLATED : STORED;
		entry.crc = ~crc32(-1, bytes) >>> 0;
		entry.size = bytes.length;
		entry.packed = data.length;
		yield* this.put(localHeader(entry), data);
	}

	/** Read twice where it is a stream, since its header comes first and says what is in it. */
	private async *copied(entry: Entry, file: Pick<SourceFile, 'open'>): AsyncGenerator<Buffer> {
		const body = await file.open();
		if (Buffer.isBuffer(body)) {
			yield* this.whole(entry, body, true);
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
		for await (const chunk of through(counted(), new CompressionStream('deflate-raw'))) {
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

	private *put(...parts: Buffer[]): Generator<Buffer> {
		for (const part of parts) {
			this.parts.push(part);
			this.partsSize += part.length;
			this.offset += part.length;
		}
		if (this.partsSize < CHUNK_SIZE) return;
		yield Buffer.concat(this.parts);
		this.parts = [];
		this.partsSize = 0;
	}
}

/** A member whose size is not known yet may become large. */
function isLarge({ flags, size, packed }: Entry): boolean {
	return (flags & SIZES_FOLLOW) !== 0 || size >= IN_ZIP64 || packed >= IN_ZIP64;
}

function localHeader(entry: Entry): Buffer {
	const { name, flags, method } = entry;
	const large = isLarge(entry);
	const follow = (flags & SIZES_FOLLOW) !== 0;
	const [crc, packed, size] = follow ? [0, 0, 0] : [entry.crc, entry.packed, entry.size];
	return record(
		[4, 0x04034b50],
		[2, large ? VERSION_ZIP64 : VERSION],
		[2, flags],
		[2, method],
		[2, TIME],
		[2, DATE],
		[4, crc],
		[4, large ? IN_ZIP64 : packed],
		[4, large ? IN_ZIP64 : size],
		[2, name.length],
		[2, large ? 20 : 0],
		name,
		...(large ? [zip64([size, packed])] : []),
	);
}

/** Sizes of 8 bytes, as the extra field of ZIP64 in the header promises. */
function descriptor({ crc, packed, size }: Entry): Buffer {
	return record([4, 0x08074b50], [4, crc], [8, packed], [8, size]);
}

function directoryHeader(entry: Entry): Buffer {
	const { name, flags, method, crc, packed, size, offset, isFolder } = entry;
	const large = isLarge(entry);
	const isFar = offset >= IN_ZIP64;
	const extra = zip64([...(large ? [size, packed] : []), ...(isFar ? [offset] : [])]);
	return record(
		[4, 0x02014b50],
		[2, MADE_BY | VERSION_ZIP64],
		[2, large || isFar ? VERSION_ZIP64 : VERSION],
		[2, flags],
		[2, method],
		[2, TIME],
		[2, DATE],
		[4, crc],
		[4, large ? IN_ZIP64 : packed],
		[4, large ? IN_ZIP64 : size],
		[2, name.length],
		[2, extra.length],
		[2, 0], // comment
		[2, 0], // disk
		[2, 0], // internal attributes
		[4, isFolder ? FOLDER_MODE : FILE_MODE],
		[4, isFar ? IN_ZIP64 : offset],
		name,
		extra,
	);
}

function directoryEnd(count: number, start: number, end: number): Buffer {
	const size = end - start;
	const isWide = count >= MANY || start >= IN_ZIP64 || size >= IN_ZIP64;
	const wide = isWide
		? [
				record(
					[4, 0x06064b50],
					[8, 44], // size of the rest of this record
					[2, MADE_BY | VERSION_ZIP64],
					[2, VERSION_ZIP64],
					[4, 0], // disk
					[4, 0], // disk of the directory
					[8, count],
					[8, count],
					[8, size],
					[8, start],
				),
				record([4, 0x07064b50], [4, 0], [8, end], [4, 1]),
			]
		: [];
	return Buffer.concat([
		...wide,
		record(
			[4, 0x06054b50],
			[2, 0], // disk
			[2, 0], // disk of the directory
			[2, Math.min(count, MANY)],
			[2, Math.min(count, MANY)],
			[4, Math.min(size, IN_ZIP64)],
			[4, Math.min(start, IN_ZIP64)],
			[2, 0], // comment
		),
	]);
}

/** The extra field that holds numbers of 8 bytes; nothing where there are none. */
function zip64(values: number[]): Buffer {
	if (values.length === 0) return Buffer.alloc(0);
	return record([2, 1], [2, 8 * values.length], ...values.map((value): Field => [8, value]));
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Numbers of 2, 4 or 8 bytes, lowest first, and bytes as they are. */
function record(...fields: Array<Field | Buffer>): Buffer {
	const size = fields.reduce(
		(sum, field) => sum + (Buffer.isBuffer(field) ? field.length : field[0]),
		0,
	);
	const bytes = Buffer.alloc(size);
	let at = 0;
	for (const field of fields) {
		if (Buffer.isBuffer(field)) at += field.copy(bytes, at);
		else if (field[0] === 2) at = bytes.writeUInt16LE(field[1], at);
		else if (field[0] === 4) at = bytes.writeUInt32LE(field[1], at);
		else at = bytes.writeBigUInt64LE(BigInt(field[1]), at);
	}
	return bytes;
}

async function deflated(bytes: Buffer): Promise<Buffer> {
	const parts: Buffer[] = [];
	const whole = async function* () {
		yield bytes;
	};
	for await (const part of through(whole(), new CompressionStream('deflate-raw'))) parts.push(part);
	return Buffer.concat(parts);
}

/** What comes out of a transforming stream. */
async function* through(
	chunks: AsyncGenerator<Buffer>,
	{ writable, readable }: CompressionStream,
): AsyncGenerator<Buffer> {
	const writer = writable.getWriter();
	const reader = readable.getReader();
	let failure: { error: unknown } | undefined;
	const feed = async () => {
		try {
			for await (const chunk of chunks) await writer.write(chunk as Uint8Array<ArrayBuffer>);
			await writer.close();
		} catch (error) {
			failure = { error };
			await writer.abort(error).catch(() => {});
		}
	};
	const fed = feed();
	try {
		for (;;) {
			const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
			if (done || !value) break;
			yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
		}
		await fed;
		if (failure) throw failure.error;
	} finally {
		await reader.cancel().catch(() => {});
	}
}
