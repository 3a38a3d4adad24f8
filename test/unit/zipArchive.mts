import { crc32, deflateRawSync } from 'node:zlib';

/** The bytes in chunks of `size`, and whether the reader gave up before their end. */
export function source(bytes: Buffer, size = 1000) {
	const state = { closed: false, given: 0 };
	async function* chunks(): AsyncGenerator<Buffer> {
		try {
			for (let at = 0; at < bytes.length; at += size) {
				state.given++;
				yield bytes.subarray(at, at + size);
			}
		} finally {
			state.closed = true;
		}
	}
	return { state, chunks: chunks() };
}

export async function contentOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	return Buffer.concat(parts);
}

/** What an archive is made of; whatever is not given is as it should be. */
export interface Parts {
	name?: string;
	content?: Buffer;
	packed?: Buffer;
	flags?: number;
	method?: number;
	crc?: number;
	/** Sizes in an extra field, as archives of 4 GiB and more have them. */
	zip64?: { packed: bigint; size: bigint };
	/** Bytes of the CRC and sizes after the data; the header holds none then. */
	descriptor?: 'signed' | 'plain' | 'signed-wide' | 'plain-wide';
}

/** One member with its local header, and a directory header after it. */
export function archive(parts: Parts = {}): Buffer {
	const {
		name = 'export.json',
		content = Buffer.from('[{"a":1}]'),
		method = 8,
		descriptor,
	} = parts;
	const packed = parts.packed ?? (method === 8 ? deflateRawSync(content) : content);
	const crc = parts.crc ?? crc32(content);
	const header = Buffer.alloc(30);
	header.writeUInt32LE(0x04034b50, 0);
	header.writeUInt16LE((parts.flags ?? 0) | (descriptor ? 8 : 0), 6);
	header.writeUInt16LE(method, 8);
	header.writeUInt16LE(Buffer.byteLength(name), 26);
	if (!descriptor) {
		header.writeUInt32LE(crc, 14);
		header.writeUInt32LE(packed.length, 18);
		header.writeUInt32LE(content.length, 22);
	}
	const extra = Buffer.alloc(parts.zip64 ? 20 : 0);
	if (parts.zip64) {
		header.writeUInt32LE(0xffffffff, 18);
		header.writeUInt32LE(0xffffffff, 22);
		header.writeUInt16LE(extra.length, 28);
		extra.writeUInt16LE(1, 0);
		extra.writeUInt16LE(16, 2);
		extra.writeBigUInt64LE(parts.zip64.size, 4);
		extra.writeBigUInt64LE(parts.zip64.packed, 12);
	}
	const trailer: Buffer[] = [];
	if (descriptor) {
		const wide = descriptor.endsWith('wide');
		const sizes = Buffer.alloc(wide ? 20 : 12);
		sizes.writeUInt32LE(crc, 0);
		if (wide) {
			sizes.writeBigUInt64LE(BigInt(packed.length), 4);
			sizes.writeBigUInt64LE(BigInt(content.length), 12);
		} else {
			sizes.writeUInt32LE(packed.length, 4);
			sizes.writeUInt32LE(content.length, 8);
		}
		if (descriptor.startsWith('signed')) trailer.push(Buffer.from('PK\x07\x08'));
		trailer.push(sizes);
	}
	return Buffer.concat([header, Buffer.from(name), extra, packed, ...trailer, DIRECTORY]);
}

/** The beginning of the list of members at the end of an archive. */
const DIRECTORY = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(42)]);

/** Several members, one after the other. */
export function archiveOf(members: Parts[]): Buffer {
	const bodies = members.map((parts) => archive(parts).subarray(0, -DIRECTORY.length));
	return Buffer.concat([...bodies, DIRECTORY]);
}
