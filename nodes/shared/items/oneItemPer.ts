import type { IDataObject } from 'n8n-workflow';

import { annotationsIn, objectsIn } from '../labels/annotations';
import type { Field } from '../operation/parameters';

/** What one item stands for: a task, or one of the things in it. */
export const oneItemPerField = {
	displayName: 'One Item Per',
	name: 'oneItemPer',
	type: 'options',
	options: [
		{
			name: 'Answer',
			value: 'answer',
			description: 'Each answer of a task, those inside objects and other answers too',
		},
		{
			name: 'Object',
			value: 'object',
			description: 'Each box, polygon or other shape, with its answers',
		},
		{
			name: 'Stage Visit',
			value: 'stageVisit',
			description: 'Each time that a task went through a stage, with the labels of then',
		},
		{ name: 'Task', value: 'task', description: 'Each task with all its labels' },
	],
	default: 'task',
	description: 'What becomes an item of its own',
} as const satisfies Field;

export type OneItemPer = (typeof oneItemPerField)['options'][number]['value'];

/** The facts of a task that each item carries. */
const TASK_KEYS = [
	'taskId',
	'projectId',
	'assetId',
	'externalId',
	'asset',
	'stageId',
	'stageName',
	'batchNames',
	'contextData',
];

/** Keys of an object that are not its shape (contract 5.5). */
const NOT_SHAPES = new Set([
	'objectId',
	'schemaId',
	'title',
	'tool',
	'classifications',
	'page',
	'interpolationStopped',
	'metadata',
	'lock',
	'color',
	'corners',
]);

/** Turns a task item (see `taskItem`) into the items that the user wants. */
export function itemsOf(taskItem: IDataObject, mode: OneItemPer): IDataObject[] {
	if (mode === 'task') return [taskItem];
	const task = taskItem.task as IDataObject;
	const shared = sharedFacts(taskItem, task);
	switch (mode) {
		case 'object':
			return objectsIn(task).map((object) => ({ ...shared, ...objectItem(object) }));
		case 'answer':
			return [
				...answersOf(annotationsIn(task.classifications)).map((answer) => ({
					...shared,
					...answer,
				})),
				...objectsIn(task).flatMap(({ title, objectId, page, classifications }) =>
					answersOf(annotationsIn(classifications), [String(title)]).map((answer) => ({
						...shared,
						objectId,
						objectTitle: title,
						...(page === undefined ? {} : { page }),
						...answer,
					})),
				),
			];
		case 'stageVisit':
			return annotationsIn(task.stageHistory).map(({ stage, stageId, ...visit }, index) => ({
				...shared,
				currentStageId: shared.stageId,
				currentStageName: shared.stageName,
				visit: index + 1,
				...visit,
				stageId: stageId ?? null,
				stageName: stage ?? stageId ?? null,
			}));
	}
}

function sharedFacts(taskItem: IDataObject, { updatedAt, updatedBy }: IDataObject): IDataObject {
	const facts: IDataObject = { updatedAt, updatedBy };
	for (const key of TASK_KEYS) if (key in taskItem) facts[key] = taskItem[key];
	return facts;
}

/** An object with its shape under a name that is the same for all tools, and its answers by path. */
function objectItem(object: IDataObject): IDataObject {
	const tool = Object.keys(object).find((key) => !NOT_SHAPES.has(key));
	const { classifications, ...rest } = object;
	if (tool !== undefined) delete rest[tool];
	const answers = answersOf(annotationsIn(classifications));
	return {
		...rest,
		tool: object.tool ?? tool ?? null,
		shape: tool === undefined ? null : object[tool],
		classifications: classifications ?? [],
		answers: Object.fromEntries(answers.map(({ path, answer }) => [path, answer])),
	};
}

interface Answer extends IDataObject {
	/** Titles from the outermost class to this one. */
	path: string;
}

/** Answers with those inside them, each with its path. */
function answersOf(classifications: IDataObject[], above: string[] = []): Answer[] {
	return classifications.flatMap(({ classifications: inner, ...given }) => {
		const titles = [...above, String(given.title)];
		const { title, schemaId, tool, answer, page } = given;
		const own = { title, schemaId, tool, answer, ...(page === undefined ? {} : { page }) };
		return [{ path: titles.join(' / '), ...own }, ...answersOf(annotationsIn(inner), titles)];
	});
}
