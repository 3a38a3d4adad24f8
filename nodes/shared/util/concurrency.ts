/**
 * How many tasks may be under way at once. One that pauses before it tries again lends its slot to
 * another meanwhile, so that a few faults do not hold up everything else.
 */
export class ConcurrencyLimit {
	private lent = 0;
	private readonly watchers = new Set<() => void>();

	/** @param maxLent how many more may be begun while others pause; bounded, so that an outage slows all work down */
	constructor(
		private readonly own: number,
		private readonly maxLent = 0,
	) {}

	get count(): number {
		return this.own + Math.min(this.lent, this.maxLent);
	}

	async lendDuring(pause: Promise<void>): Promise<void> {
		this.lent++;
		for (const watcher of this.watchers) watcher();
		await pause;
		this.lent--;
	}

	/** Calls `watcher` when a slot has been lent, while `work` goes on. */
	async watchedBy(watcher: () => void, work: Promise<void>): Promise<void> {
		this.watchers.add(watcher);
		await work;
		this.watchers.delete(watcher);
	}
}

/**
 * Maps items with at most `limit` calls under way at once; results keep the order of the items.
 * A call that throws stops new calls from starting; the first error is thrown once all have ended.
 */
export async function mapConcurrent<T, R>(
	items: readonly T[],
	limit: number | ConcurrencyLimit,
	map: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
	const allowed = typeof limit === 'number' ? new ConcurrencyLimit(limit) : limit;
	const results = new Array<R>(items.length);
	const errors: unknown[] = [];
	let next = 0;
	let underway = 0;
	let end = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	const run = async (index: number) => {
		await map(items[index], index).then(
			(result) => {
				results[index] = result;
			},
			(error: unknown) => {
				errors.push(error);
			},
		);
		underway--;
		startMore();
	};
	const startMore = () => {
		while (underway < allowed.count && next < items.length && errors.length === 0) {
			underway++;
			void run(next++);
		}
		if (underway === 0) end();
	};
	startMore();
	await allowed.watchedBy(startMore, ended);
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
export class Semaphore {
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
