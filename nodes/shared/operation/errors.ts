import { UserError } from 'n8n-workflow';

/** What JavaScript itself throws: a wrong type, an impossible date or depth, half a character. */
const BUILT_IN = [TypeError, RangeError, URIError];

type DescribedError = Error & { description?: string | null };

/** An error for the user. A built-in error means that a record has an unexpected shape. */
export function toUserError(error: unknown): DescribedError {
	const given = error as Error;
	if (!BUILT_IN.some((type) => given instanceof type)) return given;
	return new UserError('A record has an unexpected form', {
		description: `Look at the input of this node, then at the records that it works with. In detail: ${given.message}.`,
	});
}

/** What happened and what to do about it, where there is one place for both. */
export function withAdvice({
	message,
	description,
}: {
	message: string;
	description?: string | null;
}): string {
	return description ? `${message.replace(/\.?$/, '.')} ${description}` : message;
}
