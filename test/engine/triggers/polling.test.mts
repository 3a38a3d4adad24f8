import { pollingSetup } from './pollingSetup.mts';
import { ANSWER, REVIEW_STAGE } from './webhookSetup.mts';

const { here, pass, polling, active, poll, newTask, complete, requeue, api } = pollingSetup();

describe('Asset Created', () => {
	it('starts the workflow with each new asset, once', async () => {
		newTask();
		const watch = await active('assetCreated');
		const asset = here.setup.hub.seedAsset(here.project._id, {
			batches: [here.project.batches[0]._id],
			contextData: { camera: 'front' },
		});

		expect(await poll(watch)).toEqual([
			expect.objectContaining({
				event: 'assetCreated',
				projectId: here.project._id,
				assetId: asset._id,
				externalId: asset.externalId,
				url: asset.data,
				batchNames: ['Week 12'],
				contextData: { camera: 'front' },
			}),
		]);
		expect(await poll(watch)).toEqual([]);
	});

	it('filters by batch', async () => {
		const watch = await active('assetCreated', { filters: { batches: ['Week 13'] } });
		newTask(0);
		const wanted = newTask(1);

		expect(await poll(watch)).toMatchObject([{ assetId: wanted.asset }]);
	});

	it('finds assets that show only some time after they were made', async () => {
		const watch = await active('assetCreated');
		here.setup.hub.faults.assetVisibility = { ms: 60_000 };
		const hidden = await api(`/v2/project/${here.project._id}/cloud`, {
			assets: [{ data: 'https://example.com/late.png', externalId: 'late.png' }],
		});
		expect(hidden).toBeDefined();
		here.setup.hub.faults.assetVisibility = null;
		pass(1_000);
		newTask();

		expect(await poll(watch)).toHaveLength(1);
		pass(60_000);
		expect(await poll(watch)).toMatchObject([{ externalId: 'late.png' }]);
	});
});

describe('Task Created', () => {
	it('starts the workflow with each new task, oldest first', async () => {
		const watch = await active('taskCreated');
		const first = newTask(0);
		pass(10);
		const second = newTask();

		expect(await poll(watch)).toMatchObject([
			{ event: 'taskCreated', taskId: first._id, stageName: 'Label', batchNames: ['Week 12'] },
			{ event: 'taskCreated', taskId: second._id, assetId: second.asset },
		]);
		expect(await poll(watch)).toEqual([]);
	});

	it('asks for no more than it has to', async () => {
		for (let n = 0; n < 5; n++) newTask();
		const watch = await active('taskCreated');
		pass(60 * 60_000);
		here.setup.hub.clearRequests();

		await poll(watch);

		expect(here.setup.hub.requests.map(({ path }) => path.split('/').pop())).toEqual([
			here.project._id,
			'tasks',
		]);
	});
});

describe('Task Completed', () => {
	it('starts the workflow once per completion, with the labels', async () => {
		const watch = await active('taskCompleted');
		const task = newTask(0);
		here.setup.hub.submit(task._id, ANSWER);
		expect(await poll(watch)).toEqual([]);

		pass(1_000);
		here.setup.hub.review(task._id, 'Accepted');

		expect(await poll(watch)).toMatchObject([
			{
				event: 'taskCompleted',
				taskId: task._id,
				stageId: 'Complete',
				stageName: 'Complete',
				task: { tools: [{ objectId: 'car-1' }, {}], classifications: [{ answer: 'Rain' }] },
			},
		]);
		pass(1_000);
		here.setup.hub.save(task._id, ANSWER);
		expect(await poll(watch)).toEqual([]);

		pass(3_600_000);
		here.setup.hub.save(task._id, ANSWER);
		expect(await poll(watch)).toEqual([]);

		await requeue(task, 'Label');
		pass(1_000);
		complete(task);
		expect(await poll(watch)).toMatchObject([{ taskId: task._id }]);
	});

	it('does not take what was completed long before for new', async () => {
		const old = complete(newTask());
		pass(60_000);
		complete(newTask());
		pass(24 * 3_600_000);
		here.setup.hub.save(old._id, ANSWER);
		const watch = await active('taskCompleted');

		expect(await poll(watch)).toEqual([]);
		here.setup.hub.save(old._id, ANSWER);
		expect(await poll(watch)).toEqual([]);
	});

	it('can leave the labels out', async () => {
		const watch = await active('taskCompleted', { options: { includeLabels: false } });
		complete(newTask(), ANSWER);

		const [item] = await poll(watch);

		expect(item.task).not.toHaveProperty('tools');
		expect(here.setup.hub.requests.some(({ query }) => query.includeAnswer === 'true')).toBe(false);
	});

	it.each([
		['annotators', { annotators: 'reviewer@local-hub.example' }, [true, true]],
		['other annotators', { annotators: 'nobody@local-hub.example' }, [false, false]],
		['batches', { batches: ['Week 12'] }, [true, false]],
		['labels', { labels: 'with' }, [false, true]],
		['no labels', { labels: 'without' }, [true, false]],
		['stages', { stages: ['Complete'] }, [true, true]],
		['other stages', { stages: ['Review'] }, [false, false]],
	])('filters by %s', async (_name, filters, starts) => {
		const watch = await active('taskCompleted', { filters });
		const tasks = [complete(newTask(0)), complete(newTask(1), ANSWER)];

		const ids = (await poll(watch)).map(({ taskId }) => taskId);

		expect(ids.sort()).toEqual(
			tasks
				.filter((_, index) => starts[index])
				.map(({ _id }) => _id)
				.sort(),
		);
	});
});

describe('Task Entered Stage', () => {
	const watchReview = async () => await active('taskEnteredStage', { stages: ['Review'] });

	it('finds tasks that were submitted or requeued into the stage', async () => {
		const done = complete(newTask());
		const watch = await watchReview();
		const submitted = here.setup.hub.submit(newTask()._id);
		pass(10);
		await requeue(done, REVIEW_STAGE);

		const items = await poll(watch);

		expect(items).toMatchObject([
			{ event: 'taskEnteredStage', stageName: 'Review' },
			{ event: 'taskEnteredStage', stageName: 'Review' },
		]);
		expect(items.map(({ taskId }) => taskId).sort()).toEqual([done._id, submitted._id].sort());
		expect(await poll(watch)).toEqual([]);
	});

	it('finds a task that came back, however old it is', async () => {
		const task = here.setup.hub.submit(newTask()._id);
		const watch = await watchReview();
		pass(24 * 3_600_000);
		here.setup.hub.review(task._id, 'Rejected');
		here.setup.hub.submit(task._id);

		expect(await poll(watch)).toMatchObject([{ taskId: task._id }]);
	});

	it.each([
		['Batch Names or IDs', { batches: '={{ [] }}' }],
		['Annotators', { annotators: '={{ [null] }}' }],
	])('says that nothing can pass an empty list of %s', async (name, filters) => {
		const watch = polling('taskCreated', { filters });

		await expect(watch.activate()).rejects.toThrow(`Nothing passes the filter '${name}'`);
		expect(
			await (await active('assetCreated', { filters: { stages: [] } })).poll(),
		).toBeUndefined();
	});

	it('says which stages there are when the name is unknown', async () => {
		const watch = polling('taskEnteredStage', { stages: ['Revue'] });

		await expect(watch.activate()).rejects.toThrow("There is no stage 'Revue'");
	});

	it('needs a stage', async () => {
		const watch = polling('taskEnteredStage');

		await expect(watch.activate()).rejects.toThrow("'Stage Names or IDs' is empty");
	});
});

describe('Task Updated', () => {
	it('sees a task as it is after its updates, once', async () => {
		const task = newTask();
		const watch = await active('taskUpdated');
		pass(10);
		here.setup.hub.save(task._id, ANSWER);
		pass(10);
		here.setup.hub.save(task._id, ANSWER);
		newTask();

		expect(await poll(watch)).toMatchObject([
			{ event: 'taskUpdated', taskId: task._id, task: { updatedAt: task.updatedAt } },
		]);
		expect(await poll(watch)).toEqual([]);
	});
});

describe('Task Assigned', () => {
	it('sees a task that got an assignee', async () => {
		const task = newTask();
		newTask();
		const watch = await active('taskAssigned');
		pass(10);
		await api('/v2/task/assign', {
			project: here.project._id,
			tasks: [task._id],
			user: 'labeler@local-hub.example',
			stage: 'Label',
		});

		expect(await poll(watch)).toMatchObject([
			{ taskId: task._id, task: { assignee: 'labeler@local-hub.example' } },
		]);
		expect(await poll(watch)).toEqual([]);
	});
});

describe('Batch Completed', () => {
	const [FIRST, SECOND] = [0, 1];
	const batchOf = (batch: number) => here.project.batches[batch];

	it('starts the workflow once for each batch that became complete, with counts', async () => {
		const tasks = [newTask(FIRST), newTask(FIRST), newTask(SECOND)];
		complete(newTask(SECOND));
		const watch = await active('batchCompleted');
		complete(tasks[0]);
		expect(await poll(watch)).toEqual([]);

		complete(tasks[1]);

		expect(await poll(watch)).toEqual([
			{
				event: 'batchCompleted',
				projectId: here.project._id,
				batchId: batchOf(FIRST)._id,
				batchNames: ['Week 12'],
				taskCount: 2,
				completedCount: 2,
			},
		]);
		expect(await poll(watch)).toEqual([]);
		complete(tasks[2]);
		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 13'], taskCount: 2 }]);
	});

	it('has what Ango Hub sent beside the names with Simplify off', async () => {
		const task = newTask(FIRST);
		const watch = await active('batchCompleted', { simplify: false });
		complete(task);

		expect(await poll(watch)).toEqual([
			{
				event: 'batchCompleted',
				projectId: here.project._id,
				batchId: batchOf(FIRST)._id,
				batchNames: ['Week 12'],
				taskCount: 1,
				completedCount: 1,
				...batchOf(FIRST),
			},
		]);
	});

	it('takes neither what was complete before, nor a batch without tasks, for new', async () => {
		complete(newTask(FIRST));
		const watch = await active('batchCompleted');

		expect(await poll(watch)).toEqual([]);
	});

	it('comes again when the batch grows, at once or between two polls', async () => {
		complete(newTask(FIRST));
		const watch = await active('batchCompleted');
		const more = newTask(FIRST);
		expect(await poll(watch)).toEqual([]);
		complete(more);
		expect(await poll(watch)).toMatchObject([{ taskCount: 2 }]);

		complete(newTask(FIRST));
		expect(await poll(watch)).toMatchObject([{ taskCount: 3 }]);
	});

	it('comes again when a task is reopened and completed', async () => {
		const task = complete(newTask(FIRST));
		const watch = await active('batchCompleted');
		await requeue(task, 'Label');
		expect(await poll(watch)).toEqual([]);
		complete(task);

		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 12'] }]);
		expect(await poll(watch)).toEqual([]);
	});

	it('does not come again when a task of a complete batch is deleted, but does when an open one is', async () => {
		const [done, other, open] = [newTask(FIRST), newTask(FIRST), newTask(SECOND)];
		complete(done);
		complete(newTask(SECOND));
		const watch = await active('batchCompleted');
		complete(other);
		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 12'], taskCount: 2 }]);

		const { state } = here.setup.hub;
		state.deleteAssets(here.project._id, new Set([done.asset, open.asset]));

		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 13'], taskCount: 1 }]);
		expect(await poll(watch)).toEqual([]);
		complete(newTask(FIRST));
		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 12'], taskCount: 2 }]);
	});

	it('goes on after a restart of n8n, also with a batch that has another name by then', async () => {
		complete(newTask(FIRST));
		const task = newTask(SECOND);
		const watch = await active('batchCompleted');
		complete(newTask(FIRST));
		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 12'], taskCount: 2 }]);

		batchOf(FIRST).name = 'Week 12, done';
		await watch.activate('init');
		complete(task);

		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 13'] }]);
		expect(await poll(watch)).toEqual([]);
	});

	it('looks at the batches of the filter only', async () => {
		const watch = await active('batchCompleted', { filters: { batches: ['Week 13'] } });
		complete(newTask(FIRST));
		complete(newTask(SECOND));

		expect(await poll(watch)).toMatchObject([{ batchNames: ['Week 13'] }]);
	});

	it('loses nothing while the hub is down', async () => {
		const task = newTask(FIRST);
		const watch = await active('batchCompleted');
		complete(task);
		here.setup.hub.faults.rules.push({ action: { status: 403 } });
		await expect(watch.poll()).rejects.toThrow();
		here.setup.hub.resetFaults();

		expect(await poll(watch)).toHaveLength(1);
	});
});

describe('the items of tasks', () => {
	it('say where the file of the asset is', async () => {
		const watch = await active('taskCreated');
		const { asset } = newTask();

		const [item] = await poll(watch);

		expect(item).toMatchObject({ assetId: asset, url: expect.stringMatching(/^http/) });
	});

	it.each(['taskCreated', 'assetCreated'] as const)(
		'of %s have what Ango Hub sent beside the names without Simplify only',
		async (event) => {
			const watches = await Promise.all(
				[true, false].map(async (simplify) => await active(event, { simplify })),
			);
			newTask(0);

			const [[simple], [raw]] = await Promise.all(watches.map(async (watch) => await poll(watch)));

			const ids = [here.project.batches[0]._id];
			expect(simple).toMatchObject({ batchNames: ['Week 12'], url: raw.url });
			expect(simple).not.toHaveProperty('batches');
			expect(raw).toMatchObject({ batchNames: ['Week 12'], batches: ids });
			expect(raw).toMatchObject(event === 'assetCreated' ? { data: raw.url } : { asset: raw.url });
		},
	);

	it('can be one for each object, with the names of classes, flat or not', async () => {
		const watch = await active('taskCompleted', { oneItemPer: 'object' });
		const flat = await active('taskCompleted', { oneItemPer: 'object', flatten: true });
		const task = complete(newTask(0), ANSWER);

		expect(await poll(watch)).toMatchObject([
			{ event: 'taskCompleted', taskId: task._id, title: 'Car', shape: { x: 1, y: 2 } },
			{ taskId: task._id, objectId: 'car-2', tool: 'bounding-box' },
		]);
		expect(await poll(flat)).toMatchObject([
			{ taskId: task._id, batchNames: 'Week 12', title: 'Car', x: 1, y: 2, width: 3, height: 4 },
			{ objectId: 'car-2', x: 5, y: 6 },
		]);
	});

	it('can be one for each answer', async () => {
		const watch = await active('taskCompleted', { oneItemPer: 'answer' });
		complete(newTask(), ANSWER);

		expect(await poll(watch)).toMatchObject([{ path: 'Weather', answer: 'Rain' }]);
	});
});
