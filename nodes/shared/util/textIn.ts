/** The first that is a text and not empty. */
export function textIn(...values: unknown[]): string | undefined {
	return values.find((value) => typeof value === 'string' && value !== '') as string | undefined;
}
