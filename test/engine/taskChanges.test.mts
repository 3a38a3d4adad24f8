import type { IDataObject } from 'n8n-workflow';
import { byId, jsonOf, NO_ID, wordsOf } from './setup.mts';
import { items, rainy, task, taskSetup } from './taskSetup.mts';

describe('Changes of tasks on the current platform', () => {
	const { here, run, sent, byName, taskItems } = taskSetup('current');

	describe('Assign', () => {
		it('sends one call for all who get the same, by the name of the stage', async () => {
			const users = ['a@example.com', 'b@example.com', 'a@example.com'];
			const input = items(here.tasks.map(({ _id }, index) => ({ _id, user: users[index] })));
			const parameters = { task, user: '={{ $json.user }}', stage: byId('Second Look') };
			const result = await run('assign', parameters, input);
			expect(jsonOf(result)).toEqual(
				here.tasks.map(({ _id }, index) => ({
					projectId: here.project._id,
					taskId: _id,
					assignee: users[index],
					stageId: 'review-1',
					stageName: 'Second Look',
					assigned: true,
				})),
			);
			expect(sent('/task/assign').map(({ body }) => body)).toEqual([
				{
					project: here.project._id,
					tasks: [byName('a')._id, byName('c')._id],
					user: 'a@example.com',
					stage: 'review-1',
				},
				{
					project: here.project._id,
					tasks: [byName('b')._id],
					user: 'b@example.com',
					stage: 'review-1',
				},
			]);
			expect(byName('c').stageAssignees['review-1']).toBe('a@example.com');
		});

		it('assigns the others when one task is not there', async () => {
			const input = [{ json: { _id: NO_ID } }, ...taskItems()];
			const parameters = { task, user: 'a@example.com', stage: byId('Start') };
			const result = await run('assign', parameters, input, { onError: 'continueErrorOutput' });
			expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
			expect(result.errorItems[0].json.error).toMatch(/No task with the id f+/);
			expect(here.tasks.map(({ assignee }) => assignee)).toEqual(Array(3).fill('a@example.com'));
		});

		it.each([
			[
				{ user: 'ada', stage: byId('Label') },
				/'User Name or ID' has to be an email address, not 'ada'/,
			],
			[{ user: 'a@example.com', stage: byId('') }, /'Stage' is empty/],
			[{ user: 'a@example.com', stage: byId('Lable') }, /no stage 'Lable'.*'Label'/],
			[{ user: '={{ $json.nothing }}', stage: byId('Label') }, /'User Name or ID' is empty/],
		])('refuses %j before anything is sent', async (parameters, words) => {
			const result = await run('assign', { task, ...parameters }, taskItems());
			expect(wordsOf(result)).toMatch(words);
			expect(sent('/task/assign')).toHaveLength(0);
		});
	});

	describe.each([
		['requeue', { toStage: byId('Label') }, '/requeueTasks'],
		['setPriority', { priority: 9 }, '/updatePriority'],
	])('The tasks that %s is for', (operation, more, path) => {
		const filters = () => sent(path).map(({ body }) => (body as IDataObject).filters);

		it('are those that pass the filters, with names turned into ids', async () => {
			const result = await run(operation, {
				...more,
				filters: {
					assetIds: here.assets.map(({ _id }) => _id).join(),
					batches: ['Tue'],
					externalIds: '={{ ["b.png", "a.png"] }}',
					fromStages: ['Start', 'Second Look'],
					taskIds: `${byName('b')._id}, ${byName('c')._id}`,
				},
			});
			expect(wordsOf(result).trim()).toBe('');
			expect(filters()).toEqual([
				{
					assetIds: here.assets.map(({ _id }) => _id),
					batches: [here.project.batches[1]._id],
					externalIds: ['b.png', 'a.png'],
					fromStageIds: ['Start', 'review-1'],
					taskIds: [byName('b')._id, byName('c')._id],
				},
			]);
			expect(result.items[0].json.filters).toEqual(filters()[0]);
			const changed = here.tasks.filter(({ stage, priority }) => stage !== 'Start' || priority);
			expect(changed.map(({ _id }) => _id)).toEqual([byName('b')._id]);
		});

		it('share a call where only ids differ', async () => {
			const result = await run(
				operation,
				{ ...more, filters: { taskIds: '={{ $json._id }}', batches: ['Mon', 'Tue'] } },
				taskItems(),
			);
			expect(filters()).toEqual([
				{
					taskIds: here.tasks.map(({ _id }) => _id),
					batches: here.project.batches.map(({ _id }) => _id),
				},
			]);
			expect(jsonOf(result).map(({ itemsInCall }) => itemsInCall)).toEqual([3, 3, 3]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
		});

		it('do not share a call where more than one list differs', async () => {
			const input = items([
				{ task: byName('a')._id, name: 'a.png' },
				{ task: byName('b')._id, name: 'c.png' },
			]);
			const both = { taskIds: '={{ $json.task }}', externalIds: '={{ $json.name }}' };
			await run(operation, { ...more, filters: both }, input);
			expect(filters()).toHaveLength(2);
			const changed = here.tasks.filter(({ stage, priority }) => stage !== 'Start' || priority);
			expect(changed.map(({ _id }) => _id)).toEqual([byName('a')._id]);
		});

		it.each([
			[{}],
			[{ taskIds: '' }],
			[{ taskIds: '' }, "={{ 'false' }}"],
			[{ taskIds: '={{ $json.nothing }}', externalIds: ' , ' }],
			[{ batches: '={{ [] }}', fromStages: '={{ null }}', assetIds: '={{ [undefined, ""] }}' }],
		])('are not all of them by mistake: %j %j', async (empty, applyToAll: unknown = false) => {
			const result = await run(operation, { ...more, filters: empty, applyToAll });
			expect(wordsOf(result)).toMatch(
				/No filter is set, so this would change every task.*'Apply to All Tasks'/s,
			);
			expect(sent(path)).toHaveLength(0);
			const all = await run(operation, { ...more, filters: empty, applyToAll: true });
			expect(wordsOf(all).trim()).toBe('');
			expect(filters()).toEqual([{}]);
		});

		it('are none where one filter is an empty list beside another that holds something', async () => {
			const filters = { taskIds: byName('a')._id, externalIds: '={{ [] }}' };
			const result = await run(operation, { ...more, filters, applyToAll: true });
			expect(wordsOf(result)).toMatch(/'External IDs' is an empty list, which no task passes/);
			expect(sent(path)).toHaveLength(0);
		});

		it('are found by a text that is an external ID as a whole, commas included', async () => {
			here.setup.hub.state.asset(byName('a').asset).externalId = 'a, b.png';
			await run(operation, { ...more, filters: { externalIds: 'a, b.png' } });
			expect(filters()).toEqual([{ externalIds: ['a, b.png'] }]);
		});

		it('are found by a text in which one of several external IDs has a comma', async () => {
			here.setup.hub.state.asset(byName('a').asset).externalId = 'Report 1,5.pdf';
			await run(operation, { ...more, filters: { externalIds: 'c.png, Report 1,5.pdf\nb.png' } });
			expect(filters()).toEqual([{ externalIds: ['c.png', 'Report 1,5.pdf', 'b.png'] }]);
		});

		it('are those of the other items when one item has a bad id', async () => {
			const input = [{ json: { _id: 'not-an-id' } }, ...taskItems()];
			const result = await run(
				operation,
				{ ...more, filters: { taskIds: '={{ $json._id }}' } },
				input,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
			expect(result.errorItems[0].json.error).toMatch(/taskIds\[0\].*24-character id/);
			expect(result.items).toHaveLength(3);
			expect(here.tasks.every(({ stage, priority }) => stage !== 'Start' || priority)).toBe(true);
		});
	});

	describe('Requeue', () => {
		it('takes away what the options say, and tells how many moved', async () => {
			const { hub } = here.setup;
			const id = hub.labelTask(byName('a')._id, rainy)._id;
			const result = await run('requeue', {
				toStage: byId('Start'),
				filters: { taskIds: id },
				options: {
					removeAnnotations: true,
					removeAssignee: "={{ 'false' }}",
					removeStageHistory: true,
				},
			});
			expect(sent('/requeueTasks')[0].body).toMatchObject({
				toStageId: 'Start',
				options: { removeAnnotations: true, removeAssignee: false, removeStageHistory: true },
			});
			expect(result.items[0].json).toMatchObject({ toStageId: 'Start', modified: 1 });
			expect(byName('a')).toMatchObject({ stage: 'Start', history: [] });
			expect(byName('a').answer.classifications).toEqual([]);
		});

		it('sends an empty object for no options, and is not sent twice', async () => {
			const { hub } = here.setup;
			hub.faults.rules.push({ match: { path: '/requeueTasks' }, action: 'reset-after', times: 1 });
			const parameters = { toStage: byId('Label'), filters: { taskIds: byName('a')._id } };
			expect(wordsOf(await run('requeue', parameters))).toMatch(/No answer/);
			expect(sent('/requeueTasks').map(({ body }) => (body as IDataObject).options)).toEqual([{}]);
			expect(byName('a').stage).toBe('Label');
		});

		it('refuses an unknown stage', async () => {
			const parameters = { toStage: byId('Labels'), applyToAll: true };
			expect(wordsOf(await run('requeue', parameters))).toMatch(/no stage 'Labels'.*'Label'/);
			expect(sent('/requeueTasks')).toHaveLength(0);
		});
	});

	describe('Set Priority', () => {
		it('tells what Ango Hub says, and keeps to its limits', async () => {
			const filters = { externalIds: 'b.png' };
			const result = await run('setPriority', { priority: -1000, filters });
			expect(jsonOf(result)).toMatchObject([
				{ priority: -1000, result: { matchedCount: 1, modifiedCount: 1 } },
			]);
			expect(byName('b').priority).toBe(-1000);
			const over = await run('setPriority', { priority: 1001, filters });
			expect(wordsOf(over)).toMatch(/'Priority' .* from -1000 to 1000, not 1001/);
			expect(sent('/updatePriority')).toHaveLength(1);
		});
	});

	describe('Review', () => {
		it('accepts and rejects, and hands on the answer as it is', async () => {
			const { hub } = here.setup;
			for (const { _id } of here.tasks) hub.labelTask(_id, rainy);
			const input = items([
				{ _id: byName('a')._id, decision: 'Accepted' },
				{ _id: byName('b')._id, decision: 'Rejected' },
			]);
			const parameters = { task, reviewStatus: '={{ $json.decision }}' };
			const result = await run('review', parameters, input);
			const facts = (name: string) => ({ projectId: here.project._id, taskId: byName(name)._id });
			expect(jsonOf(result)).toEqual([
				{ ...facts('a'), reviewStatus: 'Accepted', message: 'Task reviewed.' },
				{ ...facts('b'), reviewStatus: 'Rejected', message: 'Task reviewed.' },
			]);
			expect(byName('a').stage).toBe('Complete');
			expect(byName('b').stage).toBe('Label');
			expect(sent(`/review/${byName('a')._id}`)[0].body).toEqual({ reviewStatus: 'Accepted' });
		});

		it('sends the details of multi-sensor projects', async () => {
			here.setup.hub.labelTask(byName('a')._id, rainy);
			const parameters = { task: byId(byName('a')._id) };
			await run('review', { ...parameters, options: { pctDetails: '{"frame": 3}' } });
			expect(sent(`/review/${byName('a')._id}`)[0].body).toEqual({
				reviewStatus: 'Accepted',
				pctDetails: { frame: 3 },
			});
			const bad = await run('review', { ...parameters, options: { pctDetails: '[3]' } });
			expect(wordsOf(bad)).toMatch(/'Multi-Sensor Details \(JSON\)' has to be a JSON object/);
		});

		it('tells of tasks that no reviewer looks at, and is not sent twice', async () => {
			const { hub } = here.setup;
			hub.labelTask(byName('b')._id, rainy);
			hub.faults.rules.push({
				match: { path: byName('b')._id },
				action: 'reset-after',
				times: 1,
			});
			const input = items([{ _id: byName('a')._id }, { _id: byName('b')._id }]);
			const result = await run('review', { task }, input, { onError: 'continueErrorOutput' });
			expect(result.errorItems.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(
					/^The task is in 'Start', not in a Review stage\. It gets to 'Second Look'/,
				),
				expect.stringMatching(/No answer/),
			]);
			expect(sent(`/review/${byName('b')._id}`)).toHaveLength(1);
		});
	});

	it('Set Status is for the legacy platform only', async () => {
		const result = await run('setStatus', { task: byId(byName('a')._id), status: 'TODO' });
		expect(wordsOf(result)).toMatch(/Only the legacy platform can set the status.*'Requeue'/s);
		expect(here.setup.hub.requests).toHaveLength(0);
	});
});
