const CHUNK_SIZE = 256 * 1024;
/** Lines that lie side by side in memory are written as they are from this size on. */
const MIN_UNCOPIED = CHUNK_SIZE / 2;
const LINE_BREAK = 0x0a;
const LINE_BREAKS = [LINE_BREAK, 0x0d];
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
		const gathered = () => {
			const chunk = Buffer.concat(parts);
			parts = [];
			size = 0;
			return chunk;
		};
		for await (const objects of this.groups) {
			for (const part of this.framed(objects)) {
				if (part.length >= MIN_UNCOPIED) {
					if (size > 0) yield gathered();
					yield part;
					continue;
				}
				parts.push(part);
				size += part.length;
				if (size >= CHUNK_SIZE) yield gathered();
			}
			this.count += objects.length;
		}
		if (this.format === 'json') parts.push(Buffer.from(this.count === 0 ? '[]\n' : '\n]\n'));
		yield gathered();
	}

	private framed(objects: Buffer[]): Buffer[] {
		if (this.format === 'ndjson') {
			return runsOf(objects.map(onOneLine)).flatMap((lines) => [lines, Buffer.of(LINE_BREAK)]);
		}
		return objects.flatMap((object, index) => [
			Buffer.from(this.count + index === 0 ? '[\n' : ',\n'),
			object,
		]);
	}
}

/** Objects with nothing but a line break between them in memory are one part. */
function runsOf(objects: Buffer[]): Buffer[] {
	const runs: Buffer[] = [];
	let run: Buffer | undefined;
	for (const object of objects) {
		const { buffer, byteOffset, length } = object;
		if (run?.buffer === buffer && run.byteOffset + run.length + 1 === byteOffset) {
			const longer = Buffer.from(buffer, run.byteOffset, run.length + 1 + length);
			if (longer[run.length] === LINE_BREAK) {
				runs[runs.length - 1] = run = longer;
				continue;
			}
		}
		runs.push((run = object));
	}
	return runs;
}

/** Line breaks stand only between the parts of an object, never inside its texts. */
function onOneLine(object: Buffer): Buffer {
	if (!LINE_BREAKS.some((byte) => object.includes(byte))) return object;
	return Buffer.from(object.map((byte) => (LINE_BREAKS.includes(byte) ? SPACE : byte)));
}
