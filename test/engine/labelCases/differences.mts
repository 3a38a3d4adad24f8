import type { LabelCase } from './cases.mts';
import { regionDifference } from './regions.mts';

type Tolerance = NonNullable<LabelCase['tolerance']>;
type Json = Record<string, unknown>;

/** What a number under a key measures, where it is not pixels. */
const MEASURES: Record<string, keyof Tolerance> = { area: 'area', rotation: 'degrees' };

/**
 * Where an output differs from what is expected, as texts; nothing where it fits. Keys that are not
 * expected are free, lists have the same length.
 */
export function differences(
	expected: unknown,
	actual: unknown,
	tolerance: Tolerance = {},
	path = '',
): string[] {
	const key =
		path
			.split('.')
			.filter((part) => !/^\d+$/.test(part))
			.at(-1) ?? '';
	if (typeof expected === 'number' && typeof actual === 'number') {
		const measure = MEASURES[key] ?? (tolerance.ratio === undefined ? 'pixels' : 'ratio');
		const allowed = (tolerance[measure] ?? 0) + (tolerance[measure] ? 1e-9 : 0);
		const isNear = Math.abs(expected - actual) <= allowed;
		return isNear ? [] : [`${path} is ${actual}, not ${expected}`];
	}
	if (path.endsWith('.warnings')) return missingWarnings(expected as string[], actual, path);
	if (path.endsWith('.leftOut'))
		return leftOutDifferences(expected as Json[], actual, tolerance, path);
	if (path.endsWith('.rectangle')) {
		const off = regionDifference(
			[(expected as number[][]).flat()],
			(actual as { segmentation: number[][] }).segmentation,
		);
		return off <= (tolerance.area ?? 0) ? [] : [`${path} covers ${off} square pixels else`];
	}
	if (Array.isArray(expected)) {
		if (!Array.isArray(actual) || actual.length !== expected.length) {
			return [`${path} is ${shown(actual)}, not ${shown(expected)}`];
		}
		return expected.flatMap((one, at) =>
			differences(one, (actual as unknown[])[at], tolerance, `${path}.${at}`),
		);
	}
	if (typeof expected === 'object' && expected !== null) {
		if (typeof actual !== 'object' || actual === null) {
			return [`${path} is ${shown(actual)}, not ${shown(expected)}`];
		}
		return Object.entries(expected).flatMap(([name, value]) => {
			if (name === 'sameRegionAs') {
				const off = regionDifference(
					[(value as number[][]).flat()],
					(actual as { segmentation: number[][] }).segmentation,
				);
				return off <= (tolerance.area ?? 0) ? [] : [`${path} covers ${off} square pixels else`];
			}
			return differences(value, (actual as Json)[name], tolerance, `${path}.${name}`);
		});
	}
	return expected === actual ? [] : [`${path} is ${shown(actual)}, not ${shown(expected)}`];
}

/** The same with each of its numbers, those within texts too, changed in turn: none of these may fit. */
export function* altered(
	expected: unknown,
	isCompared: (key: string) => boolean,
): Generator<unknown> {
	if (typeof expected === 'number') yield expected + 1;
	if (typeof expected === 'string') {
		for (const { index } of expected.matchAll(/\d+/g)) {
			const digit = (Number(expected[index]) + 1) % 10;
			yield expected.slice(0, index) + digit + expected.slice(index + 1);
		}
	}
	if (Array.isArray(expected)) {
		for (const [at, one] of expected.entries()) {
			for (const other of altered(one, isCompared)) yield expected.with(at, other);
		}
	} else if (typeof expected === 'object' && expected !== null) {
		for (const [name, value] of Object.entries(expected)) {
			if (!isCompared(name)) continue;
			for (const other of altered(value, isCompared)) yield { ...expected, [name]: other };
		}
	}
}

function missingWarnings(expected: string[], actual: unknown, path: string): string[] {
	const codes = (actual as Array<{ code: string }>).map(({ code }) => code);
	return expected
		.filter((code) => !codes.includes(code))
		.map((code) => `${path} lacks ${code}: ${codes.join(', ')}`);
}

/** The same reasons, in any order. */
function leftOutDifferences(
	expected: Json[],
	actual: unknown,
	tolerance: Tolerance,
	path: string,
): string[] {
	const byReason = (list: Json[]) =>
		list.toSorted((a, b) => (String(a.reason) < String(b.reason) ? -1 : 1));
	const given = byReason(actual as Json[]);
	if (given.length !== expected.length)
		return [`${path} is ${shown(given)}, not ${shown(expected)}`];
	return byReason(expected).flatMap((one, at) =>
		differences(one, given[at], tolerance, `${path}.${at}`),
	);
}

function shown(value: unknown): string {
	return (JSON.stringify(value) ?? 'missing').slice(0, 300);
}
