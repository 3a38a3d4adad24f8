import { UserError } from 'n8n-workflow';

/** What JavaScript itself throws: a wrong type, a date or a depth that cannot be, half a character. */
const BUILT_IN = [TypeError, RangeError, URIError];

/** An error for the user. Where JavaScript stumbles over a record, that record is not what the contract says. */
export function inWords(error: unknown): Error & { description?: string | null } {
	const given = error as Error;
	if (!BUILT_IN.some((type) => given instanceof type)) return given;
	return new UserError('Ango Hub or the input item gave data in a form that is not known', {
		description: `Look at the input of this node, then at what Ango Hub has. In detail: ${given.message}.`,
	});
}
