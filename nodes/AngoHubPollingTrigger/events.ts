import type { IDataObject } from 'n8n-workflow';

import type { Listing } from '../shared/hub/http/pages';
import type { Issue } from '../shared/hub/issues';
import type { Asset, Task } from '../shared/hub/types';
import { completeBatches, type CountedBatch } from './completeBatches';
import type { Scope } from './scope';
import type { Happening } from './window';

/** What an event is about. */
export type Subject = 'asset' | 'task' | 'issue' | 'batch';
export type Records = { asset: Asset; task: Task; issue: Issue; batch: CountedBatch };

/** How an event is found: in a list of Ango Hub, or in records that several lists tell. */
export type PollEvent<S extends Subject = Subject> = ListEvent<S> | StateEvent<S>;

/** An event in a list. */
export interface ListEvent<S extends Subject = Subject> {
	subject: S;
	/** The records in which it may be found, those dated `since` then; newest first where possible. */
	listing(scope: Scope, since: number): Listing<Records[S]>;
	/** The date that the list goes by, in milliseconds; a list without one is read to its end. */
	dated?(record: Records[S]): number;
	/** The event in a record; undefined where there is none. */
	happening(record: Records[S], scope: Scope): Happening | undefined;
	/** True where dates do not tell what is new, so that everything in the list is remembered. */
	sweep?: true;
}

/** Something that is so now and was not at the poll before. */
export interface StateEvent<S extends Subject = Subject> {
	subject: S;
	/** The records of which it is so. */
	read(scope: Scope): Promise<Array<Records[S]>>;
	/** Tells what is so from what was so before. */
	key(record: Records[S]): string;
	/** What has grown is so anew, although it was so at the poll before. */
	size(record: Records[S]): number;
}

export type EventName = keyof typeof EVENTS;

export const EVENTS = {
	assetCreated: event({
		subject: 'asset',
		listing: ({ hub, project }) => {
			const { query, ...listing } = hub.assets.listing(project._id);
			return { ...listing, query: { ...query, sort: NEWEST_CREATED } };
		},
		dated: created,
		happening: (asset) => ({ key: asset._id, time: created(asset) }),
	}),

	batchCompleted: event({
		subject: 'batch',
		read: completeBatches,
		key: ({ _id }) => _id,
		size: ({ taskCount }) => taskCount,
	}),

	taskCreated: event({
		subject: 'task',
		listing: (scope, since) => tasks(scope, 'createdAt', since),
		dated: created,
		happening: (task) => ({ key: task._id, time: created(task) }),
	}),

	taskCompleted: event({
		subject: 'task',
		listing: (scope, since) => tasks(scope, 'updatedAt', since, completeStages(scope)),
		dated: updated,
		happening: (task, scope) => {
			if (!isComplete(task, scope)) return undefined;
			// A task that is saved once more stays completed when it was.
			const time = at(task.completedAt) ?? updated(task);
			return { key: `${task._id} ${time}`, time };
		},
	}),

	taskEnteredStage: event({
		subject: 'task',
		sweep: true,
		listing: (scope) => tasks(scope, 'createdAt', 0, scope.stages),
		happening: changed,
	}),

	taskUpdated: event({
		subject: 'task',
		listing: (scope, since) => tasks(scope, 'updatedAt', since),
		dated: updated,
		happening: (task) => (updated(task) > created(task) ? changed(task) : undefined),
	}),

	taskAssigned: event({
		subject: 'task',
		listing: (scope, since) => tasks(scope, 'updatedAt', since),
		dated: updated,
		happening: (task) => (task.assignee ? changed(task) : undefined),
	}),

	issueOpened: event({
		subject: 'issue',
		listing: ({ hub, project }) => hub.issues.listing(project._id),
		happening: (issue) => ({ key: issue._id, time: created(issue) }),
	}),

	issueUpdated: event({
		subject: 'issue',
		listing: ({ hub, project }) => hub.issues.listing(project._id),
		happening: (issue) => {
			const time = lastTouched(issue);
			return time > created(issue) ? { key: `${issue._id} ${time}`, time } : undefined;
		},
	}),
};

function event<S extends Subject>(spec: PollEvent<S>): PollEvent<S> {
	return spec;
}

const NEWEST_CREATED = '-createdAt,-_id';

/** Current: only the tasks of these stages that are dated since then. Legacy: all, newest first. */
function tasks(
	{ hub, project }: Scope,
	date: 'createdAt' | 'updatedAt',
	since: number,
	stages?: string[],
): Listing<Task> {
	const filter: IDataObject = {};
	if (hub.platform.has('taskFilters')) {
		if (since > 0) filter[date] = { $gte: new Date(since).toISOString() };
		if (stages) filter.stage = { $in: stages };
	}
	return hub.tasks.listing(project._id, { filter, sort: `-${date},-_id` });
}

function completeStages({ hub, project }: Scope): string[] | undefined {
	if (!hub.platform.has('stages')) return undefined;
	return (project.stages ?? []).filter(({ type }) => type === 'Complete').map(({ id }) => id);
}

function isComplete({ stage, status }: Task, scope: Scope): boolean {
	const stages = completeStages(scope);
	return stages ? stages.includes(stage ?? '') : status === 'Completed' || status === 'Reviewed';
}

/** A change of a task: once for each stage and date. */
function changed(task: Task): Happening {
	const time = updated(task);
	return { key: `${task._id} ${task.stage ?? ''} ${time}`, time };
}

function lastTouched(issue: Issue): number {
	const comments = (issue.comments ?? []) as IDataObject[];
	const dates = comments.flatMap(({ createdAt, updatedAt }) => [at(createdAt), at(updatedAt)]);
	return Math.max(updated(issue), ...dates.map((date) => date ?? 0));
}

/** The id of a record begins with the second in which it was made. */
function created({ _id, createdAt }: { _id: string; createdAt?: unknown }): number {
	return at(createdAt) ?? Number.parseInt(_id.slice(0, 8), 16) * 1000;
}

function updated(record: { _id: string; createdAt?: unknown; updatedAt?: unknown }): number {
	return at(record.updatedAt) ?? created(record);
}

/** A date in milliseconds, whether it is a text or a number (contract 1.7). */
function at(date: unknown): number | undefined {
	if (typeof date !== 'string' && typeof date !== 'number') return undefined;
	const time = new Date(date).getTime();
	return Number.isNaN(time) ? undefined : time;
}
