import { inflateRawSync } from 'node:zlib';
import type { LocalHub } from './index.mts';

/** Parsed JSON: a test states its shape by what it reads. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** The parsed envelope, when the answer is JSON. */
	body: { status?: string; message?: string; data?: Json };
	data: Json;
}

type Query = Record<string, unknown>;

/** Query values that are not text are sent as JSON. */
function queryString(query: Query): string {
	const entries = Object.entries(query).map(([name, value]) => [
		name,
		typeof value === 'object' ? JSON.stringify(value) : String(value),
	]);
	return new URLSearchParams(entries).toString();
}

/** A plain client of the hub for its own tests. */
export function clientOf(hub: LocalHub) {
	async function call(method: string, path: string, query: Query, body?: unknown): Promise<Reply> {
		const isForm = body instanceof FormData;
		const response = await fetch(`${hub.url}${path}?${queryString(query)}`, {
			method,
			headers: {
				apikey: hub.apiKey,
				...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
			},
			body: isForm || body === undefined ? body : JSON.stringify(body),
		});
		const text = await response.text();
		const isJson = response.headers.get('content-type')?.includes('json');
		const envelope = isJson ? JSON.parse(text) : {};
		const { status, headers } = response;
		return { status, headers, text, body: envelope, data: envelope.data };
	}
	return {
		get: (path: string, query: Query = {}) => call('GET', path, query),
		post: (path: string, body: unknown, query: Query = {}) => call('POST', path, query, body),
		delete: (path: string, body?: unknown, query: Query = {}) => call('DELETE', path, query, body),
	};
}

/** The members of a ZIP, read from its central directory. */
export function membersOf(zip: Buffer): Map<string, string> {
	const members = new Map<string, string>();
	const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	let at = zip.readUInt32LE(end + 16);
	for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
		const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
			zip.readUInt16LE(at + offset),
		);
		const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
		const local = zip.readUInt32LE(at + 42);
		const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const compressed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
		members.set(name, inflateRawSync(compressed).toString('utf8'));
		at += 46 + nameLength + extraLength + commentLength;
	}
	return members;
}
