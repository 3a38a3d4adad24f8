import { UserError, type IDataObject } from 'n8n-workflow';

import type { JsonValue } from '../util/json';

/** Names or ids from a multi-picker or an expression: a list, or one text with commas. */
export function namesIn(value: unknown): string[] {
	const list = typeof value === 'string' ? value.split(',') : ((value ?? []) as unknown[]);
	return list
		.filter((name) => name !== undefined && name !== null)
		.map((name) => String(name).trim())
		.filter(Boolean);
}

/** A JSON object, or undefined when it is empty or not given. */
export function objectIn(value: JsonValue | undefined, field: string): IDataObject | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object' || Array.isArray(value)) {
		throw new UserError(`'${field}' has to be a JSON object`, {
			description: 'Give keys and values such as {"camera": "front"}.',
		});
	}
	return Object.keys(value).length > 0 ? value : undefined;
}
