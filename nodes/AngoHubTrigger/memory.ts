import { createHash } from 'node:crypto';

/** Deliveries that are remembered at most; each of them is written anew with every other one. */
export const MAX_REMEMBERED = 2_000;

const HASH_LENGTH = 16;

/** The part of a node's static data in which deliveries are remembered across restarts. */
export interface StoredMemory {
	/** The hash of a body and when it came, oldest first. */
	deliveries?: string[];
}

/**
 * The deliveries that this process has seen, by trigger. n8n hands each delivery its own copy of the
 * static data, so only what is shared here can tell deliveries of the same moment apart.
 */
const memories = new Map<string, string[]>();

/**
 * Whether a body comes for the first time within `window` milliseconds; if so, it is remembered. Has
 * no `await` in it, so that of two deliveries of the same moment only one is the first. The list
 * that all deliveries share is put into `stored`, so that n8n saves it with whichever comes last.
 */
export function isFirst(
	trigger: string,
	stored: StoredMemory,
	body: Buffer,
	window: number,
	now: number,
): boolean {
	const list = memories.get(trigger) ?? [];
	memories.set(trigger, list);
	keep(list, merged(list, stored.deliveries ?? []), now - window);
	const hash = createHash('sha256').update(body).digest('base64url').slice(0, HASH_LENGTH);
	if (list.some((entry) => entry.startsWith(hash))) return false;
	list.push(hash + now.toString(36));
	if (list.length > MAX_REMEMBERED) list.shift();
	stored.deliveries = list;
	return true;
}

/** What another process, or this one before a restart, has saved comes to what is known here. */
function merged(list: string[], stored: string[]): string[] {
	const known = new Set(list);
	const others = stored.filter((entry) => !known.has(entry));
	if (others.length === 0) return list;
	return [...list, ...others].sort((a, b) => timeOf(a) - timeOf(b));
}

/** Replaces the list's content: the list itself is shared. */
function keep(list: string[], entries: string[], since: number): void {
	const kept = entries.filter((entry) => timeOf(entry) > since).slice(-MAX_REMEMBERED);
	list.splice(0, list.length, ...kept);
}

function timeOf(entry: string): number {
	return Number.parseInt(entry.slice(HASH_LENGTH), 36);
}
