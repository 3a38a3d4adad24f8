/** Names or ids from a multi-picker or an expression: a list, or one text with commas. */
export function namesIn(value: unknown): string[] {
	const list = typeof value === 'string' ? value.split(',') : ((value ?? []) as unknown[]);
	return list
		.filter((name) => name !== undefined && name !== null)
		.map((name) => String(name).trim())
		.filter(Boolean);
}
