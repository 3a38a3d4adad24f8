import { UserError } from 'n8n-workflow';

/** @throws UserError when an expression gave something else, such as the text 'false' */
export function booleanIn(value: unknown, field: string): boolean {
	if (typeof value === 'boolean') return value;
	throw new UserError(`'${field}' has to be true or false, not '${String(value)}'`, {
		description: `Give a boolean: an expression such as {{ $json.flag === 'yes' }} makes one of a text.`,
	});
}
