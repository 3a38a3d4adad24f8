import type { IDataObject } from 'n8n-workflow';

/** Anything that JSON can say. */
export type JsonValue = IDataObject | unknown[] | string | number | boolean | null;
