import type { IDataObject } from 'n8n-workflow';

import type { Call } from './http/call';
import type { Listing } from './http/pages';
import type { Platform } from './platform';
import type { Task } from './types';

/** What a list of tasks is asked for (contract 2.9). */
export interface TaskQuery {
	/** Conditions by key (contract 2.10). Legacy knows `status` and `batches` only. */
	filter?: IDataObject;
	/** Field names, `-` before a name for descending, with commas. */
	sort?: string;
	/** The only fields wanted; id, project and asset always come with them. */
	fields?: string[];
	includeAnswer?: boolean;
}

const ALWAYS_READ = ['_id', 'project', 'asset'];

/**
 * How a list of tasks is asked for, and how its tasks are read.
 * @throws UserError when the legacy platform cannot filter by this
 */
export function taskListing(
	platform: Platform,
	query: TaskQuery,
): Pick<Listing<Task>, 'query' | 'records'> {
	const { filter = {}, sort, includeAnswer = false } = query;
	const fields = query.fields && [...new Set([...ALWAYS_READ, ...query.fields])];
	const wanted = (task: Task) => (fields ? picked(task, fields) : task);
	return {
		query: {
			// Ango Hub gives chosen fields only together with the answer.
			includeAnswer: includeAnswer || fields !== undefined,
			fields: fields?.join(','),
			sort,
			...queryOf(platform, filter),
		},
		records: ({ tasks }) =>
			(tasks as IDataObject[] | undefined)?.map((task) => wanted(normalized(task))),
	};
}

/** @throws UserError when the legacy platform cannot filter by this */
function queryOf(platform: Platform, filter: IDataObject): Call['query'] {
	if (platform.has('taskFilters')) {
		return Object.keys(filter).length > 0 ? { filter: JSON.stringify(filter) } : {};
	}
	const { status, batches, ...others } = filter;
	const { $eq: one, ...more } = (status ?? {}) as IDataObject;
	const { $in: tags, ...rest } = (batches ?? {}) as IDataObject;
	if (Object.keys({ ...others, ...more, ...rest }).length > 0) platform.require('taskFilters');
	return { 'status[eq]': one as string, tag: tags ? JSON.stringify(tags) : undefined };
}

/** A task as Ango Hub gives it, with ids where it may give records (contract 7, row 4). */
export function normalized(task: IDataObject): Task {
	const asset = recordIn(task.asset);
	const project = recordIn(task.project);
	return {
		...task,
		...(project && { project: project._id }),
		...(asset && {
			asset: asset._id,
			externalId: task.externalId ?? asset.externalId,
			assetDetails: asset,
		}),
	} as Task;
}

function recordIn(reference: unknown): IDataObject | undefined {
	return typeof reference === 'object' && reference !== null
		? (reference as IDataObject)
		: undefined;
}

function picked(task: Task, fields: string[]): Task {
	return Object.fromEntries(Object.entries(task).filter(([key]) => fields.includes(key))) as Task;
}
