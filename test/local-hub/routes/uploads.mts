import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { route } from '../router.mts';
import { object, oneOf, optional, text } from '../validate.mts';

const fileType = oneOf(
	'assets',
	'brushes',
	'medicalBrushes',
	'exports',
	'instructions',
	'segmentationModels',
);

const place = {
	project: optional(text),
	type: optional(fileType),
	storageId: optional(text),
};

function checkPlace(core: HubCore, query: { project?: string; storageId?: string }): void {
	if (query.project !== undefined) core.state.project(query.project);
	if (query.storageId !== undefined) {
		core.state.find(core.state.storages, 'storage', query.storageId);
	}
}

/** The path of the object is the one seen in real uploads (contract 2.3). */
const objectUrl = (core: HubCore, project: string | undefined, type: string, name: string) =>
	core.storage.urlOf(`/${project ?? core.state.organization}/${type}/${name}`);

/** Contract 2.2: links for uploads and for reading private assets. */
export const uploadRoutes = [
	route(
		{
			method: 'GET',
			path: '/v2/getUploadUrl',
			query: object({ name: text, ...place, bucket: optional(text) }),
			status: 201,
		},
		({ core, query, expireLinks }) => {
			checkPlace(core, query);
			const { project, name, type = 'assets' } = query;
			if (type === 'assets' && project && core.state.project(project).type === 'pct') {
				throw badRequest('Local upload is not allowed for PCT projects.');
			}
			const ttl = core.faults.switches.uploadUrlTtlSeconds;
			const url = objectUrl(core, project, type, name);
			return { uploadUrl: core.storage.signedUrl('PUT', url, ttl, expireLinks) };
		},
	),
	route(
		{
			method: 'GET',
			path: '/v2/getSignedUrl',
			query: object({ name: optional(text), url: optional(text), ...place }),
			status: 201,
		},
		({ core, query, expireLinks }) => {
			checkPlace(core, query);
			const { name, url, project, type = 'assets' } = query;
			if (name !== undefined && url !== undefined && name !== url) {
				throw badRequest('"name" and "url" differ.');
			}
			const asset = url ?? name;
			if (asset === undefined) throw badRequest('"name" or "url" is required.');
			const target = URL.canParse(asset) ? asset : objectUrl(core, project, type, asset);
			const ttl = core.faults.switches.signedUrlTtlSeconds;
			return { signedUrl: core.storage.signedUrl('GET', target, ttl, expireLinks) };
		},
	),
];
