import * as fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { AngoHubLabels } from '../../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { cpuMs } from '../../unit/cpuTime.mts';
import { createEngine, type Engine } from '../harness/index.mts';
import { wordsOf } from '../setup.mts';
import { CRASH } from './json.mts';

const NODE = 'n8n-nodes-ango-hub.angoHubLabels';
/** Much more than any of this takes, so that only what never ends is told by it. */
const MAX_CPU_MS = 10_000;

/** The first bytes of files of each kind, so that random bytes are taken for one. */
const STARTS = {
	png: '89504e470d0a1a0a0000000d49484452',
	jpg: 'ffd8ffe000104a46494600',
	tiff: '49492a0008000000',
	zip: '504b0304140000000800',
	xml: Buffer.from('<annotation><size>').toString('hex'),
};
type Kind = keyof typeof STARTS;

const fileOf = (kind: Kind) =>
	fc
		.tuple(fc.boolean(), fc.uint8Array({ maxLength: 600 }))
		.map(([hasStart, bytes]) =>
			Buffer.concat([Buffer.from(hasStart ? STARTS[kind] : '', 'hex'), bytes]),
		);

const circle = (points: number) =>
	Array.from({ length: points }, (_, n) => {
		const angle = (n / points) * 2 * Math.PI;
		return [500 + 300 * Math.cos(angle), 400 + 300 * Math.sin(angle)];
	});

const task = (tools: unknown[], width: unknown = 1000, height: unknown = 800, name = 'a') =>
	({
		...{ externalId: `${name}.jpg`, assetId: name, metadata: { width, height } },
		task: { taskId: name, tools },
	}) as unknown as IDataObject;

/** Labels of which nothing is wrong. */
const good = {
	json: task([{ title: 'Car', 'bounding-box': { x: 1, y: 1, width: 9, height: 9 } }], 100, 80, 'b'),
};

const box = { title: 'Car', 'bounding-box': { x: 10, y: 10, width: 20, height: 20 } };

describe('Labels of any kind', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine({ nodeTypes: { [NODE]: AngoHubLabels }, binaryMode: 'filesystem' });
	});
	afterAll(async () => await engine.dispose());

	const run = async (parameters: IDataObject, items: INodeExecutionData[]) => {
		const begun = cpuMs();
		const result = await engine.run({ node: { type: NODE, parameters }, items });
		expect(wordsOf(result)).not.toMatch(CRASH);
		expect(cpuMs() - begun).toBeLessThan(MAX_CPU_MS);
		return result;
	};

	const binary = async (bytes: Buffer, kind: Kind) => ({
		data: await engine.binary(bytes, { fileName: `a.${kind}`, mimeType: `image/${kind}` }),
	});

	it.each<Kind>(['png', 'jpg', 'tiff'])(
		'with random bytes as a %s are written without that picture, which is told',
		async (kind) => {
			await fc.assert(
				fc.asyncProperty(fileOf(kind), async (bytes) => {
					const bad = { json: task([box]), binary: await binary(bytes, kind) };
					const options = { pictureField: 'data' };
					const { items, error } = await run(
						{ operation: 'convertTo', format: 'cocoDetection', output: 'file', options },
						[bad, good],
					);
					expect(error).toBeUndefined();
					const report = items[0].json.report as IDataObject;
					const leftOut = report.leftOut as Array<{ count: number; objects?: number }>;
					const lost = leftOut.reduce((sum, one) => sum + (one.objects ?? one.count), 0);
					expect(report.objects).toBe(2);
					expect((report.written as number) + lost).toBe(2);
					const file = JSON.parse((await engine.readBinary(items[0].binary!.data)).toString());
					expect(file.annotations).toHaveLength(report.written as number);
				}),
				{ numRuns: 60 },
			);
		},
	);

	it('with random bytes as the PNG of brush strokes are written, or refused in words', async () => {
		await fc.assert(
			fc.asyncProperty(fileOf('png'), async (bytes) => {
				const item = { json: task([box]), binary: await binary(bytes, 'png') };
				const options = { brushMaskField: 'data' };
				await run({ operation: 'convertTo', format: 'cocoSegmentation', options }, [item]);
				await run({ operation: 'draw', output: 'svg', options }, [item]);
			}),
			{ numRuns: 40 },
		);
	});

	it.each<[Kind, string]>([
		['zip', 'coco'],
		['zip', 'yolo'],
		['xml', 'voc'],
	])('as random bytes of a %s in %s are read, or refused in words', async (kind, format) => {
		await fc.assert(
			fc.asyncProperty(fileOf(kind), async (bytes) => {
				const item = { json: { width: 100, height: 80 }, binary: await binary(bytes, kind) };
				await run({ operation: 'convertFrom', source: 'file', format }, [item]);
			}),
			{ numRuns: 60 },
		);
	});

	it('as an entity bomb are refused before it goes off', async () => {
		const entities = Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`);
		const text = `<!DOCTYPE annotation [<!ENTITY e0 "ha">${entities.join('')}]><annotation>&e30;</annotation>`;
		const parameters = { operation: 'convertFrom', source: 'text', format: 'voc' };
		const { error, items } = await run(parameters, [{ json: { text } }]);
		expect(error?.message).toContain('document type (DTD)');
		expect(items).toEqual([]);
	});

	it('with 10,000 points are converted, compared, drawn and counted', async () => {
		const item = { json: task([{ title: 'Car', polygon: circle(10_000) }]) };
		const { items } = await run(
			{ operation: 'convertTo', format: 'yoloSegment', output: 'items' },
			[item],
		);
		expect(items[0].json.report).toMatchObject({ written: 1 });
		const predicted = { json: { ...item.json, scores: [0.9] } };
		for (const shapes of ['boxes', 'masks', 'rotated']) {
			const compared = await run({ operation: 'compare', shapes }, [item, predicted]);
			expect(compared.error).toBeUndefined();
		}
		const drawn = await run({ operation: 'draw', output: 'svg' }, [item]);
		expect(drawn.error).toBeUndefined();
		const counted = await run({ operation: 'summarize' }, [item]);
		expect(counted.error).toBeUndefined();
	});

	it.each([
		['NaN', 'NaN'],
		['0', 0],
		['nothing', null],
		['a negative number', -5],
	])('of a picture whose width is %s are left out and told', async (_, width) => {
		const { items } = await run({ operation: 'convertTo', format: 'cocoDetection' }, [
			{ json: task([box], width) },
			good,
		]);
		expect(items[0].json.report).toMatchObject({
			objects: 2,
			written: 1,
			leftOut: [{ reason: 'noSize' }],
		});
	});

	it.each([NaN, Infinity, 'x', null])('with the coordinate %s are left out and told', async (x) => {
		const odd = { title: 'Car', 'bounding-box': { x, y: 10, width: 20, height: 20 } };
		const { items } = await run({ operation: 'convertTo', format: 'cocoDetection' }, [
			{ json: task([odd as unknown, box]) },
		]);
		expect(items[0].json.report).toMatchObject({ objects: 2, written: 1 });
	});

	it('on 40 megapixels are refused as PNG masks, and no file is written', async () => {
		const item = { json: task([box], 8000, 5000) };
		for (const output of ['zip', 'items']) {
			const { error, items } = await run({ operation: 'convertTo', format: 'mask', output }, [
				item,
			]);
			expect(error?.message).toContain("'a.jpg' has 8000 × 5000 pixels, too many for a mask");
			expect(items).toEqual([]);
		}
	});

	it('on 40 megapixels are compared as masks', async () => {
		const item = { json: task([{ title: 'Car', polygon: circle(100) }], 8000, 5000) };
		const { items } = await run({ operation: 'compare', shapes: 'masks' }, [
			item,
			{ json: { ...item.json, scores: [1] } },
		]);
		expect(items[0].json).toMatchObject({ truePositives: 1, meanIou: 1 });
	});
});
