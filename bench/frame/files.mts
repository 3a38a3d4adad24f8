import { randomBytes } from 'node:crypto';
import { createReadStream, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Engine, RunResult } from '../../test/engine/harness/index.mts';
import type { HubAccess } from './hub.mts';

/** What each contender is told to upload. */
export interface UploadJob {
	hub: HubAccess;
	project: string;
	paths: Array<{ path: string; size: number }>;
	/** Options and Request Options of our node. */
	options?: IDataObject;
	requestOptions?: IDataObject;
}

/** Writes files of random bytes, so that nothing can be compressed or shared. */
export function writeFiles(folder: string, count: number, size: number): UploadJob['paths'] {
	return Array.from({ length: count }, (_, n) => {
		const path = join(folder, `file-${n}.png`);
		writeFileSync(path, randomBytes(size));
		return { path, size };
	});
}

/** The files as a node before would hand them on: n8n keeps them on disk. */
export async function filesOf(
	engine: Engine,
	{ paths }: Pick<UploadJob, 'paths'>,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (const { path } of paths) {
		const name = basename(path);
		const data = await engine.binary(createReadStream(path), {
			fileName: name,
			mimeType: 'image/png',
		});
		items.push({ json: { name }, binary: { data } });
	}
	return items;
}

/** A file of zeros in n8n's store that takes no room on the disk. */
export async function sparseFile(
	engine: Engine,
	fileName: string,
	size: number,
): Promise<IBinaryData> {
	const info = { fileName, mimeType: 'video/mp4' };
	const data = await engine.binary(Buffer.from(''), info);
	const path = Container.get(BinaryDataService).getPath(data.id!);
	truncateSync(path, size);
	writeFileSync(`${path}.metadata`, JSON.stringify({ ...info, fileSize: size }));
	return data;
}

/** How many items failed. @throws Error when the run failed as a whole */
export function failuresOf({ error, items }: RunResult): { failures: number } {
	if (error) throw new Error([error.message, error.description].join(' — '));
	return { failures: items.filter(({ json }) => json.error !== undefined).length };
}
