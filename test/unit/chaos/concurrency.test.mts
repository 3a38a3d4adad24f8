import { mapConcurrent, ConcurrencyLimit } from '../../../nodes/shared/util/concurrency.ts';

/** Runs five pieces of work, of which those up to `pausing` pause until all that can start have started. */
async function startedWhilePausing(limit: ConcurrencyLimit, pausing: number): Promise<number> {
	let started = 0;
	let goOn = () => {};
	const pause = new Promise<void>((resolve) => (goOn = resolve));
	const work = mapConcurrent([0, 1, 2, 3, 4], limit, async (index) => {
		started++;
		await (index < pausing ? limit.lendDuring(pause) : pause);
	});
	await new Promise((resolve) => setImmediate(resolve));
	const startedFirst = started;
	goOn();
	await work;
	expect(started).toBe(5);
	return startedFirst;
}

describe('A piece of work that pauses before another try', () => {
	it('lends its slot to another', async () => {
		expect(await startedWhilePausing(new ConcurrencyLimit(1, 3), 1)).toBe(2);
		expect(await startedWhilePausing(new ConcurrencyLimit(2, 3), 2)).toBe(4);
	});

	it('lends no more than is allowed, so that an outage slows everything down', async () => {
		expect(await startedWhilePausing(new ConcurrencyLimit(1, 3), 5)).toBe(4);
	});

	it('lends nothing where work has to be done in order', async () => {
		expect(await startedWhilePausing(new ConcurrencyLimit(1), 5)).toBe(1);
	});
});
