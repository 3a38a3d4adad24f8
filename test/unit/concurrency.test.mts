import fc from 'fast-check';
import { KeyedQueue, mapConcurrent, Semaphore } from '../../nodes/shared/util/concurrency.ts';

const tick = async () => await new Promise<void>((resolve) => setImmediate(resolve));
const ticks = async (count: number) => {
	for (let left = count; left > 0; left--) await tick();
};

describe('mapConcurrent', () => {
	it('keeps the order and the limit, whatever takes how long', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(5)),
				fc.integer({ min: 1, max: 8 }),
				async (waits, limit) => {
					let underway = 0;
					let most = 0;
					const results = await mapConcurrent(waits, limit, async (wait, index) => {
						most = Math.max(most, ++underway);
						await ticks(wait);
						underway--;
						return index;
					});
					expect(results).toEqual(waits.map((_, index) => index));
					expect(most).toBeLessThanOrEqual(limit);
				},
			),
		);
	});

	it('starts nothing after a failure, and throws the first one when all have ended', async () => {
		const started: number[] = [];
		const ended: number[] = [];
		const run = mapConcurrent([0, 1, 2, 3, 4, 5], 2, async (n) => {
			started.push(n);
			await ticks(n === 0 ? 1 : 5);
			ended.push(n);
			if (n === 0) throw new Error('first');
		});
		await expect(run).rejects.toThrow('first');
		expect(started).toEqual([0, 1]);
		expect(ended).toEqual([0, 1]);
	});
});

describe('Semaphore and KeyedQueue', () => {
	it('let no more in than there is room, and keep tasks of a key apart', async () => {
		const semaphore = new Semaphore(3);
		const queue = new KeyedQueue();
		let inSlots = 0;
		const inKey: Record<string, number> = {};
		const order: Record<string, number[]> = { a: [], b: [] };
		await Promise.all(
			Array.from({ length: 40 }, async (_, n) => {
				const key = n % 2 ? 'a' : 'b';
				await queue
					.run(key, async () => {
						expect((inKey[key] = (inKey[key] ?? 0) + 1)).toBe(1);
						await semaphore.run(async () => {
							expect(++inSlots).toBeLessThanOrEqual(3);
							await ticks(n % 3);
							inSlots--;
						});
						order[key].push(n);
						inKey[key]--;
						if (n % 5 === 0) throw new Error('one of them');
					})
					.catch(() => undefined);
			}),
		);
		for (const list of Object.values(order)) expect(list).toEqual([...list].sort((x, y) => x - y));
		expect(order.a.length + order.b.length).toBe(40);
	});
});
