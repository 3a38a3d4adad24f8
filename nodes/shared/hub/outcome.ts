/** The error that a piece of work ends with, or undefined where it went well. */
export async function errorOf(work: Promise<unknown>): Promise<Error | undefined> {
	return await work.then(
		() => undefined,
		(error: Error) => error,
	);
}
