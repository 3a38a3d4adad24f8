import { UserError } from 'n8n-workflow';

import type { NewStorage } from '../../../shared/hub/storages';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { operation } from '../../operation';

/** What opens a storage. The keys go to Ango Hub and never come back. */
const newStorageFields = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Camera archive',
		description: 'What the storage is called in Ango Hub',
	},
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		options: [
			{ name: 'Amazon S3', value: 'AWS', description: 'Or a storage that works like it' },
			{ name: 'Azure Blob Storage', value: 'AZURE' },
			{ name: 'Google Cloud Storage', value: 'GCP' },
		],
		default: 'AWS',
		description: 'Where the files are kept',
	},
	{
		displayName: 'Public Key',
		name: 'publicKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The access key ID of AWS, or what Ango Hub asks for under this name',
		displayOptions: { show: { provider: ['AWS', 'AZURE'] } },
	},
	{
		displayName: 'Private Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The secret access key of AWS, or what Ango Hub asks for under this name',
		displayOptions: { show: { provider: ['AWS', 'AZURE'] } },
	},
	{
		displayName: 'Credentials',
		name: 'credentials',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'The JSON key of a Google service account, or what Ango Hub asks for under this name',
		displayOptions: { show: { provider: ['AZURE', 'GCP'] } },
	},
	{
		displayName: 'Region',
		name: 'region',
		type: 'string',
		default: 'eu-central-1',
		placeholder: 'e.g. eu-central-1',
		description: 'The region of the buckets',
	},
] as const satisfies readonly Field[];

export const create = operation({
	name: 'Create',
	action: 'Create storage',
	description:
		'Connect buckets of your own. The keys go to Ango Hub and are never part of a result; give them by an expression to keep them out of the workflow.',
	fields: newStorageFields,
	run: async ({ params, hub }) => await hub.storages.create(newStorage(params)),
});

/**
 * The body that connects a storage, in the form of the official client (contract 2.16). Keys of
 * other providers, which the editor hides but keeps, are not sent.
 * @throws UserError when what opens the storage is missing
 */
function newStorage(fields: Parameters<typeof newStorageFields>): NewStorage {
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
