import { errorOf } from '../../util/outcome';
import { HubError } from './errors';

/** Assets or labels in one call: no limit is documented, 500 is known to be safe (contract 2.4). */
export const CHUNK_SIZE = 500;

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
