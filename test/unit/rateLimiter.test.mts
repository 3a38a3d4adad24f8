import { mapConcurrent } from '../../nodes/shared/util/concurrency.ts';
import { RateLimiter } from '../../nodes/shared/hub/http/rateLimiter.ts';

const MINUTE = 60_000;
const LIMIT = 100;
const CALLS = 1_000;
const LATENCY = 200;
const CONCURRENCY = 32;

/** Decides at a moment whether a request is taken, as an Ango Hub with a limit per minute might. */
type Limiter = (now: number) => boolean;

/** A minute that begins with its first request. */
function windowFromFirst(length = MINUTE): Limiter {
	let start = -Infinity;
	let count = 0;
	return (now) => {
		if (now - start >= length) [start, count] = [now, 0];
		return ++count <= LIMIT;
	};
}

/** Minutes of a clock; the run begins `phase` milliseconds into one. */
function windowOfClock(phase: number, length = MINUTE): Limiter {
	const began = Date.now() - phase;
	const counts = new Map<number, number>();
	return (now) => {
		const minute = Math.floor((now - began) / length);
		counts.set(minute, (counts.get(minute) ?? 0) + 1);
		return counts.get(minute)! <= LIMIT;
	};
}

/** At most so many in any minute. */
function slidingWindow(): Limiter {
	const taken: number[] = [];
	return (now) => {
		while (taken.length > 0 && now - taken[0]! >= MINUTE) taken.shift();
		return taken.length < LIMIT && taken.push(now) > 0;
	};
}

/** Runs calls until all were taken; gives the virtual minutes that it took, and how many were refused. */
async function run(limiter: Limiter, requestsPerMinute = 0) {
	const rateLimiter = new RateLimiter(
		requestsPerMinute > 0 ? MINUTE / requestsPerMinute : 0,
		CONCURRENCY,
	);
	const started = Date.now();
	let refused = 0;
	const call = async (): Promise<void> => {
		const taken = await rateLimiter.run(async () => {
			const answer = limiter(Date.now());
			await new Promise((resolve) => setTimeout(resolve, LATENCY));
			return answer;
		});
		if (taken) return rateLimiter.accepted();
		refused++;
		rateLimiter.refused();
		await call();
	};
	const all = mapConcurrent(Array.from({ length: CALLS }), CONCURRENCY, call);
	let ended = false;
	void all.then(() => (ended = true));
	while (!ended) await jest.advanceTimersByTimeAsync(1_000);
	return { minutes: (Date.now() - started) / MINUTE, refused };
}

describe('The rate limiter under a rate limit', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	// The shortest time: what is left of the first minute, and eight whole ones.
	it.each<[string, number, () => Limiter]>([
		['a minute that begins with its first request', 9, () => windowFromFirst()],
		['minutes of a clock, from their beginning', 9, () => windowOfClock(0)],
		['minutes of a clock, from their middle', 8.5, () => windowOfClock(30_000)],
		['minutes of a clock, from their end', 8 + 1 / 30, () => windowOfClock(58_000)],
		['any minute', 9, () => slidingWindow()],
	])('uses up nearly all of it: %s', async (_, shortest, limiter) => {
		const { minutes, refused } = await run(limiter());
		expect(shortest / minutes).toBeGreaterThan(0.95);
		expect(shortest / minutes).toBeLessThanOrEqual(1);
		expect(refused).toBeLessThan(0.15 * CALLS);
	});

	it.each([10_000, 600_000])('learns a limit that is not one per minute: %d ms', async (length) => {
		const { minutes, refused } = await run(windowFromFirst(length));
		const windows = (minutes * MINUTE) / length;
		expect(windows).toBeGreaterThanOrEqual(9);
		expect(windows).toBeLessThan(11);
		expect(refused).toBeLessThan(CALLS / 2);
	});

	it('is never refused when the limit is set', async () => {
		const { minutes, refused } = await run(windowFromFirst(), LIMIT);
		expect(refused).toBe(0);
		expect(9 / minutes).toBeGreaterThanOrEqual(0.85);
	});

	it('goes back to full speed when the refusals end', async () => {
		let refusals = 20;
		const { minutes } = await run(() => --refusals < 0);
		const unlimited = (CALLS / CONCURRENCY) * LATENCY;
		expect(minutes * MINUTE).toBeLessThan(5 * unlimited);
	});
});
