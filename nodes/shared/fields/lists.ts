import type { Field, Parameters } from '../operation/parameters';

/** The two fields of every Get Many. */
export const listFields = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
] as const satisfies readonly Field[];

/** How many records the user wants. */
export function wantedCount({ returnAll, limit }: Parameters<typeof listFields>): number {
	return returnAll ? Infinity : limit;
}

/** The records that pass a test, up to `most` of them. */
export async function* filtered<T>(
	records: AsyncIterable<T>,
	test: (record: T) => boolean,
	most: number,
): AsyncGenerator<T> {
	let count = 0;
	for await (const record of records) {
		if (!test(record)) continue;
		yield record;
		if (++count >= most) return;
	}
}

/**
 * The display name of a filter that was given as a list and is empty, so that nothing can pass; undefined
 * where there is none.
 */
export function emptyListIn(
	{ options }: { options: ReadonlyArray<{ name: string; displayName: string }> },
	filters: Record<string, unknown>,
): string | undefined {
	return options.find(({ name }) => {
		const given = filters[name];
		return Array.isArray(given) && given.length === 0;
	})?.displayName;
}
