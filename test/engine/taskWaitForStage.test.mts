import { byId, jsonOf, tick, wordsOf } from './setup.mts';
import { items, rainy, task, taskSetup } from './taskSetup.mts';

describe('Task: Wait For Stage', () => {
	const { here, run, sent, byName, taskItems } = taskSetup('current');

	const looks = (name: string) => sent(`/task/${byName(name)._id}`).length;

	it('gives the task as soon as it is in one of the stages', async () => {
		const { hub, engine, node } = here.setup;
		const parameters = {
			resource: 'task',
			operation: 'waitForStage',
			project: byId(here.project._id),
			task: byId(byName('a')._id),
			stages: ['Second Look', 'Complete'],
			timeout: 60,
			options: { interval: 1 },
		};
		const running = engine.start({ node: node(parameters as never) });
		while (looks('a') < 1) await tick();
		hub.labelTask(byName('a')._id, rainy);
		const result = await running.result;
		expect(wordsOf(result).trim()).toBe('');
		expect(jsonOf(result)).toMatchObject([{ taskId: byName('a')._id, stageName: 'Second Look' }]);
	});

	it('looks once where the task is there already', async () => {
		const result = await run('waitForStage', { task, stages: ['Start'] }, taskItems());
		expect(result.items).toHaveLength(3);
		expect([looks('a'), looks('b'), looks('c')]).toEqual([1, 1, 1]);
	});

	it('fails at the deadline, with the stage that the task is in', async () => {
		const stages = ['Complete', 'Second Look'];
		const input = items([{ _id: byName('a')._id }]);
		const result = await run('waitForStage', { task, stages, timeout: 1 }, input, {
			onError: 'continueErrorOutput',
		});
		expect(result.errorItems[0].json.error).toMatch(
			/did not reach 'Complete' or 'Second Look' in 1 seconds; it is in 'Start'\. Raise 'Timeout'/,
		);
		expect(looks('a')).toBeGreaterThanOrEqual(2);
	});

	it('ends when the execution is canceled', async () => {
		const { engine, node } = here.setup;
		const parameters = {
			resource: 'task',
			operation: 'waitForStage',
			project: byId(here.project._id),
			task: byId(byName('a')._id),
			stages: ['Complete'],
			timeout: 86_400,
		};
		const running = engine.start({ node: node(parameters as never) });
		while (looks('a') < 1) await tick();
		running.cancel();
		expect((await running.result).items).toEqual([]);
		expect(looks('a')).toBe(1);
	});

	it.each([
		[{ timeout: '={{ "soon" }}' }, /'Timeout' has to be a number, not 'soon'/],
		[{ timeout: '={{ 0 }}' }, /'Timeout' has to be/],
		[{ options: { interval: '={{ "often" }}' } }, /'Interval' has to be/],
	])('never waits without an end: %j', async (parameters, words) => {
		const result = await run(
			'waitForStage',
			{ task, stages: ['Complete'], ...parameters },
			taskItems(),
		);
		expect(wordsOf(result)).toMatch(words);
		expect(looks('a')).toBe(0);
	});

	it('refuses stages that the project does not have', async () => {
		const result = await run('waitForStage', { task, stages: ['Done'] }, taskItems());
		expect(wordsOf(result)).toMatch(/no stage 'Done'/);
		expect(looks('a')).toBe(0);
	});
});
