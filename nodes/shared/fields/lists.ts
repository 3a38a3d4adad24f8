import { wholeNumberIn } from '../operation/numberIn';
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
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
] as const satisfies readonly Field[];

/** How many records the user wants. @throws UserError when the limit cannot be one */
export function wantedCount({ returnAll, limit }: Parameters<typeof listFields>): number {
	return returnAll ? Infinity : wholeNumberIn(limit, 'Limit', 1);
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
