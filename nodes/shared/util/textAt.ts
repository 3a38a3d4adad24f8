import { NodeHelpers, type IDataObject } from 'n8n-workflow';

/**
 * What a field of an item says: a text, a number or a boolean, as text. Undefined where it has none.
 * @param path as n8n writes it where a field is dragged into a parameter: `task.updatedBy`, `task["updated by"]`
 */
export function textAt(json: IDataObject, path: string): string | undefined {
	const value: unknown = NodeHelpers.getParameterValueByPath(json as never, path, '');
	const isText = typeof value === 'string' || typeof value === 'number';
	return isText || typeof value === 'boolean' ? String(value) : undefined;
}
