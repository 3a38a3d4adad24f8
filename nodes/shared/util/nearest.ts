/** Comparing takes the product of two lengths, so only the beginning of a long name counts. */
const MAX_COMPARED_LENGTH = 100;

/** The names most like `name`, best first: what the user may have meant. */
export function nearest(name: string, names: string[], limit = 3): string[] {
	const compared = (text: string) => text.slice(0, MAX_COMPARED_LENGTH).toLowerCase();
	const wanted = compared(name);
	return [...new Set(names)]
		.map((candidate) => ({ candidate, distance: distance(wanted, compared(candidate)) }))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, limit)
		.map(({ candidate }) => candidate);
}

/** A sentence with the names most like an unknown one; `none` where there are no names. */
export function suggestion(name: string, names: string[], none: string): string {
	if (names.length === 0) return none;
	const quoted = nearest(name, names).map((candidate) => `'${candidate}'`);
	return `The nearest ${quoted.length === 1 ? 'is' : 'are'} ${quoted.join(', ')}.`;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = a[i - 1] === b[j - 1] ? 0 : 1;
			next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + change);
		}
		row = next;
	}
	return row[b.length];
}
