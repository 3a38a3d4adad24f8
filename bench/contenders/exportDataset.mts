/** Pictures and labels of a project as one ZIP, by our node. */
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB, benchEngine } from '../frame/engine.mts';
import { failuresOf } from '../frame/files.mts';
import type { PicturesJob } from '../frame/pictures.mts';

contend(async ({ hub, project, urls, size, concurrency }: PicturesJob) => {
	const engine = await benchEngine(hub);
	const node = {
		type: ANGO_HUB,
		parameters: {
			resource: 'export',
			operation: 'dataset',
			project: { __rl: true, mode: 'id', value: project },
			format: 'yoloSegment',
			requestOptions: { concurrency },
		},
	};
	const { result, ...figures } = await measured(async () => await engine.run({ node }));
	await engine.dispose();
	failuresOf(result);
	const [{ json, binary }] = result.items;
	const { bytes = 0 } = binary!.data!;
	if (json.images !== urls.length || bytes < urls.length * size) {
		throw new Error(`${json.images} pictures are in a ZIP of ${bytes} bytes`);
	}
	return figures;
});
