import type { HubCore } from '../core.mts';
import { badRequest } from '../errors.mts';
import { batchIds, createAsset, delayVisibility } from '../records.mts';
import { route } from '../router.mts';
import type { StoredObject } from '../storedObject.mts';
import type { OpenObject } from '../validate.mts';
import {
	arrayOf,
	boolean,
	id,
	nullable,
	object,
	optional,
	queryBoolean,
	string,
	text,
} from '../validate.mts';

/** Links to files of a storage live a day (contract 2.16). */
const LINK_SECONDS = 24 * 3600;

/** Objects of a bucket below a folder, by name; buckets are the first part of an object path. */
function filesIn(core: HubCore, bucket: string, folder: string): StoredObject[] {
	const prefix = `/${bucket}/${folder}`;
	return [...core.storage.objects.values()]
		.filter(({ path }) => path.startsWith(prefix))
		.sort((left, right) => (left.path < right.path ? -1 : 1));
}

const keyOf = (bucket: string, stored: StoredObject): string =>
	stored.path.slice(bucket.length + 2);

function fileView(
	core: HubCore,
	bucket: string,
	stored: StoredObject,
	signed: boolean,
): OpenObject {
	const key = keyOf(bucket, stored);
	const url = core.storage.urlOf(stored.path);
	return {
		name: key.split('/').at(-1),
		path: key,
		size: stored.size,
		lastModified: stored.storedAt,
		url,
		...(signed && { signedUrl: core.storage.signedUrl('GET', url, LINK_SECONDS) }),
	};
}

const withSlash = (folder: string): string =>
	folder === '' || folder.endsWith('/') ? folder : `${folder}/`;

interface ExplorerBody {
	bucket: string;
	storageId: string;
	folder?: string | null;
	files?: string[];
	upload?: boolean;
	projectId?: string | null;
	scrollToken?: string | null;
	batches?: string[];
	extensions?: string[];
}

/** Registers files as assets. */
function importFiles(core: HubCore, body: ExplorerBody, files: StoredObject[]): void {
	if (!body.projectId) throw badRequest('"projectId" is required.');
	const project = core.state.project(body.projectId);
	const batches = batchIds(project, body.batches ?? []);
	for (const stored of files) {
		const { asset } = createAsset(core, project, {
			externalId: keyOf(body.bucket, stored),
			data: core.storage.urlOf(stored.path),
			storage: body.storageId,
			batches,
		});
		delayVisibility(core, asset);
	}
}

/**
 * One page of a folder: its files, and on the first page its folders. With `upload`, the pages are
 * the chosen files, or all files below the folder, and each page is imported (contract 2.16).
 */
function explore(core: HubCore, body: ExplorerBody): OpenObject {
	const folder = withSlash(body.folder ?? '');
	const extensions = (body.extensions ?? []).map(
		(name) => `.${name.replace(/^\./, '').toLowerCase()}`,
	);
	const below = filesIn(core, body.bucket, folder).filter(
		({ path }) =>
			extensions.length === 0 || extensions.some((name) => path.toLowerCase().endsWith(name)),
	);
	const inner = (stored: StoredObject) => keyOf(body.bucket, stored).slice(folder.length);
	const chosen = body.files ?? [];
	const files = body.upload
		? below.filter((stored) => chosen.length === 0 || chosen.includes(keyOf(body.bucket, stored)))
		: below.filter((stored) => !inner(stored).includes('/'));
	const folders = below.filter((stored) => inner(stored).includes('/'));
	const names = new Set(folders.map((stored) => `${folder}${inner(stored).split('/')[0]}/`));
	const start = Number(body.scrollToken ?? 0);
	if (!Number.isInteger(start)) throw badRequest('Invalid value for "scrollToken".');
	const end = start + core.faults.switches.fileExplorerPage;
	const page = files.slice(start, end);
	if (body.upload) importFiles(core, body, page);
	return {
		folders: start === 0 ? [...names] : [],
		files: page.map((stored) => fileView(core, body.bucket, stored, false)),
		scrollToken: end < files.length ? String(end) : null,
		success: true,
	};
}

export const storageFileRoutes = [
	route(
		{
			method: 'GET',
			path: '/v2/storages/:storageId/files',
			platform: 'current',
			query: object({
				bucketName: text,
				path: optional(string),
				getSignedUrls: optional(queryBoolean),
				retryOnSlowDown: optional(queryBoolean),
			}),
		},
		({ core, params, query }) => {
			core.state.find(core.state.storages, 'storage', params.storageId);
			const { bucketName, path = '', getSignedUrls = false } = query;
			const found = filesIn(core, bucketName, path);
			return { files: found.map((stored) => fileView(core, bucketName, stored, getSignedUrls)) };
		},
	),
	route(
		{
			method: 'POST',
			path: '/v2/file-explorer',
			platform: 'current',
			body: object({
				bucket: text,
				storageId: id,
				folder: optional(nullable(string)),
				files: optional(arrayOf(text)),
				upload: optional(boolean),
				projectId: optional(nullable(id)),
				scrollToken: optional(nullable(string)),
				batches: optional(arrayOf(text)),
				extensions: optional(arrayOf(text)),
			}),
		},
		({ core, body }) => {
			core.state.find(core.state.storages, 'storage', body.storageId);
			return explore(core, body);
		},
	),
];
