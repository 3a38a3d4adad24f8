import type { IDataObject } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../hub/types';
import { mapAnnotations } from './annotations';
import { allClasses } from './classes';
import { resolveOptions } from './resolveOptions';

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
	return mapAnnotations(resolveOptions(task, labelSet), (annotation) => ({
		...annotation,
		title: annotation.title ?? titles.get(String(annotation.schemaId)) ?? null,
	}));
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
