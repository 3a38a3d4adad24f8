import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

export type ExportFormat = 'json' | 'ndjson' | 'split';

const CHUNK_CHARACTERS = 64 * 1024;
const ITEMS_PER_SPLIT_MEMBER = 1000;

/** Joins small strings into chunks that are worth compressing at once. */
function* chunked(pieces: Iterable<string>): Iterable<Buffer> {
	let pending = '';
	for (const piece of pieces) {
		pending += piece;
		if (pending.length < CHUNK_CHARACTERS) continue;
		yield Buffer.from(pending);
		pending = '';
	}
	yield Buffer.from(pending);
}

function* jsonArray(items: Iterable<unknown>): Iterable<string> {
	let separator = '[';
	for (const item of items) {
		yield separator + JSON.stringify(item);
		separator = ',';
	}
	yield separator === '[' ? '[]' : ']';
}

function* jsonLines(items: Iterable<unknown>): Iterable<string> {
	for (const item of items) yield `${JSON.stringify(item)}\n`;
}

interface Member {
	name: string;
	pieces: () => Iterable<string>;
}

function membersOf<T>(
	records: readonly T[],
	toItems: (records: readonly T[]) => Iterable<unknown>,
	format: ExportFormat,
): Member[] {
	if (format === 'json') {
		return [{ name: 'export.json', pieces: () => jsonArray(toItems(records)) }];
	}
	if (format === 'ndjson') {
		return [{ name: 'export.ndjson', pieces: () => jsonLines(toItems(records)) }];
	}
	const parts = Math.max(1, Math.ceil(records.length / ITEMS_PER_SPLIT_MEMBER));
	return Array.from({ length: parts }, (_, index) => {
		const start = index * ITEMS_PER_SPLIT_MEMBER;
		const part = records.slice(start, start + ITEMS_PER_SPLIT_MEMBER);
		return { name: `export-${index + 1}.json`, pieces: () => jsonArray(toItems(part)) };
	});
}

/**
 * The ZIP of an export (contract 2.13), as chunks. Items are made while they are compressed, so
 * that a big export is in memory once, compressed.
 */
export async function archiveOf<T>(
	records: readonly T[],
	toItems: (records: readonly T[]) => Iterable<unknown>,
	format: ExportFormat,
): Promise<Buffer[]> {
	const zip = new ZipFile();
	const output = zip.outputStream as Readable;
	zip.on('error', (error: Error) => output.destroy(error));
	for (const { name, pieces } of membersOf(records, toItems, format)) {
		zip.addReadStreamLazy(name, { compress: true }, (callback) => {
			callback(null, Readable.from(chunked(pieces()), { objectMode: false }));
		});
	}
	zip.end();
	const chunks: Buffer[] = [];
	for await (const chunk of output as AsyncIterable<Buffer>) chunks.push(chunk);
	return chunks;
}
