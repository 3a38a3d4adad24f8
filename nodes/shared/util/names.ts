/** Names or IDs that a field gives: a list, or one text that may be a name or hold several. */
export type Names = readonly string[] | string;

/**
 * The names of a list, or of a text: the whole text where it is one of the names that `exist`, else its
 * parts between commas and line breaks. Blanks around them and blank ones are left out.
 */
export function namesIn(
	given: Names | undefined,
	exists: (name: string) => boolean = () => false,
): string[] {
	const isWhole = typeof given === 'string' && exists(given.trim());
	const list =
		typeof given === 'string' && !isWhole ? given.split(/[,\r\n]/) : [given ?? []].flat();
	return list.map((name) => name.trim()).filter(Boolean);
}
