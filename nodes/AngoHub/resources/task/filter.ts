import { UserError, type IDataObject } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import type { Parameters } from '../../../shared/operation/parameters';
import { anyCase } from '../../../shared/util/anyCase';
import { isEmpty } from '../../../shared/util/isEmpty';
import { isRecord } from '../../../shared/util/isRecord';
import { namesIn, type Names } from '../../../shared/util/names';
import { filtersField } from './filtersField';

const CONDITIONS = 'Give fields and conditions such as {"priority": {"$gt": 5}}.';

/** What the user may filter tasks by. */
export type TaskFilters = Partial<Parameters<(typeof filtersField)['options']>>;

/**
 * The filter of the task list (contract 2.10) for the fields that hold something.
 * @throws UserError when the project has no such stage or batch, or 'More (JSON)' holds no conditions
 */
export async function taskFilter(
	hub: Hub,
	projectId: string,
	given: TaskFilters,
): Promise<IDataObject> {
	const stageIds = await hub.stages.resolve(projectId, given.stages);
	const batchIds = await hub.batches.resolve(projectId, given.batches);
	const conditions: Record<string, IDataObject | string> = {
		// One stage in its plain form, which every server knows.
		...(stageIds.length === 1 ? { stage: stageIds[0] } : { stage: anyOf(stageIds) }),
		batches: batchIds.length > 0 ? { $in: batchIds } : {},
		status: oneOf(given.statuses),
		reviewStatus: oneOf(given.reviewStatuses),
		type: oneOf(given.types),
		assignee: {
			...people(given.assignees),
			...between({ $exists: given.assigned }),
		},
		externalId: {
			...oneOf(await hub.assets.listed(projectId, given.externalIds)),
			...between({ $regex: given.externalIdPattern }),
		},
		createdBy: people(given.createdBy),
		updatedBy: people(given.updatedBy),
		createdAt: between({ $gte: given.createdAfter, $lt: given.createdBefore }),
		updatedAt: between({ $gte: given.updatedAfter, $lt: given.updatedBefore }),
		priority: between({
			$gte: given.minPriority,
			$lte: given.maxPriority,
		}),
		openIssuesCount: between({
			$gte: given.minOpenIssues,
			$lte: given.maxOpenIssues,
		}),
		duration: between({
			$gte: given.minDuration,
			$lte: given.maxDuration,
		}),
		totalDuration: between({
			$gte: given.minTotalDuration,
			$lte: given.maxTotalDuration,
		}),
		isDraft: between({ $eq: given.isDraft }),
		isSkipped: between({ $eq: given.isSkipped }),
		isBenchmark: between({ $eq: given.isBenchmark }),
	};
	for (const [key, more] of Object.entries(moreConditions(given.more))) {
		conditions[key] = joined(conditions[key], more);
	}
	return Object.fromEntries(
		Object.entries(conditions).filter(
			([, condition]) => !isRecord(condition) || Object.keys(condition).length > 0,
		),
	);
}

function oneOf(value: Names | undefined): IDataObject {
	const list = namesIn(value);
	return list.length === 1 ? { $eq: list[0] } : anyOf(list);
}

/** Addresses are the same in capitals or not. */
function people(value: Names | undefined): IDataObject {
	const list = namesIn(value).map(anyCase);
	return list.length > 0 ? { $regex: `^(?:${list.join('|')})$` } : {};
}

function anyOf(list: string[]): IDataObject {
	return list.length > 0 ? { $in: list } : {};
}

/** Conditions without those whose value is not given. */
function between(conditions: Record<string, unknown>): IDataObject {
	return Object.fromEntries(
		Object.entries(conditions).filter(([, value]) => !isEmpty(value)),
	) as IDataObject;
}

function moreConditions(more: unknown): Record<string, IDataObject | string> {
	if (isEmpty(more)) return {};
	if (!isRecord(more)) {
		throw new UserError("'More (JSON)' has to be a JSON object", { description: CONDITIONS });
	}
	for (const [key, condition] of Object.entries(more)) {
		if (isEmpty(condition) || (isRecord(condition) && Object.keys(condition).length === 0)) {
			throw new UserError(`'More (JSON)' has no condition for '${key}'`, {
				description: `${CONDITIONS} Tasks without a value are found with {"${key}": {"$exists": false}}.`,
			});
		}
	}
	return more as Record<string, IDataObject>;
}

function joined(
	first: IDataObject | string | undefined,
	second: IDataObject | string,
): IDataObject | string {
	return isRecord(first) && isRecord(second) ? { ...first, ...second } : second;
}
