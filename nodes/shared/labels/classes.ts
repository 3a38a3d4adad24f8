import { UserError } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../hub/types';
import { suggestion } from '../util/nearest';

/** Classifications whose answer is a list (contract 4.3). */
export const SEVERAL_ANSWERS = new Set(['checkbox', 'multi-dropdown', 'tree-dropdown', 'rank']);

/** True for texts of the same letters: systems compose letters such as 'é' in different ways. */
export function isSame(text: string, other: unknown): boolean {
	return typeof other === 'string' && text.normalize('NFC') === other.normalize('NFC');
}

/** A class of a label set with the one that it is inside of. */
export interface Found {
	schemaClass: SchemaClass;
	parent?: SchemaClass;
}

/** Classes with those inside them, depth first. */
export function flattened(classes: SchemaClass[], parent?: SchemaClass): Found[] {
	return classes.flatMap((schemaClass) => [
		{ schemaClass, parent },
		...flattened(schemaClass.classifications ?? [], schemaClass),
	]);
}

/** Every class of a label set, with those inside others. */
export function allClasses(labelSet?: LabelSet): SchemaClass[] {
	const { tools = [], classifications = [], relations = [] } = labelSet ?? {};
	return flattened([...tools, ...classifications, ...relations]).map(
		({ schemaClass }) => schemaClass,
	);
}

/** The classes that an item of a label may mean: by its schema id, else by its title (contract 5.6). */
export function meant(
	{ schemaId, title }: { schemaId?: unknown; title?: unknown },
	classes: SchemaClass[],
): SchemaClass[] {
	return schemaId === undefined
		? classes.filter((schemaClass) => isSame(schemaClass.title, title))
		: classes.filter((schemaClass) => schemaClass.schemaId === String(schemaId));
}

/** The classes that a name means: by ID, or else by title or by 'Outer / Inner'. */
export function classesCalled(wanted: string, classes: Found[]): Found[] {
	const byId = classes.filter(({ schemaClass }) => schemaClass.schemaId === wanted);
	if (byId.length > 0) return byId;
	return classes.filter(
		({ schemaClass: { title }, parent }) =>
			isSame(title, wanted) || (parent && isSame(`${parent.title} / ${title}`, wanted)),
	);
}

/**
 * The classification that a name means; the label set tells of what kind a class is that is none.
 * @throws UserError when there is none, or several
 */
export function classificationCalled(wanted: string, classes: Found[], labelSet?: LabelSet): Found {
	const matches = classesCalled(wanted, classes);
	if (matches.length === 1) return matches[0];
	const plain = (found: Found[]) => found.map(({ schemaClass }) => schemaClass);
	const { message, description } = notOneClass(
		wanted,
		plain(matches),
		plain(classes),
		'classifications',
		labelSet,
	);
	throw new UserError(message, { description });
}

type Kind = 'tools' | 'classifications' | 'relations';

/** What to say of a class that is of another kind than is asked for. */
const OTHER_KIND: Record<Kind, (wanted: string, tool: string) => Reason> = {
	tools: (wanted, tool) => ({
		message: `'${wanted}' is a ${toolName(tool)} class, which is drawn and has no answer of its own`,
		description:
			"Answers are for classifications. Boxes and other shapes go into 'Pre-Label Objects' of 'Asset: Upload', or into 'Labels' of 'Label: Import' and 'Label: Annotate Task'.",
	}),
	classifications: (wanted, tool) => ({
		message: `'${wanted}' is a classification (${toolName(tool)}), not something to draw`,
		description: "Give its answer under 'classifications' in 'Labels', or in 'Answers'.",
	}),
	relations: (wanted) => ({
		message: `'${wanted}' is a relation between objects`,
		description: "Give it under 'relations' in 'Labels'.",
	}),
};

/** What to say where the label set has no class of a kind. */
export const NO_CLASSES: Record<Kind, string> = {
	tools: 'The label set has no tools.',
	classifications: 'The label set has no classifications.',
	relations: 'The label set has no relations.',
};

interface Reason {
	message: string;
	description: string;
}

/** The name of a tool as people see it, such as Bounding Box. */
function toolName(tool: string): string {
	return tool.replace(/-/g, ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** Why a name or an id means none or several of the classes of a kind. */
export function notOneClass(
	wanted: string,
	matches: SchemaClass[],
	classes: SchemaClass[],
	kind: Kind,
	labelSet?: LabelSet,
): Reason {
	if (matches.length > 0) {
		const ids = matches.map(({ schemaId }) => schemaId).join(', ');
		return {
			message: `The label set has ${matches.length} classes called '${wanted}'`,
			description: `Give the ID of the one you mean: ${ids}.`,
		};
	}
	const kinds = (Object.keys(OTHER_KIND) as Kind[]).filter((other) => other !== kind);
	for (const other of kinds) {
		const [found] = meant({ title: wanted }, labelSet?.[other] ?? []);
		if (!found) continue;
		return OTHER_KIND[other](wanted, found.tool);
	}
	const titles = classes.map(({ title }) => title);
	return {
		message: `There is no class '${wanted}' in the label set`,
		description: suggestion(wanted, titles, NO_CLASSES[kind]),
	};
}

/**
 * The option of the class around it that a class is asked for, where the answer is another one
 * (contract 4.2). Nothing where the class is always asked, or asked for this answer.
 */
export function missedCondition(
	{ parentOptionId }: SchemaClass,
	{ options = [] }: SchemaClass,
	answer: unknown,
): string | undefined {
	const option = options.find(({ schemaId }) => schemaId === parentOptionId);
	if (!option) return undefined;
	const given = [answer].flat().map(String);
	return given.some((one) => isSame(option.value, one) || one === option.schemaId)
		? undefined
		: option.value;
}
