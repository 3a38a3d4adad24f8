import type { IDataObject } from 'n8n-workflow';

import type { LabelContent, LabelSet, SchemaClass } from '../hub/types';
import { isRecord } from '../util/isRecord';
import { meant, SEVERAL_ANSWERS } from './classes';
import { resolveOptions } from './resolveOptions';

/**
 * Labels as users have them, in the form that Ango Hub takes (contract 5.6): `tools` of tasks and
 * exports become `objects`, titles that are unique get their schema id, option ids become texts,
 * and boxes start at their top left corner. What does not fit the label set stays as it is.
 */
export function prepared<T extends LabelContent>(content: T, labelSet?: LabelSet): T {
	const { tools, ...rest } = content as LabelContent;
	const objects = (content.objects ?? tools) as IDataObject[] | undefined;
	const { tools: toolClasses = [], classifications = [], relations = [] } = labelSet ?? {};
	const each = (
		items: IDataObject[] | undefined,
		map: (item: IDataObject) => IDataObject,
	): IDataObject[] | undefined =>
		Array.isArray(items) ? items.map((item) => (isRecord(item) ? map(item) : item)) : items;
	const named = {
		...rest,
		...(objects !== undefined && {
			objects: each(objects, (item) => withUprightBox(withClass(item, toolClasses))),
		}),
		...(content.classifications !== undefined && {
			classifications: each(content.classifications, (item) => withClass(item, classifications)),
		}),
		...(content.relations !== undefined && {
			relations: each(content.relations, (item) => withClass(item, relations)),
		}),
	};
	return resolveOptions(named, labelSet) as T;
}

function withClass(item: IDataObject, classes: SchemaClass[]): IDataObject {
	const [schemaClass, ...others] = meant(item, classes);
	if (!schemaClass || others.length > 0) return item;
	const { answer, classifications } = item;
	const alone = SEVERAL_ANSWERS.has(schemaClass.tool) && typeof answer === 'string';
	return {
		...item,
		schemaId: schemaClass.schemaId,
		...(alone && { answer: [answer] }),
		...(Array.isArray(classifications) && {
			classifications: (classifications as IDataObject[]).map((nested) =>
				isRecord(nested) ? withClass(nested, schemaClass.classifications ?? []) : nested,
			),
		}),
	};
}

/** Exports give the corner that was clicked first, with negative sizes; imports take the top left one. */
function withUprightBox(item: IDataObject): IDataObject {
	const box = item['bounding-box'];
	if (!isRecord(box)) return item;
	const { x, y, width, height } = box as Record<string, number>;
	return {
		...item,
		'bounding-box': {
			...box,
			...(width < 0 && { x: x + width, width: -width }),
			...(height < 0 && { y: y + height, height: -height }),
		},
	};
}
