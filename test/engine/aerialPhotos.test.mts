import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { IDataObject } from 'n8n-workflow';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { createEngine, type Engine } from './harness/index.mts';
import { filesOfZip } from './labelCases/archives.mts';
import { byId, fileItem, openSetup, wordsOf, type Setup } from './setup.mts';

const PHOTOS = join(import.meta.dirname, '../../demo/pictures');
const STEMS = ['OSBS_029', 'SOAP_061'];
const TITLES = ['Alive', 'Dead', 'Tree'];

const labelSet = {
	tools: TITLES.map((title) => ({ schemaId: `id-${title}`, title, tool: 'bounding-box' })),
	classifications: [],
	relations: [],
};

type Box = [title: string, ...edges: number[]];

/** The boxes of a VOC text by a reader of others: its numbers as they stand. */
function boxesIn(xml: string): Box[] {
	const parser = new XMLParser({ isArray: (name) => name === 'object' });
	const { annotation } = parser.parse(xml) as {
		annotation: { object: Array<{ name: string; bndbox: Record<string, number> }> };
	};
	return annotation.object.map(({ name, bndbox }) => [
		name,
		...['xmin', 'ymin', 'xmax', 'ymax'].map((side) => bndbox[side]),
	]);
}

/** Every box of one list has its box in the other, each edge within half a pixel. */
function expectSameBoxes(found: Box[], expected: Box[]): void {
	expect(found.map(([title]) => title)).toEqual(expected.map(([title]) => title));
	const off = found.flatMap(([, ...edges], at) =>
		edges.map((edge, side) => Math.abs(edge - (expected[at][side + 1] as number))),
	);
	expect(Math.max(...off)).toBeLessThanOrEqual(0.5);
}

describe('Aerial photos with boxes around trees', () => {
	let setup: Setup;
	let labels: Engine;
	beforeAll(async () => {
		setup = await openSetup({ binaryMode: 'filesystem' });
		labels = await createEngine({
			nodeTypes: { 'n8n-nodes-ango-hub.angoHubLabels': AngoHubLabels },
			binaryMode: 'filesystem',
		});
	});
	afterAll(async () => {
		await labels.dispose();
		await setup.close();
	});

	/** One of them names the TIFF from which its photo is. */
	const xmlOf = (stem: string) =>
		readFileSync(join(PHOTOS, `${stem}.xml`), 'utf8').replace('.tif</filename>', '.png</filename>');

	it.each(['pixelsFrom1', 'edges'])(
		'come back from Ango Hub with every box (%s)',
		async (vocCoordinates) => {
			const project = setup.hub.seedProject({ name: 'Trees', categorySchema: labelSet } as never);
			const run = async (
				parameters: IDataObject,
				items?: Parameters<Engine['run']>[0]['items'],
			) => {
				const node = setup.node({ project: byId(project._id), ...parameters } as never);
				const result = await setup.engine.run({ node, items });
				expect(wordsOf(result).trim()).toBe('');
				return result.items;
			};
			const files = STEMS.map((stem) => readFileSync(join(PHOTOS, `${stem}.png`)));
			await run(
				{ resource: 'asset', operation: 'upload', source: 'file', fileFields: 'data' },
				await Promise.all(
					STEMS.map(async (stem, at) => await fileItem(setup, `${stem}.png`, files[at])),
				),
			);
			const imported = await run(
				{
					...{ resource: 'label', operation: 'import', format: 'voc' },
					predictionOptions: { vocCoordinates },
				},
				STEMS.map((stem) => ({ json: { text: xmlOf(stem) } })),
			);
			expect(imported.map(({ json }) => [json.externalId, json.objects])).toEqual([
				['OSBS_029.png', 61],
				['SOAP_061.png', 37],
			]);
			const [exported] = await run({
				...{ resource: 'export', operation: 'dataset', format: 'voc', stages: 'all' },
				options: { vocCoordinates },
			});
			expect(exported.json).toMatchObject({ images: 2, objects: 98, failedAssetIds: [] });
			const zip = await setup.engine.readBinary(exported.binary!.data);
			const members = filesOfZip(zip);
			for (const [at, stem] of STEMS.entries()) {
				expect(members.get(`JPEGImages/${stem}.png`)!.equals(files[at])).toBe(true);
				const written = String(members.get(`Annotations/${stem}.xml`));
				expectSameBoxes(boxesIn(written), boxesIn(xmlOf(stem)));
			}

			const data = await labels.binary(zip, { fileName: 'set.zip', mimeType: 'application/zip' });
			const back = await labels.run({
				node: {
					type: 'n8n-nodes-ango-hub.angoHubLabels',
					parameters: {
						...{ operation: 'convertFrom', format: 'voc', source: 'file' },
						options: { vocCoordinates },
					},
				},
				items: [{ json: {}, binary: { data } }],
			});
			// They come in the order in which their uploads ended.
			const byPicture = new Map(back.items.map(({ json }) => [json.externalId, json]));
			expect(byPicture.size).toBe(STEMS.length);
			for (const stem of STEMS) {
				const json = byPicture.get(`${stem}.png`)!;
				const first = vocCoordinates === 'pixelsFrom1' ? 1 : 0;
				const boxes = (json.objects as IDataObject[]).map(({ title, ...shape }): Box => {
					const { x, y, width, height } = shape['bounding-box'] as Record<string, number>;
					return [title as string, x + first, y + first, x + width, y + height];
				});
				expectSameBoxes(boxes, boxesIn(xmlOf(stem)));
			}
		},
	);
});
