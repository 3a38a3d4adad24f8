/** Tables for CRC-32 of eight bytes at once, one after the other. */
const TABLES = tables();

function tables(): Int32Array {
	const made = new Int32Array(8 * 256);
	for (let n = 0; n < 256; n++) {
		let crc = n;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
		made[n] = crc;
	}
	for (let n = 256; n < made.length; n++) {
		made[n] = (made[n - 256] >>> 8) ^ made[made[n - 256] & 0xff];
	}
	return made;
}

/** Carries a CRC-32 on over a chunk; starts at -1, and the complement of its end is the CRC. */
export function crc32(crc: number, chunk: Buffer): number {
	const whole = chunk.length - (chunk.length % 8);
	for (let i = 0; i < whole; i += 8) {
		crc ^= chunk[i] | (chunk[i + 1] << 8) | (chunk[i + 2] << 16) | (chunk[i + 3] << 24);
		crc =
			TABLES[1792 + (crc & 0xff)] ^
			TABLES[1536 + ((crc >>> 8) & 0xff)] ^
			TABLES[1280 + ((crc >>> 16) & 0xff)] ^
			TABLES[1024 + (crc >>> 24)] ^
			TABLES[768 + chunk[i + 4]] ^
			TABLES[512 + chunk[i + 5]] ^
			TABLES[256 + chunk[i + 6]] ^
			TABLES[chunk[i + 7]];
	}
	for (let i = whole; i < chunk.length; i++) {
		crc = TABLES[(crc ^ chunk[i]) & 0xff] ^ (crc >>> 8);
	}
	return crc;
}
