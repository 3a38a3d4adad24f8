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
			task: {},
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
		expect(itemsOf(item, 'task')).toEqual([item]);
	});

	it('gives objects with their shape, page and answers', () => {
		const [polygon, mask] = itemsOf(item, 'object');
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
		expect(itemsOf(item, 'answer')).toMatchObject([
			{ ...shared, path: 'Scene', answer: ['Day', 'Rain'], schemaId: 'id-Scene' },
			{ ...shared, path: 'Scene / Rain', answer: 'heavy' },
			{ ...shared, path: 'Mask / Kind', answer: 'x', objectId: 'o2', objectTitle: 'Mask' },
		]);
	});

	it('gives stage visits with the stage of then and of now', () => {
		expect(itemsOf(item, 'stageVisit')).toMatchObject([
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
			expect(itemsOf(empty, mode)).toEqual([]);
		}
	});
});
