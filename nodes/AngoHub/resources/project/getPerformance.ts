import { UserError } from 'n8n-workflow';

/** The beginning of time, for a report without a beginning. */
const BEGINNING = new Date(0).toISOString();

/**
 * The interval of a report: both ends, where at least one is given (contract 2.1).
 * @throws UserError when it ends before it begins
 */
export function intervalOf(after?: string, before?: string): [string, string] | undefined {
	if (!after && !before) return undefined;
	const interval: [string, string] = [after || BEGINNING, before || new Date().toISOString()];
	if (interval[0] <= interval[1]) return interval;
	throw new UserError(`'After' has to be earlier than ${before ? "'Before'" : 'now'}`, {
		description: `It is ${interval[0]}, and the report would end at ${interval[1]}.`,
	});
}
