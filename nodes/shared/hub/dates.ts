/** A date in microseconds, as the official client sends it in exports and performance (contract 1.7). */
export function microseconds(iso: string | undefined): string | undefined {
	return iso ? iso.replace(/\.(\d{3})Z$/, '.$1000Z') : undefined;
}
