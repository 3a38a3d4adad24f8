import type { IDataObject } from 'n8n-workflow';

import type { LabelSet } from '../hub/types';
import { isRecord } from '../util/isRecord';
import { allClasses } from './classes';

const LISTS = ['tools', 'objects', 'classifications', 'relations'];

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
	const resolved = (item: unknown): unknown => {
		if (!isRecord(item)) return item;
		const { schemaId, answer, classifications } = item;
		const options = texts.get(String(schemaId));
		const text = (one: unknown) => options?.get(one as string) ?? one;
		return {
			...item,
			...(answer !== undefined && {
				answer: Array.isArray(answer) ? answer.map(text) : text(answer),
			}),
			...(Array.isArray(classifications) && {
				classifications: classifications.map(resolved),
			}),
		};
	};
	return Object.fromEntries(
		Object.entries(labels).map(([key, value]) => [
			key,
			LISTS.includes(key) && Array.isArray(value) ? value.map(resolved) : value,
		]),
	) as T;
}
