import { Breather } from '../../nodes/shared/util/breather.ts';

describe('Breather', () => {
	it('lets all that goes on side by side pause at once, in one turn of the event loop', async () => {
		const breather = new Breather();
		const timers = () =>
			process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
		const before = timers();
		const pauses = Array.from({ length: 8 }, async () => await breather.pause());
		expect(timers()).toBe(before + 1);
		await Promise.all(pauses);

		const next = breather.pause();
		expect(timers()).toBe(before + 1);
		await next;
	});

	it('ends what goes on side by side when the run is canceled meanwhile', async () => {
		const run = new AbortController();
		const breather = new Breather(run.signal);
		const pauses = Array.from({ length: 2 }, async () => await breather.pause());
		run.abort();
		for (const outcome of await Promise.allSettled(pauses)) expect(outcome.status).toBe('rejected');
	});
});
