/** A regular expression for a text in capitals or not: the filter of tasks has no flag for that. */
export function anyCase(text: string): string {
	return text
		.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
		.replace(/\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
