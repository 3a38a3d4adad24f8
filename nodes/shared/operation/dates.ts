/** A moment in ISO's form; the time, its seconds and its zone may be missing. */
const ISO =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Numbers between these are milliseconds; smaller ones are likely to be seconds. */
const MIN_MS = Date.UTC(2001, 0);
const MAX_MS = Date.UTC(2101, 0);

/** What JavaScript's and Luxon's dates have in common. */
interface DateLike {
	valueOf(): number;
}

/** True for a date of JavaScript or Luxon. */
export function isDate(value: unknown): value is DateLike {
	return value instanceof Date || typeof (value as { toMillis?: unknown })?.toMillis === 'function';
}

/**
 * Milliseconds since 1970 of an ISO text, a date of JavaScript or Luxon, or a number of milliseconds;
 * undefined for anything else. A text without a zone is of `timeZone`.
 */
export function timeOf(value: unknown, timeZone: string): number | undefined {
	if (isDate(value)) return finite(value.valueOf());
	if (typeof value === 'number') return value >= MIN_MS && value < MAX_MS ? value : undefined;
	const [, ...parts] = (typeof value === 'string' && ISO.exec(value.trim())) || [];
	if (parts.length === 0) return undefined;
	const [year, month, day, hour, minute, second] = parts
		.slice(0, 6)
		.map((part) => Number(part ?? 0));
	const [fraction = '0', zone] = parts.slice(6);
	const wall = Date.UTC(year, month - 1, day, hour, minute, second, Number(`0.${fraction}`) * 1000);
	// JavaScript takes the 30th of February for the 2nd of March.
	const isReal =
		new Date(wall).toISOString().slice(0, 10) === `${parts[0]}-${parts[1]}-${parts[2]}` &&
		minute < 60 &&
		second < 60;
	if (!isReal) return undefined;
	return zone === undefined ? inZone(wall, timeZone) : wall - offsetOf(zone);
}

function finite(time: number): number | undefined {
	return Number.isFinite(time) ? time : undefined;
}

/** Milliseconds by which clocks of a zone such as '+05:30' are ahead. */
function offsetOf(zone: string): number {
	if (zone.toUpperCase() === 'Z') return 0;
	const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)!;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** When clocks of a time zone show `wall`; in the hour that is left out in spring, an hour later. */
function inZone(wall: number, timeZone: string): number {
	const first = wall - aheadAt(wall, timeZone);
	return wall - aheadAt(first, timeZone);
}

/** Milliseconds by which clocks of a time zone are ahead at a moment. */
function aheadAt(time: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(time);
	const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
	const shown = Date.UTC(
		of('year'),
		of('month') - 1,
		of('day'),
		of('hour'),
		of('minute'),
		of('second'),
	);
	return shown - Math.floor(time / 1000) * 1000;
}
