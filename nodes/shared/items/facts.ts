/** True for an id of Ango Hub (contract 1.7). */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value);
}

/** True for the address of an asset's file; an asset may be a text instead. */
export function isUrl(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\/\S+$/i.test(value);
}
