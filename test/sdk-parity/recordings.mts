import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Traffic } from './wire.mts';

export type SdkName = 'imerit-ango' | 'ango';

/** One call of an SDK function; `raises` names the exception of a call that the SDK cannot make. */
export type RecordedCall = Traffic & { raises?: string };
/** The calls of one SDK function by the name of their case. */
export type Recording = Record<string, RecordedCall>;

const folder = join(import.meta.dirname, 'recordings');

const read = (...path: string[]): unknown =>
	JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

/** The version and the public functions of each SDK, as it was recorded. */
export const functions = read('functions.json') as Record<
	SdkName,
	{ version: string; functions: string[] }
>;

/** All recorded calls of an SDK by `function/case`. */
export function recordedCalls(sdk: SdkName): Array<[name: string, call: RecordedCall]> {
	return readdirSync(join(folder, sdk)).flatMap((file) => {
		const recording = read(sdk, file) as Recording;
		const name = file.replace(/\.json$/, '');
		return Object.entries(recording).map(([caseName, call]): [string, RecordedCall] => [
			`${name}/${caseName}`,
			call,
		]);
	});
}
