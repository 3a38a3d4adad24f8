const CHUNK_SIZE = 256 * 1024;
const LINE_BREAKS = [0x0a, 0x0d];
const SPACE = 0x20;

/** JSON objects on their way into a file: as one list, or on a line each. */
export class ExportFile {
	/** Objects written so far. */
	count = 0;

	constructor(
		private readonly groups: AsyncIterable<Buffer[]>,
		private readonly format: 'json' | 'ndjson',
	) {}

	/** The file's bytes, in chunks that are worth a write. */
	async *chunks(): AsyncGenerator<Buffer> {
		let parts: Buffer[] = [];
		let size = 0;
		for await (const objects of this.groups) {
			for (const object of objects) {
				parts.push(...this.framed(object));
				size += object.length;
			}
			if (size < CHUNK_SIZE) continue;
			yield Buffer.concat(parts);
			parts = [];
			size = 0;
		}
		if (this.format === 'json') parts.push(Buffer.from(this.count === 0 ? '[]\n' : '\n]\n'));
		yield Buffer.concat(parts);
	}

	private framed(object: Buffer): Buffer[] {
		const isFirst = this.count++ === 0;
		return this.format === 'json'
			? [Buffer.from(isFirst ? '[\n' : ',\n'), object]
			: [onOneLine(object), Buffer.from('\n')];
	}
}

/** Line breaks stand only between the parts of an object, never inside its texts. */
function onOneLine(object: Buffer): Buffer {
	if (!LINE_BREAKS.some((byte) => object.includes(byte))) return object;
	return Buffer.from(object.map((byte) => (LINE_BREAKS.includes(byte) ? SPACE : byte)));
}
