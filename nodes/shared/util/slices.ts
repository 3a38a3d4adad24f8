/** Bytes bit by bit, `size` at once; nothing is copied. */
export function* slices(bytes: Buffer, size: number): Generator<Buffer> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
