import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { readerOf } from '../../../nodes/shared/datasets/formats/readers.ts';
import { PreLabels } from '../../../nodes/shared/datasets/preLabels.ts';
import { zonesMask } from '../../../nodes/shared/labels/geometry/pixels.ts';
import { rleCounts, rleText } from '../../../nodes/shared/labels/geometry/rle.ts';
import type { Point } from '../../../nodes/shared/labels/geometry/types.ts';
import { Breather } from '../../../nodes/shared/util/breather.ts';
import { datasetOf, itemsOf } from './setup.mts';

/** The text of COCO's RLE by its definition: a picture column by column, runs of zeros and ones in turn. */
function textOf(rows: boolean[][]): string {
	const counts = [0];
	let last = false;
	for (let x = 0; x < rows[0].length; x++) {
		for (const row of rows) {
			if (row[x] !== last) counts.push(0);
			last = row[x];
			counts[counts.length - 1]++;
		}
	}
	return rleText(counts);
}

const side = fc.integer({ min: 1, max: 30 });
const size = fc.record({ width: side, height: side });

/** Rectangles of which each turns over what it covers: rings in rings, islands in holes, corners that touch. */
const rectangles = fc
	.tuple(size, fc.array(fc.tuple(side, side, side, side), { maxLength: 8 }))
	.map(([{ width, height }, drawn]) =>
		Array.from({ length: height }, (_, y) =>
			Array.from({ length: width }, (__, x) => {
				const covering = drawn.filter(
					([a, b, c, d]) =>
						x >= Math.min(a, b) - 1 &&
						x < Math.max(a, b) &&
						y >= Math.min(c, d) - 1 &&
						y < Math.max(c, d),
				);
				return covering.length % 2 === 1;
			}),
		),
	);
const checkered = size.map(({ width, height }) =>
	Array.from({ length: height }, (_, y) =>
		Array.from({ length: width }, (__, x) => (x + y) % 2 === 0),
	),
);
const speckled = size.chain(({ width, height }) =>
	fc.array(fc.array(fc.boolean(), { minLength: width, maxLength: width }), {
		minLength: height,
		maxLength: height,
	}),
);
const plain = fc
	.tuple(size, fc.boolean())
	.map(([{ width, height }, value]) =>
		Array.from({ length: height }, () => new Array<boolean>(width).fill(value)),
	);
const picture = fc.oneof(rectangles, checkered, speckled, plain);

/** What Convert From makes of a mask, as the task of an export has it. */
function labelsOf(counts: string, width: number, height: number): IDataObject[] {
	const results = {
		images: [{ id: 1, file_name: 'a.png', width, height }],
		categories: [{ id: 1, name: 'Leaf' }],
		annotations: [{ image_id: 1, category_id: 1, segmentation: { size: [height, width], counts } }],
	};
	const [read] = readerOf('coco').read(results, {
		...{ task: 'detect', classNames: [], keypointNames: [], coordinates: 'automatic' },
		...{ boxFormat: 'corners', vocCoordinates: 'pixelsFrom1', includeCrowd: false },
	});
	const labels = new PreLabels({
		...{ minConfidence: 0, renameClasses: new Map(), keepFolders: false },
		...{ simplify: 0, useTrackIds: false, decimals: 2 },
	});
	return labels.itemOf(read).objects;
}

describe('RLE, zones and RLE again', () => {
	it('are the same pixels through Convert From and Convert To', async () => {
		await fc.assert(
			fc.asyncProperty(picture, async (rows) => {
				const [width, height] = [rows[0].length, rows.length];
				const given = textOf(rows);
				const tools = labelsOf(given, width, height);
				if (!rows.flat().includes(true)) {
					expect(tools).toEqual([]);
					return;
				}
				expect(tools).toHaveLength(1);
				const item = { externalId: 'a.png', metadata: { width, height }, task: { tools } };
				const dataset = await datasetOf([item] as unknown as IDataObject[], 'cocoSegmentation');
				const [{ annotations }] = await itemsOf(dataset);
				const [{ segmentation, area }] = annotations as unknown as Array<{
					segmentation: number[][] | { size: number[]; counts: string };
					area: number;
				}>;
				expect(area).toBe(rows.flat().filter(Boolean).length);
				if (!Array.isArray(segmentation)) {
					expect(segmentation).toEqual({ size: [height, width], counts: given });
					return;
				}
				// Outlines without a hole stay outlines.
				const zones = segmentation.map((flat) => ({
					region: flat.flatMap((x, at): Point[] => (at % 2 === 0 ? [[x, flat[at + 1]]] : [])),
					holes: [],
				}));
				const mask = await zonesMask(zones, { width, height }, new Breather());
				expect(rleText(rleCounts(mask))).toBe(given);
			}),
			{ numRuns: 300 },
		);
	});
});
