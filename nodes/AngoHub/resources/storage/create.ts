import { UserError } from 'n8n-workflow';

import type { NewStorage } from '../../../shared/hub/storages';
import { storageItem } from '../../../shared/items/records';
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
		description: 'Name of the storage in Ango Hub',
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
		displayName: 'Access Key ID',
		name: 'publicKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'Access key ID of AWS, or of a storage that works like it',
		displayOptions: { show: { provider: ['AWS'] } },
	},
	{
		displayName: 'Secret Access Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'Secret access key that belongs to the access key ID',
		displayOptions: { show: { provider: ['AWS'] } },
	},
	{
		displayName: 'Storage Account Name',
		name: 'accountName',
		type: 'string',
		default: '',
		description: "Name of the Azure storage account. Sent as Ango Hub's public key.",
		displayOptions: { show: { provider: ['AZURE'] } },
	},
	{
		displayName: 'Account Key',
		name: 'accountKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		hint: "Either this or 'Credentials' is required",
		description: "Access key of the storage account. Sent as Ango Hub's private key.",
		displayOptions: { show: { provider: ['AZURE'] } },
	},
	{
		displayName: 'Credentials',
		name: 'azureCredentials',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		hint: "Either this or 'Account Key' is required",
		description: 'What Ango Hub asks for under this name',
		displayOptions: { show: { provider: ['AZURE'] } },
	},
	{
		displayName: 'Service Account Key (JSON)',
		name: 'credentials',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'Whole content of the key file of a Google service account',
		displayOptions: { show: { provider: ['GCP'] } },
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
	run: async ({ params, hub }) => storageItem(await hub.storages.create(newStorage(params))),
});

/**
 * The body that connects a storage, in the form of the official client (contract 2.16). Keys of
 * other providers, which the editor hides but keeps, are not sent.
 * @throws UserError when what opens the storage is missing
 */
function newStorage(fields: Parameters<typeof newStorageFields>): NewStorage {
	const { name, provider, region } = fields;
	const given = {
		AWS: [fields.publicKey, fields.privateKey, null],
		AZURE: [fields.accountName, fields.accountKey, fields.azureCredentials],
		GCP: [null, null, fields.credentials],
	};
	const [publicKey, privateKey, credentials] = given[provider].map(textIn);
	if (provider === 'AZURE' && !privateKey && !credentials) {
		throw new UserError("'Account Key' and 'Credentials' are both empty", {
			description: 'Give one of them. Without it, Ango Hub cannot read the files.',
		});
	}
	if (provider === 'GCP' && !isJsonObject(credentials)) {
		throw new UserError("'Service Account Key (JSON)' is not the key of a service account", {
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
