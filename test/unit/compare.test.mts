import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { UserError, type IDataObject } from 'n8n-workflow';
import { compare, type CompareOptions } from '../../nodes/shared/datasets/compare/index.ts';
import { assetsIn } from '../../nodes/shared/datasets/input.ts';
import { Report } from '../../nodes/shared/datasets/report.ts';
import { Breather } from '../../nodes/shared/util/breather.ts';
import { cpuMs } from './cpuTime.mts';

type Scored = [
	picture: number,
	klass: number,
	x: number,
	y: number,
	w: number,
	h: number,
	score: number,
];
interface Scene {
	references: Scored[];
	predictions: Scored[];
	expected: Record<string, IDataObject>;
}
/** Random boxes, and what COCO's own evaluation (pycocotools) says of them. */
const coco = JSON.parse(
	readFileSync(join(import.meta.dirname, '../fixtures/compare-coco.json'), 'utf8'),
) as { classes: string[]; scenes: Scene[] };

const OPTIONS: CompareOptions = {
	shapes: 'boxes',
	iou: 0.5,
	maxDistance: 10,
	classAgnostic: false,
	also50to95: false,
	answers: [],
	nameOf: ({ title }) => title,
	matchBy: 'externalId',
	confusion: true,
	oneItemPer: 'run',
};

const boxObject = (title: string, x: number, y: number, width: number, height: number) => ({
	title,
	'bounding-box': { x, y, width, height },
});
const item = (externalId: string, objects: object[], more: object = {}) =>
	({ externalId, metadata: { width: 400, height: 300 }, objects, ...more }) as IDataObject;

async function compared(
	reference: IDataObject[],
	others: IDataObject[],
	options: Partial<CompareOptions> = {},
): Promise<IDataObject[]> {
	const sides = { reference: reference.flatMap(assetsIn), compared: others.flatMap(assetsIn) };
	return await compare(sides, { ...OPTIONS, ...options }, new Report(), new Breather());
}

const only = async (...given: Parameters<typeof compared>) => (await compared(...given))[0];

describe('comparing predictions', () => {
	it('names the picture whose labels reach too far for masks', async () => {
		const sides = ['a.jpg', 'b.jpg'].map((externalId, at) => ({
			externalId,
			objects: [boxObject('Car', 0, 0, 10, 10 + at * 1e9)],
		}));
		await expect(compared(sides, sides, { shapes: 'masks' })).rejects.toThrow(
			"The labels of 'b.jpg' reach over 10 × 1000000010 pixels",
		);
	});

	it('takes scores that are no numbers for none', async () => {
		const scored = item('a.jpg', [boxObject('Car', 0, 0, 10, 10)], { scores: [NaN] });
		const found = await only([item('a.jpg', [])], [scored]);
		expect(found).not.toHaveProperty('averagePrecision');
	});

	it.each(coco.scenes)(
		'equals the evaluation of COCO',
		async ({ references, predictions, expected }) => {
			const pictures = Math.max(...[...references, ...predictions].map(([picture]) => picture)) + 1;
			const items = (all: Scored[], scored: boolean) =>
				Array.from({ length: pictures }, (_, picture) => {
					const own = all.filter((one) => one[0] === picture);
					const objects = own.map(([, c, x, y, w, h]) => boxObject(coco.classes[c], x, y, w, h));
					return item(`${picture}`, objects, scored ? { scores: own.map((one) => one[6]) } : {});
				});
			const { classes } = await only(items(references, false), items(predictions, true), {
				also50to95: true,
			});
			for (const [name, numbers] of Object.entries(expected)) {
				const found = (classes as Record<string, IDataObject>)[name];
				for (const [key, value] of Object.entries(numbers)) {
					if (value === null) expect(found[key]).toBeNull();
					else expect(found[key]).toBeCloseTo(value as number, 4);
				}
			}
		},
	);

	it('gives null, not 0, where there is nothing to divide by', async () => {
		const run = await only([item('a', [])], [item('a', [boxObject('car', 1, 1, 5, 5)])]);
		expect(run).toMatchObject({
			truePositives: 0,
			falsePositives: 1,
			precision: 0,
			recall: null,
			f1: 0,
			meanIou: null,
			classes: { car: { recall: null } },
		});
	});

	it('counts pictures of one side, and takes the newest of several tasks', async () => {
		const task = (taskId: string, updatedAt: string, objects: object[]) => ({
			externalId: 'a',
			task: { taskId, updatedAt, tools: objects },
		});
		const car = boxObject('car', 10, 10, 50, 50);
		const run = await only(
			[task('1', '2026-01-02', [car]), task('2', '2026-01-01', [car, car]), item('b', [car])],
			[item('a', [car]), item('c', [])],
		);
		expect(run).toMatchObject({
			both: 1,
			onlyInReference: 1,
			onlyInCompared: 1,
			truePositives: 1,
			falseNegatives: 1,
			leftOut: [{ reason: 'otherTaskOfAsset', count: 1, objects: 2 }],
			worstPictures: [{ externalId: 'b', disagreement: 1 }],
		});
	});

	it('is symmetric without scores: swapping the sides transposes the confusion', async () => {
		const boxes = fc.array(
			fc.record({
				title: fc.constantFrom('a', 'b', 'c'),
				x: fc.nat(30),
				y: fc.nat(30),
				side: fc.integer({ min: 5, max: 30 }),
			}),
			{ maxLength: 12 },
		);
		const objects = (list: Array<{ title: string; x: number; y: number; side: number }>) =>
			list.map(({ title, x, y, side }) => boxObject(title, x, y, side, side));
		await fc.assert(
			fc.asyncProperty(boxes, boxes, async (a, b) => {
				const [left, right] = [[item('p', objects(a))], [item('p', objects(b))]];
				const one = await only(left, right, { iou: 0.2 });
				const other = await only(right, left, { iou: 0.2 });
				expect(one.truePositives).toBe(other.truePositives);
				expect(one.meanIou).toBe(other.meanIou);
				const entries = (run: IDataObject, from: string, to: string) =>
					(run.confusion as IDataObject[])
						.map(
							(entry) => `${entry[from] as string}>${entry[to] as string}:${entry.count as number}`,
						)
						.sort();
				expect(entries(one, 'reference', 'prediction')).toEqual(
					entries(other, 'prediction', 'reference'),
				);
				const found = (one.truePositives as number) + (one.falseNegatives as number);
				expect(found).toBe(a.length);
				expect((one.truePositives as number) + (one.falsePositives as number)).toBe(b.length);
			}),
		);
	});

	it('matches any two objects where classes do not matter', async () => {
		const [a, b] = [boxObject('car', 0, 0, 50, 50), boxObject('bus', 2, 0, 50, 50)];
		const run = await only([item('p', [a])], [item('p', [b])], { classAgnostic: true });
		expect(run).toMatchObject({ truePositives: 1, classes: { '(any)': { truePositives: 1 } } });
		expect(run.confusion).toEqual([{ reference: 'car', prediction: 'bus', count: 1 }]);
	});

	it('leaves out what cannot be compared, and says so', async () => {
		const odd = [
			{ title: 'x', point: [1, 1] },
			{
				title: 'x',
				polygon: [
					[1, 1],
					[2, 2],
				],
			},
			{ title: 'x', 'bounding-box': { x: 'NaN', y: 1, width: 1, height: 1 } },
			{
				title: 'x',
				spline: [
					[1, 1],
					[2, 2],
				],
			},
		];
		for (const shapes of ['boxes', 'masks', 'rotated'] as const) {
			const run = await only([item('a', odd)], [item('a', odd)], { shapes });
			expect(run.leftOut).toMatchObject([
				{ reason: 'unsupportedShape', count: 4 },
				{ reason: 'tooFewPoints', count: 2 },
				{ reason: 'notFinite', count: 2 },
			]);
			expect(run).toMatchObject({ truePositives: 0, falsePositives: 0, falseNegatives: 0 });
		}
	});

	it('of points goes by their distance', async () => {
		const points = (...at: number[][]) => at.map((point) => ({ title: 'nose', point }));
		const run = await only(
			[item('a', points([10, 10], [50, 50], [90, 90]))],
			[item('a', points([13, 14], [12, 10], [90, 100]))],
			{ shapes: 'points', maxDistance: 10 },
		);
		expect(run).toMatchObject({ truePositives: 2, falseNegatives: 1, meanDistance: 6 });
		expect(run.pairs).toMatchObject([{ distance: 2 }, { distance: 10 }]);
	});

	it.each<[string, IDataObject]>([
		['with a size', {}],
		['without one', { metadata: {} }],
		['of 40 megapixels', { metadata: { width: 8_000, height: 5_000 } }],
	])('of masks counts pixels in pictures %s', async (_kind, more) => {
		const zones = (x: number, y: number) => ({
			title: 'roof',
			segmentation: {
				zones: [
					{
						region: [
							[x, y],
							[x + 20, y],
							[x + 20, y + 20],
							[x, y + 20],
						],
						holes: [
							[
								[x + 5, y + 5],
								[x + 15, y + 5],
								[x + 15, y + 15],
								[x + 5, y + 15],
							],
						],
					},
				],
			},
		});
		const run = await only(
			[item('a', [zones(30, 40)], more)],
			[item('a', [zones(32, 40), boxObject('roof', 200, 200, 10, 10)], more)],
			{ shapes: 'masks' },
		);
		// 300 pixels each. Shared: 18 × 20, less both holes: 10 × 10 each, which share 8 × 10.
		expect(run.pairs).toMatchObject([{ iou: Number((240 / 360).toFixed(4)) }]);
		expect(run.falsePositives).toBe(1);
	});

	it('of frames compares those of the same number', async () => {
		const frame = (page: number, x: number) => ({ ...boxObject('car', x, 0, 50, 50), page });
		const clip = (...objects: object[]) => [item('clip.mp4', objects)];
		const items = await compared(
			clip(frame(0, 0), frame(7, 100)),
			clip(frame(7, 101), frame(9, 0)),
			{
				oneItemPer: 'picture',
			},
		);
		expect(items).toMatchObject([
			{ externalId: 'clip.mp4', page: 0, inCompared: false, disagreement: 1 },
			{ externalId: 'clip.mp4', page: 7, truePositives: 1, disagreement: 0 },
			{ externalId: 'clip.mp4', page: 9, inReference: false, disagreement: 1 },
		]);
	});

	it('gives an item for each object or pair', async () => {
		const items = await compared(
			[
				item('a', [
					{ ...boxObject('car', 0, 0, 50, 50), objectId: 'r1' },
					boxObject('car', 200, 0, 9, 9),
				]),
			],
			[item('a', [{ ...boxObject('car', 0, 0, 50, 40), objectId: 'c1' }], { scores: [0.7] })],
			{ oneItemPer: 'pair' },
		);
		expect(items).toEqual([
			{
				externalId: 'a',
				reference: { title: 'car', objectId: 'r1' },
				compared: { title: 'car', objectId: 'c1', score: 0.7 },
				iou: 0.8,
			},
			{ externalId: 'a', reference: { title: 'car' }, compared: null, iou: null },
		]);
	});

	it('refuses assets that cannot be matched', async () => {
		const nameless = { objects: [] };
		await expect(compared([nameless], [])).rejects.toThrow(UserError);
		await expect(compared([item('a', [])], [], { matchBy: 'assetId' })).rejects.toThrow(
			"'a' have no asset ID",
		);
	});
});

describe('comparing answers', () => {
	const answered = (externalId: string, ...answers: unknown[]) =>
		item(externalId, [], {
			classifications: answers.map((answer) => ({ title: 'Quality', answer })),
		});

	it('counts lists as equal when their sets are', async () => {
		const run = await only(
			[answered('a', ['x', 'y']), answered('b', 'x'), answered('c'), answered('d', '')],
			[
				answered('a', ['y', 'x', 'y']),
				answered('b', ['x', 'y']),
				answered('c', 'x'),
				answered('d'),
			],
			{ shapes: 'none', answers: ['Quality'] },
		);
		expect(run.answers).toEqual([
			{
				title: 'Quality',
				compared: 2,
				agreement: 0.5,
				kappa: 0,
				oneSided: 1,
				different: {
					count: 1,
					examples: [{ externalId: 'b', reference: 'x', compared: ['x', 'y'] }],
				},
			},
		]);
	});

	it('has no kappa where both sides always say the same', async () => {
		const all = ['a', 'b'].map((externalId) => answered(externalId, 'good'));
		const run = await only(all, all, { shapes: 'none', answers: ['Quality', 'Other'] });
		expect(run.answers).toMatchObject([
			{ agreement: 1, kappa: null },
			{ compared: 0, agreement: null, kappa: null },
		]);
	});

	it('reaches answers inside others, and those of frames', async () => {
		const nested = (answer: string, page: number) =>
			item('v.mp4', [], {
				classifications: [
					{ title: 'Car', answer: 'yes', page, classifications: [{ title: 'Color', answer }] },
				],
			});
		const run = await only([nested('red', 3)], [nested('blue', 3)], {
			shapes: 'none',
			answers: ['Car / Color'],
		});
		expect(run.answers).toMatchObject([
			{ compared: 1, different: { examples: [{ page: 3, reference: 'red', compared: 'blue' }] } },
		]);
		expect(run.worstPictures).toEqual([{ externalId: 'v.mp4', disagreement: 1 }]);
	});

	it('agrees with the formula of Cohen', async () => {
		const labels = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 30 });
		await fc.assert(
			fc.asyncProperty(labels, async (pairs) => {
				const side = (at: 0 | 1) => pairs.map((pair, i) => answered(`${i}`, `answer ${pair[at]}`));
				const run = await only(side(0), side(1), { shapes: 'none', answers: ['Quality'] });
				const share = (at: 0 | 1, value: number) =>
					pairs.filter((pair) => pair[at] === value).length / pairs.length;
				const observed = pairs.filter(([a, b]) => a === b).length / pairs.length;
				const chance = [0, 1, 2].reduce((sum, v) => sum + share(0, v) * share(1, v), 0);
				const { kappa } = (run.answers as IDataObject[])[0];
				if (Math.abs(chance - 1) < 1e-12) expect(kappa).toBeNull();
				else expect(kappa).toBeCloseTo((observed - chance) / (1 - chance), 3);
			}),
		);
	});
});

describe('comparing much', () => {
	const random = (() => {
		let state = 1;
		return () => (state = (state * 16807) % 2147483647) / 2147483647;
	})();
	const scattered = (count: number, shift = 0) =>
		Array.from({ length: count }, () =>
			boxObject('car', random() * 20_000 + shift, random() * 20_000, 40, 40),
		);

	it('takes 100,000 boxes in one picture, with time for others in between', async () => {
		const objects = scattered(100_000);
		const ticks: number[] = [];
		let last = performance.now();
		const timer = setInterval(() => {
			ticks.push(performance.now() - last);
			last = performance.now();
		}, 1);
		await compared([item('a', objects)], [item('a', objects)], { confusion: false });
		clearInterval(timer);
		expect(ticks.length).toBeGreaterThan(5);
	});

	it('refuses thousands of objects on top of each other', async () => {
		const heap = Array.from({ length: 3_000 }, () => boxObject('car', 1, 1, 9, 9));
		await expect(compared([item('a', heap)], [item('a', heap)])).rejects.toThrow(
			'Too many objects of a picture lie on top of each other',
		);
	});

	it('ends within a picture when it is canceled', async () => {
		const objects = scattered(100_000);
		const controller = new AbortController();
		const sides = {
			reference: assetsIn(item('a', objects)),
			compared: assetsIn(item('a', objects)),
		};
		const run = compare(sides, OPTIONS, new Report(), new Breather(controller.signal));
		setTimeout(() => controller.abort(), 20);
		const started = cpuMs();
		await expect(run).rejects.toThrow('canceled');
		expect(cpuMs() - started).toBeLessThan(1_000);
	});
});
