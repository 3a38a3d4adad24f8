/** Our node: one Upload over all files, at its default settings. */
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB, benchEngine } from '../frame/engine.mts';
import { failuresOf, filesOf, type UploadJob } from '../frame/files.mts';

contend(async ({ hub, project, options, requestOptions, ...files }: UploadJob) => {
	const engine = await benchEngine(hub);
	const items = await filesOf(engine, files);
	const upload = {
		type: ANGO_HUB,
		parameters: {
			resource: 'asset',
			operation: 'upload',
			project: { __rl: true, mode: 'id', value: project },
			options,
			requestOptions,
		},
	};
	const { result, ...figures } = await measured(
		async () => await engine.run({ node: upload, items }),
	);
	await engine.dispose();
	return { ...figures, ...failuresOf(result) };
});
