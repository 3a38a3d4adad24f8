import type { IDataObject } from 'n8n-workflow';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { until } from './canceled.mts';
import { createEngine, type BinaryMode, type Engine } from './harness/index.mts';
import { filesOfZip } from './labelCases/archives.mts';
import { png } from './setup.mts';
import { namesLeft, storedFiles } from './storedFiles.mts';

const NODE = 'n8n-nodes-ango-hub.angoHubLabels';

const labeled = (externalId: string, tools: unknown[]) =>
	({
		externalId,
		assetId: externalId,
		metadata: { width: 100, height: 80 },
		task: { taskId: `t-${externalId}`, tools },
	}) as unknown as IDataObject;

const box = (title: string, x = 10) => ({
	title,
	objectId: `${title}-${x}`,
	'bounding-box': { x, y: 10, width: 20, height: 20 },
});

const picture = png(100, 80);

describe.each<BinaryMode>(['memory', 'filesystem'])('Convert To with files in %s mode', (mode) => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine({ nodeTypes: { [NODE]: AngoHubLabels }, binaryMode: mode });
	});
	afterAll(async () => await engine.dispose());

	const run = async (parameters: IDataObject, items: Parameters<Engine['run']>[0]['items']) =>
		await engine.run({
			node: { type: NODE, parameters: { operation: 'convertTo', ...parameters } as never },
			items,
		});

	it.each([
		['cocoSegmentation', 'file'],
		['yoloSegment', 'zip'],
	])('stops in the middle of %s when it is canceled', async (format, output) => {
		const ring = Array.from({ length: 100 }, (_, n) => [50 + 30 * Math.cos(n), 40 + n / 4]);
		const line = (n: number) =>
			JSON.stringify(labeled(`${n}.png`, Array(10).fill({ title: 'Car', polygon: ring })));
		const lines = Array.from({ length: 1000 }, (_, n) => `${line(n)}\n`);
		const data = await engine.binary(Buffer.from(lines.join('')), {
			fileName: 'labels.ndjson',
			mimeType: 'application/x-ndjson',
		});
		const parameters = { operation: 'convertTo', source: 'file', format, output };
		const execution = engine.start({
			node: { type: NODE, parameters },
			items: [{ json: {}, binary: { data } }],
		});
		// It can be canceled only since it gives the event loop back.
		let turns = 0;
		const known = mode === 'filesystem' ? storedFiles() : [];
		const isHalf = () => storedFiles().some(({ fileName }) => fileName === undefined);
		await until(() => (mode === 'filesystem' ? isHalf() : ++turns > 5));
		execution.cancel();
		const { status, items } = await execution.result;
		expect(status).toBe('canceled');
		expect(items).toEqual([]);
		if (mode === 'filesystem') expect(namesLeft(known)).toEqual([]);
	});

	it('puts pictures and labels into one ZIP, which comes with the first item', async () => {
		const info = { fileName: 'a.png', mimeType: 'image/png' };
		const items = await Promise.all(
			['a.png', 'b.png'].map(async (name) => ({
				json: labeled(name, [box('Car')]),
				binary: { data: await engine.binary(picture, info) },
			})),
		);
		for (const format of ['yoloDetect', 'cocoDetection']) {
			const { items: output, error } = await run(
				{ format, output: 'zip', options: { pictureField: 'data' } },
				items,
			);
			expect(error).toBeUndefined();
			expect(output).toHaveLength(1);
			expect(output[0].json).toMatchObject({ images: 2, objects: 2, fileName: 'dataset.zip' });
			const files = filesOfZip(await engine.readBinary(output[0].binary!.data));
			expect(files.get('images/train/b.png')).toEqual(picture);
			expect([...files.keys()]).toEqual([...files.keys()].sort());
		}
	});

	it('reads a file of an export, as NDJSON and as a list', async () => {
		const tasks = [labeled('a.jpg', [box('Car')]), labeled('b.jpg', [box('Bus'), box('Lane', 99)])];
		const texts = [tasks.map((task) => JSON.stringify(task)).join('\n'), JSON.stringify(tasks)];
		const outputs = await Promise.all(
			texts.map(async (text) => {
				const info = { fileName: 'tasks.json', mimeType: 'application/json' };
				const data = await engine.binary(Buffer.from(text), info);
				const parameters = { source: 'file', format: 'cocoDetection' };
				const { items } = await run(parameters, [{ json: {}, binary: { data } }]);
				expect(items[0].json).toMatchObject({
					classes: ['Bus', 'Car', 'Lane'],
					classCounts: { Bus: 1, Car: 1, Lane: 1 },
					report: { clipped: 1, background: 0 },
				});
				return (await engine.readBinary(items[0].binary!.data)).toString();
			}),
		);
		expect(outputs[0]).toBe(outputs[1]);
		expect(JSON.parse(outputs[0])).toMatchObject({ images: [{ id: 1 }, { id: 2 }] });
	});

	it('says which file is none of labels', async () => {
		const info = { fileName: 'x.json', mimeType: 'application/json' };
		const data = await engine.binary(Buffer.from('<html>'), info);
		const { error } = await run({ source: 'file' }, [{ json: {}, binary: { data } }]);
		expect(error?.message).toBe("The file in 'data' is not a list of labeled tasks");
	});

	it('fails when there is nothing to write, instead of an empty file', async () => {
		for (const output of ['file', 'zip', 'items']) {
			const { error } = await run({ output }, [{ json: { odd: 1 } }]);
			expect(error?.message).toBe('There is no picture to write');
		}
	});

	it('puts objects of one item each together again', async () => {
		const facts = {
			externalId: 'a.jpg',
			assetId: '1',
			taskId: 't',
			metadata: { width: 100, height: 80 },
		};
		const shape = { x: 0, y: 0, width: 10, height: 10 };
		const items = ['Car', 'Bus'].map((title) => ({
			json: { ...facts, title, tool: 'bounding-box', shape },
		}));
		const { items: output } = await run({ format: 'yoloDetect', output: 'items' }, items);
		expect(output).toHaveLength(1);
		expect(output[0].json).toMatchObject({ objects: 2, fileName: 'labels/a.txt' });
	});
});
