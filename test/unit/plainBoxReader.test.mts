import { objectsOf, read } from './predictions.mts';

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
