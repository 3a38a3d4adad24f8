import { writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';

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
}

/** A line of the kernel's account of this process, in MB. */
function statusMb(field: 'VmRSS' | 'VmHWM'): number {
	const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
		readFileSync('/proc/self/status', 'utf8'),
	);
	return (Number(line?.[1]) * 1024) / MEGABYTE;
}

/** Does the work and measures it. The process must run with `--expose-gc`, on Linux. */
export async function measured<T>(work: () => Promise<T>): Promise<Measured & { result: T }> {
	globalThis.gc?.();
	// Resets the high-water mark of resident memory.
	writeFileSync('/proc/self/clear_refs', '5');
	const idleMb = statusMb('VmRSS');
	const cpu = process.cpuUsage();
	const started = performance.now();
	const result = await work();
	const seconds = (performance.now() - started) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	return { seconds, cpuSeconds: (user + system) / 1e6, idleMb, peakMb: statusMb('VmHWM'), result };
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
