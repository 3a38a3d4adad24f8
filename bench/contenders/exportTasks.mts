/** An export of tasks by our node, into a file or as items. */
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB, benchEngine } from '../frame/engine.mts';
import { failuresOf } from '../frame/files.mts';
import type { HubAccess, SeededExport } from '../frame/hub.mts';

export interface ExportJob {
	hub: HubAccess;
	project: string;
	output: 'file' | 'items';
	archive: SeededExport;
	/** How many tasks there are. */
	tasks: number;
	/** Where a bare script writes its file. */
	folder: string;
}

contend(async ({ hub, project, output, archive, tasks }: ExportJob) => {
	const engine = await benchEngine(hub);
	const node = {
		type: ANGO_HUB,
		parameters: {
			resource: 'export',
			operation: 'tasks',
			project: { __rl: true, mode: 'id', value: project },
			output,
			fileFormat: 'ndjson',
			simplify: output === 'items', // a file as Ango Hub wrote it
		},
	};
	const { result, ...figures } = await measured(async () => await engine.run({ node }));
	await engine.dispose();
	failuresOf(result);
	const saved = result.items[0]?.binary?.data?.bytes;
	if (output === 'file' && saved !== archive.unpacked) throw new Error(`${saved} bytes were saved`);
	if (output === 'items' && result.items.length !== tasks) {
		throw new Error(`${result.items.length} items came out`);
	}
	return figures;
});
