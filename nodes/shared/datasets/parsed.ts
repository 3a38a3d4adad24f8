import { UserError } from 'n8n-workflow';

/** A JSON value, which may come as its text. @throws UserError when the text is no JSON */
export function parsedJson(given: unknown): unknown {
	if (typeof given !== 'string') return given;
	try {
		return JSON.parse(given.replace(/^\uFEFF/, ''));
	} catch (error) {
		return notJson((error as Error).message);
	}
}

function notJson(reason: string): never {
	throw new UserError('The predictions are not valid JSON', {
		description: `Check the format and what the text holds. In detail: ${reason}.`,
	});
}

/** A text. @throws UserError when it is none */
export function textOf(given: unknown): string {
	if (typeof given === 'string') return given.replace(/^\uFEFF/, '');
	throw new UserError('The predictions are not text, as their format is', {
		description:
			"Give the content of the file, for example with {{ $json.text }}, or set 'Predictions From' to 'File'.",
	});
}
