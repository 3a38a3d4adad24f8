import { UserError } from 'n8n-workflow';

import { errorOf } from '../util/outcome';
import { crc32 } from './crc32';

/** One file of an archive. Its name is a name only: nothing is ever written to that path. */
export interface ZipMember {
	name: string;
	/** The file's bytes, checked against its size and CRC; to be read before the next member is asked for. */
	content(): AsyncGenerator<Buffer>;
}

/** What a member's header says of it; sizes and CRC may come after its data instead. */
interface Header {
	name: string;
	flags: number;
	method: number;
	crc: number;
	packed: number;
	size: number;
}

type Trailer = Pick<Header, 'crc' | 'packed' | 'size'>;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1 << 0;
/** Sizes and CRC come in a data descriptor after the data. */
const SIZES_FOLLOW = 1 << 3;
const IN_ZIP64 = 0xffffffff;

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
/** What may stand after the last member: directory, its end, or the ZIP64 form of its end. */
const DIRECTORY = [DIRECTORY_HEADER, 0x06054b50, 0x06064b50];

/**
 * No export comes near these: deflate packs JSON that differs in its ids and dates to a hundredth at
 * best, and an archive that unpacks to more than this would fill any disk.
 */
const MAX_BYTES = 256 * 1024 ** 3;
const MAX_RATIO = 600;
/** Below this much content the ratio does not matter. */
const MIN_BOMB_BYTES = 64 * 1024 ** 2;

/**
 * The files of a ZIP archive, read front to back while it comes in, so that neither the archive nor a
 * file is ever in memory as a whole. A member without sizes ends where a descriptor counts exactly
 * the bytes before it and another header follows.
 * @throws UserError when it is not a ZIP archive, is cut off, damaged, encrypted, or unpacks to more than is sane
 */
export async function* zipMembers(archive: AsyncIterable<Buffer>): AsyncGenerator<ZipMember> {
	const bytes = new Bytes(archive);
	const meter = { packed: 0, size: 0 };
	try {
		for (let first = true; ; first = false) {
			if (!(await bytes.has(4))) throw first ? notAnArchive() : cutOff();
			const signature = bytes.window.readUInt32LE(0);
			if (DIRECTORY.includes(signature)) return;
			if (signature !== LOCAL_HEADER) throw first ? notAnArchive() : damaged();
			const header = await readHeader(bytes);
			const member = new Member(bytes, header, meter);
			if (!header.name.endsWith('/')) yield member;
			await member.skip();
		}
	} finally {
		bytes.close();
	}
}

/** The archive as it is. @throws UserError when it does not begin as a ZIP archive does */
export async function* archiveBytes(archive: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const bytes = new Bytes(archive);
	try {
		const signed = await bytes.has(4);
		if (!signed || ![LOCAL_HEADER, ...DIRECTORY].includes(bytes.window.readUInt32LE(0))) {
			throw notAnArchive();
		}
		do yield bytes.take(Infinity);
		while (await bytes.more());
	} finally {
		bytes.close();
	}
}

class Member implements ZipMember {
	readonly name: string;
	private readonly packed: AsyncGenerator<Buffer>;
	private trailer: Trailer;
	private opened = false;

	/** @param meter bytes of the whole archive so far, for many small members can be a bomb together */
	constructor(
		bytes: Bytes,
		private readonly header: Header,
		private readonly meter: { packed: number; size: number },
	) {
		this.name = header.name;
		this.trailer = header;
		this.packed = this.counted(
			header.flags & SIZES_FOLLOW
				? untilDescriptor(bytes, (trailer) => (this.trailer = trailer))
				: exactly(bytes, header.packed),
		);
	}

	async *content(): AsyncGenerator<Buffer> {
		this.opened = true;
		const { flags, method } = this.header;
		if (flags & ENCRYPTED) {
			throw new UserError('The ZIP archive is encrypted', {
				description: 'Turn off the encryption of exports, or unpack the archive elsewhere.',
			});
		}
		if (method !== STORED && method !== DEFLATED) {
			throw new UserError(`The ZIP archive uses an unsupported compression method (${method})`, {
				description: "Choose 'ZIP' as the output, and unpack the archive elsewhere.",
			});
		}
		const { meter } = this;
		let size = 0;
		let crc = -1;
		const chunks =
			method === STORED ? this.packed : inflated(asGzip(this.packed, () => this.trailer));
		for await (const chunk of chunks) {
			size += chunk.length;
			meter.size += chunk.length;
			const isPlausible = meter.size <= meter.packed * MAX_RATIO;
			if (meter.size > MAX_BYTES || (meter.size > MIN_BOMB_BYTES && !isPlausible)) {
				throw new UserError('The ZIP archive unpacks to far more than an export can be', {
					description:
						"It was not read any further, to protect this n8n. Choose 'ZIP' as the output to look at it elsewhere.",
				});
			}
			if (method === STORED) crc = crc32(crc, chunk);
			yield chunk;
		}
		const isIntact = method !== STORED || ~crc >>> 0 === this.trailer.crc;
		if (size !== this.trailer.size || !isIntact) throw damaged();
	}

	/** Passes over what has not been read. */
	async skip(): Promise<void> {
		if (this.opened) return;
		let left = await this.packed.next();
		while (!left.done) left = await this.packed.next();
	}

	private async *counted(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
		for await (const chunk of chunks) {
			this.meter.packed += chunk.length;
			yield chunk;
		}
	}
}

/** The bytes of a stream, with a look ahead. */
class Bytes {
	/** What has come in and is not taken yet. */
	window: Buffer = Buffer.alloc(0);
	private readonly source: AsyncIterator<Buffer>;

	constructor(archive: AsyncIterable<Buffer>) {
		this.source = archive[Symbol.asyncIterator]();
	}

	/** Reads on; false at the end of the stream. */
	async more(): Promise<boolean> {
		const { done, value } = await this.source.next();
		if (done) return false;
		this.window = this.window.length === 0 ? value : Buffer.concat([this.window, value]);
		return true;
	}

	/** True once at least `count` bytes can be seen; false where the stream ends before. */
	async has(count: number): Promise<boolean> {
		while (this.window.length < count) if (!(await this.more())) return false;
		return true;
	}

	/** The next bytes, `count` at most. */
	take(count: number): Buffer {
		const taken = this.window.subarray(0, count);
		this.window = this.window.subarray(taken.length);
		return taken;
	}

	/** Gives the stream up, without waiting for a chunk that may never come. */
	close(): void {
		void errorOf(Promise.resolve(this.source.return?.()));
	}
}

async function readHeader(bytes: Bytes): Promise<Header> {
	if (!(await bytes.has(30))) throw cutOff();
	const fixed = bytes.take(30);
	const [nameLength, extraLength] = [fixed.readUInt16LE(26), fixed.readUInt16LE(28)];
	if (!(await bytes.has(nameLength + extraLength))) throw cutOff();
	const header = {
		flags: fixed.readUInt16LE(6),
		method: fixed.readUInt16LE(8),
		crc: fixed.readUInt32LE(14),
		packed: fixed.readUInt32LE(18),
		size: fixed.readUInt32LE(22),
		name: bytes.take(nameLength).toString(),
	};
	return withZip64Sizes(header, bytes.take(extraLength));
}

/** Sizes of 4 GiB and more stand in an extra field: the uncompressed one, then the compressed one. */
function withZip64Sizes(header: Header, extra: Buffer): Header {
	if (header.packed !== IN_ZIP64 && header.size !== IN_ZIP64) return header;
	for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
		const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
		if (extra.readUInt16LE(at) !== 1 || field.length < 16) continue;
		return { ...header, size: uint64(field, 0), packed: uint64(field, 8) };
	}
	return header;
}

async function* exactly(bytes: Bytes, count: number): AsyncGenerator<Buffer> {
	for (let left = count; left > 0;) {
		if (!(await bytes.has(1))) throw cutOff();
		const chunk = bytes.take(left);
		left -= chunk.length;
		yield chunk;
	}
}

/** A descriptor with signature, CRC and two sizes of 8 bytes, and all but one byte of the next header's signature. */
const LOOK_BACK = 24 + 3;

/** The data of a member whose sizes come after it. */
async function* untilDescriptor(
	bytes: Bytes,
	found: (trailer: Trailer) => void,
): AsyncGenerator<Buffer> {
	for (let given = 0; ;) {
		const { window } = bytes;
		for (let at = window.indexOf('PK'); at >= 0; at = window.indexOf('PK', at + 1)) {
			const end = endBefore(window, at, given);
			if (!end) continue;
			yield bytes.take(end.at);
			bytes.take(at - end.at);
			found(end.trailer);
			return;
		}
		const sure = bytes.take(Math.max(0, window.length - LOOK_BACK));
		given += sure.length;
		if (sure.length > 0) yield sure;
		if (!(await bytes.more())) throw cutOff();
	}
}

/** The descriptor right before the header at `next`, in any of its four forms, if it fits the bytes before it. */
function endBefore(
	window: Buffer,
	next: number,
	given: number,
): { at: number; trailer: Trailer } | undefined {
	if (next + 4 > window.length) return undefined;
	if (![LOCAL_HEADER, DIRECTORY_HEADER].includes(window.readUInt32LE(next))) return undefined;
	for (const wide of [false, true]) {
		const crcAt = next - (wide ? 20 : 12);
		if (crcAt < 0) continue;
		const packed = wide ? uint64(window, crcAt + 4) : window.readUInt32LE(crcAt + 4);
		const size = wide ? uint64(window, crcAt + 12) : window.readUInt32LE(crcAt + 8);
		const signed = crcAt >= 4 && window.readUInt32LE(crcAt - 4) === DESCRIPTOR;
		for (const at of signed ? [crcAt - 4, crcAt] : [crcAt]) {
			if (packed === given + at)
				return { at, trailer: { crc: window.readUInt32LE(crcAt), packed, size } };
		}
	}
	return undefined;
}

/** The header of a gzip file without name and date. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Deflated bytes as a gzip file, whose check is made natively: several times faster than in JavaScript. */
async function* asGzip(
	packed: AsyncGenerator<Buffer>,
	trailer: () => Trailer,
): AsyncGenerator<Buffer> {
	yield GZIP_HEADER;
	yield* packed;
	const { crc, size } = trailer();
	const end = Buffer.alloc(8);
	end.writeUInt32LE(crc, 0);
	end.writeUInt32LE(size % 2 ** 32, 4);
	yield end;
}

/** Unpacks a gzip file. Both ends are given up when the reader stops or either side ends badly. */
async function* inflated(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
	const { writable, readable } = new DecompressionStream('gzip');
	const writer = writable.getWriter();
	const reader = readable.getReader();
	let sourceError: Error | undefined;
	const feed = async () => {
		for (;;) {
			const next = await packed.next().catch((error: Error) => {
				sourceError = error;
				throw error;
			});
			if (next.done) break;
			await writer.write(next.value as Uint8Array<ArrayBuffer>);
		}
		await writer.close();
	};
	const fed = errorOf(feed()).then(async (error) => {
		if (error) await errorOf(writer.abort(error));
	});
	try {
		for (;;) {
			const { done, value } = await reader.read().catch(async () => {
				await fed;
				throw sourceError ?? damaged();
			});
			if (done) break;
			yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
		}
		await fed;
	} finally {
		await errorOf(reader.cancel());
	}
}

function uint64(bytes: Buffer, at: number): number {
	return Number(bytes.readBigUInt64LE(at));
}

function notAnArchive(): UserError {
	return new UserError('The export is not a ZIP archive', {
		description: 'Its link may have led to another page. Run the node again.',
	});
}

function cutOff(): UserError {
	return new UserError('The ZIP archive is cut off', {
		description: 'The download was incomplete. Run the node again.',
	});
}

function damaged(): UserError {
	return new UserError('The content of the ZIP archive is damaged', {
		description: 'Its checks do not match. Run the node again.',
	});
}
