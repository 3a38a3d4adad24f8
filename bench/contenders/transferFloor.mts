/** The floor: the same bytes through Node's own streams, with the same calls of the API. */
import {
	createReadStream,
	createWriteStream,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bareCall, bareRequest } from '../frame/bareHttp.mts';
import { contend, measured } from '../frame/contend.mts';
import type { TransferJob } from './transfer.mts';

contend(async ({ hub, project, way, remote, size, folder }: TransferJob) => {
	const path = join(folder, 'film.mp4');

	async function put(body: NodeJS.ReadableStream): Promise<void> {
		const query = new URLSearchParams({ name: 'film.mp4', project, type: 'assets' });
		const { uploadUrl } = await bareCall<{ uploadUrl: string }>(hub, `/v2/getUploadUrl?${query}`);
		const headers = { 'content-type': 'video/mp4', 'content-length': size };
		(await bareRequest(uploadUrl, { method: 'PUT', headers, body })).resume();
	}

	const ways: Record<TransferJob['way'], () => Promise<void>> = {
		upload: async () => await put(createReadStream(path)),
		uploadFromUrl: async () => await put(await bareRequest(remote.url)),
		download: async () => {
			const query = new URLSearchParams({ url: remote.url, project });
			const { signedUrl } = await bareCall<{ signedUrl: string }>(hub, `/v2/getSignedUrl?${query}`);
			await pipeline(await bareRequest(signedUrl), createWriteStream(path));
		},
	};
	if (way === 'upload') {
		writeFileSync(path, '');
		truncateSync(path, size);
	}
	const { result: _, ...figures } = await measured(ways[way]);
	if (way === 'download' && statSync(path).size !== size) throw new Error('The file is not whole');
	rmSync(path, { force: true });
	return figures;
});
