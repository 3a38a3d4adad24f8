import { annotationId } from './ids.mts';
import type { Answer, CategorySchema } from './types.mts';
import type { OpenObject } from './validate.mts';
import { arrayOf, object, openObject, optional } from './validate.mts';

/** Annotation items as requests carry them: `objects`, where tasks have `tools` (contract 2.11). */
export interface AnswerInput {
	objects?: OpenObject[];
	classifications?: OpenObject[];
	relations?: OpenObject[];
}

const items = optional(arrayOf(openObject));
export const answerInput = object({ objects: items, classifications: items, relations: items });

export const emptyAnswer = (): Answer => ({ tools: [], classifications: [], relations: [] });

const listOf = (value: unknown): OpenObject[] =>
	Array.isArray(value) ? (value as OpenObject[]) : [];

/** The label set entry an item means: by `schemaId`, else by title (contract 5.6). */
function entryOf(entries: OpenObject[], item: OpenObject): OpenObject | undefined {
	return item.schemaId !== undefined
		? entries.find((entry) => entry.schemaId === item.schemaId)
		: entries.find((entry) => entry.title === item.title);
}

function classificationOf(entries: OpenObject[], item: OpenObject): OpenObject {
	const entry = entryOf(entries, item) ?? {};
	return {
		columnField: false,
		...item,
		...named(entry),
		...(entry.tool !== undefined && { tool: entry.tool }),
		classifications: listOf(item.classifications).map((nested) =>
			classificationOf(listOf(entry.classifications), nested),
		),
	};
}

const named = (entry: OpenObject): OpenObject =>
	entry.schemaId === undefined ? {} : { schemaId: entry.schemaId, title: entry.title };

/** Turns import items into the stored form: ids and titles from the label set, own object ids. */
export function toAnswer(
	schema: CategorySchema,
	input: AnswerInput,
	by: string,
	at: string,
): Answer {
	const tools = (input.objects ?? []).map((item) => {
		const entry = entryOf(schema.tools, item) ?? {};
		return {
			...item,
			...named(entry),
			objectId: item.objectId ?? annotationId(),
			classifications: listOf(item.classifications).map((nested) =>
				classificationOf(listOf(entry.classifications), nested),
			),
			metadata: item.metadata ?? { createdAt: at, createdBy: by },
		};
	});
	const relations = (input.relations ?? []).map((item) => ({
		...item,
		...named(entryOf(schema.relations, item) ?? {}),
		objectId: item.objectId ?? annotationId(),
	}));
	const classifications = (input.classifications ?? []).map((item) =>
		classificationOf(schema.classifications, item),
	);
	return { tools, classifications, relations };
}

/** Whether the label set knows the item (for `validPreLabelsCount`, contract 2.4). */
export const isKnownClassification = (schema: CategorySchema, item: OpenObject): boolean =>
	entryOf(schema.classifications, item) !== undefined;
