import { answer, exportQueries, exportSetup, seed } from './exportSetup.mts';

describe('Export on the legacy platform', () => {
	const { here, run } = exportSetup({ platform: 'legacy' });

	it('gives one item for each task, with all fields', async () => {
		const { project, done } = seed(here.setup.hub);
		const { items, error } = await run(project._id);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({
			taskId: here.setup.hub.taskOf(done)._id,
			assetId: null,
			projectId: project._id,
			stageId: null,
			stageName: null,
			batchNames: ['Week 12'],
			labeledAt: expect.any(String),
			task: { completedBy: 'ada@example.com', objects: answer.objects },
		});
		const [query] = exportQueries(here.setup.hub);
		expect(query).toMatchObject({
			format: 'json',
			mask: 'true',
			updateInfo: 'true',
			doNotNotify: 'true',
		});
		expect(query).not.toHaveProperty('stage');

		const objects = (await run(project._id, { oneItemPer: 'object' })).items;
		expect(objects.map(({ json }) => json.tool)).toEqual(['bounding-box', 'bounding-box']);
	});

	it('sends its own filters and field toggles', async () => {
		const { project } = seed(here.setup.hub);
		await run(project._id, {
			filters: {
				batches: ['Week 12'],
				completedBy: 'ada@example.com',
				completedAfter: '2024-01-01T00:00:00Z',
				updatedBefore: '2030-01-01T00:00:00Z',
			},
			options: { legacyFields: ['completion', 'annotationMetadata'], metadata: false },
		});
		expect(exportQueries(here.setup.hub)).toEqual([
			{
				project: project._id,
				format: 'json',
				sendEmail: 'false',
				doNotNotify: 'true',
				completion: 'true',
				assignee: '["ada@example.com"]',
				tag: JSON.stringify([project.batches[0]._id]),
				'completedAt[gt]': '2024-01-01T00:00:00.000Z',
				'updatedAt[lt]': '2030-01-01T00:00:00.000Z',
			},
		]);
	});

	it('writes NDJSON from the JSON that the platform has', async () => {
		const { project } = seed(here.setup.hub);
		const [item] = (await run(project._id, { output: 'file', fileFormat: 'ndjson' })).items;
		const text = (await here.setup.engine.readBinary(item.binary!.data)).toString();
		expect(
			text
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line)),
		).toHaveLength(1);
	});

	it.each([
		[{ stages: 'all' }, 'The legacy platform has no stages to export from'],
		[{ filters: { createdAfter: '2024-01-01' } }, 'cannot export by date of creation'],
		[{ filters: { taskTypes: ['consensus'] } }, 'cannot export by type of task'],
		[{ options: { onlyKeyFrames: true } }, 'cannot export key frames only'],
		[{ options: { idleAndBlurDurations: true } }, 'does not export idle and blur durations'],
		[{ output: 'zip', archiveFormat: 'split' }, 'exports archives of JSON only'],
		[{ oneItemPer: 'stageVisit' }, 'keeps no history of stages'],
		[{ operation: 'issues' }, 'cannot export issues'],
	])('says before anything is sent that it cannot do %j', async (parameters, message) => {
		const { project } = seed(here.setup.hub);
		expect((await run(project._id, parameters)).error?.message).toContain(message);
		expect(exportQueries(here.setup.hub)).toEqual([]);
	});
});
