import { UserError } from 'n8n-workflow';

/** Longer than this nothing waits. */
const A_DAY = 86_400;

/**
 * A number of seconds from a field, as milliseconds. An expression may give anything, and a wait
 * for what is no number would have no end.
 * @throws UserError naming the field
 */
export function milliseconds(value: unknown, field: string, least = 0): number {
	const seconds = Number(value);
	if (seconds >= least && seconds <= A_DAY) return seconds * 1000;
	throw new UserError(
		`'${field}' has to be a number of seconds from ${least} to ${A_DAY}, not ${String(value)}`,
		{ description: 'Check that its expression gives a number in this range for this item.' },
	);
}
