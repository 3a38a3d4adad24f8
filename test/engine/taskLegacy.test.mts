import { byId, jsonOf, NO_ID, wordsOf } from './setup.mts';
import { items, rainy, task, taskSetup } from './taskSetup.mts';

describe('Task on the legacy platform', () => {
	const { here, run, sent } = taskSetup('legacy');

	it('is read with its project as an id, and option ids as texts', async () => {
		here.setup.hub.save(here.tasks[0]._id, rainy);
		const parameters = { task: byId(here.tasks[0]._id), options: { resolveOptions: true } };
		const [json] = jsonOf(await run('get', parameters));
		expect(json).toMatchObject({
			projectId: here.project._id,
			status: 'TODO',
			reviewStatus: 'Todo',
			batchNames: ['Mon'],
			answer: { classifications: [{ answer: 'rainy' }] },
		});
	});

	it('is listed by status and batches, and by nothing else', async () => {
		here.setup.hub.submit(here.tasks[1]._id);
		const filters = { statuses: 'Completed', batches: ['Tue'] };
		const result = await run('getAll', { filters });
		expect(jsonOf(result).map(({ externalId }) => externalId)).toEqual(['b.png']);
		expect(sent('/tasks')[0].query).toEqual({
			page: '1',
			limit: '50',
			includeAnswer: 'false',
			'status[eq]': 'Completed',
			tag: JSON.stringify([here.project.batches[1]._id]),
		});
		for (const more of [{ assignees: 'a@example.com' }, { statuses: 'TODO,Completed' }]) {
			const refused = await run('getAll', { filters: more });
			expect(wordsOf(refused)).toMatch(
				/legacy platform filters tasks by one status and by batches/,
			);
		}
		expect(sent('/tasks')).toHaveLength(1);
	});

	it('is assigned by email address or user id, without a stage', async () => {
		const [member] = [...here.setup.hub.state.members.values()];
		const input = items([
			{ _id: here.tasks[0]._id, user: member.email },
			{ _id: here.tasks[1]._id, user: member._id },
		]);
		const result = await run('assign', { task, user: '={{ $json.user }}' }, input);
		expect(wordsOf(result).trim()).toBe('');
		expect(sent('/task/assign').map(({ body }) => body)).toEqual([
			{ task: here.tasks[0]._id, username: member.email },
			{ task: here.tasks[1]._id, user: member._id },
		]);
		expect(here.tasks.slice(0, 2).map(({ assignee }) => assignee)).toEqual([
			member.email,
			member.email,
		]);
		const withStage = await run('assign', { task, user: 'a', stage: byId('Label') }, input);
		expect(wordsOf(withStage)).toMatch(/legacy platform has no stages, so 'Stage' has to be empty/);
	});

	it('gets a status, and tells of a task that is not there', async () => {
		const input = items([{ _id: here.tasks[0]._id }, { _id: NO_ID }]);
		const parameters = { task, status: 'Completed' };
		const result = await run('setStatus', parameters, input, { onError: 'continueErrorOutput' });
		expect(jsonOf(result)).toEqual([
			{
				projectId: here.project._id,
				taskId: here.tasks[0]._id,
				status: 'Completed',
				message: 'Task status updated.',
			},
		]);
		expect(here.tasks[0].status).toBe('Completed');
		expect(result.errorItems[0].json.error).toMatch(/Not found/);
	});

	it('is reviewed', async () => {
		here.setup.hub.submit(here.tasks[0]._id);
		await run('review', { task: byId(here.tasks[0]._id), reviewStatus: 'Rejected' });
		expect(here.tasks[0]).toMatchObject({ status: 'TODO', reviewStatus: 'Rejected' });
	});

	it('gets the priority of its asset, found by id or external id', async () => {
		const filters = { assetIds: '={{ $json.ids }}' };
		const input = items(here.assets.slice(0, 2).map(({ _id }) => ({ ids: _id })));
		const result = await run('setPriority', { priority: 10_000, filters }, input);
		expect(wordsOf(result).trim()).toBe('');
		await run('setPriority', { priority: -7, filters: { externalIds: 'c.png' } });
		expect(here.tasks.map(({ priority }) => priority)).toEqual([10_000, 10_000, -7]);
		expect(sent(`/priority/${here.project._id}`).map(({ body }) => body)).toEqual([
			...here.assets.slice(0, 2).map(({ _id }) => ({
				priority: 10_000,
				externalId: null,
				assetId: _id,
			})),
			{ priority: -7, externalId: 'c.png', assetId: null },
		]);
		for (const more of [
			{ filters: { taskIds: here.tasks[0]._id } },
			{ filters: { assetIds: here.assets[0]._id, externalIds: 'c.png' } },
			{ applyToAll: true },
		]) {
			const refused = await run('setPriority', { priority: 1, ...more });
			expect(wordsOf(refused)).toMatch(/sets priorities by asset.*'Asset IDs' or 'External IDs'/s);
		}
		expect(sent(`/priority/${here.project._id}`)).toHaveLength(3);
	});

	it.each([
		['getHistory', { by: 'entry', historyId: NO_ID }, /no task history/],
		['requeue', { toStage: byId('Label'), applyToAll: true }, /no workflow stages/],
		['waitForStage', { stages: ['Label'] }, /no workflow stages/],
	])('has no %s', async (operation, parameters, words) => {
		const result = await run(operation, { task: byId(NO_ID), ...parameters });
		expect(wordsOf(result)).toMatch(words);
		expect(here.setup.hub.requests).toHaveLength(0);
	});

	it('is picked from a list that n8n searches', async () => {
		const { engine, node } = here.setup;
		const parameters = { resource: 'task', operation: 'get', project: byId(here.project._id) };
		const { results } = await engine.listSearch('searchTasks', node(parameters as never), {
			filter: 'B.P',
		});
		expect(results).toEqual([{ name: 'b.png (TODO)', value: here.tasks[1]._id }]);
	});
});
