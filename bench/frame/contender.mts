import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const FLAGS = ['--expose-gc'];

/**
 * Runs a contender's file (below `bench/contenders`) in a fresh process.
 *
 * @throws Error when it fails or dies
 */
export async function contender<Result>(file: string, input: unknown): Promise<Result> {
	const path = join(import.meta.dirname, '../contenders', file);
	const child = fork(join(import.meta.dirname, 'start.cjs'), [path], {
		execArgv: FLAGS,
		stdio: 'inherit',
	});
	child.send(input as object);
	const died = once(child, 'exit').then(([code]) => ({ error: `it ended with ${code}` }));
	const answered = once(child, 'message').then(([answer]) => answer);
	const { result, error } = await Promise.race([answered, died]);
	if (error) throw new Error(`${file}: ${error}`);
	await died;
	return result as Result;
}

/** Runs a contender in Python; it prints its result as JSON. */
export function pythonContender<Result>(python: string, file: string, input: unknown): Result {
	const path = join(import.meta.dirname, '../contenders', file);
	const output = execFileSync(python, [path, JSON.stringify(input)], {
		stdio: ['ignore', 'pipe', 'ignore'],
		maxBuffer: 64 * 1024 ** 2,
	});
	return JSON.parse(output.toString().trim().split('\n').at(-1)!);
}
