/**
 * Maps items with at most `limit` calls under way at once; results keep the order of the items.
 * A call that throws stops new calls from starting; the first error is thrown once all have ended.
 */
export async function mapConcurrent<T, R>(
	items: readonly T[],
	limit: number,
	map: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(items.length);
	const errors: unknown[] = [];
	let next = 0;
	const worker = async () => {
		while (next < items.length && errors.length === 0) {
			const index = next++;
			await map(items[index], index).then(
				(result) => {
					results[index] = result;
				},
				(error: unknown) => {
					errors.push(error);
				},
			);
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
	if (errors.length > 0) throw errors[0];
	return results;
}

/** Runs tasks one after another for each key, so that a read and the write that follows stay together. */
export class KeyedQueue {
	private readonly tails = new Map<string, Promise<unknown>>();

	async run<T>(key: string, task: () => Promise<T>): Promise<T> {
		const before = this.tails.get(key) ?? Promise.resolve();
		const result = before.then(task, task);
		this.tails.set(key, result);
		return await result;
	}
}

/** Lets at most `limit` tasks run at once; the others wait in order. */
export class Slots {
	private free: number;
	private readonly waiting: Array<() => void> = [];

	constructor(limit: number) {
		this.free = limit;
	}

	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await task();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		}
	}
}
