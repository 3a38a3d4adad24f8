/** What happened and what to do about it, where there is one place for both. */
export function wholeText({
	message,
	description,
}: {
	message: string;
	description?: string | null;
}): string {
	return description ? `${message.replace(/\.?$/, '.')} ${description}` : message;
}
