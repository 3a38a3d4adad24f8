/** The floor: the same pictures from signed links into a folder, as many at once, without labels and without a ZIP. */
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mapConcurrent } from '../../nodes/shared/util/concurrency.ts';
import { bareCall, bareRequest } from '../frame/bareHttp.mts';
import { contend, measured } from '../frame/contend.mts';
import type { PicturesJob } from './exportDataset.mts';

contend(async ({ hub, project, urls, size, concurrency, folder }: PicturesJob) => {
	const { result: sizes, ...figures } = await measured(
		async () =>
			await mapConcurrent(urls, concurrency, async (url, n) => {
				const query = new URLSearchParams({ url, project });
				const { signedUrl } = await bareCall<{ signedUrl: string }>(
					hub,
					`/v2/getSignedUrl?${query}`,
				);
				const path = join(folder, `${n}.png`);
				await pipeline(await bareRequest(signedUrl), createWriteStream(path));
				return statSync(path).size;
			}),
	);
	if (sizes.some((one) => one !== size)) throw new Error('A picture is not whole');
	return figures;
});
