/** The floor: a bare Node script with kept connections and as many requests at once as our node. */
import { createReadStream } from 'node:fs';
import { Agent } from 'node:http';
import { json, text } from 'node:stream/consumers';
import { mapConcurrent } from '../../nodes/shared/util/concurrency.ts';
import { CHUNK_SIZE } from '../../nodes/shared/hub/http/chunks.ts';
import { bareRequest } from '../frame/bareHttp.mts';
import { contend, measured } from '../frame/contend.mts';
import type { UploadJob } from '../frame/files.mts';

contend(async ({ hub, project, paths, requestOptions }: UploadJob) => {
	const concurrency = Number(requestOptions!.concurrency);
	const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
	const key = { apikey: hub.apiKey };

	async function put({ path, size }: { path: string; size: number }, n: number) {
		const query = new URLSearchParams({ name: `${n}.png`, project, type: 'assets' });
		const link = `${hub.url}/v2/getUploadUrl?${query}`;
		const answer = await bareRequest(link, { headers: key, agent });
		const { data } = (await json(answer)) as { data: { uploadUrl: string } };
		const headers = { 'content-type': 'image/png', 'content-length': size };
		const file = { method: 'PUT', headers, body: createReadStream(path), agent };
		await text(await bareRequest(data.uploadUrl, file));
		return { data: data.uploadUrl.split('?')[0], externalId: `${n}.png` };
	}

	const { result: _, ...figures } = await measured(async () => {
		const assets = await mapConcurrent(paths, concurrency, put);
		for (let start = 0; start < assets.length; start += CHUNK_SIZE) {
			const body = {
				assets: assets.slice(start, start + CHUNK_SIZE),
				uploadLocal: 'true',
				priority: 0,
			};
			const headers = { ...key, 'content-type': 'application/json' };
			const url = `${hub.url}/v2/project/${project}/cloud`;
			const call = { method: 'POST', headers, body: JSON.stringify(body), agent };
			await text(await bareRequest(url, call));
		}
	});
	return { ...figures, failures: 0 };
});
