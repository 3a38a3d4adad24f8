import {
	jsonParse,
	NodeHelpers,
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import type { Field } from './parameters';

/**
 * Reads an operation's parameters for an input item. Values without expressions are read once for
 * the whole run. An unset parameter has its default; JSON fields are parsed, dates are ISO texts.
 * @throws UserError naming the field when a required value is empty or JSON is not valid
 */
export function parameterReader(execute: IExecuteFunctions, fields: readonly Field[]) {
	const node = execute.getNode();
	const properties = fields.filter(({ type }) => type !== 'notice') as INodeProperties[];
	const constants = new Map<string, unknown>();

	const readOne = (field: INodeProperties, index: number): unknown => {
		if (constants.has(field.name)) return constants.get(field.name);
		// n8n drops the values of fields that are not shown, and cannot extract from them.
		if (field.type === 'resourceLocator' && !(field.name in node.parameters)) return '';
		const raw = execute.getNodeParameter(field.name, index, field.default, {
			extractValue: field.type === 'resourceLocator',
		});
		const value = resolve(execute, field, raw, index, field.name);
		if (!hasExpression(node.parameters[field.name])) constants.set(field.name, value);
		return value;
	};

	return (index: number): IDataObject => {
		const values: IDataObject = {};
		for (const field of properties) values[field.name] = readOne(field, index) as IDataObject;
		const shown = { ...node.parameters, ...values } as IDataObject;
		for (const field of properties) {
			if (field.required && isEmpty(values[field.name]) && isShown(field, shown)) {
				throw new UserError(`'${field.displayName}' is empty`, {
					description: `Fill in '${field.displayName}', or check that its expression gives a value for this item.`,
				});
			}
		}
		return values;

		function isShown(field: INodeProperties, parameters: IDataObject) {
			return NodeHelpers.displayParameter(parameters as never, field, node, null);
		}
	};
}

/** True for what counts as not given: a blank text, an empty list, null and undefined. */
export function isEmpty(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isEmpty);
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

function resolve(
	execute: IExecuteFunctions,
	field: INodeProperties,
	value: unknown,
	index: number,
	path: string,
): unknown {
	switch (field.type) {
		case 'string':
			// Expressions may give a number, such as an ID of another system.
			return typeof value === 'number' ? String(value) : value;
		case 'json':
			return parseJson(field, value);
		case 'dateTime':
			return isoDate(field, value);
		case 'collection':
			return resolveEach(execute, field.options as INodeProperties[], value, index, path);
		case 'fixedCollection':
			return resolveGroups(execute, field, value, index, path);
		case 'resourceLocator':
			// Inside a collection n8n does not extract the value by itself.
			return typeof value === 'object' && value !== null
				? execute.getNodeParameter(path, index, '', { extractValue: true })
				: value;
		default:
			return value;
	}
}

function resolveEach(
	execute: IExecuteFunctions,
	fields: INodeProperties[],
	value: unknown,
	index: number,
	path: string,
): IDataObject {
	const given = (value ?? {}) as IDataObject;
	const values: IDataObject = {};
	for (const field of fields) {
		if (!(field.name in given)) continue;
		values[field.name] = resolve(
			execute,
			field,
			given[field.name],
			index,
			`${path}.${field.name}`,
		) as IDataObject;
	}
	return values;
}

function resolveGroups(
	execute: IExecuteFunctions,
	field: INodeProperties,
	value: unknown,
	index: number,
	path: string,
): IDataObject {
	const given = (value ?? {}) as IDataObject;
	const values: IDataObject = {};
	for (const group of field.options as Array<{ name: string; values: INodeProperties[] }>) {
		const rows = given[group.name];
		if (rows === undefined) continue;
		const at = `${path}.${group.name}`;
		values[group.name] = Array.isArray(rows)
			? rows.map((row, n) => resolveEach(execute, group.values, row, index, `${at}[${n}]`))
			: resolveEach(execute, group.values, rows, index, at);
	}
	return values;
}

function parseJson(field: INodeProperties, value: unknown): unknown {
	if (isEmpty(value)) return undefined;
	if (typeof value !== 'string') return value;
	try {
		return jsonParse(value);
	} catch (error) {
		return notValid(field, (error as Error).message);
	}
}

function notValid(field: INodeProperties, reason: string): never {
	throw new UserError(`'${field.displayName}' is not valid JSON`, {
		description: `Correct it, or give an object with an expression, without quotes around it. In detail: ${reason}.`,
	});
}

/** Expressions may give Luxon or JavaScript dates; the editor gives ISO text. */
function isoDate(field: INodeProperties, value: unknown): string {
	if (isEmpty(value)) return '';
	const date = new Date(value as string | Date);
	if (Number.isNaN(date.getTime())) {
		throw new UserError(`'${field.displayName}' is not a date`, {
			description: `Give a date such as 2026-01-31 or 2026-01-31T08:00:00Z, not '${String(value)}'.`,
		});
	}
	return date.toISOString();
}
