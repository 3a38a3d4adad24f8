import { UserError } from 'n8n-workflow';

import { isEmpty } from './read';

/** A number from a field; expressions may give it as text, or nothing at all. @throws UserError naming the field */
export function numberIn(value: unknown, field: string): number {
	const number = isEmpty(value) ? NaN : Number(value);
	if (Number.isFinite(number)) return number;
	throw new UserError(`'${field}' has to be a number, not '${String(value)}'`, {
		description: 'Check that its expression gives a number for this item.',
	});
}
