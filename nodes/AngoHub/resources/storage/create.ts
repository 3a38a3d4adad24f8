import { UserError } from 'n8n-workflow';

import type { NewStorage } from '../../../shared/hub/storages';
import type { Parameters } from '../../../shared/operation/parameters';
import type { newStorageFields } from './fields';

/**
 * The body that connects a storage, in the form of the official client (contract 2.16). Keys of
 * other providers, which the editor hides but keeps, are not sent.
 * @throws UserError when what opens the storage is missing
 */
export function newStorage(fields: Parameters<typeof newStorageFields>): NewStorage {
	const { name, provider, region } = fields;
	const publicKey = provider === 'GCP' ? null : textIn(fields.publicKey);
	const privateKey = provider === 'GCP' ? null : textIn(fields.privateKey);
	const credentials = provider === 'AWS' ? null : textIn(fields.credentials);
	if (provider === 'AWS' && !(publicKey && privateKey)) {
		throw missing("'Public Key' and 'Private Key'", 'AWS');
	}
	if (provider === 'GCP' && !credentials) throw missing("'Credentials'", 'GCP');
	if (provider === 'AZURE' && !privateKey && !credentials) {
		throw missing("'Private Key' or 'Credentials'", 'Azure');
	}
	if (provider === 'GCP' && !isJsonObject(credentials)) {
		throw new UserError("'Credentials' is not the JSON key of a service account", {
			description: 'Paste the whole content of the key file that Google gave you.',
		});
	}
	return {
		name,
		provider,
		publicKey,
		privateKey,
		region: textIn(region) ?? 'eu-central-1',
		credentials,
	};
}

/** An expression may give the JSON of a key file as an object. */
function textIn(value: unknown): string | null {
	const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
	return String(text ?? '').trim() || null;
}

function isJsonObject(text: string | null): boolean {
	try {
		const value: unknown = JSON.parse(text ?? '');
		return typeof value === 'object' && value !== null;
	} catch {
		return false;
	}
}

function missing(fields: string, provider: string): UserError {
	return new UserError(`A storage of ${provider} needs ${fields}`, {
		description: 'Without it, Ango Hub cannot read the files.',
	});
}
