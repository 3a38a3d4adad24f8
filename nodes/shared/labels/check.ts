import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelContent, LabelSet, SchemaClass } from '../hub/types';
import { isNumber } from '../util/exactJson';
import { isEmpty } from '../util/isEmpty';
import { isRecord } from '../util/isRecord';
import { isWholeNumber } from '../util/isWholeNumber';
import { recordsIn } from '../util/lists';
import { suggestion } from '../util/nearest';
import { meant, missedCondition, notOneClass, SEVERAL_ANSWERS } from './classes';
import { EXAMPLES, MASK_TOOLS, SHAPES } from './shapes';

/** Findings that are told in full; of more, their number. */
const MAX_TOLD = 5;

/**
 * @param isOptional whether the user can turn the check off
 * @throws UserError telling everything in the labels that does not fit the label set
 */
export function checkContent(
	content: LabelContent,
	labelSet: LabelSet | undefined,
	existingIds: string[] = [],
	isOptional = true,
): void {
	const [first, ...others] = findings(content, labelSet, existingIds);
	if (first === undefined) return;
	const example = rightShape(content, labelSet) ?? rightAnswer(content, labelSet);
	// Ango Hub knows classes by their IDs: sending a title that nobody knows would lead nowhere.
	const lists = [content.objects, content.classifications, content.relations];
	const hasIds = lists.flatMap(recordsIn).every(({ schemaId }) => !isEmpty(schemaId));
	const told = others.slice(0, MAX_TOLD).map((finding) => `Also: ${finding}.`);
	if (others.length > MAX_TOLD) told.push(`And ${others.length - MAX_TOLD} more.`);
	throw new UserError(`The labels do not fit the label set: ${first}`, {
		description: [
			example
				? `A right one looks like ${JSON.stringify(example)}.`
				: isOptional && hasIds
					? "Check the label set with 'Label Set: Get'. Turn off 'Check Against Label Set' under Options to send them as they are."
					: "Check the label set with 'Label Set: Get'.",
			...told,
		].join(' '),
	});
}

/**
 * What does not fit the label set (contract 4.2, 5.6): unknown classes, shapes of another tool,
 * values that aren't numbers, unknown options, and relations to objects that are not there.
 * @param existingIds ids of objects that the task has already
 */
export function findings(
	{ objects, classifications, relations }: LabelContent,
	labelSet: LabelSet | undefined,
	existingIds: string[] = [],
): string[] {
	const { tools = [], classifications: answers = [], relations: links = [] } = labelSet ?? {};
	const ids = new Set([...existingIds, ...idsOf(objects)]);
	return [
		...each(
			objects,
			{ path: 'objects', classes: tools, kind: 'tools', labelSet },
			(item, schemaClass) => [...shapeFindings(item, schemaClass), ...nested(item, schemaClass)],
		),
		...duplicates(objects),
		...each(
			classifications,
			{ path: 'classifications', classes: answers, kind: 'classifications', labelSet },
			classification,
		),
		...each(
			relations,
			{ path: 'relations', classes: links, kind: 'relations', labelSet },
			(item, schemaClass) => [...relationFindings(item, ids), ...nested(item, schemaClass)],
		),
	];
}

/** What the first object whose shape is not that of its class should look like. */
function rightShape({ objects }: LabelContent, labelSet?: LabelSet): unknown {
	for (const object of recordsIn(objects)) {
		const [found, other] = meant(object, labelSet?.tools ?? []);
		if (found && !other && found.tool in SHAPES && shapeFindings(object, found).length > 0) {
			return EXAMPLES[found.tool];
		}
	}
	return undefined;
}

/** What the first answer that is none, or a list where one is taken, should look like. */
function rightAnswer({ classifications }: LabelContent, labelSet?: LabelSet): unknown {
	for (const item of recordsIn(classifications)) {
		const [found, other] = meant(item, labelSet?.classifications ?? []);
		if (!found || other) continue;
		const { title, tool, options = [] } = found;
		const isMany = SEVERAL_ANSWERS.has(tool);
		const isWrong = isEmpty(item.answer)
			? !isStopped(item)
			: !isMany && options.length > 0 && Array.isArray(item.answer);
		const answer = options[0]?.value ?? (tool === 'boolean' ? 'true' : 'text');
		if (isWrong) return { title, answer: isMany ? [answer] : answer };
	}
	return undefined;
}

/** What a list of labels is checked against. */
interface Place {
	path: string;
	classes: SchemaClass[];
	kind: 'tools' | 'classifications' | 'relations';
	/** To say of what kind a class is that is none of `classes`. */
	labelSet?: LabelSet;
}

function each(
	items: unknown,
	{ path, classes, kind, labelSet }: Place,
	look: (item: IDataObject, schemaClass: SchemaClass) => string[],
): string[] {
	if (items === undefined || items === null) return [];
	if (!Array.isArray(items)) return [`'${path}' has to be a list`];
	return items.flatMap((item: unknown, index) => {
		const at = `${path}[${index}]`;
		if (!isRecord(item)) return [`${at} has to be an object`];
		const name = item.schemaId ?? item.title;
		if (isEmpty(name)) return [`${at} has neither 'schemaId' nor 'title'`];
		const matches = meant(item, classes);
		if (matches.length !== 1) {
			const { message, description } = notOneClass(String(name), matches, classes, kind, labelSet);
			return [`${at}: ${message}. ${description}`.replace(/\.$/, '')];
		}
		return look(item, matches[0]).map((finding) => `${at} '${matches[0].title}': ${finding}`);
	});
}

/** The classifications inside an object or an answer, each where the answer around it asks for it. */
function nested(item: IDataObject, outer: SchemaClass): string[] {
	const classes = outer.classifications ?? [];
	const place: Place = { path: 'classifications', classes, kind: 'classifications' };
	return each(item.classifications, place, (one, inside) => {
		const wanted = missedCondition(inside, outer, item.answer);
		if (wanted === undefined || isStopped(item)) return classification(one, inside);
		const given = [item.answer].flat().join("', '");
		return [
			`is asked only when '${outer.title}' is '${wanted}', but its answer is '${given}'`,
			...classification(one, inside),
		];
	});
}

/** The object or answer is gone from this page on, so the entry needs neither shape nor answer (contract 5.5). */
function isStopped({ interpolationStopped }: IDataObject): boolean {
	return interpolationStopped === true;
}

function classification(item: IDataObject, schemaClass: SchemaClass): string[] {
	const answer =
		isStopped(item) && isEmpty(item.answer) ? [] : answerFindings(item.answer, schemaClass);
	return [...answer, ...nested(item, schemaClass)];
}

function answerFindings(answer: unknown, { tool, options = [] }: SchemaClass): string[] {
	if (isEmpty(answer)) return ['has no answer'];
	const several = SEVERAL_ANSWERS.has(tool);
	const texts = options.map(({ value }) => value);
	if (Array.isArray(answer) && !several && texts.length > 0)
		return ['takes one answer, not a list'];
	return [answer].flat().flatMap((one: unknown) => {
		if (typeof one === 'number' && !isNumber(one)) return [`${String(one)} is not a finite number`];
		if (texts.length === 0 || texts.includes(String(one))) return [];
		const text = typeof one === 'object' ? JSON.stringify(one) : String(one);
		return [`'${text}' is not an answer. ${suggestion(text, texts, '')}`.replace(/\.$/, '')];
	});
}

function shapeFindings(item: IDataObject, { tool }: SchemaClass): string[] {
	const others = Object.keys(SHAPES).filter((key) => key !== tool && item[key] !== undefined);
	const known = tool in SHAPES || MASK_TOOLS.has(tool);
	const found = known ? others.map((key) => `has '${key}', but its tool is '${tool}'`) : [];
	const { page } = item;
	if (page !== undefined && page !== null && !isWholeNumber(page)) {
		found.push("'page' has to be a whole number from 0");
	}
	if (!(tool in SHAPES) || found.length > 0) return found;
	if (item[tool] === undefined) return isStopped(item) ? [] : [`has no '${tool}'`];
	const wrong = SHAPES[tool](item[tool]);
	return wrong ? [`in '${tool}', ${wrong}`] : [];
}

function relationFindings({ from, to, group }: IDataObject, ids: Set<unknown>): string[] {
	if (group !== undefined && !Array.isArray(group)) return ["'group' has to be a list"];
	const ends = (group as unknown[] | undefined) ?? [from, to];
	if (ends.some(isEmpty)) return ["has to name objects in 'from' and 'to', or in 'group'"];
	return ends
		.filter((end) => !ids.has(end))
		.map((end) => `there is no object with the objectId '${String(end)}'`);
}

/** The same object id on several pages is one object that moves; twice on a page it is a slip. */
function duplicates(objects: unknown): string[] {
	const seen = new Set<string>();
	return recordsIn(objects).flatMap(({ objectId, page = 0 }) => {
		if (isEmpty(objectId)) return [];
		const key = JSON.stringify([objectId, page]);
		if (seen.has(key)) return [`two objects have the objectId '${String(objectId)}'`];
		seen.add(key);
		return [];
	});
}

/** The ids of the objects in a list that have one. */
export function idsOf(objects: unknown): string[] {
	return recordsIn(objects)
		.map(({ objectId }) => objectId as string)
		.filter((id) => !isEmpty(id));
}
