import { UserError } from 'n8n-workflow';

import { isEmpty } from '../util/isEmpty';

/** A number from a field; expressions may give it as text, or nothing at all. @throws UserError naming the field */
export function numberIn(value: unknown, field: string): number {
	const number = isEmpty(value) ? NaN : Number(value);
	if (Number.isFinite(number)) return number;
	throw new UserError(`'${field}' has to be a number, not '${String(value)}'`, {
		description: 'Check that its expression gives a number for this item.',
	});
}

/** A whole number from a field, from `least` to `most`. @throws UserError naming the field */
export function wholeNumberIn(
	value: unknown,
	field: string,
	least: number,
	most = Infinity,
): number {
	const number = numberIn(value, field);
	if (Number.isInteger(number) && number >= least && number <= most) return number;
	const range = most === Infinity ? `from ${least}` : `from ${least} to ${most}`;
	throw new UserError(`'${field}' has to be a whole number ${range}, not ${number}`, {
		description: 'Check that its expression gives a number in this range for this item.',
	});
}
