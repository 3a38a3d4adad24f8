import { OperationalError, type IDataObject } from 'n8n-workflow';

import type { Call } from './call';
import type { Transport } from './transport';

/** The page size that every Ango Hub honours (contract 1.5). */
export const PAGE_SIZE = 100;

/** Pages asked for ahead of the one being read. More would only be asked for in vain at the end. */
const PAGES_AHEAD = 15;

/** A list that shrinks this often while it is read is read on as it is. */
const MAX_STEPS_BACK = 1_000;

/** After so many pages in a row that say nothing new, a list has ended whatever its totals say. */
const MAX_STALE_PAGES = 1_000;

/** Records that may come again although no total tells why; a server that repeats itself gives more. */
const MAX_UNEXPLAINED = 1_000;

/** No list is as long as this; a server that goes on would keep a run busy for ever. */
const MAX_PAGES = 50_000;

/** A list of Ango Hub: where it is, and where its records stand in the answer. */
export interface Listing<T> {
	path: string;
	query?: Call['query'];
	records(data: IDataObject): T[] | undefined;
}

/** A part of a list. */
export interface Page<T> {
	list: T[];
	total?: number;
}

/** One page of a list, and how many records the list has where Ango Hub says so. */
export async function readPage<T>(
	transport: Transport,
	{ path, query, records }: Listing<T>,
	page: number,
	size = PAGE_SIZE,
	signal?: AbortSignal,
): Promise<Page<T>> {
	if (page > MAX_PAGES) {
		throw new OperationalError("Ango Hub's list never ends", {
			description: "Give a 'Limit', or narrow the list down with filters.",
		});
	}
	const data = await transport.call({ path, query: { ...query, page, limit: size }, signal });
	const list: unknown = records(data) ?? [];
	if (!Array.isArray(list) || !list.every((record) => typeof record === 'object' && record)) {
		throw new OperationalError('Ango Hub returned something other than a list of records', {
			description:
				"Check that the 'URL' of the credential is that of Ango Hub itself; if it is, ask Ango Hub's support.",
		});
	}
	const { total } = data;
	const isPlausible = typeof total === 'number' && total >= 0 && total <= MAX_PAGES * PAGE_SIZE;
	return { list: list as T[], total: isPlausible ? total : undefined };
}

/**
 * All records of a list, page by page, in order, each id once (contract 1.5). Ends on the total, on
 * an empty page, or where pages say nothing new; the next ones are on their way while one is read.
 *
 * Others may change the list meanwhile. New records stand at its beginning and push those that were
 * read onto later pages. Records that leave it pull those that were not read yet onto earlier pages:
 * the total falls, and the reading steps back.
 * @param limit how many records are wanted; no page beyond them is asked for
 */
export async function* paginate<T extends { _id?: string }>(
	transport: Transport,
	listing: Listing<T>,
	limit = Infinity,
): AsyncGenerator<T> {
	const wantedSize = Math.min(PAGE_SIZE, limit);
	const unwanted = new AbortController();
	const pages = new PagePrefetcher(
		async (page) => await readPage(transport, listing, page, wantedSize, unwanted.signal),
	);
	try {
		yield* inOrder(pages, wantedSize, limit);
	} finally {
		unwanted.abort(); // pages that were asked for ahead
	}
}

/** What tells a record from others; a server may leave the id out, or make anything of it. */
export function recordKey(record: { _id?: unknown }): string {
	return typeof record._id === 'string' ? record._id : JSON.stringify(record);
}

/** The records of pages that may move while they are read. */
async function* inOrder<T extends { _id?: string }>(
	pages: PagePrefetcher<Page<T>>,
	wantedSize: number,
	limit: number,
): AsyncGenerator<T> {
	const seen = new Set<string>();
	let given = 0;
	let last = 1;
	let pageSize = wantedSize;
	let before: number | undefined;
	let stepsBack = 0;
	let steady = true;
	let stale = 0;
	let excused = MAX_UNEXPLAINED;
	for (let page = 1; page <= last; page++) {
		// After a step back, what is asked for ahead might only have to be asked for again.
		const { list, total } = await pages.take(page, steady ? last : page);
		if (page === 1) pageSize = list.length; // the size may not have been honored
		const growth = (total ?? before ?? 0) - (before ?? total ?? 0);
		before = total ?? before;
		if (growth < 0 && page > 1 && stepsBack++ < MAX_STEPS_BACK) {
			steady = false;
			const back = Math.min(page - 1, Math.ceil(-growth / pageSize));
			excused += back * pageSize;
			pages.forget();
			page -= back + 1;
			continue;
		}

		let fresh = 0;
		for (const record of list) {
			const key = recordKey(record);
			if (seen.has(key)) continue;
			seen.add(key);
			fresh++;
			if (given++ < limit) yield record;
		}
		excused += Math.max(0, growth) - (list.length - fresh);
		steady ||= fresh > 0;
		stale = fresh > 0 ? 0 : stale + 1;
		const repeatsItself =
			fresh === 0 && (total === undefined || excused < 0 || stale > MAX_STALE_PAGES);
		if (list.length === 0 || repeatsItself || given >= limit) return;
		const wanted = Math.min(limit + (page * pageSize - given), total ?? Infinity);
		last = total === undefined ? page + 1 : Math.max(last, Math.ceil(wanted / pageSize));
		if (total !== undefined && page * pageSize >= total) return;
	}
}

/** Pages in order, with the next ones on their way. */
class PagePrefetcher<Page> {
	private readonly underway = new Map<number, Promise<Page>>();

	constructor(private readonly ask: (page: number) => Promise<Page>) {}

	/** A page; asks for those after it too, up to `last`. */
	async take(page: number, last: number): Promise<Page> {
		for (let next = page; next <= Math.min(last, page + PAGES_AHEAD); next++) {
			if (this.underway.has(next)) continue;
			const asked = this.ask(next);
			asked.catch(() => {}); // thrown when its turn comes, or not wanted any more
			this.underway.set(next, asked);
		}
		const taken = this.underway.get(page)!;
		this.underway.delete(page);
		return await taken;
	}

	/** Asks for all pages anew from now on. */
	forget(): void {
		this.underway.clear();
	}
}
