import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ZipFile } from 'yazl';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { createEngine, type BinaryMode, type Engine } from './harness/index.mts';
import { png } from './setup.mts';

const NODE = 'n8n-nodes-ango-hub.angoHubLabels';

async function zip(files: Record<string, string | Buffer>): Promise<Buffer> {
	const archive = new ZipFile();
	for (const [name, content] of Object.entries(files)) {
		archive.addBuffer(Buffer.from(content as string), name);
	}
	archive.end();
	return await buffer(archive.outputStream);
}

const boxOf = (item: INodeExecutionData, at = 0) =>
	(item.json.objects as IDataObject[])[at]['bounding-box'];

describe.each<BinaryMode>(['memory', 'filesystem'])('Convert From, files in %s mode', (mode) => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine({ nodeTypes: { [NODE]: AngoHubLabels }, binaryMode: mode });
	});
	afterAll(async () => await engine.dispose());

	const run = async (parameters: IDataObject, items: INodeExecutionData[], settings = {}) =>
		await engine.run({
			node: {
				type: NODE,
				parameters: { operation: 'convertFrom', ...parameters } as never,
				...settings,
			},
			items,
		});

	const runFile = async (
		parameters: IDataObject,
		content: Buffer,
		fileName: string,
		settings = {},
	) => {
		const data = await engine.binary(content, { fileName, mimeType: 'application/octet-stream' });
		return await run({ source: 'file', ...parameters }, [{ json: {}, binary: { data } }], settings);
	};

	it('takes the name of a file as the external ID, where nothing else says it', async () => {
		const boxes = [{ box: [1, 2, 4, 6], label: 'Car' }];
		const info = { fileName: 'street.png', mimeType: 'image/png' };
		const binary = { picture: await engine.binary(png(20, 10), info) };
		const options = { pictureField: 'picture' };
		const parameters = { format: 'boxes', predictions: '={{ $json.boxes }}', options };
		const pictured = await run(parameters, [{ json: { boxes } as never, binary }]);
		const given = await run(parameters, [{ json: { boxes, externalId: 'own' } as never, binary }]);
		const yolo = { format: 'yolo', classList: ['Car'], options: { extension: '.jpg' } };
		const text = Buffer.from('0 0.5 0.5 0.2 0.2');
		const ofFile = await runFile({ ...yolo, width: '20', height: '10' }, text, 'far/a b.txt');
		expect([pictured, given, ofFile].map(({ items }) => items[0].json.externalId)).toEqual([
			...['street.png', 'own', 'a b.jpg'],
		]);
	});

	it('a YOLO dataset with pictures needs nothing else; those without a text have no objects', async () => {
		const archive = await zip({
			'data.yaml': 'names: [car, bus]',
			'images/train/a.png': png(200, 100),
			'images/val/a.jpg': 'no picture',
			'images/val/b.png': png(100, 100),
			'labels/train/a.txt': '1 0.5 0.5 0.5 0.5\n',
			'labels/val/b.txt': '',
			'labels/train/classes.txt': 'x\ny\n',
			'train.txt': 'images/train/a.png\n',
			'README.md': '#',
		});
		const { items, error } = await runFile({ format: 'yolo', task: 'detect' }, archive, 'set.zip');
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.externalId, json.count, json.width])).toEqual([
			['a.png', 1, 200],
			['b.png', 0, 100],
			['a.jpg', 0, undefined],
		]);
		expect(items[0].json.objects).toEqual([
			{ title: 'bus', 'bounding-box': { x: 50, y: 25, width: 100, height: 50 } },
		]);
	});

	it('a YOLO dataset of CVAT has the names of its classes too', async () => {
		const archive = await zip({
			'obj.names': 'car\r\nbus\n',
			'obj.data': 'classes = 2\n',
			'train.txt': 'data/obj_train_data/a.png\n',
			'calib/a.txt': 'x',
			'obj_train_data/a.txt': '1 0.5 0.5 1 1\n',
			'other/a.txt': '',
		});
		const sides = { width: '20', height: '10' };
		const { items, error } = await runFile({ format: 'yolo', ...sides }, archive, 'set.zip');
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toMatchObject([
			{ externalId: 'a', objects: [{ title: 'bus' }], report: { warnings: [] } },
			{ externalId: 'a', objects: [], report: { warnings: [{ code: 'sameName' }] } },
		]);
	});

	it('texts without pictures get an extension and the size of the fields', async () => {
		const archive = await zip({ 'a.txt': '0 0.5 0.5 0.5 0.5', '__MACOSX/a.txt': 'x' });
		const { items, error } = await runFile(
			{
				format: 'yolo',
				classList: ['car'],
				width: '40',
				height: 20,
				options: { extension: '.jpg' },
			},
			archive,
			'set.zip',
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.externalId)).toEqual(['a.jpg']);
		expect(boxOf(items[0])).toEqual({ x: 10, y: 5, width: 20, height: 10 });
	});

	it('an archive without any, and the file that is at fault, are told', async () => {
		const archives: Array<[files: Record<string, string>, text: string]> = [
			[{}, "'set.zip' has no file with predictions"],
			[{ 'a.json': '{}' }, "'set.zip' has no file with predictions"],
			[{ 'a.xml': '<annotation/>', 'b.xml': '<annotation>' }, "It is about 'b.xml'."],
		];
		for (const [files, text] of archives) {
			const { error } = await runFile({ format: 'voc' }, await zip(files), 'set.zip');
			const { message, description } = error as Error & { description: string };
			expect(`${message} ${description}`).toContain(text);
		}
	});

	it('XML in the encoding that it declares, alone and in a ZIP', async () => {
		const xml = (encoding: string) =>
			`<?xml version="1.0" encoding="${encoding}"?><annotation><filename>é.jpg</filename><object><name>Tür</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></object></annotation>`;
		const utf16 = Buffer.from(`\uFEFF${xml('UTF-16')}`, 'utf16le');
		const latin1 = Buffer.from(xml('ISO-8859-1'), 'latin1');
		const files = [
			[utf16, 'a.xml'],
			[latin1, 'b.xml'],
			[await zip({ 'Annotations/c.xml': xml('utf-8') }), 'c.zip'],
		] as Array<[Buffer, string]>;
		for (const [content, name] of files) {
			const { items, error } = await runFile({ format: 'voc' }, content, name);
			expect(error).toBeUndefined();
			expect(items[0].json).toMatchObject({ externalId: 'é.jpg', objects: [{ title: 'Tür' }] });
		}
	});

	it('what Convert To has written comes back', async () => {
		const boxes = Array.from({ length: 50 }, (_, i) => ({
			title: i % 2 ? 'Car' : 'Bus',
			objectId: String(i),
			'bounding-box': { x: 1.37 * i, y: 0.91 * i, width: 10 + i / 7, height: 20 - i / 9 },
		}));
		const json = {
			externalId: 'a.png',
			metadata: { width: 200, height: 100 },
			task: { taskId: 't', tools: boxes },
		} as unknown as IDataObject;
		const picture = await engine.binary(png(200, 100), {
			fileName: 'a.png',
			mimeType: 'image/png',
		});
		for (const [format, back, tolerance] of [
			['cocoDetection', 'coco', 0.0051],
			['yoloDetect', 'yolo', 0.0052],
			['kitti', 'kitti', 0.0051],
			['voc', 'voc', 0.5],
		] as const) {
			const written = await engine.run({
				node: {
					type: NODE,
					parameters: {
						operation: 'convertTo',
						format,
						output: 'zip',
						options: { pictureField: 'data' },
					} as never,
				},
				items: [{ json, binary: { data: picture } }],
			});
			expect(written.error).toBeUndefined();
			const { items, error } = await run({ source: 'file', format: back }, written.items);
			expect(error).toBeUndefined();
			expect(items.map(({ json: { externalId, count } }) => [externalId, count])).toEqual([
				['a.png', 50],
			]);
			for (const [i, { title, 'bounding-box': given }] of boxes.entries()) {
				const { title: name } = (items[0].json.objects as IDataObject[])[i];
				expect(name).toBe(title);
				const found = boxOf(items[0], i) as unknown as typeof given;
				expect(Math.abs(found.x - given.x)).toBeLessThan(tolerance);
				expect(Math.abs(found.y - given.y)).toBeLessThan(tolerance);
				expect(Math.abs(found.x + found.width - given.x - given.width)).toBeLessThan(tolerance);
				expect(Math.abs(found.y + found.height - given.y - given.height)).toBeLessThan(tolerance);
			}
		}
	});

	it('the size comes from the picture where one is named', async () => {
		const data = await engine.binary(png(40, 20), { fileName: 'p.png', mimeType: 'image/png' });
		const { items } = await run(
			{ format: 'yolo', classList: ['car'], options: { pictureField: 'data' } },
			[{ json: { externalId: 'p.png', text: '0 0.5 0.5 0.5 0.5' }, binary: { data } }],
		);
		expect(boxOf(items[0])).toEqual({ x: 10, y: 5, width: 20, height: 10 });
		const sides = { width: 20, height: 40 }; // as it would be if it were turned
		const images = ['a/p.png', 'q.png'].map((name, id) => ({ id, file_name: name, ...sides }));
		const annotations = [0, 1].map((id) => ({
			image_id: id,
			category_id: 1,
			bbox: [10, 5, 30, 10],
		}));
		const dataset = { images, categories: [{ id: 1, name: 'car' }], annotations };
		const read = await run({ format: 'coco', options: { pictureField: 'data' } }, [
			{ json: dataset as never, binary: { data } },
		]);
		expect(read.items.map((item) => [item.json.width, (boxOf(item) as IDataObject).width])).toEqual(
			[
				[40, 30],
				[20, 10],
			],
		);
	});

	it('an item that cannot be read is an error item, and the others are read', async () => {
		const { items } = await run(
			{ format: 'boxes' },
			[
				{ json: { externalId: 'a', boxes: [[1, 2, 3, 4]], labels: ['x'] } },
				{ json: { externalId: 'b' } },
				{ json: { boxes: [], labels: [] } },
			],
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => json.count ?? json.error)).toEqual([
			1,
			expect.stringContaining('no list of boxes'),
			expect.stringContaining("'External ID' is empty"),
		]);
	});

	it('a text may be empty, but an item without one is told', async () => {
		const { items } = await run(
			{ format: 'yolo', source: 'text', classList: ['a'], width: 10, height: 10 },
			[{ json: { externalId: 'a', text: '' } }, { json: { externalId: 'b', data: '0 1 1 1 1' } }],
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => json.count ?? json.error)).toEqual([
			0,
			expect.stringContaining("'Text' is empty"),
		]);
	});

	it.each(['coco', 'voc', 'yolo', 'kitti', 'labelStudio'])(
		'random bytes as %s are refused in words',
		async (format) => {
			for (let size = 0; size < 2_000; size += 97) {
				const junk = randomBytes(size);
				for (const content of [junk, Buffer.concat([Buffer.from('PK\x03\x04'), junk])]) {
					const { error } = await runFile({ format, classList: ['a'] }, content, 'x.bin');
					// Whatever has no lines is a picture without objects.
					if (error)
						expect(error.message).not.toMatch(/undefined|NaN|is not a function|Cannot read/);
				}
			}
		},
	);
});
