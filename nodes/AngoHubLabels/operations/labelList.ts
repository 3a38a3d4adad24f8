import { UserError, type IDataObject } from 'n8n-workflow';

import type { Field } from '../../shared/operation/parameters';
import { isRecord } from '../../shared/util/isRecord';

/** What a list of labels is, for descriptions. */
export const LABEL_LIST = 'a list of labeled items, or one of them';

/** Labels that an expression gives. */
export const labelListField = {
	displayName: 'Labels',
	name: 'labels',
	type: 'json',
	default: '[]',
	hint: "Such as {{ $('Export Tasks').all() }}",
} as const satisfies Field;

/**
 * The labeled items that an expression gives, as items of n8n or as their JSON.
 * @param field the display name of the field
 * @throws UserError when it gives something else, or nothing
 */
export function labelList(value: unknown, field: string): IDataObject[] {
	const items = [value ?? []].flat().map((one) => {
		const json = isRecord(one) && isRecord(one.json) ? one.json : one;
		return isRecord(json) ? (json as IDataObject) : undefined;
	});
	const known = items.filter((json) => json !== undefined);
	if (known.length > 0 && known.length === items.length) return known;
	throw new UserError(`'${field}' has no labeled items`, {
		description: "Give an expression such as {{ $('Export Tasks').all() }}.",
	});
}
