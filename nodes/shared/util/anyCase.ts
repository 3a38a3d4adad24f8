/** A regular expression for a text in capitals or not, where no flag can be given. */
export function anyCase(text: string): string {
	return text
		.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
		.replace(/\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
