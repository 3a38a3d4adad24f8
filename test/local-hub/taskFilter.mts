import type { HubCore } from './core.mts';
import { microseconds } from './dates.mts';
import { badRequest } from './errors.mts';
import type { Task } from './types.mts';
import type { Check, OpenObject } from './validate.mts';
import {
	arrayOf,
	boolean,
	either,
	isoDate,
	nullable,
	number,
	object,
	optional,
	string,
	text,
} from './validate.mts';

const pattern: Check<string> = (value, path) => {
	try {
		return new RegExp(text(value, path)).source;
	} catch {
		throw badRequest(`Invalid value for "${path}": expected a regular expression.`);
	}
};

const textOps = object({
	$eq: optional(nullable(string)),
	$ne: optional(nullable(string)),
	$regex: optional(pattern),
	$in: optional(arrayOf(nullable(string))),
	$nin: optional(arrayOf(nullable(string))),
	$exists: optional(boolean),
});
const numberOps = object({
	$eq: optional(number),
	$ne: optional(number),
	$gt: optional(number),
	$gte: optional(number),
	$lt: optional(number),
	$lte: optional(number),
});
const dateOps = object({
	$gt: optional(isoDate),
	$gte: optional(isoDate),
	$lt: optional(isoDate),
	$lte: optional(isoDate),
});
const booleanOps = object({ $eq: boolean });

/** The filter keys and operators of contract 2.10. */
export const taskFilter = object({
	stage: optional(either(string, textOps)),
	batches: optional(textOps),
	status: optional(textOps),
	reviewStatus: optional(textOps),
	type: optional(textOps),
	assignee: optional(textOps),
	externalId: optional(textOps),
	createdBy: optional(textOps),
	updatedBy: optional(textOps),
	createdAt: optional(dateOps),
	updatedAt: optional(dateOps),
	priority: optional(numberOps),
	openIssuesCount: optional(numberOps),
	duration: optional(numberOps),
	totalDuration: optional(numberOps),
	isDraft: optional(booleanOps),
	isSkipped: optional(booleanOps),
	isBenchmark: optional(booleanOps),
});

/** A field of a task as filters and sorting see it. */
export function taskField(core: HubCore, task: Task, field: string): unknown {
	switch (field) {
		case 'externalId':
			return core.state.asset(task.asset).externalId;
		case 'batches':
			return core.state.asset(task.asset).batches;
		default:
			return (task as unknown as OpenObject)[field];
	}
}

/** Dates are compared as times, since filters may carry microseconds (contract 1.7). */
function comparable(value: unknown): number {
	const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
	return (isDate ? microseconds(value) : value) as number;
}

const isMissing = (value: unknown): boolean =>
	value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** Mongo's rule for arrays: one element that equals is enough. */
function equals(value: unknown, wanted: unknown): boolean {
	if (wanted === null) return isMissing(value);
	return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

/** The entries of lists in filters, so that a list of hundreds is not gone through for each task. */
const entries = new WeakMap<object, Set<unknown>>();

function isIn(value: unknown, wanted: unknown[]): boolean {
	let known = entries.get(wanted);
	if (!known) entries.set(wanted, (known = new Set(wanted)));
	if (known.has(null) && isMissing(value)) return true;
	return Array.isArray(value) ? value.some((one) => known.has(one)) : known.has(value ?? undefined);
}

function holds(value: unknown, operator: string, wanted: unknown): boolean {
	switch (operator) {
		case '$eq':
			return equals(value, wanted);
		case '$ne':
			return !equals(value, wanted);
		case '$in':
			return isIn(value, wanted as unknown[]);
		case '$nin':
			return !isIn(value, wanted as unknown[]);
		case '$exists':
			return isMissing(value) !== wanted;
		case '$regex':
			return [value].flat().some((entry) => new RegExp(String(wanted)).test(String(entry ?? '')));
		case '$gt':
			return comparable(value) > comparable(wanted);
		case '$gte':
			return comparable(value) >= comparable(wanted);
		case '$lt':
			return comparable(value) < comparable(wanted);
		case '$lte':
			return comparable(value) <= comparable(wanted);
		default:
			return false;
	}
}

/** Whether all conditions hold. Conditions are operator objects; a plain value means `$eq`. */
export function matchesFilter(core: HubCore, task: Task, filter: OpenObject): boolean {
	return Object.entries(filter).every(([field, condition]) => {
		const value = taskField(core, task, field);
		if (typeof condition !== 'object' || condition === null) return equals(value, condition);
		return Object.entries(condition).every(([operator, wanted]) => holds(value, operator, wanted));
	});
}
