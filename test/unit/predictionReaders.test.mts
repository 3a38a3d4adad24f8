import fc from 'fast-check';
import {
	PREDICTION_FORMATS,
	readerOf,
	type PredictionFormat,
} from '../../nodes/shared/datasets/formats/readers.ts';
import type { PredictedPicture, ReadSettings } from '../../nodes/shared/datasets/predictions.ts';
import { cpuMs } from './cpuTime.mts';

const DEFAULTS: ReadSettings = {
	task: 'detect',
	classNames: [],
	keypointNames: [],
	coordinates: 'automatic',
	boxFormat: 'corners',
	vocCoordinates: 'pixelsFrom1',
	includeCrowd: false,
};

function read(
	format: PredictionFormat,
	given: unknown,
	settings: Partial<ReadSettings> = {},
): PredictedPicture[] {
	return readerOf(format).read(given, { ...DEFAULTS, ...settings });
}

/** Titles and shapes in short: the kind, or why there is none. */
function objectsOf(picture: PredictedPicture): unknown[] {
	return picture.objects.map(({ title, shape }) => [
		title,
		typeof shape === 'string' ? shape : shape.kind,
	]);
}

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

describe('Ultralytics', () => {
	it('boxes, turned boxes, outlines, points, tracks and classes of pictures', () => {
		const list = [
			{ name: 'a', class: 0, confidence: 0.5, box: { x1: 1, y1: 2, x2: 3, y2: 4 }, track_id: 3 },
			{ name: 'b', box: { x1: 1, y1: 2, x2: 3, y2: 2, x3: 3, y3: 4, x4: 1, y4: 4 } },
			{ name: 'c', box: { x1: 1, y1: 2, x2: 3, y2: 4 }, segments: { x: [1, 3, 3], y: [2, 2, 4] } },
			{
				name: 'd',
				box: { x1: 1, y1: 2, x2: 3, y2: 4 },
				keypoints: { x: [1, 0], y: [2, 0], visible: [0.9, 0] },
			},
			{ name: 'e', class: 4, confidence: 0.25 },
			{ name: 'f', box: { x1: 1 } },
			{ name: 'g', box: { x1: 1, y1: 2, x2: 3, y2: 4 }, segments: { x: [1, 3, 3], y: [2] } },
			null,
		];
		for (const given of [
			list,
			JSON.stringify(list),
			{ predictions: list },
			{ results: JSON.stringify(list) },
			{ images: [{ results: list, shape: [8, 10] }] },
		]) {
			const [picture] = read('ultralytics', given);
			expect(objectsOf(picture)).toEqual([
				['a', 'box'],
				['b', 'rotated'],
				['c', 'polygon'],
				['d', 'box'],
				['keypoint 1', 'point'],
				['f', 'notFinite'],
				['g', 'notFinite'],
				['', 'notFinite'],
			]);
			expect(picture.tags).toEqual([{ name: 'e', score: 0.25 }]);
			expect(picture.objects[0].trackId).toBe('3');
		}
		expect(read('ultralytics', { images: [{ results: [], shape: [8, 10] }] })[0].size).toEqual({
			width: 10,
			height: 8,
		});
	});

	it('the lists of a batch are a picture each', () => {
		const entry = { name: 'a', box: { x1: 1, y1: 2, x2: 3, y2: 4 } };
		for (const given of [[[entry], []], { results: [[entry], []] }]) {
			expect(read('ultralytics', given).map(({ objects }) => objects.length)).toEqual([1, 0]);
		}
		expect(read('ultralytics', [])).toHaveLength(1);
	});

	it('something else is refused', () => {
		expect(() => read('ultralytics', {})).toThrow("no list 'predictions' or 'results'");
		expect(() => read('ultralytics', '[{')).toThrow('not valid JSON');
	});
});

describe('Roboflow', () => {
	it('outlines, masks, points and classes; workflows and lists', () => {
		const answer = {
			image: { width: '20', height: 10 },
			predictions: [
				{
					x: 5,
					y: 5,
					width: 4,
					height: 2,
					class: 'a',
					confidence: 0.5,
					points: [
						{ x: 1, y: 1 },
						{ x: 2, y: 1 },
						{ x: 2, y: 2 },
					],
				},
				{
					x: 5,
					y: 5,
					width: 4,
					height: 2,
					class: 'b',
					rle_mask: { size: [10, 20], counts: [0, 200] },
				},
				{
					x: 5,
					y: 5,
					width: 4,
					height: 2,
					class: 'c',
					keypoints: [{ x: 1, y: 2, class_name: 'nose', confidence: 0.1 }],
				},
				{ x: 5, y: 5, class: 'd' },
				{ class: 'e', confidence: 0.75 },
			],
		};
		for (const given of [answer, [answer], { predictions: answer }]) {
			const [picture] = read('roboflow', given);
			expect(picture.size).toEqual({ width: 20, height: 10 });
			expect(objectsOf(picture)).toEqual([
				['a', 'polygon'],
				['b', 'mask'],
				['c', 'box'],
				['nose', 'point'],
				['d', 'notFinite'],
			]);
			expect(picture.tags).toEqual([{ name: 'e', score: 0.75 }]);
		}
		expect(read('roboflow', answer.predictions.slice(0, 1))[0].objects).toHaveLength(1);
		expect(read('roboflow', { predictions: { cat: { confidence: 0.5 } } })[0].tags).toEqual([
			{ name: 'cat', score: 0.5 },
		]);
		expect(() => read('roboflow', {})).toThrow("no list 'predictions'");
		const several = { outputs: [{ detector: answer, classifier: { predictions: {} } }] };
		expect(() => read('roboflow', several)).toThrow("predictions: 'detector', 'classifier'");
	});
});

it('Rekognition: custom labels, faces, texts and moderation', () => {
	const box = { BoundingBox: { Left: 0.1, Top: 0.1, Width: 0.2, Height: 0.2 } };
	const polygon = [
		{ X: 0, Y: 0 },
		{ X: 1, Y: 0 },
		{ X: 1, Y: 1 },
	];
	const [picture] = read('rekognition', {
		CustomLabels: [
			{ Name: 'a', Confidence: 50, Geometry: box },
			{ Name: 'b', Geometry: { ...box, Polygon: polygon } },
			{ Name: 'c', Confidence: 25 },
		],
		FaceDetails: [{ ...box, Confidence: 99 }],
		TextDetections: [{ Type: 'WORD', Geometry: box }],
		ModerationLabels: [{ Name: 'd', Confidence: 75 }],
	});
	expect(objectsOf(picture)).toEqual([
		['a', 'box'],
		['b', 'polygon'],
		['Face', 'box'],
		['WORD', 'box'],
	]);
	expect(picture.objects[0].score).toBe(0.5);
	expect(picture.tags).toEqual([
		{ name: 'c', score: 0.25 },
		{ name: 'd', score: 0.75 },
	]);
	expect(() => read('rekognition', {})).toThrow("neither 'Labels' nor 'CustomLabels'");
});

it('Rekognition: answers about videos are refused', () => {
	const times = [
		{ Labels: [{ Timestamp: 0, Label: { Name: 'Car' } }] },
		{ ModerationLabels: [{ Timestamp: 0, ModerationLabel: { Name: 'x' } }] },
	];
	for (const given of times) expect(() => read('rekognition', given)).toThrow('are of a video');
});

it('Google Vision: an answer without anything is a picture, another record is none', () => {
	for (const given of [{}, { responses: [{}] }, { safeSearchAnnotation: {} }]) {
		expect(read('googleVision', given)).toMatchObject([{ objects: [] }]);
	}
	const ofPython = { localized_object_annotations: [] };
	for (const given of [{ foo: 1 }, 5, null, { responses: [{}, ofPython] }]) {
		expect(() => read('googleVision', given)).toThrow("neither 'responses' nor annotations");
	}
});

it('Google Vision: of the text in a picture, the beginning is named', () => {
	const [{ objects }] = read('googleVision', {
		textAnnotations: [{ description: 'word '.repeat(5000) }],
	});
	expect(objects).toMatchObject([{ title: 'word '.repeat(20), shape: 'unsupportedShape' }]);
});

it('Google Vision: shapes that are not upright are polygons; several answers, labels, errors', () => {
	const object = (...points: Array<[number, number]>) => ({
		localizedObjectAnnotations: [
			{
				name: 'a',
				score: 0.5,
				boundingPoly: { normalizedVertices: points.map(([x, y]) => ({ x, y })) },
			},
		],
	});
	const upright = object([0.5, 0.5], [0.5, 0.25], [0.25, 0.25], [0.25, 0.5]);
	const turned = object([0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5]);
	const pictures = read('googleVision', {
		responses: [{ ...upright, context: { uri: 'gs://b/a.jpg' } }, turned, object([0, 0])],
	});
	expect(pictures.map(objectsOf)).toEqual([
		[['a', 'box']],
		[['a', 'polygon']],
		[['a', 'tooFewPoints']],
	]);
	expect(pictures[0].name).toBe('gs://b/a.jpg');
	expect(
		read('googleVision', { labelAnnotations: [{ description: 'cat', score: 0.5 }] })[0].tags,
	).toEqual([{ name: 'cat', score: 0.5 }]);
	expect(() => read('googleVision', { error: { message: 'bad image' } })).toThrow(
		'could not look at the picture',
	);
});

it('Azure AI Vision 3.2', () => {
	const [picture] = read('azureVision', {
		objects: [
			{ rectangle: { x: 1, y: 2, w: 3, h: 4 }, object: 'cat', confidence: 0.5 },
			{ object: 'dog' },
		],
		tags: [{ name: 'indoor', confidence: 0.75 }],
		brands: [{ name: 'Acme', rectangle: { x: 1, y: 2, w: 3, h: 4 } }],
		metadata: { width: 10, height: 8 },
	});
	expect(objectsOf(picture)).toEqual([
		['cat', 'box'],
		['dog', 'notFinite'],
		['Acme', 'unsupportedShape'],
	]);
	expect(picture).toMatchObject({
		size: { width: 10, height: 8 },
		tags: [{ name: 'indoor', score: 0.75 }],
	});
	expect(() => read('azureVision', {})).toThrow("neither 'objectsResult' nor 'objects'");
});

describe('Label Studio', () => {
	const sized = { original_width: 200, original_height: 100 };
	const region = (type: string, value: object, id?: string) => ({ ...sized, id, type, value });

	it('shapes in percent, labels that stand beside them, answers of regions and of the picture', () => {
		const [picture] = read('labelStudio', [
			{
				data: { id: 5, image: '/data/local-files/?d=a%20b/c.jpg' },
				annotations: [
					{ was_cancelled: true, result: [region('rectanglelabels', { rectanglelabels: ['x'] })] },
					{
						updated_at: '2026-01-02',
						result: [
							region('rectangle', { x: 10, y: 10, width: 50, height: 50, rotation: 0 }, 'r'),
							region('labels', { labels: ['a'] }, 'r'),
							{ type: 'choices', from_name: 'color', id: 'r', value: { choices: ['red'] } },
							region('polygonlabels', {
								points: [
									[0, 0],
									[50, 0],
									[50, 50],
								],
								polygonlabels: ['b'],
							}),
							region('keypointlabels', { x: 50, y: 50, keypointlabels: ['c'] }),
							region('brushlabels', { rle: [1], brushlabels: ['d'] }),
							region('ellipselabels', { x: 1, y: 1, radiusX: 1, radiusY: 1, ellipselabels: ['e'] }),
							{
								type: 'choices',
								from_name: 'quality',
								id: 'q',
								value: { choices: ['good', 'sharp'] },
							},
							{ type: 'textarea', from_name: 'note', value: { text: ['hello'] } },
							{ type: 'rating', from_name: 'stars', value: { rating: 4 } },
						],
					},
					{ updated_at: '2026-01-01', result: [] },
				],
			},
		]);
		expect(picture.name).toBe('a b/c.jpg');
		expect(objectsOf(picture)).toEqual([
			['a', 'box'],
			['b', 'polygon'],
			['c', 'point'],
			['d', 'unsupportedShape'],
			['e', 'unsupportedShape'],
		]);
		expect(picture.objects[0]).toMatchObject({
			shape: { box: { x0: 20, y0: 10, x1: 120, y1: 60 } },
			answers: [{ title: 'color', answer: 'red' }],
		});
		expect(picture.answers).toEqual([
			{ title: 'quality', answer: ['good', 'sharp'] },
			{ title: 'note', answer: 'hello' },
			{ title: 'stars', answer: '4' },
		]);
		expect(picture.strays).toMatchObject([{ shape: 'otherTaskOfAsset' }]);
	});

	it('what is of a video, a sound or a text is counted', () => {
		const result = [
			{ type: 'videorectangle', value: { sequence: [] } },
			{ type: 'labels', value: { start: 1, end: 2, labels: ['Dog'] } },
		];
		const [picture] = read('labelStudio', { data: { url: 'a.mp4' }, annotations: [{ result }] });
		expect(objectsOf(picture)).toEqual([
			['', 'unsupportedShape'],
			['Dog', 'unsupportedShape'],
		]);
	});

	it('a text or a sound beside a picture is not another picture, and has no size', () => {
		const value = { x: 10, y: 10, width: 50, height: 50, rectanglelabels: ['Car'] };
		const size = { original_width: 200, original_height: 100 };
		const result = [
			{ type: 'labels', to_name: 'text', value: { start: 1, end: 2, labels: ['Word'] } },
			{ type: 'rectanglelabels', to_name: 'image', value, ...size },
			{ type: 'rectanglelabels', to_name: 'image', item_index: 0, value, ...size },
		];
		const [picture] = read('labelStudio', { data: { image: 'a.jpg' }, annotations: [{ result }] });
		const box = { x0: 20, y0: 10, x1: 120, y1: 60 };
		expect(picture.size).toEqual({ width: 200, height: 100 });
		expect(picture.objects.map(({ shape }) => shape)).toEqual([
			'unsupportedShape',
			{ kind: 'box', box },
			{ kind: 'box', box },
		]);
	});

	it.each(['to_name', 'item_index'])('regions of several pictures by %s are refused', (key) => {
		const result = [0, 1].map((index) => ({ type: 'rectanglelabels', [key]: index, value: {} }));
		const task = { data: { image: 'a.jpg' }, annotations: [{ result }] };
		expect(() => read('labelStudio', task)).toThrow('is about several pictures');
	});

	it('predictions where nobody has labeled; the size may come from elsewhere', () => {
		const task = {
			data: { image: 'https://x/a.jpg' },
			predictions: [
				{
					score: 0.5,
					result: [
						{
							type: 'rectanglelabels',
							value: { x: 0, y: 0, width: 50, height: 50, rectanglelabels: ['a'] },
						},
					],
				},
			],
		};
		expect(read('labelStudio', task, { size: { width: 10, height: 10 } })[0].objects).toMatchObject(
			[{ score: 0.5, shape: { box: { x1: 5, y1: 5 } } }],
		);
		expect(read('labelStudio', task)[0].objects[0].shape).toBe('noSize');
		expect(() => read('labelStudio', {})).toThrow("neither 'annotations' nor 'predictions'");
	});
});

describe('plain boxes', () => {
	it('of a batch are a picture each', () => {
		const columns = { boxes: [[1, 2, 3, 4]], labels: ['a'] };
		const entry = { box: [1, 2, 3, 4], label: 'a' };
		for (const given of [
			[columns, { boxes: [], labels: [] }],
			[[entry], []],
		]) {
			expect(read('boxes', given).map(({ objects }) => objects.length)).toEqual([1, 0]);
		}
		expect(read('boxes', [[1, 2, 3, 4]])[0].objects).toHaveLength(1);
	});

	it('lists side by side and lists of boxes', () => {
		expect(
			objectsOf(
				read(
					'boxes',
					{
						boxes: [
							[1, 2, 3, 4],
							[1, 2, 3],
						],
						labels: ['a', 1],
						scores: [0.5, 0.25],
					},
					{ classNames: ['x', 'y'] },
				)[0],
			),
		).toEqual([
			['a', 'box'],
			['y', 'notFinite'],
		]);
		expect(
			objectsOf(
				read('boxes', [
					{ xmin: 1, ymin: 2, xmax: 3, ymax: 4, confidence: 0.5, class: 0, name: 'yolov5' },
					{ bbox: [1, 2, 3, 4], category: 'a' },
					{ box: { xmin: 1, ymin: 2, xmax: 3, ymax: 4 }, label: 'b', score: 0.5 },
					{ box: [1, 2, 3, 4], class: 3 },
					'x',
				])[0],
			),
		).toEqual([
			['yolov5', 'box'],
			['a', 'box'],
			['b', 'box'],
			['3', 'unknownClass'],
			['', 'unknownClass'],
		]);
	});

	it.each([
		['corners', { x0: 1, y0: 2, x1: 30, y1: 40 }],
		['size', { x0: 1, y0: 2, x1: 31, y1: 42 }],
		['center', { x0: -14, y0: -18, x1: 16, y1: 22 }],
	] as const)('four numbers as %s', (boxFormat, box) => {
		expect(
			read('boxes', [{ box: [1, 2, 30, 40], label: 'a' }], { boxFormat })[0].objects[0].shape,
		).toEqual({ kind: 'box', box });
	});

	const CAR = { label: 'a' };
	const XYWH = { x: 10, y: 20, width: 30, height: 40, ...CAR };
	const CORNERS = [
		[10, 20],
		[40, 60],
	];
	it.each<[string, unknown]>([
		['corners', [{ x1: 10, y1: 20, x2: 40, y2: 60, ...CAR }]],
		['corners under other names', [{ xMin: 10, y_min: 20, XMAX: 40, 'y-max': 60, ...CAR }]],
		['a center', [{ cx: 25, cy: 40, width: 30, height: 40, ...CAR }]],
		['a center under other names', [{ x_center: 25, yCenter: 40, w: 30, h: 40, ...CAR }]],
		['texts that are numbers', [{ x: '10', y: '20.0', width: ' 30', height: '4e1', ...CAR }]],
		['a list of such texts', [{ box: ['10', '20', '40', '60'], ...CAR }]],
		['a text of four numbers', [{ box: '[10, 20, 40, 60]', ...CAR }]],
		['a text with commas', [{ bbox: '10,20,40,60', ...CAR }]],
		['two corners as points', [{ bounding_box: '(10, 20) (40, 60)', ...CAR }]],
		['two corners in lists', [{ box: CORNERS, ...CAR }]],
		['one box', { x: 10, y: 20, width: 30, height: 40, ...CAR }],
		['rows with a score and a class', [[10, 20, 40, 60, 0.5, 0]]],
		['rows with a title', [[10, 20, 40, 60, 'a', 0.5]]],
		['a list in a field', { objects: [{ x: 10, y: 20, w: 30, h: 40, class_name: 'a' }] }],
		['boxes with labels of their own', { boxes: [{ x: 10, y: 20, w: 30, h: 40, ...CAR }] }],
		['numbers of classes', { bboxes: [[10, 20, 40, 60]], class_ids: [0] }],
		['the name of a class beside its number', [{ xyxy: [10, 20, 40, 60], class: 7, name: 'a' }]],
		['a list of one label', [{ box: [10, 20, 40, 60], labels: ['a'] }]],
	])('%s', (_, given) => {
		const [{ objects, isNormalized }] = read('boxes', given, { classNames: ['a'] });
		const box = { x0: 10, y0: 20, x1: 40, y1: 60 };
		expect(objects).toMatchObject([{ title: 'a', shape: { kind: 'box', box } }]);
		expect(isNormalized).toBe(false);
	});

	it.each<[string, unknown]>([
		['without numbers', [{ xmin: null, ymin: null, xmax: null, ymax: null, ...XYWH }]],
		['written otherwise', [{ X: 1, Label: 'b', ...XYWH }]],
	])('names %s do not hide others', (_, given) => {
		const box = { x0: 10, y0: 20, x1: 40, y1: 60 };
		expect(read('boxes', given)[0].objects).toMatchObject([
			{ title: 'a', shape: { kind: 'box', box } },
		]);
	});

	it.each([
		[{ label: 1, name: 'front.jpg' }, 'y'],
		[{ class: 0, category: 'vehicle' }, 'x'],
		[{ label: 7, title: 1 }, '7'],
		[{ label: 7, class_name: 'a' }, 'a'],
	])('the class of %j is %s', (labels, title) => {
		const given = [{ box: [1, 2, 30, 40], ...labels }];
		const [{ objects }] = read('boxes', given, { classNames: ['x', 'y'] });
		expect(objects[0].title).toBe(title);
	});

	it('one box below a key is one box, and four numbers alone are none', () => {
		const one = { xyxy: [10, 20, 40, 60], confidence: 0.5, class_name: 'a' };
		expect(objectsOf(read('boxes', one)[0])).toEqual([['a', 'box']]);
		for (const none of [one.xyxy, { boxes: one.xyxy, labels: ['a'] }])
			expect(() => read('boxes', none)).toThrow('no list of boxes');
	});

	it.each([
		['class and score', [10, 20, 40, 60, 0, 0.5]],
		['class and full score', [10, 20, 40, 60, 2, 1]],
		['a class before the box', [1, 10, 20, 30, 40, 1]],
	])('rows with %s are refused', (_, row) => {
		const classNames = ['x', 'y', 'z'];
		expect(() => read('boxes', [row], { classNames })).toThrow('has no score and class after');
		expect(objectsOf(read('boxes', [row.slice(0, 5)], { classNames })[0])).toEqual([
			['', 'unknownClass'],
		]);
	});

	it('boxes are shares where all of them lie between 0 and 1, whatever their class', () => {
		const tiny = { box: [0, 0, 0.5, 1], label: 'a' };
		const isNormalized = (...given: unknown[]) => read('boxes', given)[0].isNormalized;
		expect(isNormalized(tiny)).toBe(true);
		expect(isNormalized(tiny, { box: [0, 0, 0, 0], label: 'a' })).toBe(true);
		expect(isNormalized(tiny, { box: [-0.004, 0.5, 1.02, 1], label: 'a' })).toBe(true);
		expect(isNormalized(tiny, { box: [0, 0, 2, 1], label: 'a' })).toBe(false);
		expect(isNormalized(tiny, { box: [10, 20, 40, 60] })).toBe(false);
		expect(isNormalized({ box: [0, 0, 0, 0], label: 'a' })).toBe(false);
	});

	it('the size of an item that is one box is not that of its picture', () => {
		const size = { width: 30, height: 40 };
		expect(() => read('boxes', XYWH, { size })).toThrow('those of the box, not of the picture');
		for (const other of [undefined, { width: 640, height: 480 }])
			expect(objectsOf(read('boxes', XYWH, { size: other })[0])).toEqual([['a', 'box']]);
		expect(objectsOf(read('boxes', { ...XYWH, x: 0, y: 0 }, { size })[0])).toEqual([['a', 'box']]);
	});

	it('percent are shares of the picture, and numbers among them are none', () => {
		const [{ objects, isNormalized }] = read('boxes', [
			{ x: '5%', y: '20 %', width: '15%', height: '40%', label: 'a' },
			{ x: '5%', y: 20, width: '15%', height: '40%', label: 'a' },
		]);
		expect(isNormalized).toBe(true);
		expect(objects[0].shape).toEqual({ kind: 'box', box: expect.objectContaining({ x0: 0.05 }) });
		expect(objects[1].shape).toBe('notFinite');
	});

	it.each([
		['score', 0.5],
		['confidence', '0.5'],
		['probability', 0.5],
	])('the score is in %s', (key, score) => {
		const [{ objects }] = read('boxes', [{ box: [1, 2, 3, 4], label: 'a', [key]: score }]);
		expect(objects[0].score).toBe(0.5);
	});

	it('lists that do not fit together are refused', () => {
		expect(() => read('boxes', { boxes: [[1, 2, 3, 4]], labels: [] })).toThrow(
			'There are 1 boxes, but 0 labels',
		);
		expect(() => read('boxes', { boxes: [[1, 2, 3, 4]], labels: ['a'], scores: [1, 2] })).toThrow(
			'2 scores',
		);
		for (const none of [{}, null, 5, 'null', { width: 30, height: 40 }])
			expect(() => read('boxes', none)).toThrow('no list of boxes');
	});
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
