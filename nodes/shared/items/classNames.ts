import type { IDataObject } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../hub/types';
import { allClasses } from '../labels/classes';
import { resolveOptions } from '../labels/resolveOptions';

const ANNOTATIONS = new Set(['tools', 'objects', 'classifications', 'relations']);

/** The names of a label set: its classes, what they are, and the answers that they offer. */
export function labelSetNames({ tools, classifications, relations }: LabelSet): IDataObject {
	return {
		tools: (tools ?? []).map(names),
		classifications: (classifications ?? []).map(names),
		relations: (relations ?? []).map(names),
	};
}

/** A task whose annotations carry the title of their class, and texts instead of ids of options. */
export function withClassNames(task: IDataObject, labelSet: LabelSet): IDataObject {
	const titles = new Map(allClasses(labelSet).map(({ schemaId, title }) => [schemaId, title]));
	const named = (value: unknown): unknown =>
		Array.isArray(value) ? value.map((entry) => annotation(entry as IDataObject)) : value;
	const annotation = (entry: IDataObject): IDataObject => ({
		...entry,
		title: entry.title ?? titles.get(String(entry.schemaId)) ?? null,
		...('classifications' in entry && {
			classifications: named(entry.classifications) as IDataObject[],
		}),
	});
	return Object.fromEntries(
		Object.entries(resolveOptions(task, labelSet)).map(([key, value]) => [
			key,
			ANNOTATIONS.has(key) ? (named(value) as IDataObject[]) : value,
		]),
	);
}

function names({ schemaId, title, tool, options, classifications }: SchemaClass): IDataObject {
	return {
		schemaId,
		title,
		tool,
		...(options?.length ? { options: options.map(({ value }) => value) } : {}),
		...(classifications?.length ? { classifications: classifications.map(names) } : {}),
	};
}
