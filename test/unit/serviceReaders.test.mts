import { objectsOf, read } from './predictions.mts';

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
