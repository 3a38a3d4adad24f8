import { UserError } from 'n8n-workflow';

import { tried } from './outcome';

/** Does a piece of work. @throws what it throws; a UserError says one sentence more, such as what it is about */
export function withSentence<T>(sentence: string, work: () => T): T {
	const outcome = tried(work);
	if ('value' in outcome) return outcome.value;
	if (!(outcome.error instanceof UserError)) throw outcome.error;
	const { message, description } = outcome.error;
	throw new UserError(message, { description: `${description} ${sentence}` });
}
