import { UserError } from 'n8n-workflow';

import { namesIn, type Names } from '../util/names';

/**
 * Email addresses from a multi-picker, a text with commas, or an expression; each once.
 * @throws UserError naming the field when something else is among them
 */
export function emailsIn(value: Names | undefined, field: string): string[] {
	const emails = [...new Set(namesIn(value))];
	const other = emails.find((email) => !/^[^@\s]+@[^@\s]+$/.test(email));
	if (other !== undefined) {
		throw new UserError(`'${field}' holds '${other}', which is not an email address`, {
			description: 'Give addresses such as ada@example.com: one, several with commas, or a list.',
		});
	}
	return emails;
}

/** Like `emailsIn`, but requires at least one address. @throws UserError also when there is none */
export function someEmailsIn(value: Names, field: string): string[] {
	const emails = emailsIn(value, field);
	if (emails.length === 0) {
		throw new UserError(`'${field}' is empty`, {
			description: 'Give at least one email address.',
		});
	}
	return emails;
}
