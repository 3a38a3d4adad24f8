/** Labels in a file to a dataset, by our node. */
import { createReadStream } from 'node:fs';
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB_LABELS, benchEngine } from '../frame/engine.mts';
import { failuresOf } from '../frame/files.mts';

export interface ConvertJob {
	labels: string;
	format: 'cocoSegmentation' | 'yoloDetect' | 'yoloSegment' | 'voc';
	output: 'file' | 'zip';
	/** Where others write their file. */
	target: string;
	pictures: number;
	objects: number;
}

contend(async ({ labels, format, output, pictures, objects }: ConvertJob) => {
	const engine = await benchEngine();
	const data = await engine.binary(createReadStream(labels), {
		fileName: 'labels.ndjson',
		mimeType: 'application/x-ndjson',
	});
	const node = {
		type: ANGO_HUB_LABELS,
		parameters: { operation: 'convertTo', source: 'file', file: 'data', format, output },
	};
	const { result, ...figures } = await measured(
		async () => await engine.run({ node, items: [{ json: {}, binary: { data } }] }),
	);
	await engine.dispose();
	failuresOf(result);
	const [{ json, binary }] = result.items;
	if (json.images !== pictures || json.objects !== objects) {
		throw new Error(`${json.images} pictures with ${json.objects} objects were written`);
	}
	return { ...figures, bytes: binary!.data!.bytes };
});
