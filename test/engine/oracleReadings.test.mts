import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { FIXTURE_SETS, type Edges, type Tool } from '../oracles/fixtureSets.mts';
import { comparable, ourReading } from '../oracles/ourReadings.mts';
import { storedReadings } from '../oracles/storedReadings.mts';
import { createEngine, type Engine } from './harness/index.mts';
import { filesOfZip } from './labelCases/archives.mts';
import { runLabels } from './labelCases/observe.mts';

const stored = storedReadings();

/** What each set is read by; of YOLO's boxes in pixels the leg with the tools themselves tells. */
const sets = (['coco', 'yolo', 'voc', 'kitti'] satisfies Tool[]).flatMap((tool) =>
	FIXTURE_SETS[tool].map((set) => ({ ...set, tool })),
);

describe('What tools of others have read of datasets', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine({
			nodeTypes: { 'n8n-nodes-ango-hub.angoHubLabels': AngoHubLabels },
		});
	});
	afterAll(async () => await engine.dispose());

	it.each(sets)('still stands in $name', async ({ tool, name, format, options, items }) => {
		const parameters = { operation: 'convertTo', format, output: 'zip', options };
		const [{ binary }] = await runLabels(engine, parameters, items);
		const files = filesOfZip(await engine.readBinary(binary!.data));
		const ours = comparable(tool, ourReading(tool, files));
		const reading = stored[name] as object;
		const readers = tool === 'voc' || tool === 'kitti' ? Object.values(reading) : [reading];
		for (const one of readers) expect(ours).toEqual(comparable(tool, one));
	});

	it('is at the places of the boxes', () => {
		const readers = Object.entries(stored['yoloDetect: known boxes'] as object);
		expect(readers.map(([reader]) => reader)).toEqual(['globox', 'labelformat']);
		const [{ edges }] = FIXTURE_SETS.yolo_boxes;
		for (const [, boxes] of readers as Array<[string, Record<string, Edges[]>]>) {
			for (const [picture, own] of Object.entries(edges!)) {
				for (const [at, [, ...sides]] of own.entries()) {
					const [, ...read] = boxes[picture][at];
					for (const [side, edge] of sides.entries()) {
						expect(Math.abs(read[side] - edge)).toBeLessThan(0.002);
					}
				}
			}
		}
	});
});
