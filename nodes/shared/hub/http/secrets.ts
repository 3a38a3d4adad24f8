import { UserError } from 'n8n-workflow';

import { isRecord } from '../../util/isRecord';
import type { HubError } from './errors';

/** Keys of records that are secrets wherever they stand (contract 1.8), those of webhooks included. */
const SECRET_KEYS = new Set([
	'apiKey',
	'apikey',
	'bearerToken',
	'privateKey',
	'publicKey',
	'secret',
]);

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
	if (!holdsSecret(record)) return record; // nearly all, so that lists need not be copied
	if (Array.isArray(record)) return record.map(withoutSecrets) as T;
	return Object.fromEntries(
		Object.entries(record)
			.filter(([key]) => !SECRET_KEYS.has(key))
			.map(([key, value]) => [key, OPEN_KEYS.has(key) ? value : withoutSecrets(value)]),
	) as T;
}

function holdsSecret(value: unknown): value is object {
	if (Array.isArray(value)) return value.some(holdsSecret);
	if (!isRecord(value)) return false;
	for (const key in value) {
		if (SECRET_KEYS.has(key) || (!OPEN_KEYS.has(key) && holdsSecret(value[key]))) return true;
	}
	return false;
}

/** Puts the secrets of `before` back where a record that was read without them is written. */
export function withSecretsOf<T>(record: T, before: unknown): T {
	if (Array.isArray(record)) {
		const entries = Array.isArray(before) ? before : [];
		return record.map((entry, index) => withSecretsOf(entry, entries[index])) as T;
	}
	if (!isRecord(record) || !isRecord(before)) return record;
	const kept = Object.entries(before).filter(([key]) => SECRET_KEYS.has(key));
	const written = Object.entries(record).map(([key, value]) => [
		key,
		OPEN_KEYS.has(key) ? value : withSecretsOf(value, before[key]),
	]);
	return { ...Object.fromEntries(kept), ...Object.fromEntries(written) } as T;
}

/** Characters in a row that cannot be the same by chance. */
const TELLING = 20;

/** True when a text holds a secret, or a part of it that is long enough to tell. */
export function repeatsSecret(text: string, secret: string): boolean {
	const size = Math.min(TELLING, secret.length);
	for (let start = 0; size > 0 && start + size <= secret.length; start++) {
		if (text.includes(secret.slice(start, start + size))) return true;
	}
	return false;
}

/** The error itself, unless the server repeated one of the keys of a new record in its reason. */
export function withoutKeys(error: Error, keys: string[]): Error {
	const { message, description, status } = error as HubError;
	if (!keys.some((key) => repeatsSecret(`${message} ${description}`, key))) return error;
	return new UserError(`Ango Hub refused the request with status ${status}`, {
		description:
			'Its reason repeats a key, so it is left out here. Check the keys and the other fields.',
	});
}
