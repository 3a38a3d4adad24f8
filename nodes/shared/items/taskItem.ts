import type { IDataObject } from 'n8n-workflow';

import { withoutResumeKey } from '../hub/resumeKey';
import type { Project } from '../hub/types';
import { ANNOTATION_LISTS } from '../labels/annotations';
import { batchNamesIn, findStage, type ProjectNames } from './names';
import { contentOf, filled, isId } from './records';

/** What is known of the project that a task comes from. */
export type TaskContext = Pick<Project, '_id'> & ProjectNames;

/** Dates that older data has as milliseconds (contract 1.7). */
const DATES = ['createdAt', 'updatedAt', 'completedAt', 'labeledAt', 'reviewedAt'];

/** Lists of a task whose entries may have dates. */
const DATED_LISTS = [...ANNOTATION_LISTS, 'stageHistory'];

/**
 * A task as an export or a webhook gives it (contract 5.4, 3.1), with the same facts at its top in
 * both: `taskId`, `assetId`, `projectId`, `stageId`, `stageName`, `batchNames`, `url` or `text`. What
 * Ango Hub does not say is null; dates are ISO strings.
 */
export function taskItem(given: IDataObject, project: TaskContext): IDataObject {
	const task = (given.task ?? {}) as IDataObject;
	const stage = stageOf(task, project);
	return withIsoDates({
		...withoutResumeKey(given),
		taskId: task.taskId ?? null,
		assetId: given.assetId ?? (isId(given.asset) ? given.asset : null),
		projectId: project._id,
		...contentIn(given.asset),
		stageId: stage.id,
		stageName: stage.name,
		// An export gives names among which there may be nulls, a webhook ids and sometimes names.
		batchNames: batchNamesIn(project, given.batchNames ?? given.batches),
		task: { ...withIsoDates(task), ...datedLists(task) },
	});
}

/** What a simplified item says under other names, or only where it is not empty. */
const NOT_SIMPLE = new Set(['asset', 'batches', 'dataset', 'metadata', 'contextData']);

/** A task item without what its top says under other names, and without what is empty. */
export function simplifiedTaskItem(item: IDataObject): IDataObject {
	const { dataset, metadata, contextData } = item;
	// Objects that a key is deleted from are several times slower.
	const rest = Object.fromEntries(Object.entries(item).filter(([key]) => !NOT_SIMPLE.has(key)));
	return { ...rest, ...filled({ dataset, metadata, contextData }) };
}

/** Older data has the ID of an asset where others have its address or text. */
function contentIn(asset: unknown): IDataObject {
	return typeof asset === 'string' && !isId(asset) ? contentOf(asset) : { url: null };
}

/** The tasks of a legacy export item, which is one asset with all its tasks (contract 5.4). */
export function legacyTaskItems(given: IDataObject, project: TaskContext): IDataObject[] {
	const { tasks, ...asset } = given;
	return ((tasks ?? []) as IDataObject[]).map((task) => taskItem({ ...asset, task }, project));
}

function stageOf(task: IDataObject, project: TaskContext) {
	// An export gives the name in `stage`, a webhook the id.
	const known = findStage(project, task.stageId ?? task.stage);
	const id = task.stageId ?? known?.id ?? null;
	const named = task.stage !== id ? task.stage : undefined;
	return { id, name: task.stageName ?? named ?? known?.name ?? id };
}

function withIsoDates(record: IDataObject): IDataObject {
	const isOld = (key: string) => typeof record[key] === 'number';
	if (!DATES.some(isOld)) return record;
	const dates = DATES.filter(isOld).map((key) => [
		key,
		new Date(record[key] as number).toISOString(),
	]);
	return { ...record, ...Object.fromEntries(dates) };
}

/** Lists of a task in which an entry, or its `metadata`, has old dates. */
function datedLists(task: IDataObject): IDataObject {
	const lists: IDataObject = {};
	for (const key of DATED_LISTS) {
		const list = task[key];
		if (!Array.isArray(list)) continue;
		const dated = (list as IDataObject[]).map(withIsoDatesInside);
		if (dated.some((entry, index) => entry !== list[index])) lists[key] = dated;
	}
	return lists;
}

function withIsoDatesInside(entry: IDataObject): IDataObject {
	const dated = withIsoDates(entry);
	if (typeof entry.metadata !== 'object' || entry.metadata === null) return dated;
	const metadata = withIsoDates(entry.metadata as IDataObject);
	return metadata === entry.metadata ? dated : { ...dated, metadata };
}
