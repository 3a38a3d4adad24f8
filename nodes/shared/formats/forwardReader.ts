/** More is never kept at once. */
const MAX_TAKEN = 1024 ** 2;

/** Reads the beginning of a stream in order; what is passed over is not kept. */
export class ForwardReader {
	/** Where reading stops as if the stream had ended, in bytes from its start. */
	limit = Infinity;
	private readonly source: AsyncIterator<Buffer> | Iterator<Buffer>;
	private window: Buffer[] = [];
	private windowSize = 0;
	private position = 0;

	constructor(source: AsyncIterable<Buffer> | Iterable<Buffer>) {
		this.source =
			Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
	}

	/** The next bytes, which stay; fewer where the stream ends. */
	async peek(count: number): Promise<Buffer> {
		while (this.windowSize < count && (await this.more()));
		if (this.window.length !== 1) this.window = [Buffer.concat(this.window)];
		return this.window[0].subarray(0, count);
	}

	/** The next bytes; undefined where there are not so many, more than 1 MiB, or beyond the limit. */
	async take(count: number): Promise<Buffer | undefined> {
		if (count > MAX_TAKEN || this.position + count > this.limit) return undefined;
		const bytes = await this.peek(count);
		if (bytes.length < count) return undefined;
		await this.skip(count);
		return bytes;
	}

	/** Passes over bytes, as far as there are any. */
	async skip(count: number): Promise<void> {
		this.position += count;
		for (let left = this.position <= this.limit ? count : 0; left > 0;) {
			if (this.windowSize === 0 && !(await this.more())) return;
			const [first] = this.window;
			const passed = Math.min(left, first.length);
			if (passed === first.length) this.window.shift();
			else this.window[0] = first.subarray(passed);
			this.windowSize -= passed;
			left -= passed;
		}
	}

	/** Lets go of the stream. */
	async close(): Promise<void> {
		await this.source.return?.();
	}

	private async more(): Promise<boolean> {
		const { done, value } = await this.source.next();
		if (done) return false;
		this.window.push(value);
		this.windowSize += value.length;
		return true;
	}
}
