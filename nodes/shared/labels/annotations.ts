import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../util/isRecord';
import { recordsIn } from '../util/lists';

/** The lists of annotations that tasks and labels have (contract 5.5, 5.6). */
export const ANNOTATION_LISTS = ['tools', 'objects', 'classifications', 'relations'] as const;

/** The objects of a task or of labels: the current platform calls them tools, the legacy one objects. */
export function objectsIn({ tools, objects }: IDataObject): IDataObject[] {
	return recordsIn(joined(tools, objects));
}

/** Two lists as one, equal entries once; what is no list gives way to the other. */
export function joined(list: unknown, other: unknown): unknown {
	if (!Array.isArray(list) || !Array.isArray(other)) return list ?? other;
	const known = new Set((list as unknown[]).map((entry) => JSON.stringify(entry)));
	const added = (other as unknown[]).filter((entry) => !known.has(JSON.stringify(entry)));
	return [...(list as unknown[]), ...added];
}

/** A task or labels with each annotation replaced, those inside others before the outer one. */
export function mapAnnotations<T extends IDataObject>(
	labels: T,
	map: (annotation: IDataObject) => IDataObject,
): T {
	const mapped = (annotation: unknown): unknown => {
		if (!isRecord(annotation)) return annotation;
		const { classifications } = annotation;
		return map(
			Array.isArray(classifications)
				? { ...annotation, classifications: classifications.map(mapped) as IDataObject[] }
				: annotation,
		);
	};
	const lists = ANNOTATION_LISTS.filter((key) => Array.isArray(labels[key]));
	return {
		...labels,
		...Object.fromEntries(lists.map((key) => [key, (labels[key] as unknown[]).map(mapped)])),
	};
}
