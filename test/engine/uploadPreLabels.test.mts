import type { IDataObject } from 'n8n-workflow';
import { byId, fileItem, png, wordsOf } from './setup.mts';
import { assetsOf, upload, uploadSetup } from './uploadSetup.mts';

const labelSet = {
	tools: ['Car', 'Bus'].map((title) => ({ schemaId: `id-${title}`, title, tool: 'bounding-box' })),
	classifications: [],
	relations: [],
};

describe('Pre-labels of an upload take boxes', () => {
	const { here, run } = uploadSetup();
	const seed = () => here.setup.hub.seedProject({ categorySchema: labelSet } as never)._id;

	/** Titles and boxes of the only task of each asset, by its external ID. */
	const boxesOf = (projectId: string) =>
		Object.fromEntries(
			assetsOf(here.setup, projectId).map((asset) => [
				asset.externalId,
				here.setup.hub
					.taskOf(asset)
					.answer.tools.map((tool) => [
						tool.title,
						...['x', 'y', 'width', 'height'].map(
							(key) => (tool['bounding-box'] as IDataObject)[key],
						),
					]),
			]),
		);

	const item = async (name: string, json: object, content = png(200, 100)) =>
		await fileItem(here.setup, name, content, { json: json as IDataObject });

	it.each([
		['boxes', { boxes: [[10, 20, 40, 60]], labels: ['Car'] }],
		[
			'angoHub',
			{ objects: [{ title: 'Car', 'bounding-box': { x: 10, y: 20, width: 30, height: 40 } }] },
		],
		[
			'ultralytics',
			[{ name: 'Car', class: 0, confidence: 0.9, box: { x1: 10, y1: 20, x2: 40, y2: 60 } }],
		],
		[
			'roboflow',
			{ predictions: [{ x: 25, y: 40, width: 30, height: 40, class: 'Car', confidence: 0.9 }] },
		],
		// Shares of the picture, whose size is read from the file.
		[
			'rekognition',
			{
				Labels: [
					{
						Name: 'Car',
						Instances: [{ BoundingBox: { Left: 0.05, Top: 0.2, Width: 0.15, Height: 0.4 } }],
					},
				],
			},
		],
	])('in the format %s', async (format, predictions) => {
		const project = seed();
		const result = await run(
			upload(project, {}, { format, preLabelObjects: '={{ $json.predictions }}' }),
			[await item('a.png', { predictions })],
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json).toMatchObject({ externalId: 'a.png', preLabel: 'imported' });
		expect(boxesOf(project)).toEqual({ 'a.png': [['Car', 10, 20, 30, 40]] });
	});

	it('and say what was left out', async () => {
		const predictions = { boxes: [[10, 20, 40, 60]], labels: ['Truck'] };
		const parameters = { format: 'boxes', preLabelObjects: '={{ $json.predictions }}' };
		const result = await run(upload(seed(), {}, parameters), [
			await item('a.png', { predictions }),
		]);
		expect(result.hints.map(({ message }) => message)).toEqual([
			"Some predictions were left out (1 unknownClass). The field 'preLabelReport' says which and why.",
		]);
	});

	it('or name the field where they are no object', async () => {
		const parameters = { format: 'angoHub', preLabelObjects: '={{ 5 }}' };
		const result = await run(upload(seed(), {}, parameters), [await item('a.png', {})]);
		expect(wordsOf(result)).toMatch(/^'Objects' has to be a JSON object /);
	});

	it('with the options of the format', async () => {
		const project = seed();
		const edges = '<xmin>10</xmin><ymin>20</ymin><xmax>40</xmax><ymax>60</ymax>';
		const text = `<annotation><object><name>Car</name><bndbox>${edges}</bndbox></object></annotation>`;
		const options = { vocCoordinates: 'edges' };
		const result = await run(upload(project, {}, { format: 'voc', predictionOptions: options }), [
			await item('a.png', { text }),
		]);
		expect(wordsOf(result).trim()).toBe('');
		expect(boxesOf(project)).toEqual({ 'a.png': [['Car', 10, 20, 30, 40]] });
	});

	it('as text, with the names of classes', async () => {
		const project = seed();
		const result = await run(upload(project, {}, { format: 'yolo', classList: ['Bus', 'Car'] }), [
			await item('a.png', { text: '1 0.125 0.4 0.15 0.4\n' }),
		]);
		expect(wordsOf(result).trim()).toBe('');
		expect(boxesOf(project)).toEqual({ 'a.png': [['Car', 10, 20, 30, 40]] });
	});

	it('of the picture that they name, where there are several', async () => {
		const project = seed();
		const names = ['a.png', 'b.png'];
		const coco = {
			images: names.map((file_name, id) => ({ id, file_name, width: 200, height: 100 })),
			categories: [{ id: 1, name: 'Bus' }],
			annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] }],
		};
		const result = await run(
			upload(project, {}, { format: 'coco', preLabelObjects: '={{ $json.coco }}' }),
			await Promise.all(names.map(async (name) => await item(name, { coco }))),
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items.map(({ json }) => json.preLabel)).toEqual([undefined, 'imported']);
		expect(boxesOf(project)).toEqual({ 'a.png': [], 'b.png': [['Bus', 1, 2, 3, 4]] });

		const other = await run(
			upload(project, {}, { format: 'coco', preLabelObjects: '={{ $json.coco }}' }),
			[await item('c.png', { coco })],
		);
		expect(wordsOf(other)).toMatch(/not about 'c.png'.*'a.png', 'b.png'/);
		expect(assetsOf(here.setup, project)).toHaveLength(2);
	});

	it('and says what of them was left out', async () => {
		const project = seed();
		const predictions = {
			boxes: [
				[10, 20, 40, 60],
				[10, 20, 40, 60],
			],
			labels: ['Car', 'Cat'],
		};
		const result = await run(
			upload(project, {}, { format: 'boxes', preLabelObjects: '={{ $json.predictions }}' }),
			[await item('a.png', { predictions })],
		);
		expect(result.items[0].json.preLabelReport).toMatchObject({
			objects: 2,
			written: 1,
			leftOut: [{ reason: 'unknownClass', count: 1 }],
		});
	});

	it('and refuses labels that do not fit, before anything is sent', async () => {
		const project = seed();
		here.setup.hub.clearRequests();
		const objects = [{ title: 'Cat', 'bounding-box': { x: 1, y: 1, width: 1, height: 1 } }];
		const result = await run(
			upload(project, {}, { format: 'angoHub', preLabelObjects: '={{ $json }}' }),
			[await item('a.png', { objects })],
		);
		expect(wordsOf(result)).toMatch(/no class 'Cat'/);
		expect(wordsOf(result)).not.toContain('Check Against Label Set');
		expect(assetsOf(here.setup, project)).toHaveLength(0);
	});

	it('which are written onto the task where Start forwards it', async () => {
		const project = seed();
		const { hub } = here.setup;
		const start = hub.state.project(project).stages.find(({ type }) => type === 'Start')!;
		start.autoForward = true;
		const predictions = { boxes: [[10, 20, 40, 60]], labels: ['Bus'] };
		const fields = { format: 'boxes', preLabelObjects: '={{ $json.predictions }}' };
		const refused = await run(upload(project, {}, fields), [await item('a.png', { predictions })]);
		expect(wordsOf(refused)).toMatch(/Start stage forwards tasks at once/);
		const result = await run(upload(project, { preLabelsWhenMoved: 'annotate' }, fields), [
			await item('a.png', { predictions }),
		]);
		expect(wordsOf(result).trim()).toBe('');
		expect(result.items[0].json.preLabel).toBe('annotated');
		expect(boxesOf(project)).toEqual({ 'a.png': [['Bus', 10, 20, 30, 40]] });
	});

	it('at Import From Cloud as well', async () => {
		const project = seed();
		const result = await run(
			{
				...{ resource: 'asset', operation: 'importFromCloud', project: byId(project) },
				...{ url: 'https://example.com/far/a.png', format: 'boxes' },
				preLabelObjects: '={{ $json.boxes }}',
			},
			[{ json: { boxes: [{ box: [10, 20, 40, 60], label: 'Car' }] } as never }],
		);
		expect(wordsOf(result).trim()).toBe('');
		expect(boxesOf(project)).toEqual({ 'a.png': [['Car', 10, 20, 30, 40]] });
	});
});
