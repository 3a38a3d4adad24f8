import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { AngoHubLabels } from '../../nodes/AngoHubLabels/AngoHubLabels.node.ts';
import { createEngine, PassThrough, type Engine } from './harness/index.mts';
import { labelCases } from './labelCases/cases.mts';

const NODE = 'n8n-nodes-ango-hub.angoHubLabels';

/** 16 × 12 pixels, in which two classes of a label set are painted: 60 pixels of Sky, 42 of Tree. */
const brush = labelCases().find(({ name }) => name === 'coco-brush-mask-by-colour')!;
const [painted] = brush.input as INodeExecutionData[];
const paintedLabelSet = brush.parameters.labelSet;

interface Box {
	title: string;
	x?: number;
	objectId?: string;
}

const box = ({ title, x = 10, objectId = `${title}-${x}` }: Box) => ({
	title,
	objectId,
	'bounding-box': { x, y: 10, width: 20, height: 20 },
});

const labeled = (externalId: string, updatedBy: string, boxes: Box[]) => ({
	json: {
		externalId,
		metadata: { width: 100, height: 80 },
		task: { taskId: `${externalId}-${updatedBy}`, updatedBy, tools: boxes.map(box) },
	} as unknown as IDataObject,
});

/** Gives the list that the first item has by the name of this node. */
class ListOfItem extends PassThrough {
	override async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()[0].json[this.getNode().name] as unknown as INodeExecutionData[]];
	}
}

let engine: Engine;

beforeAll(async () => {
	engine = await createEngine({
		nodeTypes: { [NODE]: AngoHubLabels, [`${NODE}Tool`]: AngoHubLabels, 'test.list': ListOfItem },
	});
});
afterAll(async () => await engine.dispose());

async function run(parameters: IDataObject, items: INodeExecutionData[], type = NODE) {
	return await engine.run({ node: { type, parameters: parameters as never }, items });
}

const jsonOf = (items: INodeExecutionData[]) => items.map(({ json }) => json);

describe('Compare', () => {
	const compare = async (parameters: IDataObject, items: INodeExecutionData[], type?: string) =>
		await run({ operation: 'compare', ...parameters }, items, type);
	const by = (comparedBy: string): IDataObject => ({ comparedBy });

	const reference = [
		labeled('a.png', 'Ada', [{ title: 'Car' }, { title: 'Bus', x: 50 }]),
		labeled('b.png', 'Ada', [{ title: 'Car' }]),
	];
	const others = [labeled('a.png', 'Bob', [{ title: 'Car', x: 11 }])];
	const counts = {
		sides: { reference: 'Reference', compared: 'Compared' },
		...{ both: 1, onlyInReference: 1, truePositives: 1, falseNegatives: 2, falsePositives: 0 },
	};

	/** Compares what comes in by two inputs. */
	const compareInputs = async (First: INodeExecutionData[], Second: INodeExecutionData[]) => {
		const nodes = [
			{ type: 'n8n-nodes-base.noOp', name: 'Start' },
			{ type: 'test.list', name: 'First' },
			{ type: 'test.list', name: 'Second' },
			{ type: NODE, name: 'Compare', parameters: { operation: 'compare', sides: 'secondInput' } },
		];
		const to = (node: string, index: number) => ({ node, type: 'main' as const, index });
		const connections = {
			Start: { main: [[to('First', 0), to('Second', 0)]] },
			First: { main: [[to('Compare', 0)]] },
			Second: { main: [[to('Compare', 1)]] },
		};
		return await engine.runWorkflow({ nodes, connections } as never, {
			items: [{ json: { First, Second } }] as never,
			startNode: 'Start',
			node: 'Compare',
		});
	};

	it('takes the compared side by a second input', async () => {
		const { items, error } = await compareInputs(reference, others);
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([counts]);
	});

	it('says by which of two inputs nothing comes', async () => {
		const message = async (first: INodeExecutionData[], second: INodeExecutionData[]) =>
			(await compareInputs(first, second)).error?.message;
		expect(await message([], others)).toBe('The first input has no items');
		expect(await message(reference, [])).toBe('The second input has no items');
	});

	it.each([NODE, `${NODE}Tool`])(
		'takes both sides as lists from expressions in %s',
		async (type) => {
			const lists = {
				...{ sides: 'json', reference: '={{ $json.reference }}', compared: '={{ $json.others }}' },
			};
			const json = { reference, others: others.map((one) => one.json) } as never;
			const { items, error } = await compare(lists, [{ json }], type);
			expect(error).toBeUndefined();
			expect(jsonOf(items)).toMatchObject([counts]);
			const empty = await compare({ ...lists, compared: '={{ [] }}' }, [{ json }], type);
			expect(empty.error?.message).toMatch(/^'Compared' has no labeled items/);
		},
	);

	it.each(['task.updatedBy', 'task["updatedBy"]', '={{ $json.task.updatedBy }}'])(
		'compares all pairs of three annotators, each named, by %s',
		async (comparedBy) => {
			const { items, error } = await compare(by(comparedBy), [
				labeled('a.png', 'Ada', [{ title: 'Car' }]),
				labeled('a.png', 'Bob', [{ title: 'Car', x: 11 }]),
				labeled('a.png', 'Cem', [{ title: 'Bus' }]),
			]);
			expect(error).toBeUndefined();
			expect(
				jsonOf(items).map(({ sides, truePositives, falseNegatives }) => ({
					...(sides as IDataObject),
					truePositives,
					falseNegatives,
				})),
			).toEqual([
				{ reference: 'Ada', compared: 'Bob', truePositives: 1, falseNegatives: 0 },
				{ reference: 'Ada', compared: 'Cem', truePositives: 0, falseNegatives: 1 },
				{ reference: 'Bob', compared: 'Cem', truePositives: 0, falseNegatives: 1 },
			]);
		},
	);

	it('never takes predictions for the reference, whichever come first', async () => {
		const prediction = {
			json: { externalId: 'a.png', objects: [box({ title: 'Car' })], scores: [0.9] },
		} as unknown as INodeExecutionData;
		const { items } = await compare({}, [prediction, labeled('a.png', 'Ada', [{ title: 'Car' }])]);
		expect(items[0].json).toMatchObject({
			sides: { reference: 'Labels', compared: 'Predictions' },
			averagePrecision: 1,
		});
	});

	it.each([
		['one side', by('task.updatedBy'), "'Compared By' finds the same value in all items"],
		['no scores', by(''), "'Compared By' finds the same value in all items"],
		['a field that is none', by('task.nobody'), "'Compared By' finds no value in item 1"],
		['a field of a list', by('task.tools'), "'Compared By' finds no value in item 1"],
		['an expression for one side', by('={{ "x" }}'), "'Compared By' finds no value in item 1"],
		[
			'an item on no side',
			by("={{ $json.externalId === '3.png' ? '' : 'a' }}"),
			"'Compared By' finds no value in item 4",
		],
		['too many sides', by('externalId'), "'Compared By' finds 11 different values"],
		['nothing to compare', { shapes: 'none' }, "'Shapes' is None and 'Answers' is empty"],
	])('refuses %s', async (_, parameters, message) => {
		const items = Array.from({ length: 11 }, (_, index) => labeled(`${index}.png`, 'Ada', []));
		const { error } = await compare(parameters, items);
		expect(error?.message).toBe(message);
		expect(error?.description).not.toBe('');
	});

	it('says what it cannot compare: in the item of a run, else in a note', async () => {
		const items = ['Ada', 'Bob'].map((name) => {
			const item = labeled('a.png', name, [{ title: 'Car' }]);
			const { task } = item.json as { task: { tools: unknown[] } };
			task.tools.push({
				title: 'Lane',
				polyline: [
					[0, 0],
					[9, 9],
				],
			});
			return item;
		});
		const byAnnotator = by('={{ $json.side ?? $json.task.updatedBy }}');
		const whole = await compare(byAnnotator, items);
		expect(whole.items[0].json.leftOut).toMatchObject([{ reason: 'unsupportedShape', count: 2 }]);
		const each = await compare({ ...byAnnotator, oneItemPer: 'picture' }, [
			...items,
			{ json: { externalId: 'odd.png', side: 'Ada' } },
		]);
		expect(each.items.map(({ json }) => json.externalId)).toEqual(['a.png']);
		expect(each.hints.map(({ message }) => message)).toEqual([
			"Some labels were not compared (number: 3, main reasons: unsupportedShape, unreadable). Set 'One Item Per' to Run to see which and why.",
		]);
	});

	describe('of brush strokes', () => {
		const sides = (): INodeExecutionData[] =>
			['Ada', 'Bob'].map((name) => ({
				...painted,
				json: { ...painted.json, side: name },
			}));
		const options = { brushMaskField: 'mask', labelSet: paintedLabelSet };
		const bySide = by('={{ $json.side }}');

		it.each(['masks', 'boxes', 'rotated'])('compares what is painted as %s', async (shapes) => {
			const { items } = await compare({ ...bySide, shapes, options }, sides());
			expect(items[0].json).toMatchObject({ truePositives: 2, falsePositives: 0, meanIou: 1 });
			expect(Object.keys(items[0].json.classes as object)).toEqual(['Sky', 'Tree']);
			expect(items[0].json.leftOut).toEqual([]);
		});

		it('reports those whose mask is not there, and how to have it', async () => {
			const { items, hints } = await compare({ ...bySide, shapes: 'masks' }, sides());
			expect(items[0].json.leftOut).toMatchObject([{ reason: 'brushWithoutMask', count: 2 }]);
			expect(hints.map(({ message }) => message).join()).toContain("'Brush Mask Field'");
		});

		it('reports those that have no place among points, and none where only answers count', async () => {
			const points = await compare({ ...bySide, shapes: 'points', options }, sides());
			expect(points.items[0].json.leftOut).toMatchObject([
				{ reason: 'unsupportedShape', count: 2 },
			]);
			const answers = await compare({ ...bySide, shapes: 'none', answers: ['Weather'] }, sides());
			expect(answers.items[0].json.leftOut).toEqual([]);
		});

		it('reports a mask of another size, and colors that no class has', async () => {
			const [ada, bob] = sides();
			bob!.json = { ...bob!.json, metadata: { width: 17, height: 12 } };
			const { items } = await compare({ ...bySide, shapes: 'masks', options }, [ada!, bob!]);
			expect(items[0].json).toMatchObject({
				falseNegatives: 2,
				leftOut: [{ reason: 'unreadable', count: 1 }],
			});
			const { tools } = paintedLabelSet as { tools: IDataObject[] };
			const onlySky = { ...options, labelSet: { tools: tools.slice(0, 1) } };
			const unknown = await compare({ ...bySide, shapes: 'masks', options: onlySky }, sides());
			expect(unknown.items[0].json).toMatchObject({
				truePositives: 1,
				leftOut: [{ reason: 'unknownColor', count: 2, pixels: 84 }],
			});
		});
	});

	it('gives an AI agent a few kilobytes, and a workflow all of it', async () => {
		const boxes = Array.from({ length: 300 }, (_, index) => ({
			title: `Class with a name of some length, number ${index}`,
			x: index % 60,
		}));
		const items = ['Ada', 'Bob'].flatMap((name) =>
			Array.from({ length: 20 }, (_, index) =>
				labeled(`${index}.png`, name, boxes.slice(15 * index, 15 * (index + 1))),
			),
		);
		const byAnnotator = by('={{ $json.task.updatedBy }}');
		const tool = await compare(byAnnotator, items, `${NODE}Tool`);
		const { classes, moreClasses } = tool.items[0].json;
		expect(Object.keys(classes as object)).toHaveLength(10);
		expect(moreClasses).toBe(290);
		expect(JSON.stringify(jsonOf(tool.items)).length).toBeLessThan(8_000);
		const each = await compare({ ...byAnnotator, oneItemPer: 'pair' }, items, `${NODE}Tool`);
		expect(each.items).toHaveLength(11);
		expect(each.items[10].json.moreItems).toBe(290);
		expect(JSON.stringify(jsonOf(each.items)).length).toBeLessThan(8_000);
		const whole = await compare(byAnnotator, items);
		expect(Object.keys(whole.items[0].json.classes as object)).toHaveLength(300);
	});
});

describe('Summarize', () => {
	it('takes a list from an expression, which is how an agent gets at labels', async () => {
		const labels = [
			labeled('a.png', 'Ada', [{ title: 'Car' }]),
			labeled('b.png', 'Ada', [{ title: 'Car' }, { title: 'Bus', x: 50 }]),
		];
		const parameters = { operation: 'summarize', source: 'json', labels: '={{ $json.labels }}' };
		const { items } = await run(parameters, [{ json: { labels } as never }], `${NODE}Tool`);
		expect(jsonOf(items)).toMatchObject([
			{ images: 2, objects: 3, byClass: { Car: { objects: 2 } } },
		]);
		const { error } = await run(parameters, [{ json: { labels: 'none' } }]);
		expect(error?.message).toMatch(/'Labels'/);
	});

	it('gives an AI agent a few kilobytes, and a workflow the most frequent classes', async () => {
		const items = Array.from({ length: 150 }, (_, index) =>
			labeled(`${index}.png`, 'Ada', [
				{ title: `Class with a name of some length, number ${index}` },
				{ title: 'Zebra' },
			]),
		);
		const tool = await run({ operation: 'summarize' }, items, `${NODE}Tool`);
		expect(JSON.stringify(jsonOf(tool.items)).length).toBeLessThan(8_000);
		expect(tool.items[0].json).toMatchObject({ images: 150, moreByClass: 141, moreClasses: 141 });
		const whole = await run({ operation: 'summarize' }, items);
		const { byClass, moreByClass, classes } = whole.items[0].json as Record<string, object>;
		expect(Object.keys(byClass)).toHaveLength(100);
		expect(byClass).toHaveProperty('Zebra');
		expect(moreByClass).toBe(51);
		expect(classes).toHaveLength(151);
	});
});

describe('Draw', () => {
	const draw = async (parameters: IDataObject, items: INodeExecutionData[]) =>
		await run({ operation: 'draw', picture: 'none', ...parameters }, items);
	const html = async (item: INodeExecutionData) =>
		(await engine.readBinary(item.binary!.data)).toString();

	it('makes a page of at most 500 pictures, and says how many others there are', async () => {
		const items = Array.from({ length: 503 }, (_, index) =>
			labeled(`${index}.png`, 'Ada', [{ title: 'Car' }]),
		);
		const { items: output, hints } = await draw({ output: 'html' }, items);
		expect(output).toHaveLength(1);
		expect(output[0].json).toMatchObject({ pictures: 500, objects: 500, morePictures: 3 });
		expect((await html(output[0])).match(/<figure>/g)).toHaveLength(500);
		expect(hints.map(({ message }) => message).join()).toContain('not 3 others');
	});

	it('makes a page of at most 50 MB', async () => {
		const header = Buffer.from('89504e470d0a1a0a0000000d4948445200000064000000500802000000', 'hex');
		const bytes = Buffer.concat([header, Buffer.alloc(20 * 1024 ** 2)]);
		const data = await engine.binary(bytes, { fileName: 'a.png', mimeType: 'image/png' });
		const items = ['a.png', 'b.png', 'c.png'].map((name) => ({
			...labeled(name, 'Ada', [{ title: 'Car' }]),
			binary: { data },
		}));
		const { items: output, hints } = await draw({ output: 'html', picture: 'embed' }, items);
		expect(output[0].json).toMatchObject({ pictures: 1, morePictures: 2 });
		expect((await html(output[0])).length).toBeLessThan(50 * 1024 ** 2);
		expect(hints.map(({ message }) => message).join()).toContain('not 2 others');
	});

	it('embeds the picture of its own item, and says where there is none', async () => {
		const png = Buffer.from(
			'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
			'base64',
		);
		const info = { fileName: 'a.png', mimeType: 'image/png' };
		const [a, b] = ['a.png', 'b.png'].map((name) => labeled(name, 'Ada', [{ title: 'Car' }]));
		const withPicture = { ...a!, binary: { photo: await engine.binary(png, info) } };
		const text = { photo: await engine.binary(Buffer.from('<svg onload="x">'), info) };
		const embed = { output: 'items', picture: 'embed', pictureField: 'photo' };
		const { items, hints } = await draw(embed, [withPicture, b!, { ...b!, binary: text }]);
		const [first, second, third] = items.map(({ json }) => json.svg as string);
		expect(first).toContain(`href="data:image/png;base64,${png.toString('base64')}"`);
		expect(first).toContain('viewBox="0 0 1 1"');
		for (const svg of [second, third]) {
			expect(svg).toContain('viewBox="0 0 100 80"');
			expect(svg).not.toContain('<image');
		}
		expect(hints.map(({ message }) => message)).toEqual([
			'Pictures on a gray background, because their file, URL or size is missing: 2.',
		]);
	});

	it('draws two sides as one picture, the second dashed', async () => {
		const secondBy = 'task.updatedBy';
		const { items } = await draw({ output: 'items', options: { secondBy } }, [
			labeled('a.png', 'Ada', [{ title: 'Car' }]),
			labeled('a.png', 'Bob', [{ title: 'Car', x: 40 }]),
			labeled('only-bob.png', 'Bob', [{ title: 'Car' }]),
		]);
		expect(items.map(({ json }) => [json.externalId, json.objects])).toEqual([
			['a.png', 2],
			['only-bob.png', 1],
		]);
		const [both, onlyBob] = items.map(({ json }) => json.svg as string);
		expect(both!.match(/stroke-dasharray/g)).toHaveLength(1);
		expect(onlyBob!.match(/stroke-dasharray/g)).toHaveLength(1);
	});

	it('refuses three sides, and items without labels', async () => {
		const three = ['Ada', 'Bob', 'Cem'].map((name) => labeled('a.png', name, []));
		const secondBy = 'task.updatedBy';
		expect((await draw({ options: { secondBy } }, three)).error?.message).toBe(
			"'Second Labels By' finds 3 different values",
		);
		expect((await draw({}, [{ json: { odd: 1 } }])).error?.message).toBe(
			'There is no picture to draw',
		);
	});

	it('draws what is painted in the colors of the label set, and says where the mask is not there', async () => {
		const options = { brushMaskField: 'mask', labelSet: paintedLabelSet };
		const { items, hints } = await draw({ output: 'items', options }, [painted]);
		expect(items[0].json).toMatchObject({ objects: 2, leftOut: 0 });
		expect(items[0].json.svg).toMatch(/<g stroke="#3366FF".*<path fill-rule="evenodd"/s);
		expect(hints).toEqual([]);
		const without = await draw({ output: 'items' }, [painted]);
		expect(without.items[0].json.objects).toBe(0);
		expect(without.hints.map(({ message }) => message)).toEqual([
			'Not drawn: 1 (brushWithoutMask).',
			"Brush strokes are left out where their PNG is missing. Download the file at 'brushDataUrl' with an HTTP Request node, and name its binary field in 'Brush Mask Field' under Options.",
		]);
	});
});
