import type { IDataObject } from 'n8n-workflow';

import type { LabelSet } from '../hub/types';
import { objectsIn } from '../labels/annotations';
import type { Field } from '../operation/parameters';
import { groupBy } from '../util/groupBy';
import { recordsIn } from '../util/lists';
import { flatItem } from './flatItem';
import { objectShape } from './objectShape';
import { simplifiedTaskItem } from './taskItem';

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
			description: 'Each time a task went through a stage, with its labels at that time',
		},
		{ name: 'Task', value: 'task', description: 'Each task with all its labels' },
	],
	default: 'task',
	description: 'What each output item represents',
} as const satisfies Field;

export type OneItemPer = (typeof oneItemPerField)['options'][number]['value'];

export const flattenField = {
	displayName: 'Flatten',
	name: 'flatten',
	type: 'boolean',
	default: false,
	description:
		'Whether to make every value fit into a cell of a table or sheet: a shape becomes numbers and points, each answer a column (such as Car_color for "Car color"), and a list a text with commas',
} as const satisfies Field;

/** What becomes of a task. */
export interface ItemForm {
	oneItemPer: OneItemPer;
	/** Whether every value has to fit into a cell. */
	flatten: boolean;
	/** Whether what the names say is left out under Ango Hub's names, as is what is empty. */
	simplify: boolean;
}

/** The names that each item of a task has. */
const TASK_NAMES = [
	'taskId',
	'projectId',
	'assetId',
	'externalId',
	'url',
	'text',
	'stageId',
	'stageName',
	'batchNames',
];

/** The facts of a task that each item carries. */
const TASK_KEYS = [...TASK_NAMES, 'asset', 'contextData'];

/**
 * Turns a task item (see `taskItem`) into the items that the user wants.
 * @param labelSet tells the tool of objects that do not say it themselves
 */
export function itemsOf(
	taskItem: IDataObject,
	{ oneItemPer, flatten, simplify }: ItemForm,
	labelSet?: LabelSet,
): IDataObject[] {
	const task = simplify ? simplifiedTaskItem(taskItem) : taskItem;
	const items = ITEMS[oneItemPer](task, labelSet);
	if (!flatten) return items;
	return (oneItemPer === 'task' ? items.map(withAnswers) : items).map(flatItem);
}

/** The names of an item, and those of its fields that are wanted. */
export function selectedOf(item: IDataObject, fields: readonly string[]): IDataObject {
	const kept = [...TASK_NAMES, ...fields].filter((key) => key in item);
	return Object.fromEntries(kept.map((key) => [key, item[key]]));
}

type ToItems = (taskItem: IDataObject, labelSet?: LabelSet) => IDataObject[];

const ITEMS: Record<OneItemPer, ToItems> = {
	task: (taskItem) => [taskItem],

	object: (taskItem, labelSet) => {
		const shared = sharedFacts(taskItem);
		const tools = new Map(labelSet?.tools?.map(({ schemaId, tool }) => [schemaId, tool]));
		return objectsIn(taskItem.task as IDataObject).map((object) => ({
			...shared,
			...objectItem(object, tools.get(String(object.schemaId))),
		}));
	},

	answer: (taskItem) => {
		const shared = sharedFacts(taskItem);
		const task = taskItem.task as IDataObject;
		return [
			...answersOf(recordsIn(task.classifications)),
			...objectsIn(task).flatMap(({ title, objectId, page, classifications }) =>
				answersOf(recordsIn(classifications), [String(title)]).map((answer) => ({
					objectId,
					objectTitle: title,
					...(page === undefined ? {} : { page }),
					...answer,
				})),
			),
		].map((answer) => ({ ...shared, ...answer }));
	},

	stageVisit: (taskItem) => {
		const shared = sharedFacts(taskItem);
		const { stageHistory } = taskItem.task as IDataObject;
		return recordsIn(stageHistory).map(({ stage, stageId, ...visit }, index) => ({
			...shared,
			currentStageId: shared.stageId,
			currentStageName: shared.stageName,
			visit: index + 1,
			...visit,
			stageId: stageId ?? null,
			stageName: stage ?? stageId ?? null,
		}));
	},
};

function sharedFacts(taskItem: IDataObject): IDataObject {
	const { updatedAt, updatedBy } = taskItem.task as IDataObject;
	const known = TASK_KEYS.filter((key) => key in taskItem);
	return {
		...Object.fromEntries(known.map((key) => [key, taskItem[key]])),
		updatedAt,
		updatedBy,
	};
}

/** A task for one row: its facts and answers, and how many objects it has. */
function withAnswers(taskItem: IDataObject): IDataObject {
	const task = taskItem.task as IDataObject;
	return {
		...sharedFacts(taskItem),
		objects: objectsIn(task).length,
		answers: answersByPath(task),
	};
}

/** An object with its shape under a name that is the same for all tools, and its answers by path. */
function objectItem(object: IDataObject, toolOfClass?: string): IDataObject {
	const { tool, shape, rest } = objectShape(object, toolOfClass);
	return {
		...rest,
		tool,
		shape: shape as IDataObject,
		classifications: rest.classifications ?? [],
		answers: answersByPath(rest),
	};
}

/** The answers to the classifications of a task or an object by their paths; several of one class are a list. */
function answersByPath({ classifications }: IDataObject): IDataObject {
	const answers: IDataObject = {};
	for (const [path, given] of groupBy(
		answersOf(recordsIn(classifications)),
		(answer) => answer.path,
	)) {
		const values = given.map(({ answer }) => answer);
		answers[path] = (values.length === 1 ? values[0] : values) as IDataObject;
	}
	return answers;
}

interface Answer extends IDataObject {
	/** Titles from the outermost class to this one. */
	path: string;
}

/** Answers with those inside them, each with its path and whatever else is said of it. */
function answersOf(classifications: IDataObject[], above: string[] = []): Answer[] {
	return classifications.flatMap(({ classifications: inner, ...own }) => {
		const titles = [...above, String(own.title)];
		return [{ path: titles.join(' / '), ...own }, ...answersOf(recordsIn(inner), titles)];
	});
}
