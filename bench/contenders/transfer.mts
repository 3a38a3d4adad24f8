/** One large file, by our node. */
import type { IDataObject } from 'n8n-workflow';
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB, benchEngine } from '../frame/engine.mts';
import { failuresOf, sparseFile } from '../frame/files.mts';
import type { HubAccess, SeededFile } from '../frame/hub.mts';

export interface TransferJob {
	hub: HubAccess;
	project: string;
	way: 'upload' | 'uploadFromUrl' | 'download';
	/** A file that the hub already has. */
	remote: SeededFile;
	/** Bytes. */
	size: number;
	/** Where a bare script finds its file or writes one. */
	folder: string;
}

const parameters: Record<TransferJob['way'], (job: TransferJob) => IDataObject> = {
	upload: () => ({ operation: 'upload' }),
	uploadFromUrl: ({ remote }) => ({ operation: 'upload', source: 'url', url: remote.url }),
	download: ({ remote }) => ({
		operation: 'download',
		asset: { __rl: true, mode: 'id', value: remote.assetId },
	}),
};

contend(async (job: TransferJob) => {
	const { hub, project, way, size } = job;
	const engine = await benchEngine(hub);
	const node = {
		type: ANGO_HUB,
		parameters: {
			resource: 'asset',
			project: { __rl: true, mode: 'id', value: project },
			...parameters[way](job),
		},
	};
	const items =
		way === 'upload'
			? [{ json: {}, binary: { data: await sparseFile(engine, 'film.mp4', size) } }]
			: [{ json: {} }];
	const { result, ...figures } = await measured(async () => await engine.run({ node, items }));
	await engine.dispose();
	failuresOf(result);
	const saved = result.items[0]?.binary?.data?.bytes;
	if (way === 'download' && saved !== size) throw new Error(`${saved} bytes were saved`);
	return figures;
});
