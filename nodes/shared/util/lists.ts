import type { IDataObject } from 'n8n-workflow';

import { isRecord } from './isRecord';

/** The value if it is a list, else an empty one. */
export function listIn(value: unknown): unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The objects in a list; none where there is no list. */
export function recordsIn(value: unknown): IDataObject[] {
	return listIn(value).filter(isRecord);
}
