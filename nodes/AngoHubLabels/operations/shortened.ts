import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/util/isRecord';

/** Entries of a list or of an object by names. */
const MAX_ENTRIES = 10;
/** Characters of a text. */
const MAX_TEXT = 100;

/**
 * The same in a few kilobytes, for language models, which read every word of it: of lists and objects
 * with many entries the first ones are left, and beside them is how many more there were, such as
 * `moreClasses` beside `classes`.
 */
export function shortened(json: IDataObject): IDataObject {
	const short: IDataObject = {};
	for (const [key, value] of Object.entries(json)) {
		if (key in short) continue; // a count that has been added to already
		const [kept, more] = cut(value);
		short[key] = kept;
		if (more === 0) continue;
		const counter = `more${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
		short[counter] = more + (Number(json[counter]) || 0);
	}
	return short;
}

/** The first of many items, and how many more there are. */
export function fewItems(items: IDataObject[]): IDataObject[] {
	const more = items.length - MAX_ENTRIES;
	const few = items.slice(0, MAX_ENTRIES).map(shortened);
	return more > 0 ? [...few, { moreItems: more }] : few;
}

function cut(value: IDataObject[string]): [kept: IDataObject[string], more: number] {
	if (typeof value === 'string' && value.length > MAX_TEXT) {
		return [`${value.slice(0, MAX_TEXT - 1)}…`, 0];
	}
	if (Array.isArray(value)) {
		const few = (value as IDataObject[]).slice(0, MAX_ENTRIES).map((one) => cut(one)[0]);
		return [few as IDataObject[], value.length - few.length];
	}
	if (!isRecord(value)) return [value, 0];
	const entries = Object.entries(value as IDataObject);
	const few = entries.slice(0, MAX_ENTRIES);
	return [shortened(Object.fromEntries(few)), entries.length - few.length];
}
