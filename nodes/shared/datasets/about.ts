import { UserError } from 'n8n-workflow';

import { tried } from '../util/outcome';

/** Does a piece of work. @throws what it throws, with a sentence that names what it was about */
export function about<T>(name: string, work: () => T): T {
	const outcome = tried(work);
	if ('value' in outcome) return outcome.value;
	if (!(outcome.error instanceof UserError)) throw outcome.error;
	const { message, description } = outcome.error;
	throw new UserError(message, { description: `${description} It is about '${name}'.` });
}
