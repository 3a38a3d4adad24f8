import { errorOf } from '../../util/outcome';
import { HubError } from './errors';

/** Assets or labels in one call: no limit is documented, 500 is known to be safe (contract 2.4). */
export const CHUNK_SIZE = 500;

/** Characters of a list in an address, percent-encoded: servers take addresses of about 8,000. */
const MAX_ADDRESS_LIST = 6_000;

/**
 * Sends items in chunks, one after another. A chunk that is refused because of its content is
 * halved until the offending items stand alone, so that one bad entry does not sink the others.
 * Gives the error of each item, or undefined where it went through.
 */
export async function sendInChunks<T>(
	items: T[],
	send: (chunk: T[]) => Promise<void>,
	size = CHUNK_SIZE,
): Promise<Array<Error | undefined>> {
	const outcomes: Array<Error | undefined> = [];
	for (let start = 0; start < items.length; start += size) {
		outcomes.push(...(await sendHalving(items.slice(start, start + size), send)));
	}
	return outcomes;
}

async function sendHalving<T>(
	chunk: T[],
	send: (chunk: T[]) => Promise<void>,
): Promise<Array<Error | undefined>> {
	const error = await errorOf(send(chunk));
	if (!error) return chunk.map(() => undefined);
	if (chunk.length === 1 || !concernsItems(error)) return chunk.map(() => error);
	const middle = Math.ceil(chunk.length / 2);
	return [
		...(await sendHalving(chunk.slice(0, middle), send)),
		...(await sendHalving(chunk.slice(middle), send)),
	];
}

/** True for refusals that concern some items of a chunk, not the key, the role or the rate. */
function concernsItems(error: Error): boolean {
	return error instanceof HubError && (error.kind === 'refused' || error.kind === 'notFound');
}

/** Texts as lists, each as long as an address can hold. */
export function chunksForAddress(texts: string[]): string[][] {
	const chunks: string[][] = [];
	let length = Infinity;
	for (const text of texts) {
		const own = encodeURIComponent(`${JSON.stringify(text)},`).length;
		if (length + own > MAX_ADDRESS_LIST) {
			chunks.push([]);
			length = 0;
		}
		chunks.at(-1)!.push(text);
		length += own;
	}
	return chunks;
}
