import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { Hub } from '../hub';
import { readPage, type Listing } from '../hub/pages';

/** Pages looked through for a search before the user sees what was found so far. */
const MOST_PAGES = 10;

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** What the "From List" pickers ask for while a user searches and scrolls. */
export const listSearch = {
	async searchProjects(filter, token) {
		const hub = await Hub.open(this);
		return await searchPages(hub, hub.projects.listing, filter, token, ({ _id, name }) => ({
			name,
			value: _id,
		}));
	},

	async searchAssets(filter, token) {
		const project = projectOf(this);
		if (!project) return { results: [] };
		const hub = await Hub.open(this);
		const found = await searchPages(
			hub,
			hub.assets.listing(project),
			filter,
			token,
			({ _id, externalId }) => ({ name: externalId, value: _id }),
		);
		if (!filter || token) return found;
		// The hub itself finds exact external ids, however far down the list they stand.
		const exact = await readPage(
			hub.transport,
			hub.assets.listing(project, { externalId: filter }),
			1,
		);
		const first = exact.list.map(({ _id, externalId }) => ({ name: externalId, value: _id }));
		const known = new Set(first.map(({ value }) => value));
		return {
			...found,
			results: [...first, ...found.results.filter(({ value }) => !known.has(String(value)))],
		};
	},

	async searchBatches(filter) {
		const project = projectOf(this);
		if (!project) return { results: [] };
		const batches = await (await Hub.open(this)).batches.list(project);
		return matching(
			batches.map(({ _id, name }) => ({ name, value: _id })),
			filter,
		);
	},

	async searchStorages(filter) {
		const storages = await (await Hub.open(this)).storages.list();
		return matching(
			storages.map(({ _id, name }) => ({ name, value: _id })),
			filter,
		);
	},
} satisfies Record<string, Search>;

/** Choices of multi-pickers and class pickers; names are values, so that expressions can give them. */
export const loadOptions = {
	async getBatches(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		if (!project) return [];
		const batches = await (await Hub.open(this)).batches.list(project);
		return batches.map(({ _id, name }) => ({ name, value: _id }));
	},

	async getClasses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		if (!project) return [];
		const { categorySchema } = await (await Hub.open(this)).projects.get(project);
		return (categorySchema?.classifications ?? []).map(({ title, schemaId, tool }) => ({
			name: title,
			value: schemaId,
			description: tool,
		}));
	},
};

function projectOf(context: ILoadOptionsFunctions): string {
	return String(context.getCurrentNodeParameter('project', { extractValue: true }) ?? '');
}

async function searchPages<T>(
	hub: Hub,
	listing: Listing<T>,
	filter: string | undefined,
	token: string | undefined,
	item: (record: T) => INodeListSearchItems,
): Promise<INodeListSearchResult> {
	const results: INodeListSearchItems[] = [];
	let page = Number(token ?? 1);
	for (const last = page + MOST_PAGES; page < last; page++) {
		const { list } = await readPage(hub.transport, listing, page);
		results.push(...matching(list.map(item), filter).results);
		if (list.length === 0) return { results };
		if (results.length > 0) break;
	}
	return { results, paginationToken: String(page + 1) };
}

function matching(
	items: INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const wanted = filter?.toLowerCase() ?? '';
	return { results: items.filter(({ name }) => name.toLowerCase().includes(wanted)) };
}
