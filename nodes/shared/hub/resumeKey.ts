import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../util/isRecord';

/** The key of an asset's context data that says which execution of n8n waits for its labels. */
export const RESUME_KEY = 'n8nResume';

/** A record without that key in its context data: nobody but n8n has a use for it. */
export function withoutResumeKey<T extends IDataObject>(record: T): T {
	const { contextData } = record;
	if (!isRecord(contextData) || !(RESUME_KEY in contextData)) return record;
	const kept = { ...contextData };
	delete kept[RESUME_KEY];
	return { ...record, contextData: kept };
}
