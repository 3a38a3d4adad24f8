import type { LocalHub, RecordedRequest } from '../local-hub/index.mts';
import type { Scene } from './scene.mts';

/** What a request says, without what changes from run to run. */
export interface WireRequest {
	method: string;
	path: string;
	query?: Record<string, unknown>;
	headers: { apikey: boolean; 'content-type'?: string };
	body?: unknown;
	size?: number;
}

/** The requests of one call, in the order in which each host saw them. */
export interface Traffic {
	hub: WireRequest[];
	storage: WireRequest[];
}

const RANDOM_VALUES: Array<[RegExp, string]> = [
	[/(?<![0-9a-f])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/g, '<uuid>'],
	[/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g, '<hex>'],
	[/(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/g, '<id>'],
];

/** The requests that the hub and its storage saw since their logs were cleared. */
export function trafficOf(hub: LocalHub, scene: Scene): Traffic {
	const names: Array<[string, string]> = [
		...Object.entries(scene),
		['hub', hub.url],
		['storage host', hub.storageUrl],
	];
	const stable = (requests: RecordedRequest[]): WireRequest[] =>
		JSON.parse(withoutRandom(JSON.stringify(requests.map(wireOf)), names)) as WireRequest[];
	return { hub: stable(hub.requests), storage: stable(hub.storage.requests) };
}

function withoutRandom(text: string, names: Array<[string, string]>): string {
	const named = names.reduce((sum, [name, value]) => sum.replaceAll(value, `<${name}>`), text);
	return RANDOM_VALUES.reduce((sum, [pattern, name]) => sum.replaceAll(pattern, name), named);
}

/** Signatures and the sizes of pictures are different each time; paths and other sizes are not. */
function wireOf(request: RecordedRequest): WireRequest {
	const { host, method, path, query, headers, body, bodySize } = request;
	const sent = bodySize > 0;
	return {
		method,
		path: decodeURIComponent(path),
		...(host === 'hub' && Object.keys(query).length > 0 && { query: parsedFields(query) }),
		headers: {
			apikey: headers.apikey !== undefined,
			...(sent && { 'content-type': mediaType(headers['content-type']) }),
		},
		...(host === 'hub' && sent && { body: isForm(headers) ? parsedFields(body) : body }),
		...(host === 'storage' && sent && !/brushes/i.test(path) && { size: bodySize }),
	};
}

const isForm = (headers: RecordedRequest['headers']) =>
	/form/.test(mediaType(headers['content-type']));

const mediaType = (header: unknown): string => String(header ?? 'none').split(';')[0];

/** JSON in a query or a form is compared by what it says, not by its spaces; `fields` is a set. */
function parsedFields(fields: unknown): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields as object).map(([name, value]: [string, unknown]) => {
			if (typeof value !== 'string') return [name, value];
			if (name === 'fields') return [name, value.split(',').sort()];
			return [name, /^[{[]/.test(value) ? (JSON.parse(value) as unknown) : value];
		}),
	);
}
