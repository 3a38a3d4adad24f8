import { isEmpty } from '../util/isEmpty';
import { isRecord } from '../util/isRecord';
import type { Field } from './parameters';

/**
 * What to tell where nothing came out: the filters that were used. Those are the fields of the collection
 * `filters`, and fields that say `typeOptions: { isFilter: true }`.
 * @param params values by the names of the fields
 */
export function nothingFound(fields: readonly Field[], params: object): string {
	const { filters: given } = params as { filters?: unknown };
	const empty = emptyFilter(fields, given);
	if (empty !== undefined) {
		return `Nothing passes the filter '${empty}', because it is an empty list. Remove it to get all.`;
	}
	const marked = fields.filter(({ typeOptions }) => typeOptions?.isFilter);
	const filters = [...used(marked, params), ...used(filterFields(fields), given)]
		.filter(({ value }) => !isEmpty(value))
		.map(({ field, value }) => `'${field.displayName}' is ${shownValue(field, value)}`);
	return filters.length > 0
		? `Nothing was found where ${filters.join(', ')}.`
		: 'Nothing was found. No filter is set.';
}

/** The display name of a filter that an expression gave as an empty list, so that nothing can pass. */
export function emptyFilter(fields: readonly Field[], filters: unknown): string | undefined {
	return used(filterFields(fields), filters).find(
		({ value }) => Array.isArray(value) && value.length === 0,
	)?.field.displayName;
}

function filterFields(fields: readonly Field[]): readonly Field[] {
	const collection = fields.find(({ name }) => name === 'filters');
	return (collection?.options ?? []) as readonly Field[];
}

function used(fields: readonly Field[], values: unknown): Array<{ field: Field; value: unknown }> {
	if (!isRecord(values)) return [];
	return fields
		.filter(({ name }) => values[name] !== undefined)
		.map((field) => ({ field, value: values[field.name] }));
}

/** A choice by its name, as the panel shows it. */
function shownValue({ options = [] }: Field, value: unknown): string {
	const nameOf = (one: unknown) => {
		const option = options.find((candidate) => 'value' in candidate && candidate.value === one);
		return option?.name ?? (typeof one === 'object' ? JSON.stringify(one) : String(one));
	};
	return [value]
		.flat()
		.map((one) => `'${nameOf(one)}'`)
		.join(' or ');
}
