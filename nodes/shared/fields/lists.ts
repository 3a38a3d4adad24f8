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

/** The display name of a filter that was given as a list and is empty, so that nothing can pass. */
export function emptyFilter(fields: readonly Field[], filters: object): string | undefined {
	const field = fields.find(({ name }) => name === 'filters');
	const empty = Object.entries(filters).find(
		([, given]) => Array.isArray(given) && given.length === 0,
	);
	const options = field?.options as readonly Field[] | undefined;
	return empty && options?.find(({ name }) => name === empty[0])?.displayName;
}

/** Whether a filter is an empty list, which nothing passes; a hint says so. */
export function passesNothing(
	fields: readonly Field[],
	filters: object,
	hint: (message: string) => void,
): boolean {
	const empty = emptyFilter(fields, filters);
	if (empty === undefined) return false;
	hint(`Nothing passes the filter '${empty}', because it is an empty list. Remove it to get all.`);
	return true;
}
