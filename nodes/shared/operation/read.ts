import {
	NodeHelpers,
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type IHookFunctions,
	type INode,
	type INodeProperties,
	type IPollFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { isEmpty } from '../util/isEmpty';
import { isRecord } from '../util/isRecord';
import { tried } from '../util/outcome';
import { withSentence } from '../util/withSentence';
import type { Field, Parameters } from './parameters';
import { isTool } from './tool';
import { shown, takesList, valueOf } from './values';
import { hasExpression, hasFields, namesThatVary } from './varying';

/** Gives a parameter with its expressions resolved, or `fallback` where the node does not have it. */
type GetParameter = (name: string, fallback: unknown) => unknown;

/**
 * Reads an operation's parameters for an input item. Values without expressions are read once for
 * the whole run. What it gives is what the fields' types say (`Parameters`), whatever an expression gave.
 * @throws UserError naming the field whose value is not allowed, or is required and empty
 */
export function parameterReader<const F extends readonly Field[]>(
	execute: IExecuteFunctions,
	fields: F,
): (index: number) => Parameters<F> {
	const reader = new Reader(execute.getNode(), fields, execute.getTimezone());
	return (index) =>
		reader.read((name, fallback) =>
			execute.getNodeParameter(name, index, fallback),
		) as Parameters<F>;
}

/**
 * Reads the parameters of a trigger, as `parameterReader` does those of an operation.
 * @throws UserError naming the field whose value is not allowed, or is required and empty
 */
export function readParameters<const F extends readonly Field[]>(
	context: IHookFunctions | IPollFunctions | IWebhookFunctions,
	fields: F,
): Parameters<F> {
	const reader = new Reader(context.getNode(), fields, context.getTimezone());
	return reader.read((name, fallback) =>
		context.getNodeParameter(name, fallback as string),
	) as Parameters<F>;
}

type Outcome = { value: unknown } | { error: unknown };

class Reader {
	/** Fields that are the same for every item, and those that may differ. */
	private readonly constant: INodeProperties[];
	private readonly varying: INodeProperties[];
	/** What was read once, with the parameters as they are then known. */
	private once?: { values: IDataObject; root: IDataObject };
	/** The parameters of the item being read, as far as they are known. */
	private root: IDataObject = {};

	constructor(
		private readonly node: INode,
		fields: readonly Field[],
		private readonly timeZone: string,
	) {
		const valued = fields.filter(({ type }) => type !== 'notice') as INodeProperties[];
		// What a collection shows may depend on the other fields.
		const ordered = [
			...valued.filter((field) => !hasFields(field)),
			...valued.filter((field) => hasFields(field)),
		];
		const names = namesThatVary(ordered, node.parameters);
		this.constant = ordered.filter(({ name }) => !names.has(name));
		this.varying = ordered.filter(({ name }) => names.has(name));
	}

	read(get: GetParameter): IDataObject {
		if (!this.once) {
			this.root = { ...this.node.parameters };
			this.once = { values: this.valuesOf(this.constant, get), root: this.root };
		}
		this.root = { ...this.once.root };
		return { ...this.once.values, ...this.valuesOf(this.varying, get) };
	}

	private valuesOf(fields: INodeProperties[], get: GetParameter): IDataObject {
		const outcomes = new Map<INodeProperties, Outcome>();
		for (const field of fields) {
			const outcome = this.outcomeOf(field, get);
			outcomes.set(field, outcome);
			if ('value' in outcome) {
				this.root[field.name] = (outcome.value ?? nothingFor(field)) as IDataObject;
			}
		}
		const values: IDataObject = {};
		for (const [field, outcome] of outcomes) {
			const isShown = this.isShown(field);
			// Of fields with the same name, the one that is shown counts.
			if (!isShown && field.name in values) continue;
			const value = isShown ? neededValue(field, outcome) : valueIn(outcome);
			const fallback = isShown ? nothingFor(field) : defaultOf(field);
			values[field.name] = (value ?? fallback) as IDataObject;
		}
		return values;
	}

	private outcomeOf(field: INodeProperties, get: GetParameter): Outcome {
		const raw = this.node.parameters[field.name] ?? field.default;
		// Expressions cost more than all else here, and most fields that have one by default are hidden.
		if (hasExpression(raw) && !this.isShown(field)) return { value: undefined };
		return tried(() => this.valueOf(field, get(field.name, field.default), raw));
	}

	/** @param raw what the editor holds, where `given` has its expressions resolved */
	private valueOf(field: INodeProperties, given: unknown, raw: unknown): unknown {
		if (field.type === 'collection') {
			return this.given(field.options as INodeProperties[], recordIn(field, given), raw);
		}
		if (field.type === 'fixedCollection') return this.groupsOf(field, given, raw);
		const isRows = Array.isArray(given) && Array.isArray(raw) && field.typeOptions?.multipleValues;
		// A list that was left empty in the editor is not given; one from an expression means none.
		const isUntouched = takesList(field) && Array.isArray(raw) && raw.length === 0;
		if (isUntouched) return undefined;
		return valueOf(field, isRows ? given.flat() : given, this.timeZone);
	}

	private groupsOf(field: INodeProperties, given: unknown, raw: unknown): IDataObject {
		const groups = recordIn(field, given);
		const result: IDataObject = {};
		for (const { name, values } of field.options as Array<{
			name: string;
			values: INodeProperties[];
		}>) {
			const rows = groups[name];
			if (isEmpty(rows)) continue;
			const rawRows = partOf(raw, name);
			// An expression may give one row as it is, or in a list.
			const list: unknown[] = Array.isArray(rows) ? rows : [rows];
			const rowOf = (row: unknown, index: number) => {
				const record = recordIn(field, row);
				const rawRow = Array.isArray(rawRows) ? (rawRows as unknown[])[index] : rawRows;
				const read = this.given(values, record, rawRow);
				for (const child of values) {
					read[child.name] ??= (
						child.name in record ? nothingFor(child) : defaultOf(child)
					) as IDataObject;
				}
				return read;
			};
			result[name] = field.typeOptions?.multipleValues
				? (list.map((row, index) => inRow(field, index, () => rowOf(row, index))) as IDataObject[])
				: rowOf(onlyOne(field, list), 0);
		}
		return result;
	}

	/** The values that are given: one that is not has no key. */
	private given(fields: INodeProperties[], values: IDataObject, raw: unknown): IDataObject {
		const siblings: IDataObject = {};
		for (const field of fields) siblings[field.name] = defaultOf(field) as IDataObject;
		Object.assign(siblings, values);
		const outcomes = new Map<INodeProperties, Outcome>();
		for (const field of fields) {
			if (!(field.name in values) || field.type === 'notice') continue;
			const outcome = tried(() => this.valueOf(field, values[field.name], partOf(raw, field.name)));
			outcomes.set(field, outcome);
			const value = valueIn(outcome);
			if (value !== undefined) siblings[field.name] = value as IDataObject;
		}
		const result: IDataObject = {};
		for (const [field, outcome] of outcomes) {
			const isShown = this.isShown(field, siblings);
			if (!isShown && field.name in result) continue;
			const value = isShown ? neededValue(field, outcome) : valueIn(outcome);
			if (value !== undefined) result[field.name] = value as IDataObject;
		}
		return result;
	}

	/** @param siblings the values beside a field in a collection */
	private isShown(field: INodeProperties, siblings?: IDataObject): boolean {
		const rules = withoutToolRule(field, isTool(this.node));
		if (!rules) return false;
		const values = { parameters: siblings ? { ...this.root, siblings } : this.root } as never;
		const path = siblings ? 'parameters.siblings' : 'parameters';
		// What comes fifth differs between the versions of n8n; each has a default for it.
		return NodeHelpers.displayParameterPath(values, rules, path, this.node, undefined as never);
	}
}

/**
 * A field without its rule about agents, or nothing where that rule hides it. n8n asks the description of
 * the node, which its versions take in different places.
 */
function withoutToolRule(field: INodeProperties, forTool: boolean): INodeProperties | undefined {
	const { show: shownWhen, hide: hiddenWhen } = field.displayOptions ?? {};
	if (!shownWhen?.['@tool'] && !hiddenWhen?.['@tool']) return field;
	const { '@tool': shownFor, ...show } = shownWhen ?? {};
	const { '@tool': hiddenFor, ...hide } = hiddenWhen ?? {};
	const isHidden = (shownFor && !shownFor.includes(forTool)) || hiddenFor?.includes(forTool);
	return isHidden ? undefined : { ...field, displayOptions: { show, hide } };
}

function onlyOne({ displayName }: INodeProperties, rows: unknown[]): unknown {
	if (rows.length === 1) return rows[0];
	throw new UserError(`'${displayName}' takes one row, not ${rows.length}`, {
		description: 'Give one object instead of a list.',
	});
}

/** Reads a row. @throws what reading throws, with a sentence that says which row it is */
function inRow({ displayName }: INodeProperties, index: number, read: () => unknown): unknown {
	return withSentence(`It is in row ${index + 1} of '${displayName}'.`, read);
}

/** What a field that is not shown has: nothing where that is not allowed. */
function valueIn(outcome: Outcome): unknown {
	return 'value' in outcome ? outcome.value : undefined;
}

/** @throws the error that reading the field ended with, or UserError where it is required and empty */
function neededValue(
	{ required, displayName, typeOptions }: INodeProperties,
	outcome: Outcome,
): unknown {
	if ('error' in outcome) throw outcome.error;
	const { value } = outcome;
	if (required && (typeOptions?.mayBeEmpty ? value === undefined : isEmpty(value))) {
		throw new UserError(`'${displayName}' is empty`, {
			description: `Fill in '${displayName}', or check that its expression gives a value for this item.`,
		});
	}
	return value;
}

/** A part of what the editor holds; all parts of an expression are that expression. */
function partOf(raw: unknown, key: string | number): unknown {
	return typeof raw === 'object' && raw !== null ? (raw as IDataObject)[key] : raw;
}

/** What stands for a value that is not given. */
function nothingFor(field: INodeProperties): unknown {
	if (hasFields(field)) return {};
	if (takesList(field)) return [];
	if (field.type === 'json' || field.type === 'resourceMapper') return undefined;
	return field.type === 'boolean' || field.type === 'number' ? field.default : '';
}

/** The value of a field that the node does not have or show. */
function defaultOf(field: INodeProperties): unknown {
	const isPlain = ['boolean', 'number', 'options', 'string'].includes(field.type);
	return isPlain && !takesList(field) && !hasExpression(field.default)
		? field.default
		: nothingFor(field);
}

function recordIn({ displayName }: INodeProperties, given: unknown): IDataObject {
	if (given === undefined || given === null || given === '') return {};
	if (isRecord(given)) return given;
	throw new UserError(`'${displayName}' has to be an object, not ${shown(given)}`, {
		description: 'Fill in its fields one by one, each with an expression of its own.',
	});
}
