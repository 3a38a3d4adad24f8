import { UserError, type IDataObject } from 'n8n-workflow';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const WHITE_SPACE = [0x20, 0x09, 0x0a, 0x0d];

/** A text longer than this cannot exist in JavaScript. */
const LARGEST_OBJECT = 2 ** 29 - 24;

/**
 * Cuts a stream of JSON into the objects of its list, whether they stand in an array or on lines of
 * their own. Looks at bytes only, so it does not matter where one chunk ends and the next begins.
 */
export class JsonObjects {
	/** Brackets open inside the present object; 0 between objects. */
	private depth = 0;
	private inString = false;
	/** True where a chunk ended right after a backslash. */
	private escaped = false;
	private inList = false;
	private seen = 0;
	/** The parts of the present object from earlier chunks. */
	private parts: Buffer[] = [];
	private partsSize = 0;

	/** The objects that end in this chunk, as their bytes. @throws UserError when it is not a list of objects */
	push(chunk: Buffer): Buffer[] {
		const objects: Buffer[] = [];
		let { depth, inString } = this;
		let start = 0;
		let i = this.escaped ? 1 : 0;
		if (chunk.length > 0) this.escaped = false;
		for (; i < chunk.length; i++) {
			const byte = chunk[i];
			if (inString) {
				if (byte === BACKSLASH) this.escaped = ++i === chunk.length;
				else if (byte === QUOTE) inString = false;
			} else if (depth === 0) {
				if (byte === OPEN_OBJECT) {
					depth = 1;
					start = i;
				} else this.between(byte, this.seen + i);
			} else if (byte === QUOTE) inString = true;
			else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
			else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && --depth === 0) {
				objects.push(this.whole(chunk.subarray(start, i + 1)));
			}
		}
		if (depth > 0) this.keep(chunk.subarray(start));
		this.seen += chunk.length;
		this.depth = depth;
		this.inString = inString;
		return objects;
	}

	/** @throws UserError when the list has not ended */
	end(): void {
		if (this.depth === 0 && !this.inList) return;
		throw new UserError('The export ends in the middle of its list', {
			description: 'It did not arrive whole. Run the node again.',
		});
	}

	private between(byte: number, position: number): void {
		if (byte === OPEN_LIST && !this.inList) this.inList = true;
		else if (byte === CLOSE_LIST && this.inList) this.inList = false;
		else if (byte === COMMA && this.inList) return;
		else if (WHITE_SPACE.includes(byte) || byte === BYTE_ORDER_MARK[position]) return;
		else throw notAList();
	}

	private keep(part: Buffer): void {
		this.partsSize += part.length;
		if (this.partsSize > LARGEST_OBJECT) {
			throw new UserError('The export has a task that is too large to read', {
				description: "Choose 'ZIP' as the output, or export key frames only.",
			});
		}
		this.parts.push(part);
	}

	private whole(last: Buffer): Buffer {
		if (this.parts.length === 0) return last;
		const object = Buffer.concat([...this.parts, last]);
		this.parts = [];
		this.partsSize = 0;
		return object;
	}
}

/** The objects of a list of JSON objects as their bytes, in groups as they come in. */
export async function* jsonObjects(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
	const objects = new JsonObjects();
	for await (const chunk of chunks) yield objects.push(chunk);
	objects.end();
}

/** @throws UserError when the bytes are not a JSON object */
export function parsedObject(bytes: Buffer): IDataObject {
	try {
		return JSON.parse(bytes.toString()) as IDataObject;
	} catch {
		return notAList();
	}
}

function notAList(): never {
	throw new UserError('The export is not a list of JSON objects', {
		description: "Choose 'ZIP' as the output to look at what Ango Hub sent.",
	});
}
