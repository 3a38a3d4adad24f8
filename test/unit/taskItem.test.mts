import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { LabelSet } from '../../nodes/shared/hub/types.ts';
import { itemsOf } from '../../nodes/shared/items/oneItemPer.ts';
import { legacyTaskItems, taskItem } from '../../nodes/shared/items/taskItem.ts';

const ID = '6554c81ac3b0d000147ea001';
const project = {
	_id: ID,
	batches: [{ _id: 'b1', name: 'Week 12' }],
	stages: [
		{ id: 'Label', type: 'Label', name: 'Label' },
		{ id: 'uuid-1', type: 'Review', name: 'Second Look' },
	],
};

describe('taskItem', () => {
	it('gives the same facts for an export and a webhook', () => {
		const facts = {
			taskId: 't1',
			assetId: 'a1',
			projectId: ID,
			stageId: 'uuid-1',
			stageName: 'Second Look',
			batchNames: ['Week 12'],
			url: null,
		};
		const exported = {
			assetId: 'a1',
			batches: ['Week 12', null],
			task: { taskId: 't1', stage: 'Second Look', stageId: 'uuid-1' },
		};
		expect(taskItem(exported, project)).toEqual({ ...exported, ...facts });
		expect(taskItem(exported, { _id: ID })).toMatchObject(facts);
		const delivered = {
			assetId: 'a1',
			batches: ['b1'],
			task: { taskId: 't1', stage: 'uuid-1', stageId: 'uuid-1' },
		};
		expect(taskItem(delivered, project)).toMatchObject(facts);
		const named = {
			...delivered,
			batchNames: ['Week 12'],
			task: { ...delivered.task, stageName: 'Second Look' },
		};
		expect(taskItem(named, { _id: ID })).toMatchObject(facts);
	});

	it('finds the id of a stage by its name, and says null for what is not there', () => {
		const older = { task: { taskId: 't1', stage: 'Second Look' } };
		expect(taskItem(older, project)).toMatchObject({ stageId: 'uuid-1', stageName: 'Second Look' });
		expect(taskItem(older, { _id: ID })).toMatchObject({ stageId: null, stageName: 'Second Look' });
		expect(taskItem({}, { _id: ID })).toEqual({
			taskId: null,
			assetId: null,
			projectId: ID,
			stageId: null,
			stageName: null,
			batchNames: [],
			url: null,
			task: {},
		});
	});

	it('says the address of the asset, and its id where that is all there is', () => {
		const url = 'https://storage.example/a b.png'.replace(' ', '%20');
		expect(taskItem({ asset: url, task: {} }, project)).toMatchObject({ url, asset: url });
		const text = taskItem({ asset: 'a text', task: {} }, project);
		expect(text).toMatchObject({ text: 'a text', asset: 'a text' });
		expect(text).not.toHaveProperty('url');
		expect(taskItem({ asset: ID, task: {} }, project)).toMatchObject({ assetId: ID, url: null });
		expect(taskItem({ asset: ID, assetId: 'a1', task: {} }, project)).toMatchObject({
			assetId: 'a1',
		});
	});

	it('turns milliseconds into ISO dates wherever a task has dates, and nothing else', () => {
		const ms = 1_700_000_000_000;
		const iso = '2023-11-14T22:13:20.000Z';
		const tools = [{ metadata: { createdAt: ms, by: ms } }, { metadata: null }, {}];
		const item = taskItem(
			{ labeledAt: ms, task: { updatedAt: ms, tools, stageHistory: [{ completedAt: ms }] } },
			project,
		);
		expect(item.labeledAt).toBe(iso);
		expect(item.task).toEqual({
			updatedAt: iso,
			tools: [{ metadata: { createdAt: iso, by: ms } }, { metadata: null }, {}],
			stageHistory: [{ completedAt: iso }],
		});
		expect(tools[0].metadata?.createdAt).toBe(ms);
	});

	it('gives each task of a legacy item with the facts of its asset', () => {
		const given = {
			externalId: 'a.png',
			batches: ['Week 12'],
			tasks: [{ taskId: 't1' }, { taskId: 't2' }],
		};
		const items = legacyTaskItems(given, project);
		expect(items.map(({ taskId, externalId, tasks }) => [taskId, externalId, tasks])).toEqual([
			['t1', 'a.png', undefined],
			['t2', 'a.png', undefined],
		]);
	});
});

describe('itemsOf', () => {
	const answer = (title: string, value: unknown, classifications: unknown[] = []) => ({
		schemaId: `id-${title}`,
		title,
		tool: 'radio',
		answer: value,
		classifications,
	});
	const item = taskItem(
		{
			externalId: 'a.mp4',
			asset: 'https://example.com/a.mp4',
			metadata: { width: 1 },
			task: {
				taskId: 't1',
				stage: 'Label',
				stageId: 'Label',
				updatedAt: '2024-01-01T00:00:00.000Z',
				tools: [
					{
						objectId: 'o1',
						title: 'Car',
						page: 3,
						polygon: [[1, 2]],
						metadata: { createdBy: 'a' },
					},
					{ objectId: 'o2', title: 'Mask', tool: 'brush', classifications: [answer('Kind', 'x')] },
				],
				classifications: [answer('Scene', ['Day', 'Rain'], [answer('Rain', 'heavy')])],
				stageHistory: [{ stage: 'Start', stageId: 'Start', duration: 5, tools: [] }],
			},
		} as never,
		project,
	);
	const shared = {
		taskId: 't1',
		projectId: ID,
		externalId: 'a.mp4',
		stageName: 'Label',
		updatedAt: '2024-01-01T00:00:00.000Z',
	};

	it('keeps a task as it is', () => {
		expect(itemsOf(item, { oneItemPer: 'task', flatten: false, simplify: false })).toEqual([item]);
	});

	it('gives objects with their shape, page and answers', () => {
		const [polygon, mask] = itemsOf(item, {
			oneItemPer: 'object',
			flatten: false,
			simplify: false,
		});
		expect(polygon).toMatchObject({
			...shared,
			objectId: 'o1',
			tool: 'polygon',
			shape: [[1, 2]],
			page: 3,
			answers: {},
			metadata: { createdBy: 'a' },
		});
		expect(polygon).not.toHaveProperty('polygon');
		expect(mask).toMatchObject({ ...shared, tool: 'brush', shape: null, answers: { Kind: 'x' } });
	});

	it('gives answers with their path, lists whole', () => {
		expect(itemsOf(item, { oneItemPer: 'answer', flatten: false, simplify: false })).toMatchObject([
			{ ...shared, path: 'Scene', answer: ['Day', 'Rain'], schemaId: 'id-Scene' },
			{ ...shared, path: 'Scene / Rain', answer: 'heavy' },
			{ ...shared, path: 'Mask / Kind', answer: 'x', objectId: 'o2', objectTitle: 'Mask' },
		]);
	});

	it('gives stage visits with the stage of then and of now', () => {
		expect(
			itemsOf(item, { oneItemPer: 'stageVisit', flatten: false, simplify: false }),
		).toMatchObject([
			{
				...shared,
				visit: 1,
				stageId: 'Start',
				stageName: 'Start',
				currentStageId: 'Label',
				currentStageName: 'Label',
				duration: 5,
			},
		]);
	});

	it('gives nothing where there is nothing', () => {
		const empty = taskItem({ task: { taskId: 't1' } }, project);
		for (const mode of ['object', 'answer', 'stageVisit'] as const) {
			expect(itemsOf(empty, { oneItemPer: mode, flatten: false, simplify: false })).toEqual([]);
		}
	});
});

describe('an object', () => {
	const itemsOfObject = (object: IDataObject, flatten = false, labelSet?: LabelSet) =>
		itemsOf(
			taskItem({ batches: ['Week 12', 'Old'], task: { taskId: 't1', tools: [object] } }, project),
			{ oneItemPer: 'object', flatten, simplify: false },
			labelSet,
		)[0];
	const box = { x: 10, y: 8, width: -4, height: 2 };

	it.each([
		['masks before it', { masks: ['https://x/1.png'], 'bounding-box': box }, 'bounding-box', box],
		['ocr before it', { ocr: { text: 'Hi' }, 'bounding-box': box }, 'bounding-box', box],
		['ocr after it', { point: [1, 2], ocr: { text: 'Hi' } }, 'point', [1, 2]],
		['a key that nobody knows', { confidence: 0.9, polygon: [[1, 2]] }, 'polygon', [[1, 2]]],
		['a mask with answers', { 'medical-brush': true, classifications: [] }, 'medical-brush', null],
		['an angle', { angle: { vertex: [1, 1], angle: 30 } }, 'angle', { vertex: [1, 1], angle: 30 }],
		[
			'an angle in itself',
			{ vertex: [1, 1], p1: [0, 0], p2: [2, 2], angle: 30 },
			'angle',
			expect.objectContaining({ vertex: [1, 1], angle: 30 }),
		],
		['an end of interpolation', { interpolationStopped: true, page: 4 }, null, null],
	])('has its own shape with %s', (_name, object, tool, shape) => {
		const {
			'bounding-box': _box,
			point: _point,
			polygon: _polygon,
			'medical-brush': _mask,
			angle: _angle,
			vertex: _vertex,
			p1: _p1,
			p2: _p2,
			...others
		} = object as IDataObject;

		expect(itemsOfObject({ objectId: 'o1', ...object })).toMatchObject({
			objectId: 'o1',
			tool,
			shape,
			...others,
		});
	});

	it('of a tool that is new has the shape that its class says', () => {
		const labelSet = {
			tools: [{ schemaId: 's1', title: 'Ring', tool: 'circle' }],
			classifications: [],
			relations: [],
		};
		const object = { schemaId: 's1', note: 'n', circle: { r: 3 } };

		expect(itemsOfObject(object, false, labelSet)).toMatchObject({
			tool: 'circle',
			shape: { r: 3 },
			note: 'n',
		});
		expect(itemsOfObject({ schemaId: 's1' }, false, labelSet)).toMatchObject({
			tool: 'circle',
			shape: null,
		});
		expect(itemsOfObject(object)).toMatchObject({ tool: null, shape: null, circle: { r: 3 } });
	});

	it('keeps all answers of a class that is answered several times', () => {
		const kind = (answer: unknown) => ({ title: 'Kind', answer });
		const object = {
			point: [1, 2],
			classifications: [kind('a'), kind('b'), { title: 'Size', answer: ['s', 'm'] }],
		};

		expect(itemsOfObject(object as never).answers).toEqual({ Kind: ['a', 'b'], Size: ['s', 'm'] });
	});

	it('keeps what is said of an answer', () => {
		const said = {
			objectId: 'o9',
			page: 2,
			interpolationStopped: true,
			metadata: { createdBy: 'a' },
		};
		const item = taskItem(
			{ task: { classifications: [{ title: 'Scene', answer: 'Day', ...said }] } } as never,
			project,
		);

		expect(itemsOf(item, { oneItemPer: 'answer', flatten: false, simplify: false })).toMatchObject([
			{ path: 'Scene', answer: 'Day', ...said },
		]);
	});

	describe('that is flat', () => {
		it.each<[string, IDataObject, IDataObject]>([
			['box', { 'bounding-box': box }, { x: 6, y: 8, width: 4, height: 2, points: null }],
			['point', { point: [1, 2] }, { x: 1, y: 2, width: null, height: null, points: null }],
			[
				'polygon',
				{
					polygon: [
						[1, 2],
						[4, 2],
						[4, 6],
					],
				},
				{ x: 1, y: 2, width: 3, height: 4, points: '[[1,2],[4,2],[4,6]]' },
			],
			[
				'segmentation',
				{
					segmentation: {
						zones: [
							{
								region: [
									[1, 2],
									[4, 6],
									[1, 6],
								],
								holes: [],
							},
						],
					},
				},
				{ x: 1, y: 2, width: 3, height: 4, points: expect.stringContaining('"region":[[1,2]') },
			],
			[
				'rotated box',
				{ 'rotated-bounding-box': { x: 1, y: 2, width: 3, height: 4, rotation: 30 } },
				{ x: 1, y: 2, width: 3, height: 4, rotation: 30 },
			],
			['text', { ner: { start: 3, end: 9 } }, { x: null, start: 3, end: 9 }],
			['mask', { 'medical-brush': true }, { tool: 'medical-brush', x: null, points: null }],
		])('has numbers and points for a %s', (_name, object, columns) => {
			expect(itemsOfObject(object, true)).toMatchObject(columns);
		});

		it('has a column for each answer, texts for lists, and names for what is inside', () => {
			const flat = itemsOfObject(
				{
					point: [1, 2],
					metadata: { createdBy: 'anna' },
					classifications: [
						{ title: 'Kind', answer: ['a', 'b'] },
						{ title: 'x', answer: 'c' },
					],
				} as never,
				true,
			);

			expect(flat).toMatchObject({
				batchNames: 'Week 12, Old',
				metadata_createdBy: 'anna',
				Kind: 'a, b',
				x: 1,
				answer_x: 'c',
			});
			expect(flat).not.toHaveProperty('shape');
		});

		it("names columns as n8n's data tables take them, whatever the titles", () => {
			const titles = [
				'Car type',
				'Größe?',
				'Outer / Inner',
				'2nd',
				'id',
				'a-b',
				'a b',
				' ',
				'道路',
			];
			const classifications = titles.map((title, at) => ({ title, answer: String(at) }));
			const flat = itemsOfObject({ point: [1, 2], classifications } as never, true);

			expect(flat).toMatchObject({
				Car_type: '0',
				Große: '1',
				Outer_Inner: '2',
				answer_2nd: '3',
				answer_id: '4',
				a_b: '5, 6',
				answer: '7',
				道路: '8',
			});
		});

		it.each([['x'], ['_'], ['1'], ['é'], ['A very long title '.repeat(9)]])(
			'takes %j apart from its own columns',
			(title) => {
				fc.assert(
					fc.property(fc.string(), (more) => {
						const classifications = [{ title: title + more, answer: 'a' }];
						const flat = itemsOfObject({ point: [1, 2], classifications } as never, true);
						const [name] = Object.entries(flat).find(([, value]) => value === 'a')!;
						expect(name).toMatch(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/);
						expect(flat).toMatchObject({ x: 1, y: 2 });
					}),
				);
			},
		);

		it('holds nothing but cells, whatever Ango Hub gives', () => {
			fc.assert(
				fc.property(
					fc.object({ maxDepth: 4 }),
					fc.constantFrom('object', 'answer', 'stageVisit'),
					(odd, oneItemPer) => {
						const task = {
							tools: [{ ...odd, shape: odd }],
							classifications: [{ ...odd }],
							stageHistory: [odd],
						};
						const items = itemsOf(taskItem({ ...odd, task } as never, project), {
							oneItemPer,
							flatten: true,
							simplify: false,
						} as never);
						for (const value of items.flatMap((item) => Object.values(item))) {
							expect(value === null || ['string', 'number', 'boolean'].includes(typeof value)).toBe(
								true,
							);
						}
					},
				),
			);
		});
	});
});
