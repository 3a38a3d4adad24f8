import { transformed } from './transform';
import { damaged, type Trailer } from './zipHeaders';

/**
 * Unpacks deflated bytes.
 * @param trailer what the bytes have to be, known once all have come
 * @throws UserError when they are damaged
 */
export function inflated(
	deflated: AsyncIterable<Buffer>,
	trailer: () => Trailer,
): AsyncGenerator<Buffer> {
	return transformed(asGzip(deflated, trailer), new DecompressionStream('gzip'), damaged);
}

/** The header of a gzip file without name and date. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Deflated bytes as a gzip file, whose check is made natively: several times faster than in JavaScript. */
async function* asGzip(
	packed: AsyncIterable<Buffer>,
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
