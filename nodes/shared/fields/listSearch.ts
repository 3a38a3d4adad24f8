import {
	UserError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { Hub } from '../hub';
import type { Listing } from '../hub/http/pages';
import type { Task } from '../hub/types';
import { anyCase } from '../util/anyCase';
import { collected, MAX_RECORDS, projectOf, stageItems, withUserErrors } from './picking';

/** Pages looked through for a search before the user sees what was found so far. */
const MAX_PAGES = 10;

/** Characters of a name in a picker. */
const MAX_NAME_LENGTH = 80;
/** Matches after which a search stops looking; the next pages come when the user scrolls. */
const MIN_MATCHES = 20;

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** What the "From List" pickers ask for while a user searches and scrolls. */
export const listSearch = withUserErrors({
	async searchProjects(filter, token) {
		const hub = await Hub.open(this);
		return await searchPages(hub, hub.projects.listing, filter, token, ({ _id, name }) => ({
			name,
			value: _id,
		}));
	},

	async searchAssets(filter, token) {
		const project = chosenProject(this);
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
		const exact = await hub.readPage(hub.assets.listing(project, { externalId: filter }), 1);
		const first = exact.list.map(({ _id, externalId }) => ({ name: externalId, value: _id }));
		const known = new Set(first.map(({ value }) => value));
		return {
			...found,
			results: [...first, ...found.results.filter(({ value }) => !known.has(String(value)))],
		};
	},

	async searchIssues(filter) {
		const project = chosenProject(this);
		const hub = await Hub.open(this);
		// Not every server paginates issues, so the list is read at once.
		const issues = await collected(hub.issues.list(project, {}, MAX_RECORDS));
		const { results } = matching(
			issues.map(({ _id, content, status }) => ({
				name: content || _id,
				value: _id,
				description: status,
			})),
			filter,
		);
		return { results: results.map((item) => ({ ...item, name: shortened(item.name) })) };
	},

	async searchLlms(filter) {
		const llms = await collected((await Hub.open(this)).llms.list(MAX_RECORDS));
		return matching(
			llms.map(({ _id, name, model }) => ({
				name,
				value: _id,
				description: model as string | undefined,
			})),
			filter,
		);
	},

	async searchOrganizations(filter) {
		const organizations = await (await Hub.open(this)).organizations.list();
		return matching(
			organizations.map(({ _id, projects }) => ({
				name: `${_id} (${shortened(projects.join(', '))})`,
				value: _id,
			})),
			filter,
		);
	},

	async searchStages(filter) {
		const project = chosenProject(this);
		return matching(await stageItems(this, project), filter);
	},

	async searchStorages(filter) {
		const storages = await collected((await Hub.open(this)).storages.list(MAX_RECORDS));
		return matching(
			storages.map(({ _id, name }) => ({ name, value: _id })),
			filter,
		);
	},

	async searchTasks(filter, token) {
		const project = chosenProject(this);
		const hub = await Hub.open(this);
		// The hub itself looks through the external ids; legacy cannot.
		const search =
			filter && hub.platform.has('taskFilters')
				? { filter: { externalId: { $regex: anyCase(filter) } } }
				: {};
		const { stages = [] } = await hub.projects.get(project);
		const nameOf = ({ externalId, _id, stage, status }: Task) => {
			const where = stages.find(({ id }) => id === stage)?.name ?? stage ?? status;
			return where ? `${externalId ?? _id} (${where})` : String(externalId ?? _id);
		};
		return await searchPages(hub, hub.tasks.listing(project, search), filter, token, (task) => ({
			name: nameOf(task),
			value: task._id,
		}));
	},

	async searchTemplates(filter) {
		const project = chosenProject(this);
		const templates = await (await Hub.open(this)).templates.list(project);
		return matching(
			templates.map(({ _id, name, description }) => ({ name, value: _id, description })),
			filter,
		);
	},
} satisfies Record<string, Search>);

/**
 * The project whose records a picker lists.
 * @throws UserError, which the picker shows in place of an empty list
 */
function chosenProject(context: ILoadOptionsFunctions): string {
	const project = projectOf(context);
	if (project) return project;
	throw new UserError('Pick a project first', {
		description: 'This list shows what is in the project.',
	});
}

function shortened(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > MAX_NAME_LENGTH ? `${line.slice(0, MAX_NAME_LENGTH - 1)}…` : line;
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
	for (let looked = 0; looked < MAX_PAGES && results.length < MIN_MATCHES; looked++) {
		const { list } = await hub.readPage(listing, page++);
		if (list.length === 0) return { results };
		results.push(...matching(list.map(item), filter).results);
	}
	return { results, paginationToken: String(page) };
}

function matching(
	items: INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const wanted = filter?.toLowerCase() ?? '';
	return { results: items.filter(({ name }) => String(name).toLowerCase().includes(wanted)) };
}
