import type { IDataObject } from 'n8n-workflow';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LAST_WHITE_SPACE = 0x20;

/** A member of a JSON object, as places in its bytes. */
export interface Member {
	key: string;
	start: number;
	valueStart: number;
	end: number;
	/** What stands between the brackets of lists and objects right inside its value. */
	nested: Array<{ start: number; end: number }>;
}

/**
 * A JSON object without the member at a path of keys; all its other bytes stay as they are, so that
 * numbers keep every digit. The bytes have to be valid JSON.
 */
export function withoutMember(object: Buffer, [key, ...inner]: string[]): Buffer {
	if (object[0] !== OPEN_OBJECT) return object;
	const members = membersOf(object);
	if (!members.some((member) => member.key === key)) return object;
	const kept = members.flatMap((member) => {
		const whole = object.subarray(member.start, member.end);
		if (member.key !== key) return [whole];
		if (inner.length === 0) return [];
		const value = object.subarray(member.valueStart, member.end);
		return [
			Buffer.concat([
				object.subarray(member.start, member.valueStart),
				withoutMember(value, inner),
			]),
		];
	});
	const parts = kept.flatMap((member, index) =>
		index === 0 ? [member] : [Buffer.of(COMMA), member],
	);
	return Buffer.concat([Buffer.of(OPEN_OBJECT), ...parts, Buffer.of(CLOSE_OBJECT)]);
}

/** A JSON object in which the lists and objects right inside one of its members are empty. */
export function withoutNested(object: Buffer, members: readonly Member[], key: string): Buffer {
	const parts: Buffer[] = [];
	let from = 0;
	for (const { start, end } of members.flatMap((own) => (own.key === key ? own.nested : []))) {
		parts.push(object.subarray(from, start));
		from = end;
	}
	return Buffer.concat([...parts, object.subarray(from)]);
}

/**
 * A JSON object with other members first, and without its own of those names or of those in `leftOut`;
 * all its other bytes stay as they are. The bytes have to be valid JSON.
 * @param members its own
 */
export function withMembersFirst(
	object: Buffer,
	members: readonly Member[],
	others: IDataObject,
	leftOut: ReadonlySet<string>,
): Buffer {
	const first = JSON.stringify(others).slice(1, -1);
	const kept = members
		.filter(({ key }) => !(key in others) && !leftOut.has(key))
		.flatMap(({ start, end }) => [Buffer.of(COMMA), object.subarray(start, end)]);
	const parts = first === '' ? kept.slice(1) : [Buffer.from(first), ...kept];
	return Buffer.concat([Buffer.of(OPEN_OBJECT), ...parts, Buffer.of(CLOSE_OBJECT)]);
}

/** The members of an object whose first byte is its bracket. */
export function membersOf(object: Buffer): Member[] {
	const members: Member[] = [];
	let at = afterWhiteSpace(object, 1);
	while (object[at] === QUOTE) {
		const start = at;
		const keyEnd = endOfString(object, at);
		const key = JSON.parse(object.toString('utf8', start, keyEnd)) as string;
		const colon = afterWhiteSpace(object, keyEnd);
		const valueStart = afterWhiteSpace(object, object[colon] === COLON ? colon + 1 : colon);
		const nested: Member['nested'] = [];
		const end = endOfValue(object, valueStart, nested);
		members.push({ key, start, valueStart, end, nested });
		at = afterWhiteSpace(object, end);
		if (object[at] === COMMA) at = afterWhiteSpace(object, at + 1);
	}
	return members;
}

function afterWhiteSpace(bytes: Buffer, at: number): number {
	while (bytes[at] <= LAST_WHITE_SPACE) at++;
	return at;
}

/** The place after the closing quote of the string that begins here. */
function endOfString(bytes: Buffer, at: number): number {
	for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) {
		if (bytes[at] === BACKSLASH) at++;
	}
	return at + 1;
}

/** The place after the value that begins here. */
function endOfValue(bytes: Buffer, at: number, nested: Member['nested']): number {
	let depth = 0;
	for (; at < bytes.length; at++) {
		const byte = bytes[at];
		if (byte === QUOTE) at = endOfString(bytes, at) - 1;
		else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
			if (++depth === 2) nested.push({ start: at + 1, end: bytes.length });
		} else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
			if (depth === 0) return at; // of the object around it
			if (--depth === 1) nested[nested.length - 1].end = at;
		} else if (depth > 0 || (byte !== COMMA && byte > LAST_WHITE_SPACE)) continue;
		else return at;
		if (depth === 0) return at + 1;
	}
	return at;
}
