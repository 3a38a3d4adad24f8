/** The floor: Node's own streams from the archive to a file, or to lines that JSON.parse reads. */
import { createWriteStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { bareRequest } from '../frame/bareHttp.mts';
import { contend, measured } from '../frame/contend.mts';
import type { ExportJob } from './exportTasks.mts';

const LINE_BREAK = 0x0a;

contend(async ({ output, archive, tasks, folder }: ExportJob) => {
	if (output === 'file') {
		const path = join(folder, 'export.ndjson');
		const { result: _, ...figures } = await measured(
			async () => await pipeline(await unpacked(archive.link), createWriteStream(path)),
		);
		const { size } = statSync(path);
		rmSync(path);
		if (size !== archive.unpacked) throw new Error(`${size} bytes were saved`);
		return figures;
	}
	const { result: items, ...figures } = await measured(async () =>
		parsedLines(await buffer(await unpacked(archive.link))),
	);
	if (items.length !== tasks) throw new Error(`${items.length} lines were parsed`);
	return figures;
});

/** The content of the first file in the archive. */
async function unpacked(link: string): Promise<NodeJS.ReadableStream> {
	const archive = await bareRequest(link);
	const inflating = createInflateRaw();
	let header = true;
	archive.on('data', (chunk: Buffer) => {
		const start = header ? 30 + chunk.readUInt16LE(26) + chunk.readUInt16LE(28) : 0;
		header = false;
		if (inflating.write(chunk.subarray(start))) return;
		archive.pause();
		inflating.once('drain', () => archive.resume());
	});
	return inflating;
}

function parsedLines(bytes: Buffer): unknown[] {
	const items: unknown[] = [];
	for (let start = 0; start < bytes.length;) {
		const end = bytes.indexOf(LINE_BREAK, start);
		items.push(JSON.parse(bytes.toString('utf8', start, end)));
		start = end + 1;
	}
	return items;
}
