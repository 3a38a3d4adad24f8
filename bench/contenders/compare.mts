/** Labels and predictions of the same pictures compared, by our node. */
import type { IDataObject } from 'n8n-workflow';
import { contend, measured } from '../frame/contend.mts';
import { ANGO_HUB_LABELS, benchEngine } from '../frame/engine.mts';
import { failuresOf } from '../frame/files.mts';
import { labelLines } from '../frame/labelFile.mts';

export interface CompareJob {
	shapes: 'boxes' | 'masks';
	pictures: number;
	/** Of each picture, on each side. */
	objects: number;
}

contend(async ({ shapes, pictures, objects }: CompareJob) => {
	const engine = await benchEngine();
	const sides = ['ada@example.com', 'bob@example.com'];
	const items = sides.flatMap((updatedBy) =>
		[...labelLines({ pictures, objects, polygons: shapes === 'masks' ? 1 : 0 })].map((line) => {
			const json = JSON.parse(line) as IDataObject;
			return { json: { ...json, task: { ...(json.task as IDataObject), updatedBy } } };
		}),
	);
	const node = {
		type: ANGO_HUB_LABELS,
		parameters: { operation: 'compare', comparedBy: 'task.updatedBy', shapes },
	};
	const { result, ...figures } = await measured(async () => await engine.run({ node, items }));
	await engine.dispose();
	failuresOf(result);
	const { truePositives } = result.items[0]!.json;
	if (truePositives !== pictures * objects) throw new Error(`${truePositives} pairs were found`);
	return figures;
});
