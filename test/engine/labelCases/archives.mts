import { crc32, inflateRawSync } from 'node:zlib';

/**
 * The files of a ZIP by its directory, as most readers see it; each checked against its CRC. Written
 * for the tests alone, so that no code judges itself.
 */
export function filesOfZip(zip: Buffer): Map<string, Buffer> {
	const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
	let [count, at] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)];
	if (count === 0xffff || at === 0xffffffff) {
		const wide = Number(zip.readBigUInt64LE(end - 20 + 8));
		[count, at] = [Number(zip.readBigUInt64LE(wide + 32)), Number(zip.readBigUInt64LE(wide + 48))];
	}
	const files = new Map<string, Buffer>();
	for (let n = 0; n < count; n++) {
		const [method, crc, packed] = [
			zip.readUInt16LE(at + 10),
			zip.readUInt32LE(at + 16),
			zip.readUInt32LE(at + 20),
		];
		const [nameLength, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place));
		const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
		const local = zip.readUInt32LE(at + 42);
		if (zip.readUInt32LE(local) !== 0x04034b50) throw new Error(`No header for ${name}`);
		const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const data = zip.subarray(start, start + packed);
		const content = method === 8 ? inflateRawSync(data) : data;
		if (crc32(content) !== crc) throw new Error(`Wrong CRC of ${name}`);
		if (files.has(name)) throw new Error(`Twice in the directory: ${name}`);
		files.set(name, content);
		at += 46 + nameLength + extra + comment;
	}
	return files;
}
