import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const MEGABYTE = 1024 ** 2;

/** Time and memory of one contender's work; memory in MB (2^20 bytes) of its process. */
export interface Measured {
	seconds: number;
	/** Processor time of the process. */
	cpuSeconds: number;
	/** Resident memory just before the work. */
	idleMb: number;
	/** The highest resident memory during the work. */
	peakMb: number;
	/** The longest time for which the event loop did nothing else, in milliseconds. */
	blockedMs?: number;
}

/** How often it is looked whether the event loop comes round, in milliseconds. */
const RESOLUTION_MS = 5;

/** A line of the kernel's account of this process, in MB. */
function statusMb(field: 'VmRSS' | 'VmHWM'): number {
	const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
		readFileSync('/proc/self/status', 'utf8'),
	);
	return (Number(line?.[1]) * 1024) / MEGABYTE;
}

/** Lets the event loop be seen before and after work that does not give it back. */
async function comeRound(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 3 * RESOLUTION_MS));
}

/** Does the work and measures it. The process must run with `--expose-gc`, on Linux. */
export async function measured<T>(work: () => Promise<T>): Promise<Measured & { result: T }> {
	globalThis.gc?.();
	// Resets the high-water mark of resident memory.
	writeFileSync('/proc/self/clear_refs', '5');
	const idleMb = statusMb('VmRSS');
	const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	delay.enable();
	await comeRound();
	const cpu = process.cpuUsage();
	const started = performance.now();
	const result = await work();
	const seconds = (performance.now() - started) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	const peakMb = statusMb('VmHWM');
	await comeRound();
	delay.disable();
	const blockedMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
	return { seconds, cpuSeconds: (user + system) / 1e6, idleMb, peakMb, blockedMs, result };
}

/** The frame of a contender's file: gets its input from the benchmark and sends back its result. */
export function contend<Input, Result>(run: (input: Input) => Promise<Result>): void {
	process.once('message', (input: Input) => {
		run(input).then(
			(result) => process.send!({ result }, () => process.exit()),
			(error: Error) => process.send!({ error: error.stack }, () => process.exit(1)),
		);
	});
}
