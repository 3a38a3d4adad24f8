import type { ListEvent, PollEvent, Records, StateEvent, Subject } from './events';
import { scan } from './scan';
import type { Scope } from './scope';
import {
	advanceWindow,
	EMPTY_WINDOW,
	isNew,
	OVERLAP_MS,
	shortKey,
	type WindowState,
} from './window';

type AnyRecord = Records[Subject];

/** What tells events that were handed on from new ones. */
export interface Memory {
	/** Events with a date. */
	window?: WindowState;
	/** Events without one: the keys of whatever is in the list, with the size of what may grow. */
	inList?: string[];
}

/** What a reading of the list brings. */
export interface Found {
	/** The records with new events, oldest first. */
	records: AnyRecord[];
	/** What to remember once they are handed on. */
	memory: Memory;
	pages: number;
}

/** Finds what is new in the way that the event needs. */
export async function find(event: PollEvent, scope: Scope, memory: Memory): Promise<Found> {
	if ('read' in event) return await findByState(event, scope, memory);
	return await (event.sweep ? findBySweep : findByDate)(event, scope, memory);
}

/** Finds events by their dates. */
async function findByDate(event: ListEvent, scope: Scope, { window }: Memory): Promise<Found> {
	const known = window ?? EMPTY_WINDOW;
	// A future date would make every earlier record look old.
	const now = Date.now();
	const dated = (record: AnyRecord) => Math.min(event.dated?.(record) ?? Infinity, now);
	const hasNewEvent = (record: AnyRecord) => {
		const happening = event.happening(record, scope);
		return happening !== undefined && isNew(known, happening);
	};
	let newest = 0;
	const isOld = (record: AnyRecord) => {
		newest = Math.max(newest, dated(record));
		// The first reading only has to reach as far back as later ones will.
		return dated(record) < (window ? known.floor : newest - OVERLAP_MS);
	};
	const { records, complete, pages } = await scan(
		scope.hub,
		event.listing(scope, known.floor),
		isOld,
		hasNewEvent,
	);
	const happened = records.flatMap((record) => {
		const happening = event.happening(record, scope);
		return happening ? [{ record, ...happening }] : [];
	});
	const dates = records.map((record) => (event.dated ? dated(record) : 0));
	const latest = [...dates, ...happened.map(({ time }) => Math.min(time, now))].reduce(
		(a, b) => Math.max(a, b),
		0,
	);
	return {
		records: happened
			.filter((happening) => isNew(known, happening))
			.sort((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1))
			.map(({ record }) => record),
		memory: { window: advanceWindow(known, happened, complete || !window ? latest : known.floor) },
		pages,
	};
}

/** Finds events by comparing what is in the list with what was in it before; dates play no part. */
async function findBySweep(event: ListEvent, scope: Scope, { inList }: Memory): Promise<Found> {
	const before = new Set(inList);
	const keyOf = (record: AnyRecord) => shortKey(event.happening(record, scope)!.key);
	const hasEntered = (record: AnyRecord) => !before.has(keyOf(record));
	const { records, complete, pages } = await scan(
		scope.hub,
		event.listing(scope, 0),
		() => false,
		hasEntered,
	);
	const now = records.map(keyOf);
	return {
		records: records.filter(hasEntered).reverse(),
		memory: { inList: complete ? now : [...new Set([...before, ...now])] },
		pages,
	};
}

/** Finds what is so now and was not before. */
async function findByState(event: StateEvent, scope: Scope, { inList }: Memory): Promise<Found> {
	const before = new Map((inList ?? []).map((entry) => entry.split(' ') as [string, string]));
	const records = await event.read(scope);
	const keyOf = (record: AnyRecord) => shortKey(event.key(record as never));
	const sizeOf = (record: AnyRecord) => event.size(record as never);
	const isNewOrLarger = (record: AnyRecord) =>
		sizeOf(record) > Number(before.get(keyOf(record)) ?? -1);
	return {
		records: records.filter(isNewOrLarger),
		memory: { inList: records.map((record) => `${keyOf(record)} ${sizeOf(record)}`) },
		pages: 1,
	};
}
