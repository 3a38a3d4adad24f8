import type { HubCore } from './core.mts';
import { badRequest } from './errors.mts';
import { optional, queryInteger, text } from './validate.mts';
import type { OpenObject } from './validate.mts';

export const pageShape = {
	page: optional(queryInteger(1)),
	limit: optional(queryInteger(1)),
};
export const sortedPageShape = { ...pageShape, sort: optional(text) };

export interface PageQuery {
	page?: number;
	limit?: number;
	sort?: string;
}

const DEFAULT_SORT = '-createdAt';
/** Lists up to this length are filtered and sorted anew each time, which is never stale. */
const CACHE_FROM = 5000;
const MAX_CACHED_QUERIES = 8;

interface Listing<T> {
	/** Oldest first. */
	records: T[];
	query: PageQuery;
	isMatch?: (record: T) => boolean;
	/** Reads a sort field; without it, the record's own key. */
	fieldOf?: (record: T, field: string) => unknown;
	/** What the result depends on; lets deep paging through a big list reuse the matches. */
	cache?: { key: string; version: number };
}

export interface PageOf<T> {
	items: T[];
	total: number;
}

interface CachedMatches {
	version: number;
	records: unknown[];
}
const caches = new WeakMap<HubCore, Map<string, CachedMatches>>();

/** One page of a list: contract 1.5. The default order is newest first. */
export function pageOf<T>(core: HubCore, listing: Listing<T>): PageOf<T> {
	const { query } = listing;
	const sort = query.sort ?? DEFAULT_SORT;
	const limit = Math.min(query.limit ?? 10, core.faults.switches.pageClamp);
	const start = ((query.page ?? 1) - 1) * limit;
	const newestFirst = sort === DEFAULT_SORT;
	const matches = newestFirst ? matchesOf(core, listing) : sorted(core, listing, sort);
	const total = matches.length;
	const items = newestFirst
		? matches.slice(Math.max(0, total - start - limit), Math.max(0, total - start)).reverse()
		: matches.slice(start, start + limit);
	return { items, total };
}

function matchesOf<T>(core: HubCore, listing: Listing<T>): T[] {
	const { records, isMatch } = listing;
	if (isMatch === undefined) return records;
	return remembered(core, listing, '', () => records.filter(isMatch));
}

function sorted<T>(core: HubCore, listing: Listing<T>, sort: string): T[] {
	const keys = sort.split(',').map((key) => {
		const parts = /^(-?)([A-Za-z_][\w.]*)$/.exec(key.trim());
		if (parts === null) throw badRequest(`Invalid value for "sort": "${key}" is not a field.`);
		return { sign: parts[1] === '-' ? -1 : 1, field: parts[2] };
	});
	const fieldOf = listing.fieldOf ?? ((record: T, field: string) => (record as OpenObject)[field]);
	return remembered(core, listing, sort, () =>
		[...matchesOf(core, listing)].sort((left, right) => {
			for (const { sign, field } of keys) {
				const order = compare(fieldOf(left, field), fieldOf(right, field));
				if (order !== 0) return order * sign;
			}
			return 0;
		}),
	);
}

/** Mongo's order: missing values come before all others. */
function compare(left: unknown, right: unknown): number {
	if (left === right) return 0;
	if (left === null || left === undefined) return right === null || right === undefined ? 0 : -1;
	if (right === null || right === undefined) return 1;
	return left < right ? -1 : 1;
}

function remembered<T>(
	core: HubCore,
	{ cache, records }: Listing<T>,
	sort: string,
	compute: () => T[],
): T[] {
	if (cache === undefined || records.length < CACHE_FROM) return compute();
	const cached = caches.get(core) ?? new Map<string, CachedMatches>();
	caches.set(core, cached);
	const key = `${sort} ${cache.key}`;
	const found = cached.get(key);
	if (found?.version === cache.version) return found.records as T[];
	const computed = compute();
	cached.delete(key);
	cached.set(key, { version: cache.version, records: computed });
	if (cached.size > MAX_CACHED_QUERIES) cached.delete([...cached.keys()][0]);
	return computed;
}

/** Lists whose paging only the REST docs know (contract 7, row 31): whole unless asked for a page. */
export function optionalPage<T>(core: HubCore, records: T[], query: PageQuery): T[] {
	const paged = query.page !== undefined || query.limit !== undefined;
	return paged ? pageOf(core, { records, query }).items : [...records].reverse();
}
