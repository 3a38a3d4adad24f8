/** Bits in the order of deflate: the lowest of each byte first. */
export class BitWriter {
	private size = 0;
	private begun = 0;
	private count = 0;

	/** @param room for all that is written; used again for the next */
	constructor(private readonly room: Buffer) {}

	/** @param width at most 16 */
	put(value: number, width: number): void {
		this.begun |= value << this.count;
		this.count += width;
		for (; this.count >= 8; this.count -= 8) {
			this.room[this.size++] = this.begun;
			this.begun >>>= 8;
		}
	}

	/** All bytes, in memory of their own. */
	end(): Buffer {
		if (this.count > 0) this.room[this.size++] = this.begun;
		return Buffer.from(this.room.subarray(0, this.size));
	}
}
