import { OperationalError, sleep } from 'n8n-workflow';

/**
 * Work without a pause holds up all other executions of this n8n. With what is done until the next
 * look at the clock, and with garbage collection, it shall last no longer than 50 ms.
 */
const MAX_WORK_MS = 25;

/** Gives the event loop back during long computations, and ends them when the run is canceled. */
export class Breather {
	private since = Date.now();
	private pausing?: Promise<void>;

	constructor(private readonly signal?: AbortSignal) {}

	/** True once it is time for a pause; cheap enough to be asked thousands of times. */
	get isDue(): boolean {
		return Date.now() - this.since >= MAX_WORK_MS;
	}

	/** Lets others work. @throws OperationalError when the run has been canceled */
	async pause(): Promise<void> {
		// All that goes on side by side pauses at once: one pause each would end in the same turn of the
		// event loop, with the work of all of them in a row.
		await (this.pausing ??= this.turn());
		this.throwIfCanceled();
	}

	/** @throws OperationalError when the run has been canceled */
	throwIfCanceled(): void {
		if (!this.signal?.aborted) return;
		throw new OperationalError('The execution was canceled', {
			description: 'What was not begun by then is not done. Run the workflow again.',
		});
	}

	private async turn(): Promise<void> {
		await sleep(0);
		this.since = Date.now();
		this.pausing = undefined;
	}
}
