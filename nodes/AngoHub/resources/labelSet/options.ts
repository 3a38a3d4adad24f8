import { UserError } from 'n8n-workflow';

import type { SchemaClass } from '../../../shared/hub/types';
import { suggestion } from '../../../shared/util/nearest';
import { newId, type OptionDraft } from './draft';

type Option = NonNullable<SchemaClass['options']>[number];

/** Answers with IDs: those of the known ones with the same ID or text, else new ones. */
export function withOptionIds(given: OptionDraft[], known: Option[]): Option[] {
	return given.map((option) => ({
		...option,
		schemaId: option.schemaId ?? counterpart(option, known)?.schemaId ?? newId(),
	}));
}

/** Known answers, changed and followed by those that were given. */
export function mergedOptions(given: OptionDraft[], known: Option[]): Option[] {
	const settled = withOptionIds(given, known);
	const changed = new Map(settled.map((option) => [option.schemaId, option]));
	const kept = known.map((option) => ({ ...option, ...changed.get(option.schemaId) }));
	const old = new Set(known.map(({ schemaId }) => schemaId));
	return [...kept, ...settled.filter(({ schemaId }) => !old.has(schemaId))];
}

function counterpart({ schemaId, value }: OptionDraft, known: Option[]): Option | undefined {
	return schemaId === undefined
		? known.find((option) => option.value === value)
		: known.find((option) => option.schemaId === schemaId);
}

/**
 * The ID of an answer of a class, by its text or ID.
 * @throws UserError naming the nearest ones when the class has no such answer
 */
export function optionIdIn(parent: SchemaClass, answer: string, asking: string): string {
	const options = parent.options ?? [];
	const found =
		options.find(({ value }) => value === answer) ??
		options.find(({ schemaId }) => schemaId === answer);
	if (found) return found.schemaId;
	throw new UserError(`'${parent.title}' has no answer '${answer}', which '${asking}' asks for`, {
		description: suggestion(
			answer,
			options.map(({ value }) => value),
			`There are no answers to choose from in '${parent.title}'.`,
		),
	});
}
