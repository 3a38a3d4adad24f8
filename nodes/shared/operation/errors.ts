import { NodeApiError, NodeOperationError, UserError, type INode } from 'n8n-workflow';

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

/** What was thrown as an error of the node, in words for people. */
export function asNodeError(node: INode, cause: unknown): NodeApiError | NodeOperationError {
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError) return cause;
	const { message, description } = toUserError(cause);
	const error = new NodeOperationError(node, cause as Error, {
		message,
		description: description ?? undefined,
	});
	error.message = message; // n8n rewrites messages that contain a system error code, file names included
	return error;
}
