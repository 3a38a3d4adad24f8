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
export function limitOf({ returnAll, limit }: Parameters<typeof listFields>): number {
	return returnAll ? Infinity : limit;
}

/** The records that pass a test, up to `limit` of them. */
export async function* filtered<T>(
	records: AsyncIterable<T>,
	test: (record: T) => boolean,
	limit: number,
): AsyncGenerator<T> {
	let count = 0;
	for await (const record of records) {
		if (!test(record)) continue;
		yield record;
		if (++count >= limit) return;
	}
}
