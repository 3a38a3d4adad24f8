import type { IDataObject } from 'n8n-workflow';

import type { LabelSet } from '../hub/types';
import { mapAnnotations } from './annotations';
import { allClasses } from './classes';

/**
 * Labels whose answers are option texts: tasks of the API carry option ids, exports and imports
 * texts (contract 4.3). Whatever is no option id, such as free text, stays as it is.
 */
export function resolveOptions<T extends IDataObject>(labels: T, labelSet?: LabelSet): T {
	const texts = new Map(
		allClasses(labelSet).map(({ schemaId, options = [] }) => [
			schemaId,
			new Map(options.map(({ schemaId: id, value }) => [id, value])),
		]),
	);
	return mapAnnotations(labels, (annotation) => {
		const { schemaId, answer } = annotation;
		if (answer === undefined) return annotation;
		const options = texts.get(String(schemaId));
		const text = (one: unknown) => options?.get(one as string) ?? one;
		const resolved = Array.isArray(answer) ? answer.map(text) : text(answer);
		return { ...annotation, answer: resolved as IDataObject };
	});
}
