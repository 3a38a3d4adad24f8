import type { IDataObject } from 'n8n-workflow';

/** True for an object with keys; not for null and lists. */
export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
