import { UserError, type IDataObject } from 'n8n-workflow';

import { isRecord } from '../util/isRecord';
import type { JsonValue } from '../util/json';

/** A JSON object, or undefined when it is empty or not given. @throws UserError naming the field */
export function objectIn(value: JsonValue | undefined, field: string): IDataObject | undefined {
	if (value === undefined || value === null) return undefined;
	if (!isRecord(value)) {
		throw new UserError(`'${field}' has to be a JSON object`, {
			description: 'Give keys and values such as {"camera": "front"}.',
		});
	}
	return Object.keys(value).length > 0 ? value : undefined;
}
