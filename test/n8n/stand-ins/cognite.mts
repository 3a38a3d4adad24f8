import {
	checkRange,
	onlyKeys,
	Refusal,
	startJsonService,
	type Call,
	type Json,
	type Service,
} from './jsonService.mts';
import { SignedLinks, type Medium } from './signedLinks.mts';

export interface CogniteFile extends Medium {
	id: number;
	name: string;
	externalId?: string;
	dataSetExternalId?: string;
	metadata?: Record<string, string>;
	/** The type in the record; the storage's own by default. */
	mimeType?: string;
	/** Whether the content is there, or only the record of a file. */
	uploaded: boolean;
	/** Other fields of the record. */
	more?: Record<string, Json>;
}

export interface CogniteData {
	token: string;
	project: string;
	files: CogniteFile[];
	/** The largest page it gives. */
	pageLimit: number;
}

const FILTERS = ['dataSetIds', 'mimeType', 'source', 'uploaded'];
const MAX_LINKS = 100;

/** A stand-in for the part of the files API of Cognite Data Fusion that lists and downloads. */
export async function startCognite(data: CogniteData): Promise<Service> {
	const links = new SignedLinks('/storage/');
	const base = `/api/v1/projects/${data.project}/files`;

	function list({ body }: Call): Json {
		onlyKeys(body, ['filter', 'limit', 'cursor'], 'properties');
		const filter = body.filter ?? {};
		onlyKeys(filter, FILTERS, 'filters');
		const matching = data.files.filter((file) => passes(file, filter));
		const limit = Math.min(checkRange(body.limit ?? 25, 'limit', 1, 1000), data.pageLimit);
		// A cursor is good for the same filter only.
		const offset = body.cursor === undefined ? 0 : offsetIn(body.cursor, filter);
		const isLast = offset + limit >= matching.length;
		return {
			items: matching.slice(offset, offset + limit).map(recordOf),
			...(!isLast && { nextCursor: cursorFor(offset + limit, filter) }),
		};
	}

	function linksTo({ body, query }: Call, url: string): Json {
		onlyKeys(query, ['extendedExpiration'], 'parameters');
		onlyKeys(body, ['items'], 'properties');
		checkRange(body.items?.length, 'Number of items', 1, MAX_LINKS);
		return {
			items: body.items.map((item: Json) => {
				onlyKeys(item, ['id', 'externalId'], 'properties');
				const file = data.files.find(
					({ id, externalId }) => id === item.id || (externalId && externalId === item.externalId),
				);
				if (!file?.uploaded) throw new Refusal(400, `Files not found: ${JSON.stringify(item)}`);
				return { ...item, downloadUrl: links.linkTo(file, url) };
			}),
		};
	}

	return await startJsonService(
		(call, url) => {
			const file = links.answer(call);
			if (file) return file;
			const { method, path, headers } = call;
			if (headers.authorization !== `Bearer ${data.token}`) throw new Refusal(401, 'Unauthorized');
			if (method !== 'POST') throw new Refusal(405, 'Only POST is allowed');
			if (!headers['content-type']?.startsWith('application/json')) {
				throw new Refusal(415, 'The body must be JSON');
			}
			if (path === `${base}/list`) return { json: list(call) };
			if (path === `${base}/downloadlink`) return { json: linksTo(call, url) };
			throw new Refusal(404, 'Not found');
		},
		(code, message) => ({ error: { code, message } }),
	);
}

function passes(file: CogniteFile, { uploaded, dataSetIds, mimeType, source }: Json): boolean {
	return (
		(uploaded === undefined || file.uploaded === uploaded) &&
		(mimeType === undefined || typeOf(file) === mimeType) &&
		(source === undefined || file.more?.source === source) &&
		(dataSetIds === undefined ||
			dataSetIds.some(({ externalId }: Json) => externalId === file.dataSetExternalId))
	);
}

function recordOf(file: CogniteFile): Json {
	const { id, name, externalId, metadata, uploaded, more } = file;
	const times = { createdTime: 1_730_204_346_000, lastUpdatedTime: 1_730_204_346_000 };
	return { id, name, externalId, mimeType: typeOf(file), metadata, uploaded, ...times, ...more };
}

const typeOf = ({ mimeType, contentType }: CogniteFile) => mimeType ?? contentType;

function cursorFor(offset: number, filter: object): string {
	return Buffer.from(JSON.stringify({ offset, filter })).toString('base64url');
}

function offsetIn(cursor: string, filter: object): number {
	const text = Buffer.from(String(cursor), 'base64url').toString();
	const known = text.startsWith('{') ? JSON.parse(text) : undefined;
	if (JSON.stringify(known?.filter) !== JSON.stringify(filter)) {
		throw new Refusal(400, 'The cursor is not of this list');
	}
	return known.offset;
}
