import { badRequest } from './errors.mts';

/** The text of a form field; undefined when it is absent. */
export function fieldText(form: FormData, name: string): string | undefined {
	const value = form.get(name);
	if (value === null) return undefined;
	if (typeof value !== 'string') throw badRequest(`Invalid value for "${name}": expected text.`);
	return value;
}

/** The files of a form field. */
export function fieldFiles(form: FormData, name: string): File[] {
	return form.getAll(name).map((value) => {
		if (typeof value === 'string') {
			throw badRequest(`Invalid value for "${name}": expected a file.`);
		}
		if (value.name === '') throw badRequest(`The file in "${name}" has no name.`);
		return value;
	});
}

/** Refuses fields the contract does not list. */
export function checkFields(form: FormData, known: readonly string[]): void {
	for (const name of form.keys()) {
		if (!known.includes(name)) throw badRequest(`Unknown key "${name}".`);
	}
}

export const bytesOf = async (file: File): Promise<Buffer> => Buffer.from(await file.arrayBuffer());
