import { createHash } from 'node:crypto';

/**
 * How far behind the newest event the trigger still looks for events that it has not seen: Ango Hub
 * dates a record before it shows it, and many records can have the same date.
 */
export const OVERLAP_MS = 5 * 60_000;

/** Events that are remembered at most, save for those of one and the same moment. */
const MAX_REMEMBERED = 20_000;

const KEY_LENGTH = 12;

/** Something that happened: `key` tells it from everything else, `time` is when, in milliseconds. */
export interface Happening {
	key: string;
	time: number;
}

/** What a trigger remembers of events that have a date. */
export interface WindowState {
	/** Events before this moment are done with. */
	floor: number;
	/** The events since then that are done with, with their moments. */
	done: Record<string, number>;
}

/** Where nothing has happened yet. */
export const EMPTY_WINDOW: WindowState = { floor: 0, done: {} };

/** Whether an event is new. */
export function isNew({ floor, done }: WindowState, { key, time }: Happening): boolean {
	return time >= floor && !(shortKey(key) in done);
}

/**
 * The state in which these events are done with as well, after everything up to `newest` was read.
 * Pass the floor of before as `newest` while events could have been missed.
 */
export function advanceWindow(
	{ floor, done }: WindowState,
	happened: Happening[],
	newest: number,
): WindowState {
	const entries = new Map(Object.entries(done));
	for (const { key, time } of happened) entries.set(shortKey(key), time);
	const newestFirst = [...entries.values()].sort((a, b) => b - a);
	// Too many to remember: the oldest are done with by their date instead.
	const crowded = newestFirst[MAX_REMEMBERED - 1] ?? 0;
	const next = newest > floor ? Math.max(floor, newest - OVERLAP_MS, crowded) : floor;
	return { floor: next, done: Object.fromEntries([...entries].filter(([, at]) => at >= next)) };
}

/** Short, so that the state stays small; long enough never to be the same for two events. */
export function shortKey(key: string): string {
	return createHash('sha256').update(key).digest('base64url').slice(0, KEY_LENGTH);
}
