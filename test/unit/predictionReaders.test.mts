import fc from 'fast-check';
import { PREDICTION_FORMATS } from '../../nodes/shared/datasets/formats/readers.ts';
import type { ReadSettings } from '../../nodes/shared/datasets/predictions.ts';
import { cpuMs } from './cpuTime.mts';
import { objectsOf, read } from './predictions.mts';

describe('COCO', () => {
	const dataset = {
		images: [{ id: '7', file_name: 'a.jpg', width: 10, height: 8 }],
		categories: [
			{ id: 1, name: 'car' },
			{ id: '2', name: 'dog', keypoints: ['nose', 'tail', 'ear'] },
		],
	};
	const only = (annotation: object, settings?: Partial<ReadSettings>) =>
		read(
			'coco',
			{ ...dataset, annotations: [{ image_id: 7, category_id: 1, ...annotation }] },
			settings,
		)[0];

	it.each([
		['a box', { bbox: [1, 2, 3, 4] }, 'box'],
		['a box with an empty segmentation', { bbox: [1, 2, 3, 4], segmentation: [] }, 'box'],
		['a box that is too short', { bbox: [1, 2, 3] }, 'notFinite'],
		['a box of texts', { bbox: ['1', '2', '3', '4'] }, 'notFinite'],
		['nothing', {}, 'unsupportedShape'],
		['a polygon', { segmentation: [[1, 1, 2, 1, 2, 2]] }, 'zones'],
		['a polygon without its list', { segmentation: [1, 1, 2, 1, 2, 2] }, 'zones'],
		['a polygon with half a point', { segmentation: [[1, 1, 2, 1, 2, 2, 3]] }, 'notFinite'],
		['a polygon of two points', { segmentation: [[1, 1, 2, 2]] }, 'tooFewPoints'],
		['a mask as list', { segmentation: { size: [8, 10], counts: [0, 80] } }, 'mask'],
		['a mask as text', { segmentation: { size: [8, 10], counts: '0`2' } }, 'mask'],
		['a mask of another size', { segmentation: { size: [8, 10], counts: [0, 79] } }, 'unreadable'],
		['a mask without lengths', { segmentation: { size: [8, 10] } }, 'unreadable'],
		[
			'a mask beyond all sizes',
			{ segmentation: { size: [1e6, 1e6], counts: [1e12] } },
			'unreadable',
		],
		['a crowd', { bbox: [1, 2, 3, 4], iscrowd: 1 }, 'crowd'],
		['a class that is not there', { bbox: [1, 2, 3, 4], category_id: 3 }, 'unknownClass'],
		['a number that is none', { bbox: [1, 2, 3, 1e300] }, 'notFinite'],
	])('%s', (_, annotation, kind) => {
		const [object] = only(annotation).objects;
		expect(typeof object.shape === 'string' ? object.shape : object.shape.kind).toBe(kind);
	});

	it('a crowd is an object when asked', () => {
		expect(objectsOf(only({ bbox: [1, 2, 3, 4], iscrowd: 1 }, { includeCrowd: true }))).toEqual([
			['car', 'box'],
		]);
	});

	it('points that are set, with the hidden ones marked', () => {
		const { objects } = only({
			category_id: 2,
			bbox: [0, 0, 9, 9],
			keypoints: [1, 2, 2, 0, 0, 0, 5, 6, 1],
			score: 0.5,
		});
		expect(
			objects.map(({ title, shape, isHidden, score }) => [
				title,
				(shape as { point?: unknown }).point,
				isHidden,
				score,
			]),
		).toEqual([
			['dog', undefined, undefined, 0.5],
			['nose', [1, 2], false, 0.5],
			['ear', [5, 6], true, 0.5],
		]);
		const stranger = only({ category_id: 3, bbox: [0, 0, 9, 9], keypoints: [1, 2, 2] });
		expect(objectsOf(stranger)).toEqual([['3', 'unknownClass']]);
	});

	it('results of one picture need not say which, those of several do', () => {
		const result = { image_id: 4, category_id: 1, bbox: [1, 2, 3, 4] };
		const categories = dataset.categories;
		expect(read('coco', [result, result], { dataset: { categories } })[0].objects).toHaveLength(2);
		expect(() =>
			read('coco', [result, { ...result, image_id: 5 }], { dataset: { categories } }),
		).toThrow('name no pictures');
		const strange = read('coco', [{ ...result, image_id: 7 }, result], { dataset });
		expect(strange[0].strays).toMatchObject([{ title: 'car', shape: 'unknownImage' }]);
	});

	it('names of pictures may be numbers', () => {
		const images = [{ id: 0, file_name: 7 }];
		expect(read('coco', { images, categories: [], annotations: [] })[0].name).toBe('7');
	});

	it.each(['images', 'categories'])('an ID that stands for two of the %s is refused', (key) => {
		const named = (name: string) => ({ id: 1, name, file_name: name });
		const given = { images: [], categories: [], annotations: [] };
		const twice = { ...given, [key]: [named('a.jpg'), named('a.jpg')] };
		expect(() => read('coco', { ...twice, images: [named('a.jpg')] })).not.toThrow();
		expect(() => read('coco', { ...twice, [key]: [named('a.jpg'), named('b.jpg')] })).toThrow(
			"'a.jpg' and 'b.jpg' have the same ID: '1'",
		);
	});

	it.each([[{}], ['{"a": 1}'], [null], [5]])('%j is no COCO', (given) => {
		expect(() => read('coco', given)).toThrow("neither 'annotations' nor 'results'");
	});
});

describe('YOLO', () => {
	const classNames = ['car', 'bus'];
	const rows = (task: ReadSettings['task'], text: string, settings: Partial<ReadSettings> = {}) =>
		read('yolo', text, { task, classNames, ...settings })[0];

	it('rows of each task, with and without confidence', () => {
		expect(
			rows('detect', '\uFEFF0 .5 0.5 1e-1 0.5\r\n\r\n\t1  0.5 0.5 0.1 0.5 0.9').objects.map(
				({ title, score }) => [title, score],
			),
		).toEqual([
			['car', undefined],
			['bus', 0.9],
		]);
		expect(objectsOf(rows('segment', '0 0 0 1 0 1 1\n0 0 0 1 0 1 1 0 1 0.5'))).toEqual([
			['car', 'polygon'],
			['car', 'polygon'],
		]);
		expect(
			rows('segment', '0 0 0 1 0 1 1\n0 0 0 1 0 1 1 0.5').objects.map(({ score }) => score),
		).toEqual([undefined, 0.5]);
		expect(objectsOf(rows('obb', '1 0 0 1 0 1 1 0 1'))).toEqual([['bus', 'rotated']]);
	});

	it('rows with the number of a track', () => {
		const ends = (task: ReadSettings['task'], text: string) =>
			rows(task, text, { keypointNames: ['nose'] }).objects.map(({ score, trackId, shape }) => [
				typeof shape === 'string' ? shape : shape.kind,
				score,
				trackId,
			]);
		const box = '0 0.5 0.5 0.1 0.5';
		expect(ends('detect', `${box} 7\n${box} 0.5 7\n${box} 0.5 1\n${box} 0.5 0.5`)).toEqual([
			['box', undefined, '7'],
			['box', 0.5, '7'],
			['box', 0.5, '1'],
			['unreadable', undefined, undefined],
		]);
		expect(ends('segment', '0 0 0 1 0 1 1 7\n0 0 0 1 0 1 1 0.5 7\n0 0 0 1 0 1 1')).toEqual([
			['polygon', undefined, '7'],
			['polygon', 0.5, '7'],
			['polygon', undefined, undefined],
		]);
		expect(ends('obb', '0 0 0 1 0 1 1 0 1 0.5 12')).toEqual([['rotated', 0.5, '12']]);
		expect(ends('pose', `${box} 0.1 0.2 2\n${box} 0.1 0.2 2 0.5 3`)).toEqual([
			['box', undefined, undefined],
			['point', undefined, undefined],
			['box', 0.5, '3'],
			['point', 0.5, undefined],
		]);
	});

	it('points of a pose with two or three numbers each', () => {
		const keypointNames = ['nose', 'tail'];
		const box = '0 0.5 0.5 0.1 0.5';
		const titles = (text: string) =>
			rows('pose', text, { keypointNames }).objects.map(({ title, score }) => [title, score]);
		expect(titles(`${box} 0.1 0.2 0.3 0.4`)).toEqual([
			['car', undefined],
			['nose', undefined],
			['tail', undefined],
		]);
		expect(titles(`${box} 0.1 0.2 2 0.3 0.4 0 0.7`)).toEqual([
			['car', 0.7],
			['nose', 0.7],
		]);
		expect(titles(`${box} 0.1 0.2 0.95 0.3 0.4 0.5 0.7`)).toEqual([
			['car', 0.7],
			['nose', 0.95],
			['tail', 0.5],
		]);
		expect(titles('7 0.5 0.5 0.1 0.5 0.1 0.2 0.3 0.4')).toEqual([['7', undefined]]);
		expect(() => rows('pose', box)).toThrow('names of the keypoints');
	});

	it('rows that are none are told, one by one or all', () => {
		const good = '0 0.5 0.5 0.1 0.5';
		expect(
			objectsOf(
				rows(
					'detect',
					`${good}\n0 0.5\n2 0.5 0.5 0.1 0.5\n0.5 0.5 0.5 0.1 0.5\nx 1 1 1 1\n0 nan 0.5 0.1 0.5`,
				),
			),
		).toEqual([
			['car', 'box'],
			['car', 'unreadable'],
			['2', 'unknownClass'],
			['0.5', 'unknownClass'],
			['x', 'unknownClass'],
			['car', 'notFinite'],
		]);
		expect(objectsOf(rows('segment', '0 0.1 0.1 0.2 0.2'))).toEqual([['car', 'tooFewPoints']]);
		expect(() => rows('obb', good)).toThrow("No line is a row of the task 'obb'");
	});

	it('nothing is a picture without objects; names have to be known otherwise', () => {
		expect(read('yolo', ' \n\n')[0].objects).toEqual([]);
		expect(() => read('yolo', '0 0.5 0.5 0.1 0.5')).toThrow('names of the classes');
		expect(() => read('yolo', { text: 'x' })).toThrow('not text');
	});
});

describe('Pascal VOC', () => {
	const object = (edges: number[]) =>
		`<object><name>dog</name><bndbox>${['xmin', 'ymin', 'xmax', 'ymax'].map((key, i) => `<${key}>${edges[i]}</${key}>`).join('')}</bndbox></object>`;

	it('the first pixel is 1, unless edges are told', () => {
		const xml = `<annotation>${object([11, 21, 30, 40.5])}</annotation>`;
		expect(read('voc', xml)[0].objects[0].shape).toEqual({
			kind: 'box',
			box: { x0: 10, y0: 20, x1: 30, y1: 40.5 },
		});
		expect(read('voc', xml, { vocCoordinates: 'edges' })[0].objects[0].shape).toEqual({
			kind: 'box',
			box: { x0: 11, y0: 21, x1: 30, y1: 40.5 },
		});
	});

	it('a file that begins at 0 is read with a hint', () => {
		const [picture] = read('voc', `<annotation>${object([0, 5, 30, 40])}</annotation>`);
		expect(picture.objects[0].shape).toMatchObject({ box: { x0: 0, y0: 4 } });
		expect(picture.warnings).toEqual(['clampedAtZero']);
	});

	it('the picture by its file name or its path; a size of 0 is none', () => {
		const xml =
			'<annotation><filename/><path>C:\\x\\a.jpg</path><size><width>0</width><height>0</height></size></annotation>';
		expect(read('voc', xml)).toMatchObject([
			{ name: 'C:\\x\\a.jpg', size: undefined, objects: [] },
		]);
	});

	it.each([
		['no box', '<object><name>a</name></object>', 'unsupportedShape'],
		['half a box', '<object><name>a</name><bndbox><xmin>1</xmin></bndbox></object>', 'notFinite'],
		['no number', object([1, 2, 3, NaN]), 'notFinite'],
	])('%s', (_, xml, reason) => {
		expect(read('voc', `<annotation>${xml}</annotation>`)[0].objects[0].shape).toBe(reason);
	});

	it('another document is refused', () => {
		expect(() => read('voc', '<html></html>')).toThrow('its root is <html>');
	});
});

it('KITTI: 15 columns or a score more', () => {
	const row = 'Car 0 0 0 1 2 3 4 0 0 0 0 0 0 0';
	expect(
		objectsOf(read('kitti', `${row}\nDontCare -1 -1\nCar 1 2\n${row.replace('4', 'x')}\n`)[0]),
	).toEqual([
		['Car', 'box'],
		['DontCare', 'dontCare'],
		['Car', 'unreadable'],
		['Car', 'notFinite'],
	]);
	expect(read('kitti', `${row} 0.5`)[0].objects[0].score).toBe(0.5);
});

it('KITTI: a text of another format is refused', () => {
	expect(() => read('kitti', '0 0.5 0.5 0.1 0.1\n')).toThrow('No line is a row of KITTI');
	expect(read('kitti', '\n')[0].objects).toEqual([]);
});

describe('whatever is given', () => {
	const key = fc.constantFrom(
		'annotations',
		'results',
		'images',
		'categories',
		'id',
		'image_id',
		'category_id',
		'bbox',
		'segmentation',
		'size',
		'counts',
		'keypoints',
		'predictions',
		'box',
		'boxes',
		'labels',
		'scores',
		'x',
		'y',
		'width',
		'height',
		'points',
		'class',
		'Labels',
		'Instances',
		'BoundingBox',
		'CustomLabels',
		'Geometry',
		'Polygon',
		'responses',
		'localizedObjectAnnotations',
		'boundingPoly',
		'normalizedVertices',
		'objectsResult',
		'values',
		'tags',
		'objects',
		'result',
		'value',
		'type',
		'data',
		'__proto__',
		'toString',
		'valueOf',
		'iscrowd',
		'id',
		'x1',
		'segments',
	);
	const { value } = fc.letrec<{ value: unknown }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 6 },
			fc.constantFrom(null, true, NaN, Infinity, -1, 0, 1e308, '', 'rectanglelabels', '0', 5),
			fc.string(),
			fc.array(tie('value'), { maxLength: 5 }),
			fc.dictionary(key, tie('value'), { maxKeys: 5 }),
		),
	}));

	it.each(PREDICTION_FORMATS)('%s is read, or refused in words', (format) => {
		fc.assert(
			fc.property(
				fc.oneof(
					value,
					fc.string(),
					value.map((one) => JSON.stringify(one) ?? ''),
				),
				(given) => {
					try {
						for (const { objects } of read(format, given, { classNames: ['a'] }))
							expect(Array.isArray(objects)).toBe(true);
					} catch (error) {
						expect((error as Error).constructor.name).toBe('UserError');
					}
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('answers in answers have an end', () => {
		const deep = `${'{"predictions":'.repeat(100_000)}{}${'}'.repeat(100_000)}`;
		expect(read('roboflow', deep)).toMatchObject([{ objects: [] }]);
	});

	it('many and large shapes take bounded time', () => {
		const started = cpuMs();
		const ring = Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 1000);
		const annotations = Array.from({ length: 50_000 }, (_, i) => ({
			image_id: i % 500,
			category_id: 1,
			bbox: [1, 2, 3, 4],
		}));
		const images = Array.from({ length: 500 }, (_, id) => ({ id, file_name: `${id}.jpg` }));
		expect(
			read('coco', {
				images,
				categories: [{ id: 1, name: 'a' }],
				annotations: [...annotations, { image_id: 0, category_id: 1, segmentation: [ring] }],
			}),
		).toHaveLength(500);
		expect(
			read('yolo', `0 ${ring.join(' ')}\n`.repeat(20), { task: 'segment', classNames: ['a'] })[0]
				.objects,
		).toHaveLength(20);
		expect(cpuMs() - started).toBeLessThan(20_000);
	});
});
