/** Unsigned numbers of 32 bits, as many as there come. */
export class Numbers {
	count = 0;
	private room = new Uint32Array(256);

	push(value: number): void {
		if (this.count === this.room.length) {
			const larger = new Uint32Array(2 * this.count);
			larger.set(this.room);
			this.room = larger;
		}
		this.room[this.count++] = value;
	}

	all(): Uint32Array {
		return this.room.slice(0, this.count);
	}
}
