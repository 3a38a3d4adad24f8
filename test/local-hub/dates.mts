/** Microseconds of an ISO date: filters may be finer than the milliseconds of records (contract 1.7). */
export function microseconds(iso: string): number {
	const fraction = /\.(\d+)/.exec(iso)?.[1] ?? '';
	return Date.parse(iso) * 1000 + Number(fraction.padEnd(6, '0').slice(3, 6));
}
