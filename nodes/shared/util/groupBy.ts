/** Elements of a list by some property of theirs, in their order. */
export function groupBy<T, K>(
	list: readonly T[],
	keyOf: (element: T, position: number) => K,
): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const [position, element] of list.entries()) {
		const key = keyOf(element, position);
		const group = groups.get(key);
		if (group) group.push(element);
		else groups.set(key, [element]);
	}
	return groups;
}
