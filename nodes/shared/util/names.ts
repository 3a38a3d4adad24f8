/** Names or IDs that a field gives: a list, or one text that may be a name or hold several. */
export type Names = readonly string[] | string;

/** So many parts of a text may be one name with commas in it; a text as a whole may have more. */
const MAX_PARTS = 4;

/**
 * The names of a list, or of a text: the whole text where it is one of the names that `exist`, else its
 * parts between commas and line breaks; parts that are such a name together stay together. Blanks around
 * names and blank ones are left out.
 */
export function namesIn(
	given: Names | undefined,
	exists: (name: string) => boolean = () => false,
): string[] {
	const list = typeof given === 'string' ? namesInText(given, exists) : [given ?? []].flat();
	return list.map((name) => name.trim()).filter(Boolean);
}

/** What `namesIn` asks of a text whether it exists. */
export function namesWithCommas(text: string): string[] {
	const asked = new Set<string>();
	namesIn(text, (name) => {
		asked.add(name);
		return false;
	});
	return [...asked];
}

function namesInText(text: string, exists: (name: string) => boolean): string[] {
	if (exists(text.trim())) return [text];
	return text.split(/[\r\n]/).flatMap((line) => {
		const parts = line.split(',');
		const names: string[] = [];
		while (parts.length > 0) {
			let length = Math.min(MAX_PARTS, parts.length);
			while (length > 1 && !exists(parts.slice(0, length).join(',').trim())) length--;
			names.push(parts.splice(0, length).join(','));
		}
		return names;
	});
}
