import type { Hub } from '../shared/hub';
import { recordKey, type Listing } from '../shared/hub/http/pages';

/** A list is read this often at most when it keeps changing while it is read. */
const MAX_PASSES = 5;

/** The records of a list that others change while it is read. */
export interface Scan<T> {
	/** Each record once, as it was when it was read last. */
	records: T[];
	/** Whether it is sure that no record was missed. */
	complete: boolean;
	/** Pages that one reading takes. */
	pages: number;
}

/**
 * Reads a list to its end, or to the first page on which every record is `old`. A record that leaves
 * while pages are read moves others onto a page that was read already, so a list of several pages with
 * new events in it is read again until a reading brings nothing more.
 */
export async function scan<T extends { _id: string }>(
	hub: Hub,
	listing: Listing<T>,
	isOld: (record: T) => boolean,
	hasNewEvent: (record: T) => boolean,
): Promise<Scan<T>> {
	const records = new Map<string, T>();
	const pages = await readInto(records, hub, listing, isOld);
	let complete = pages === 1 || ![...records.values()].some(hasNewEvent);
	for (let pass = 2; !complete && pass <= MAX_PASSES; pass++) {
		const known = records.size;
		await readInto(records, hub, listing, isOld);
		complete = records.size === known;
	}
	return { records: [...records.values()], complete, pages };
}

/** Reads page by page, for the lists of a trigger are mostly short. Gives the number of pages. */
async function readInto<T extends { _id: string }>(
	records: Map<string, T>,
	hub: Hub,
	listing: Listing<T>,
	isOld: (record: T) => boolean,
): Promise<number> {
	const seen = new Set<string>();
	let count = 0;
	for (let page = 1; ; page++) {
		const { list, total } = await hub.readPage(listing, page);
		count += list.length;
		const known = seen.size;
		for (const record of list) {
			const key = recordKey(record);
			seen.add(key);
			records.set(key, record);
		}
		const isEnd = seen.size === known || (total !== undefined && count >= total);
		if (isEnd || list.every(isOld)) return page;
	}
}
