/** How a piece of work ends: with its value, or with what it threw. */
export async function outcomeOf<T>(work: Promise<T>): Promise<{ value: T } | { error: Error }> {
	return await work.then(
		(value) => ({ value }),
		(error: Error) => ({ error }),
	);
}

/** The error that a piece of work ends with, or undefined where it went well. */
export async function errorOf(work: Promise<unknown>): Promise<Error | undefined> {
	const outcome = await outcomeOf(work);
	return 'error' in outcome ? outcome.error : undefined;
}

/** How work without promises ends: with its value, or with what it threw. */
export function tried<T>(work: () => T): { value: T } | { error: unknown } {
	try {
		return { value: work() };
	} catch (error) {
		return { error };
	}
}
