import { UserError } from 'n8n-workflow';

import { ByteWindow } from './byteWindow';
import { crc32 } from './crc32';
import { inflated } from './inflate';
import {
	DEFLATED,
	DIRECTORY_END,
	DIRECTORY_HEADER,
	ENCRYPTED,
	LOCAL_HEADER,
	SIZES_FOLLOW,
	STORED,
	ZIP64_DIRECTORY_END,
} from './zipFormat';
import {
	cutOff,
	damaged,
	exactly,
	readHeader,
	untilDescriptor,
	type Header,
	type Trailer,
} from './zipHeaders';

/** One file of an archive. Its name is a name only: nothing is ever written to that path. */
export interface ZipMember {
	name: string;
	/** The file's bytes, checked against its size and CRC; to be read before the next member is asked for. */
	content(): AsyncGenerator<Buffer>;
}

/** What may stand after the last member: directory, its end, or the ZIP64 form of its end. */
const DIRECTORY = [DIRECTORY_HEADER, DIRECTORY_END, ZIP64_DIRECTORY_END];

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
	const bytes = new ByteWindow(archive);
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
	const bytes = new ByteWindow(archive);
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
		bytes: ByteWindow,
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
				description: 'Turn off the encryption where it is made, or unpack it before this node.',
			});
		}
		if (method !== STORED && method !== DEFLATED) {
			throw new UserError(`The ZIP archive uses an unsupported compression method (${method})`, {
				description:
					"Pack it again with the method Deflate. For an export, choose 'ZIP' as the output, and unpack it elsewhere.",
			});
		}
		const { meter } = this;
		let size = 0;
		let crc = -1;
		const chunks = method === STORED ? this.packed : inflated(this.packed, () => this.trailer);
		for await (const chunk of chunks) {
			size += chunk.length;
			meter.size += chunk.length;
			const isPlausible = meter.size <= meter.packed * MAX_RATIO;
			if (meter.size > MAX_BYTES || (meter.size > MIN_BOMB_BYTES && !isPlausible)) {
				throw new UserError('The ZIP archive unpacks to far more than labels can be', {
					description:
						"It was not read any further, to protect this n8n. Look at it elsewhere; for an export, choose 'ZIP' as the output.",
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

function notAnArchive(): UserError {
	return new UserError('The export is not a ZIP archive', {
		description: 'Its link may have led to another page. Run the node again.',
	});
}
