import { UserError, type IDataObject } from 'n8n-workflow';

import { slices } from '../util/slices';
import type { FileBody } from '../util/streams';

const LINE_BREAK = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const WHITE_SPACE = [0x20, 0x09, 0x0a, 0x0d];

/** The beginning of a longer line is not kept to be looked at again. */
const MAX_LINE_BYTES = 64 * 1024;

/** What is parsed at once takes some milliseconds. */
const SLICE_SIZE = 256 * 1024;

/** A text longer than this cannot exist in JavaScript. */
const MAX_OBJECT_BYTES = 2 ** 29 - 24;

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

	/** True where an object of its own may begin. */
	get isBetween(): boolean {
		return this.depth === 0 && !this.inList;
	}

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
		if (this.isBetween) return;
		throw new UserError('The export ends in the middle of its list', {
			description: 'The download was incomplete. Run the node again.',
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
		if (this.partsSize > MAX_OBJECT_BYTES) {
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

/**
 * The objects of a list of JSON objects as their bytes, in groups as they come in. Those that stand
 * on lines of their own are cut out by line, which is several times faster than by byte.
 */
export async function* jsonObjects(
	chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer[]> {
	const objects = new JsonObjects();
	const nothing = Buffer.alloc(0);
	let begun: Buffer = nothing;
	for await (const chunk of chunks) {
		if (!objects.isBetween) {
			yield objects.push(chunk);
			continue;
		}
		const { lines, rest } = continuedLines(begun, chunk);
		yield lines;
		const isLine = mayBecomeLine(rest);
		begun = isLine ? rest : nothing;
		if (!isLine) yield objects.push(rest);
	}
	yield objects.push(begun);
	objects.end();
}

interface Lines {
	/** Objects on lines of their own. */
	lines: Buffer[];
	/** What comes after them. */
	rest: Buffer;
}

/** The lines in a chunk, of which the first may have begun before; no other is copied. */
function continuedLines(begun: Buffer, chunk: Buffer): Lines {
	if (begun.length === 0) return wholeLines(chunk);
	const next = chunk.indexOf(LINE_BREAK) + 1;
	const first = wholeLines(Buffer.concat([begun, chunk.subarray(0, next + 1)]));
	// Only the byte that has shown where the line ends is left of it.
	const hasEnded = first.lines.length > 0 && first.rest.length === 1;
	if (!hasEnded) return wholeLines(Buffer.concat([begun, chunk]));
	const { lines, rest } = wholeLines(chunk.subarray(next));
	return { lines: [...first.lines, ...lines], rest };
}

/**
 * The lines at the beginning that are an object each. A closing bracket, a line break and an opening
 * bracket in a row stand nowhere in JSON but between two objects.
 */
function wholeLines(bytes: Buffer): Lines {
	const lines: Buffer[] = [];
	let start = 0;
	let end = bytes[0] === OPEN_OBJECT ? bytes.indexOf(LINE_BREAK) : -1;
	while (bytes[end - 1] === CLOSE_OBJECT && bytes[end + 1] === OPEN_OBJECT) {
		lines.push(bytes.subarray(start, end));
		start = end + 1;
		end = bytes.indexOf(LINE_BREAK, start);
	}
	return { lines, rest: bytes.subarray(start) };
}

/** True for the beginning of a line, or a line of which the next is not known yet. */
function mayBecomeLine(bytes: Buffer): boolean {
	if (bytes[0] !== OPEN_OBJECT || bytes.length > MAX_LINE_BYTES) return false;
	const end = bytes.indexOf(LINE_BREAK);
	return end === -1 || end === bytes.length - 1;
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

/** The objects of a file, parsed, in groups as they come. @throws UserError when it is not a list of objects */
export async function* parsedObjects(body: FileBody): AsyncGenerator<IDataObject[]> {
	const chunks = Buffer.isBuffer(body) ? slices(body, SLICE_SIZE) : (body as AsyncIterable<Buffer>);
	for await (const group of jsonObjects(chunks)) yield group.map(parsedObject);
}
