import { UserError } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../../../shared/hub/types';
import { allClasses } from '../../../shared/labels/classes';
import { groupBy } from '../../../shared/util/groupBy';
import { LISTS, TREE, TYPES, WITH_OPTIONS } from './kinds';

const COLOR = /^#[0-9a-f]{6}$/i;
const SHORTCUT_KEY = /^(?:(?:ctrl\+)?[0-9]|[a-k])?$/;

/**
 * Checks a label set before it is sent. What the project has already may stay as it is.
 * @throws UserError naming the class and what is wrong with it
 */
export function checkLabelSet(labelSet: LabelSet, existing: LabelSet): void {
	const known = new Map(allClasses(existing).map((one) => [one.schemaId, one]));
	const classes = allClasses(labelSet);
	for (const one of classes) checkClass(one, known.get(one.schemaId));
	checkTypes(labelSet, classes, [...known.values()]);

	for (const list of LISTS) checkTitles(labelSet[list], known);
	const keyed = classes.filter(({ shortcutKey }) => shortcutKey);
	const key = double(keyed, known, ({ shortcutKey }) => String(shortcutKey));
	if (key) {
		throw new UserError(
			`The classes ${quoted(key)} have the same shortcut key '${String(key[0].shortcutKey)}'`,
			{ description: 'Give each a key of its own.' },
		);
	}
	const id = double(classes, known, ({ schemaId }) => schemaId, true);
	if (id) {
		throw new UserError(`The classes ${quoted(id)} have the same ID '${id[0].schemaId}'`, {
			description: 'Remove the ID from the new one, and it gets one of its own.',
		});
	}
}

/** A type that nobody knows would be a class that nobody can draw or answer. */
function checkTypes(labelSet: LabelSet, classes: SchemaClass[], existing: SchemaClass[]): void {
	const known = new Set([
		...LISTS.flatMap((list) => TYPES[list].map(({ value }): string => value)),
		...existing.map(({ tool }) => tool),
	]);
	const unknown = classes.find(({ tool }) => !known.has(tool));
	if (unknown === undefined) return;
	const list = LISTS.find((name) => labelSet[name].includes(unknown)) ?? 'classifications';
	throw new UserError(
		`The class '${unknown.title}' has the type '${unknown.tool}', which does not exist`,
		{
			description: `Give one of ${TYPES[list].map(({ value }) => `'${value}'`).join(', ')}.`,
		},
	);
}

function checkClass(one: SchemaClass, known: SchemaClass | undefined): void {
	const { title, color, shortcutKey } = one;
	if (title.trim() === '' && known?.title !== title) {
		throw new UserError(`A class of the type '${one.tool}' has no title`, {
			description: 'Give it one: labels find their class by its title.',
		});
	}
	if (color !== known?.color && !COLOR.test(String(color))) {
		throw new UserError(`'${String(color)}' is not a valid color for the class '${title}'`, {
			description: 'Give it as #RRGGBB, such as #FF8800.',
		});
	}
	if (shortcutKey !== known?.shortcutKey && !SHORTCUT_KEY.test(String(shortcutKey))) {
		throw new UserError(
			`'${String(shortcutKey)}' is not a valid shortcut key for the class '${title}'`,
			{ description: 'Give 0 to 9, ctrl+0 to ctrl+9, or a to k.' },
		);
	}
	checkOptions(one, known);
}

function checkOptions(
	{ title, tool, options = [], classifications = [] }: SchemaClass,
	known: SchemaClass | undefined,
): void {
	const choosing = tool === TREE || WITH_OPTIONS.some((type) => type === tool);
	if (choosing && options.length === 0 && known?.options?.length !== 0) {
		throw new UserError(`The class '${title}' has no answers to choose from`, {
			description: `Fill in 'Possible Answers', one answer on each line.`,
		});
	}
	for (const property of ['value', 'schemaId'] as const) {
		const values = options.map((option) => option[property]);
		const twice = values.find((value, index) => values.indexOf(value) !== index);
		if (twice === undefined || occurrences(known, property, twice) > 1) continue;
		throw new UserError(
			`The class '${title}' has the answer${property === 'schemaId' ? ' ID' : ''} '${twice}' twice`,
			{ description: 'Give each answer, and each ID, once.' },
		);
	}
	for (const { title: inner, schemaId, parentOptionId } of classifications) {
		const wanted = parentOptionId ?? null;
		if (wanted === null || options.some((option) => option.schemaId === wanted)) continue;
		const before = known?.classifications?.find((one) => one.schemaId === schemaId);
		const wasSo =
			before?.parentOptionId === wanted &&
			!known?.options?.some((option) => option.schemaId === wanted);
		if (wasSo) continue;
		throw new UserError(`The class '${inner}' asks for an answer that '${title}' does not have`, {
			description: `Its parentOptionId is '${String(wanted)}'. Remove the class together with the answer.`,
		});
	}
}

function occurrences(
	known: SchemaClass | undefined,
	property: 'value' | 'schemaId',
	value: string,
): number {
	return (known?.options ?? []).filter((option) => option[property] === value).length;
}

/** Classes at the same place that are asked for at the same time need different titles. */
function checkTitles(siblings: SchemaClass[], known: Map<string, SchemaClass>): void {
	const same = double(siblings, known, ({ title, parentOptionId }) =>
		JSON.stringify([title, parentOptionId ?? null]),
	);
	if (same) {
		throw new UserError(`There are ${same.length} classes called '${same[0].title}' at one place`, {
			description: 'Labels find their class by its title. Give each a title of its own.',
		});
	}
	for (const { classifications } of siblings) checkTitles(classifications ?? [], known);
}

/** Classes that share a key, where not all of them have had it before. */
function double(
	classes: SchemaClass[],
	known: Map<string, SchemaClass>,
	keyOf: (schemaClass: SchemaClass) => string,
	always = false,
): SchemaClass[] | undefined {
	return [...groupBy(classes, keyOf).values()].find(
		(group) =>
			group.length > 1 &&
			(always ||
				group.some((one) => {
					const before = known.get(one.schemaId);
					return !before || keyOf(before) !== keyOf(one);
				})),
	);
}

function quoted(classes: SchemaClass[]): string {
	return classes.map(({ title }) => `'${title}'`).join(' and ');
}
