import {
	DESCRIPTOR,
	DIRECTORY_END,
	DIRECTORY_HEADER,
	IN_ZIP64,
	LOCAL_HEADER,
	SIZES_FOLLOW,
	ZIP64_DIRECTORY_END,
	ZIP64_LOCATOR,
} from './zipFormat';

const VERSION = 20;
const VERSION_ZIP64 = 45;
/** Made on Unix. */
const MADE_BY = 3 << 8;
/** Midnight of 1980-01-01: the same input gives the same bytes. */
const [TIME, DATE] = [0, 0x21];
const FILE_MODE = 0o100644 * 2 ** 16;
const FOLDER_MODE = 0o040755 * 2 ** 16 + 0x10;
const MANY = 0xffff;

/** What the directory of an archive says of a member. */
export interface Entry {
	name: Buffer;
	flags: number;
	method: number;
	crc: number;
	packed: number;
	size: number;
	offset: number;
	isFolder: boolean;
}

/** A member whose size is not known yet may become large. */
function isLarge({ flags, size, packed }: Entry): boolean {
	return (flags & SIZES_FOLLOW) !== 0 || size >= IN_ZIP64 || packed >= IN_ZIP64;
}

/** What stands before the data of a member. */
export function localHeader(entry: Entry): Buffer {
	const { name, flags, method } = entry;
	const large = isLarge(entry);
	const follow = (flags & SIZES_FOLLOW) !== 0;
	const [crc, packed, size] = follow ? [0, 0, 0] : [entry.crc, entry.packed, entry.size];
	return record(
		[4, LOCAL_HEADER],
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
export function descriptor({ crc, packed, size }: Entry): Buffer {
	return record([4, DESCRIPTOR], [4, crc], [8, packed], [8, size]);
}

/** A member in the directory. */
export function directoryHeader(entry: Entry): Buffer {
	const { name, flags, method, crc, packed, size, offset, isFolder } = entry;
	const large = isLarge(entry);
	const isFar = offset >= IN_ZIP64;
	const extra = zip64([...(large ? [size, packed] : []), ...(isFar ? [offset] : [])]);
	return record(
		[4, DIRECTORY_HEADER],
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

/** The end of an archive. @param start where its directory begins @param end where that ends */
export function directoryEnd(count: number, start: number, end: number): Buffer {
	const size = end - start;
	const isWide = count >= MANY || start >= IN_ZIP64 || size >= IN_ZIP64;
	const wide = isWide
		? [
				record(
					[4, ZIP64_DIRECTORY_END],
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
				record([4, ZIP64_LOCATOR], [4, 0], [8, end], [4, 1]),
			]
		: [];
	return Buffer.concat([
		...wide,
		record(
			[4, DIRECTORY_END],
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
