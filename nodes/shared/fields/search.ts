import {
	UserError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	type INodePropertyOptions,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { Hub } from '../hub';
import type { Listing } from '../hub/http/pages';
import type { LabelSet } from '../hub/types';
import { classColumns } from '../labels/classColumns';
import { toUserError } from '../operation/errors';
import { anyCase } from '../util/anyCase';
import { mapperField } from './classAnswers';

/** Pages looked through for a search before the user sees what was found so far. */
const MAX_PAGES = 10;
/** Records of a list that is read without pages. */
const MAX_RECORDS = 1000;
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
		// Servers need not know pages of issues, so the list is read at once.
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
		return await searchPages(hub, hub.tasks.listing(project, search), filter, token, (task) => ({
			name: String(task.externalId ?? task._id),
			value: task._id,
			description: task.stage ?? task.status,
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

/** Choices of multi-pickers and class pickers; names are values, so that expressions can give them. */
export const loadOptions = withUserErrors({
	async getBatches(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		if (!project) return [];
		const batches = await (await Hub.open(this)).batches.list(project);
		return batches.map(({ _id, name }) => ({ name, value: _id }));
	},

	/** The people of the project. */
	async getMembers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		if (!project) return [];
		const members = await (await Hub.open(this)).members.ofProject(project);
		return members.map(({ email, role }) => ({ name: email, value: email, description: role }));
	},

	/** The people of the organization that is chosen, or of the project's, or of the first project's. */
	async getOrganizationMembers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const hub = await Hub.open(this);
		const project = projectOf(this);
		const organization =
			parameterOf(this, 'organization') ||
			(project ? (await hub.projects.get(project)).organization : undefined);
		const members = await collected(
			hub.members.ofOrganization(organization, { limit: MAX_RECORDS }),
		);
		return members.map(({ email, name }) => ({ name: email, value: email, description: name }));
	},

	async getStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const project = projectOf(this);
		return project ? await stageItems(this, project) : [];
	},

	async getClasses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return classColumns(await chosenLabelSet(this)).map(({ id, schemaClass }) => ({
			name: id,
			value: schemaClass.schemaId,
			description: schemaClass.tool,
		}));
	},
});

/** What fills the fields of 'Answers by Class'. */
export const resourceMapping = withUserErrors({
	async getClassColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return {
			fields: classColumns(await chosenLabelSet(this)).map(mapperField),
			emptyFieldsNotice:
				"Choose the project from the list to see its classes, or use 'Answers' below.",
		};
	},
});

/** The same methods, with errors that a picker can show. */
function withUserErrors<T extends object>(methods: T): T {
	const entries = Object.entries(methods).map(([name, method]) => [
		name,
		async function (this: ILoadOptionsFunctions, ...given: unknown[]) {
			return await (method as (...all: unknown[]) => Promise<unknown>)
				.apply(this, given)
				.catch((error: unknown) => {
					throw toUserError(error);
				});
		},
	]);
	return Object.fromEntries(entries) as T;
}

/** The label set of the project that is chosen; undefined without one. */
async function chosenLabelSet(context: ILoadOptionsFunctions): Promise<LabelSet | undefined> {
	const project = projectOf(context);
	return project
		? (await (await Hub.open(context)).projects.get(project)).categorySchema
		: undefined;
}

function projectOf(context: ILoadOptionsFunctions): string {
	return parameterOf(context, 'project');
}

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

function parameterOf(context: ILoadOptionsFunctions, name: string): string {
	if (context.getCurrentNodeParameter(name) === undefined) return ''; // not of this operation
	return String(context.getCurrentNodeParameter(name, { extractValue: true }) ?? '');
}

async function collected<T>(records: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const record of records) list.push(record);
	return list;
}

function shortened(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > MAX_NAME_LENGTH ? `${line.slice(0, MAX_NAME_LENGTH - 1)}…` : line;
}

async function stageItems(context: ILoadOptionsFunctions, project: string) {
	const stages = await (await Hub.open(context)).stages.list(project);
	return stages.map(({ id, name, type }) => ({
		name: name || id,
		value: id,
		description: type,
	}));
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
