import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../hub/types';
import { isEmpty } from '../util/isEmpty';
import { suggestion } from '../util/nearest';
import { classificationItems, type AnswerRow } from './answers';
import { classificationCalled, flattened, isSame, NO_CLASSES, SEVERAL_ANSWERS } from './classes';

/** A classification as a column: of a table in the editor, or of the user's data. */
export interface ClassColumn {
	/** The titles on the way to the class, which workflows keep. The schema ID stands behind where they are not unique. */
	id: string;
	schemaClass: SchemaClass;
	parent?: SchemaClass;
	/** The answer of the outer class that asks for this one; undefined where it is asked always. */
	askedWhen?: string;
}

const WAY = ' › ';

/** The classifications of a label set as columns, in its order. */
export function classColumns(labelSet?: LabelSet): ClassColumn[] {
	const found = flattened(labelSet?.classifications ?? []);
	const wayTo = (schemaClass: SchemaClass): string => {
		const outer = found.find((other) => other.schemaClass === schemaClass)?.parent;
		return outer ? `${wayTo(outer)}${WAY}${schemaClass.title}` : schemaClass.title;
	};
	const ways = found.map(({ schemaClass }) => wayTo(schemaClass));
	return found.map(({ schemaClass, parent }, index) => {
		const way = ways[index];
		const isUnique = ways.filter((other) => other === way).length === 1;
		const { parentOptionId } = schemaClass;
		const option = parent?.options?.find(({ schemaId }) => schemaId === parentOptionId);
		return {
			id: isUnique ? way : `${way} [${schemaClass.schemaId}]`,
			schemaClass,
			parent,
			askedWhen: option?.value,
		};
	});
}

/** Answers as the fields of a node give them. */
export interface GivenAnswers {
	/** By class; `fromItem` where each class takes the field of the input item that has its name. */
	classAnswers?: { fromItem: boolean; values: IDataObject };
	/** In rows. */
	answers: { label?: AnswerRow[] };
}

/**
 * All answers that a node gives for an item, as the classifications of an import item.
 * @param json the input item
 * @param field the display name of the field with the answers by class
 * @throws UserError when a class or an answer does not exist, is not asked for, or is given twice
 */
export function givenAnswers(
	{ classAnswers, answers: { label: rows = [] } }: GivenAnswers,
	json: IDataObject,
	labelSet: LabelSet | undefined,
	field: string,
): IDataObject[] {
	const columns = classColumns(labelSet);
	const byClass = classAnswers ? answersByClass(classAnswers, json, columns, field) : [];
	for (const { class: wanted = '' } of byClass.length > 0 ? rows : []) {
		if (isEmpty(wanted)) continue;
		const { schemaClass } = classificationCalled(
			wanted,
			flattened(labelSet?.classifications ?? []),
		);
		const twice = byClass.find(({ column }) => column.schemaClass === schemaClass);
		if (twice) {
			throw new UserError(`'${twice.column.id}' has an answer in '${field}' and in 'Answers'`, {
				description: 'Give it in one of them only.',
			});
		}
	}
	return classificationItems([...byClass.map(({ row }) => row), ...rows], labelSet);
}

interface ClassAnswer {
	column: ClassColumn;
	row: AnswerRow;
}

function answersByClass(
	{ fromItem, values }: NonNullable<GivenAnswers['classAnswers']>,
	json: IDataObject,
	columns: ClassColumn[],
	field: string,
): ClassAnswer[] {
	const given: Array<[ClassColumn, unknown]> = fromItem
		? valuesInItem(json, columns, field)
		: Object.entries(values).map(([id, value]) => [columnCalled(id, columns, field), value]);
	return given.flatMap(([column, value]) => {
		const answers = answersIn(value, column.schemaClass)
			.filter((answer) => !isEmpty(answer))
			.map((answer) => textOf(answer, column));
		return answers.length === 0
			? []
			: [{ column, row: { class: column.schemaClass.schemaId, answers } }];
	});
}

function columnCalled(id: string, columns: ClassColumn[], field: string): ClassColumn {
	const found =
		columns.find((column) => isSame(column.id, id)) ??
		columns.find(
			({ schemaClass: { schemaId } }) => schemaId === id || id.endsWith(`[${schemaId}]`),
		);
	if (found) return found;
	const ids = columns.map((column) => column.id);
	throw new UserError(`There is no class '${id}' in the label set`, {
		description: `${suggestion(id, ids, NO_CLASSES.classifications)} Refresh the fields in the menu of '${field}'.`,
	});
}

/**
 * The fields of an item that are called like a class or, where several classes have that title, like
 * the way to one.
 * @throws UserError when no field is, or when it is not clear which one counts
 */
function valuesInItem(
	json: IDataObject,
	columns: ClassColumn[],
	field: string,
): Array<[ClassColumn, unknown]> {
	const values = new Map<ClassColumn, unknown>();
	for (const [name, value] of Object.entries(json)) {
		const column = columnOfSheet(name, columns, isEmpty(value));
		if (!column || (values.has(column) && isEmpty(value))) continue;
		if (!isEmpty(values.get(column))) {
			throw new UserError(`Two fields of the item answer '${column.id}'`, {
				description: `Keep one of them, called '${column.id}'.`,
			});
		}
		values.set(column, value);
	}
	if (values.size === 0 && columns.length > 0) {
		const ids = columns.map(({ id }) => `'${id}'`).join(', ');
		throw new UserError(`No field of the item is called like a class, so '${field}' is empty`, {
			description: `Rename the fields, or choose 'Map Each Column Manually' in '${field}'. The classes are ${ids}.`,
		});
	}
	return [...values];
}

function columnOfSheet(name: string, columns: ClassColumn[], isBlank: boolean) {
	const wanted = name.trim();
	const exact = columns.find(({ id }) => isSame(id, wanted));
	if (exact) return exact;
	const matches = columns.filter(({ schemaClass: { title } }) => isSame(title, wanted));
	if (matches.length < 2 || isBlank) return matches.at(0);
	const ids = matches.map(({ id }) => `'${id}'`).join(', ');
	throw new UserError(`The field '${name}' of the item can mean several classes`, {
		description: `Call it like the class that you mean: ${ids}.`,
	});
}

function textOf(answer: unknown, { id }: ClassColumn): string {
	if (typeof answer !== 'object') return String(answer);
	throw new UserError(`The answer of '${id}' has to be text, not an object or a list in a list`, {
		description: 'Give one answer, or a list such as ["first", "second"].',
	});
}

/** A list, the JSON of one, or a text with commas, where the class takes several answers. */
function answersIn(value: unknown, { tool, options = [] }: SchemaClass): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string' || !SEVERAL_ANSWERS.has(tool)) return [value];
	const text = value.trim();
	if (text.startsWith('[')) {
		const list = listIn(text);
		if (list) return list;
	}
	const isWhole = options.some((option) => option.value === text);
	return isWhole ? [text] : text.split(/[,\n]/).map((part) => part.trim());
}

function listIn(text: string): unknown[] | undefined {
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}
