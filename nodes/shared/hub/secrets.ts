/** Keys of records that are secrets wherever they stand (contract 1.8). */
const SECRET_KEYS = new Set(['apiKey', 'apikey', 'privateKey', 'publicKey']);

/** What users and annotators wrote themselves; a key of theirs may have any name. */
const OPEN_KEYS = new Set([
	'contextData',
	'metadata',
	'answer',
	'categorySchema',
	'task',
	'stageHistory',
]);

/** Removes secrets from a record of Ango Hub; what users wrote themselves stays as it is. */
export function withoutSecrets<T>(record: T): T {
	if (Array.isArray(record)) return record.map(withoutSecrets) as T;
	if (typeof record !== 'object' || record === null) return record;
	return Object.fromEntries(
		Object.entries(record)
			.filter(([key]) => !SECRET_KEYS.has(key))
			.map(([key, value]) => [key, OPEN_KEYS.has(key) ? value : withoutSecrets(value)]),
	) as T;
}
