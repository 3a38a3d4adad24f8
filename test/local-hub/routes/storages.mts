import { optionalPage, pageShape } from '../paging.mts';
import { route } from '../router.mts';
import type { StorageRecord } from '../types.mts';
import {
	either,
	nullable,
	object,
	oneOf,
	openObject,
	optional,
	string,
	text,
} from '../validate.mts';

/** The SDK's body or the one of the REST page (contract 2.16). */
const creation = either(
	object({
		name: text,
		type: oneOf('aws', 'gcs', 'azure'),
		bucket: text,
		region: optional(nullable(text)),
		credentials: optional(nullable(either(openObject, string))),
		privateKey: optional(nullable(string)),
	}),
	object({
		name: text,
		provider: oneOf('AWS', 'GCP', 'AZURE'),
		publicKey: optional(nullable(string)),
		privateKey: optional(nullable(string)),
		region: optional(nullable(string)),
		credentials: optional(nullable(string)),
	}),
);

/** Contract 2.16; legacy calls storages integrations (2.18). */
export const storageRoutes = [
	route(
		{
			method: 'GET',
			path: '/v2/storages/?',
			platform: 'current',
			query: object({ ...pageShape, _id: optional(text) }),
		},
		({ core, query }) => {
			const stored = [...core.state.storages.values()];
			const records = stored.filter(({ _id }) => query._id === undefined || _id === query._id);
			return { storages: optionalPage(core, records, query) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/storages/?',
			platform: 'current',
			body: creation,
		},
		({ core, body }) => {
			const storage: StorageRecord = {
				_id: core.state.newId(),
				organization: core.state.organization,
				createdAt: core.state.timestamp(),
				...body,
			};
			core.state.storages.set(storage._id, storage);
			return { storage };
		},
	),
	route(
		{
			method: 'DELETE',
			path: '/v2/storages/:storageId',
			platform: 'current',
		},
		({ core, params }) => {
			const storage = core.state.find(core.state.storages, 'storage', params.storageId);
			core.state.storages.delete(storage._id);
			return { storage };
		},
	),
	route(
		{
			method: 'GET',
			path: '/v2/integrations',
			platform: 'legacy',
		},
		({ core }) => ({
			integrations: [...core.state.storages.values()].map(
				({ _id, name, provider, createdAt, organization }) => ({
					_id,
					name,
					provider,
					createdAt,
					organization,
				}),
			),
		}),
	),
];
