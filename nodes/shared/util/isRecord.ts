import type { IDataObject } from 'n8n-workflow';

/** True for an object with keys; not for null, lists, and numbers that are kept digit by digit. */
export function isRecord(value: unknown): value is IDataObject {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		!(value instanceof Number)
	);
}
