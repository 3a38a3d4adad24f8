/** Elements of a list by some property of theirs, in their order. */
export function groupBy<T, K>(list: T[], keyOf: (element: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const element of list) {
		const key = keyOf(element);
		const group = groups.get(key);
		if (group) group.push(element);
		else groups.set(key, [element]);
	}
	return groups;
}
