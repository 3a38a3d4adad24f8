import { errorOf } from '../util/outcome';

/** The bytes of a stream, with a look ahead. */
export class ByteWindow {
	/** What has come in and is not taken yet. */
	window: Buffer = Buffer.alloc(0);
	private readonly source: AsyncIterator<Buffer>;

	constructor(archive: AsyncIterable<Buffer>) {
		this.source = archive[Symbol.asyncIterator]();
	}

	/** Reads on; false at the end of the stream. */
	async more(): Promise<boolean> {
		const { done, value } = await this.source.next();
		if (done) return false;
		this.window = this.window.length === 0 ? value : Buffer.concat([this.window, value]);
		return true;
	}

	/** True once at least `count` bytes can be seen; false where the stream ends before. */
	async has(count: number): Promise<boolean> {
		while (this.window.length < count) if (!(await this.more())) return false;
		return true;
	}

	/** The next bytes, `count` at most. */
	take(count: number): Buffer {
		const taken = this.window.subarray(0, count);
		this.window = this.window.subarray(taken.length);
		return taken;
	}

	/** Gives the stream up, without waiting for a chunk that may never come. */
	close(): void {
		void errorOf(Promise.resolve(this.source.return?.()));
	}
}
