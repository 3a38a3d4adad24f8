import type { IDataObject } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../../../shared/hub/types';
import { allClasses } from '../../../shared/labels/classes';

/** What an update did to a label set: the classes and answers that came and went. */
export function changesBetween(before: LabelSet, after: LabelSet): IDataObject {
	const [old, now] = [before, after].map(
		(labelSet) => new Map(allClasses(labelSet).map((one) => [one.schemaId, one])),
	);
	const missingIn = (one: Map<string, SchemaClass>, other: Map<string, SchemaClass>) =>
		[...one.values()]
			.filter(({ schemaId }) => !other.has(schemaId))
			.map(({ title, schemaId, tool }) => ({ title, schemaId, tool }));
	const removedOptions = [...old.values()].flatMap(({ title, schemaId, options = [] }) => {
		const left = now.get(schemaId)?.options ?? [];
		if (!now.has(schemaId)) return [];
		return options
			.filter((option) => !left.some((one) => one.schemaId === option.schemaId))
			.map((option) => ({ class: title, value: option.value, schemaId: option.schemaId }));
	});
	return {
		added: missingIn(now, old),
		removed: missingIn(old, now),
		removedOptions,
	};
}
