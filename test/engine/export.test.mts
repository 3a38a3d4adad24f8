import type { IDataObject } from 'n8n-workflow';
import { answer, exportQueries, exportSetup, seed } from './exportSetup.mts';

describe('Export', () => {
	const { here, run } = exportSetup({ binaryMode: 'filesystem' });

	describe('Tasks as items', () => {
		it('gives one item for each task that is complete', async () => {
			const { project, done } = seed(here.setup.hub);
			const { items, error } = await run(project._id);
			expect(error).toBeUndefined();
			const task = here.setup.hub.taskOf(done);
			expect(items).toHaveLength(1);
			expect(items[0].pairedItem).toEqual({ item: 0 });
			expect(items[0].json).toMatchObject({
				taskId: task._id,
				assetId: done._id,
				projectId: project._id,
				externalId: 'done.png',
				stageId: 'Complete',
				stageName: 'Complete',
				batchNames: ['Week 12'],
				task: { updatedAt: task.updatedAt, tools: answer.objects },
			});
			expect(exportQueries(here.setup.hub)).toEqual([
				{
					project: project._id,
					format: 'ndjson',
					type: 'task',
					sendEmail: 'false',
					doNotNotify: 'true',
					includeMetadata: 'true',
					includeHistory: 'true',
					includeOnlyKeyFrames: 'false',
					includeIdleBlurDurations: 'false',
					taskTypes: '["default"]',
					stage: '["Complete"]',
				},
			]);
		});

		it('never sends the API key to the storage', async () => {
			const { project } = seed(here.setup.hub);
			await run(project._id);
			expect(here.setup.hub.storage.requests).toHaveLength(1);
			expect(JSON.stringify(here.setup.hub.storage.requests)).not.toContain(here.setup.hub.apiKey);
		});

		it('gives one item for each object, answer and stage visit', async () => {
			const { project, done } = seed(here.setup.hub);
			const facts = { externalId: 'done.png', assetId: done._id, projectId: project._id };

			const objects = (await run(project._id, { oneItemPer: 'object' })).items;
			expect(objects.map(({ json }) => json.objectId)).toEqual(['o1', 'o2']);
			expect(objects[0].json).toMatchObject({
				...facts,
				stageName: 'Complete',
				tool: 'bounding-box',
				shape: { x: 1, y: 2, width: 3, height: 4 },
				answers: { Color: 'Red', 'Color / Shade': 'dark "wine"' },
			});

			const answers = (await run(project._id, { oneItemPer: 'answer' })).items;
			expect(answers.map(({ json }) => [json.path, json.answer, json.objectId])).toEqual([
				['Sky', 'Blue', undefined],
				['Car / Color', 'Red', 'o1'],
				['Car / Color / Shade', 'dark "wine"', 'o1'],
				['Car / Color', 'Red', 'o2'],
				['Car / Color / Shade', 'dark "wine"', 'o2'],
			]);
			expect(answers[0].json).toMatchObject(facts);

			const visits = (
				await run(project._id, { oneItemPer: 'stageVisit', options: { history: false } })
			).items;
			expect(visits.map(({ json }) => [json.visit, json.stageName, json.completedBy])).toEqual([
				[1, 'Start', 'ada@example.com'],
				[2, 'Label', 'ada@example.com'],
			]);
			expect(visits[1].json).toMatchObject({ ...facts, currentStageName: 'Complete' });
		});

		it('takes all stages, or those picked by name or id', async () => {
			const { project } = seed(here.setup.hub);
			const namesOf = async (parameters: IDataObject) =>
				(await run(project._id, parameters)).items.map(({ json }) => json.externalId);
			expect(await namesOf({ stages: 'all' })).toEqual(['done.png', 'waiting.png', 'fresh.png']);
			expect(await namesOf({ stages: 'selected', stageNames: ['Label', 'Start'] })).toEqual([
				'waiting.png',
				'fresh.png',
			]);
			const { error } = await run(project._id, { stages: 'selected', stageNames: ['Lable'] });
			expect(error?.message).toContain("'Lable'");
			expect((await run(project._id, { stages: 'selected' })).error?.message).toBe(
				"'Stage Names or IDs' is empty",
			);
		});

		it('sends every filter and option', async () => {
			const { project } = seed(here.setup.hub);
			await run(project._id, {
				filters: {
					batches: 'Week 12',
					createdAfter: '2024-01-31T08:00:00Z',
					updatedAfter: '2024-02-01T00:00:00Z',
					updatedBefore: '2030-01-01T00:00Z',
					taskTypes: ['default', 'consensus'],
				},
				options: {
					history: false,
					metadata: false,
					onlyKeyFrames: true,
					idleAndBlurDurations: true,
					sendEmail: true,
					notify: true,
				},
			});
			expect(exportQueries(here.setup.hub)).toEqual([
				{
					project: project._id,
					format: 'ndjson',
					type: 'task',
					sendEmail: 'true',
					doNotNotify: 'false',
					includeMetadata: 'false',
					includeHistory: 'false',
					includeOnlyKeyFrames: 'true',
					includeIdleBlurDurations: 'true',
					taskTypes: '["default","consensus"]',
					batches: JSON.stringify([project.batches[0]._id]),
					createdAt: '{"$gt":"2024-01-31T08:00:00.000000Z"}',
					updatedAt: '{"$gt":"2024-02-01T00:00:00.000000Z","$lt":"2030-01-01T00:00:00.000000Z"}',
				},
			]);
		});

		it('filters by IDs of tasks and assets and by external IDs, itself', async () => {
			const { project, done, waiting, fresh } = seed(here.setup.hub);
			const namesOf = async (filters: IDataObject) => {
				const { items, error } = await run(project._id, { stages: 'all', filters });
				if (error) throw error;
				return items.map(({ json }) => json.externalId);
			};
			const { hub } = here.setup;
			const ids = [hub.taskOf(done)._id, hub.taskOf(fresh)._id];
			expect(await namesOf({ taskIds: ids })).toEqual(['done.png', 'fresh.png']);
			expect(await namesOf({ taskIds: ids.join(', ') })).toEqual(['done.png', 'fresh.png']);
			expect(await namesOf({ assetIds: waiting._id })).toEqual(['waiting.png']);
			expect(await namesOf({ externalIds: 'done.png, waiting.png' })).toEqual([
				'done.png',
				'waiting.png',
			]);
			expect(await namesOf({ externalIds: ['fresh.png'], taskIds: [ids[0]] })).toEqual([]);
			expect(await namesOf({ taskIds: '={{ [] }}' })).toEqual([]);

			const { error } = await run(project._id, { output: 'zip', filters: { taskIds: ids } });
			expect(error?.message).toBe('Ango Hub cannot filter an archive by IDs');
		});

		it('finds an external ID that has commas or another form of Unicode', async () => {
			const { hub } = here.setup;
			const project = hub.seedProject();
			for (const externalId of ['a, b.png', 'e\u0301.png', 'c.png'])
				hub.seedAsset(project._id, { externalId });
			const { items } = await run(project._id, {
				stages: 'all',
				filters: { externalIds: '={{ $json.name }}' },
			});
			expect(items).toHaveLength(3); // an expression that gives nothing is no filter
			const idsOf = async (externalIds: string) =>
				(await run(project._id, { stages: 'all', filters: { externalIds } })).items.length;
			expect(await idsOf('a, b.png')).toBe(1);
			expect(await idsOf('\u00e9.png')).toBe(1);
		});

		it('filters by who completed a stage and when, itself', async () => {
			const { project } = seed(here.setup.hub);
			const namesOf = async (filters: IDataObject, options: IDataObject = {}) => {
				const { items, error } = await run(project._id, { stages: 'all', filters, options });
				if (error) throw error;
				return items.map(({ json }) => json.externalId);
			};
			expect(await namesOf({ completedBy: 'Ada@example.com, bob@example.com' })).toEqual([
				'done.png',
			]);
			expect(await namesOf({ completedBy: ['bob@example.com'] })).toEqual([]);
			expect(
				await namesOf({ completedAfter: '2020-01-01', completedBefore: '2020-02-01' }),
			).toEqual([]);
			expect(await namesOf({ completedAfter: '2020-01-01' })).toEqual(['done.png', 'waiting.png']);
			expect(await namesOf({ completedBy: ' ', completedAfter: '' })).toHaveLength(3);

			const { items } = await run(project._id, {
				filters: { completedBy: 'ada@example.com' },
				options: { history: false },
			});
			expect(items).toHaveLength(1);
			expect(items[0].json.task).not.toHaveProperty('stageHistory');
		});

		it('reads parameters for each item and pairs the results', async () => {
			const [a, b] = [seed(here.setup.hub), seed(here.setup.hub)];
			const { items } = await here.setup.engine.run({
				node: here.setup.node({
					resource: 'export',
					operation: 'tasks',
					project: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					stages: '={{ $json.stages }}',
				}),
				items: [
					{ json: { id: a.project._id, stages: 'all' } },
					{ json: { id: b.project._id, stages: 'complete' } },
				],
			});
			expect(items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
				0, 0, 0, 1,
			]);
			expect(items[3].json.projectId).toBe(b.project._id);
		});

		it('gives nothing for a project without tasks', async () => {
			const { status, items } = await run(here.setup.hub.seedProject()._id);
			expect([status, items]).toEqual(['success', []]);
		});
	});

	describe('Issues', () => {
		it('gives issues as items and as a file', async () => {
			const { project, done } = seed(here.setup.hub);
			const { hub } = here.setup;
			await fetch(`${hub.url}/v2/issues`, {
				method: 'POST',
				headers: { apikey: hub.apiKey, 'content-type': 'application/json' },
				body: JSON.stringify({
					content: 'Too small',
					labelTask: hub.taskOf(done)._id,
					position: '[1, 2]',
				}),
			});
			const { items, error } = await run(project._id, {
				operation: 'issues',
				filters: { createdAfter: '2020-01-01T00:00:00Z', batches: ['Week 12'] },
			});
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(items[0].json).toMatchObject({
				projectId: project._id,
				content: 'Too small',
				asset: { externalId: 'done.png', batches: ['Week 12'] },
			});
			expect(exportQueries(hub)[0]).toEqual({
				project: project._id,
				format: 'ndjson',
				type: 'issue',
				sendEmail: 'false',
				doNotNotify: 'true',
				includeMetadata: 'true',
				includeHistory: 'true',
				includeOnlyKeyFrames: 'false',
				includeIdleBlurDurations: 'false',
				taskTypes: '["default"]',
				batches: JSON.stringify([project.batches[0]._id]),
				createdAt: '{"$gt":"2020-01-01T00:00:00.000000Z"}',
			});
			const [file] = (await run(project._id, { operation: 'issues', output: 'file' })).items;
			expect(file.json).toMatchObject({
				fileName: expect.stringMatching(/^Street - Scenes issues \d{4}-\d\d-\d\d\.json$/),
				count: 1,
			});
		});
	});
});
