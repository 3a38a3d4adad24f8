import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mapConcurrent } from '../../nodes/shared/util/concurrency.ts';
import type { HubAccess } from './hub.mts';

export interface PicturesJob {
	hub: HubAccess;
	project: string;
	/** Addresses of the pictures, which only signed links open. */
	urls: string[];
	/** Bytes of each. */
	size: number;
	concurrency: number;
	/** Where those that make no ZIP write their files. */
	folder: string;
}

/** How a script sends its requests. */
export interface Requests {
	/** The signed link to a picture. */
	link(query: { url: string; project: string }): Promise<string>;
	open(link: string): Promise<NodeJS.ReadableStream>;
}

/** Pictures from signed links into a folder, several at once, without labels and without a ZIP. */
export async function fetchPictures(
	{ project, urls, size, concurrency, folder }: PicturesJob,
	{ link, open }: Requests,
): Promise<void> {
	const sizes = await mapConcurrent(urls, concurrency, async (url, n) => {
		const path = join(folder, `${n}.png`);
		await pipeline(await open(await link({ url, project })), createWriteStream(path));
		return statSync(path).size;
	});
	if (sizes.some((one) => one !== size)) throw new Error('A picture is not whole');
}
