import { UserError } from 'n8n-workflow';

import type { ByteWindow } from './byteWindow';
import { DESCRIPTOR, DIRECTORY_HEADER, IN_ZIP64, LOCAL_HEADER } from './zipFormat';

/** What a member's header says of it; sizes and CRC may come after its data instead. */
export interface Header {
	name: string;
	flags: number;
	method: number;
	crc: number;
	packed: number;
	size: number;
}

/** What the bytes of a member have to be. */
export type Trailer = Pick<Header, 'crc' | 'packed' | 'size'>;

/** The header of the next member, whose signature can be seen already. @throws UserError when it is cut off */
export async function readHeader(bytes: ByteWindow): Promise<Header> {
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

/** The data of a member whose sizes are known. */
export async function* exactly(bytes: ByteWindow, count: number): AsyncGenerator<Buffer> {
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
export async function* untilDescriptor(
	bytes: ByteWindow,
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

function uint64(bytes: Buffer, at: number): number {
	return Number(bytes.readBigUInt64LE(at));
}

export function cutOff(): UserError {
	return new UserError('The ZIP archive is cut off', {
		description: 'The download was incomplete. Run the node again, or download the file again.',
	});
}

export function damaged(): UserError {
	return new UserError('The content of the ZIP archive is damaged', {
		description: 'Its checksum does not match. Run the node again, or download the file again.',
	});
}
