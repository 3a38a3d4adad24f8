import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelSet } from '../hub/types';
import type { Breather } from '../util/breather';
import { groupBy } from '../util/groupBy';
import { isRecord } from '../util/isRecord';
import { recordsIn } from '../util/lists';
import { textAt } from '../util/textAt';
import {
	answerAt,
	answersByPath,
	byCodePoint,
	Classes,
	ClassNames,
	optionsAt,
	pathsOf,
} from './classes';
import type { OutFormat } from './formats/format';
import { assetsIn } from './input';
import type { LabeledAsset, Picture } from './model';
import { fileNameOf, uniqueStems } from './names';
import { picturesOf } from './pages';
import type { DatasetSettings } from './settings';
import type { LabelEntry, LabelSource } from './source';
import { exactSplits, stableSplit, type Split } from './split';

/** What has to be known of all labels before the first is written. */
export interface Plan {
	classes: Classes;
	/** The one that was given, or that of the first item that carries one. */
	labelSet?: LabelSet;
	/** True where the classes are those of the labels, in alphabetical order. */
	isFromLabels: boolean;
	/** Tasks, by their number, that are left out since another one of the asset counts. */
	otherTasks: ReadonlySet<number>;
	/** File names and sides of the pictures of all other tasks, in their order. */
	names: readonly PlannedName[];
}

export interface PlannedName {
	stem: string;
	extension: string;
	split?: Split;
}

/** What is kept of a task. */
interface Task {
	names: PlannedName[];
	/** Key of its side. */
	key: string;
	/** Names of its classes; equal ones are the same list. */
	classes: ReadonlySet<string>;
	isOther: boolean;
}

/**
 * Goes through all labels once, and keeps some hundred bytes a picture.
 * @throws UserError when the wanted classes are not there
 */
export async function survey(
	source: LabelSource,
	format: OutFormat,
	settings: DatasetSettings,
	breather: Breather,
): Promise<Plan> {
	const tasks: Task[] = [];
	const chosen = new Map<string, { task: Task; updatedAt: string; taskId: string }>();
	let { labelSet } = settings;
	const lists = new ClassLists(format, settings);
	for await (const entry of source.entries()) {
		if (breather.isDue) await breather.pause();
		const { json } = entry;
		labelSet ??= labelSetIn(json.categorySchema);
		for (const asset of assetsIn(json)) {
			const task = taskOf(asset, entry, settings, lists);
			tasks.push(task);
			choose(task, asset, settings, chosen);
		}
	}
	const counting = tasks.filter(({ isOther }) => !isOther);
	if (settings.split?.mode === 'exact') {
		const sides = exactSplits(
			counting.map(({ key }) => key),
			settings.split,
		);
		for (const { names, key } of counting) for (const name of names) name.split = sides.get(key);
	}
	const names = counting.flatMap((task) => task.names);
	makeUnique(names, format);
	return {
		...classesFor(format, { ...settings, labelSet }, counting, lists.namer.parents),
		labelSet,
		otherTasks: new Set(tasks.flatMap(({ isOther }, index) => (isOther ? [index] : []))),
		names,
	};
}

function taskOf(
	asset: LabeledAsset,
	{ json, mimeType }: LabelEntry,
	settings: DatasetSettings,
	lists: ClassLists,
): Task {
	const { split, fileNameFrom, keepTogetherBy } = settings;
	const key = keyOf(asset, json, keepTogetherBy);
	const side = split?.mode === 'stable' ? stableSplit(key, split) : undefined;
	const names: PlannedName[] = [];
	const classes = new Set<string>();
	for (const picture of picturesOf(asset, settings)) {
		names.push({ ...fileNameOf(picture, fileNameFrom, mimeType), split: side });
		lists.add(picture, classes);
	}
	return { names, key, classes: lists.shared(classes), isOther: false };
}

/** What a picture shares with those that stay on its side: its asset, unless the item says more. */
function keyOf(
	{ externalId, assetId = '' }: LabeledAsset,
	json: IDataObject,
	path: string,
): string {
	return (path && textAt(json, path)) || externalId || assetId;
}

/** Of several tasks of an asset only one counts, unless all shall. */
function choose(
	task: Task,
	asset: LabeledAsset,
	{ severalTasks }: DatasetSettings,
	chosen: Map<string, { task: Task; updatedAt: string; taskId: string }>,
): void {
	const key = asset.assetId ?? asset.url ?? asset.externalId;
	if (severalTasks === 'all' || key === '') return;
	const { updatedAt, taskId = '' } = asset;
	const before = chosen.get(key);
	if (before) {
		const isNewer =
			updatedAt > before.updatedAt || (updatedAt === before.updatedAt && taskId > before.taskId);
		if (severalTasks === 'first' || !isNewer) {
			task.isOther = true;
			return;
		}
		before.task.isOther = true;
	}
	chosen.set(key, { task, updatedAt, taskId });
}

/** Collects the names of classes that pictures use, keeping each combination once. */
class ClassLists {
	readonly namer: ClassNames;
	private readonly known = new Map<string, ReadonlySet<string>>();

	constructor(
		private readonly format: OutFormat,
		private readonly settings: DatasetSettings,
	) {
		this.namer = new ClassNames(settings);
	}

	add(picture: Picture, classes: Set<string>): void {
		const { shapes, isForAnyAnswer } = this.format;
		if (isForAnyAnswer) {
			for (const path of answersByPath(picture.classifications).keys()) classes.add(path);
			return;
		}
		if (shapes === 'answers') {
			for (const answer of answerAt(picture.classifications, this.settings.classAnswer)) {
				classes.add(this.namer.renamed(answer));
			}
			return;
		}
		for (const object of picture.objects) {
			if (!shapes.has(object.shape.kind)) continue;
			classes.add(this.namer.nameOf(object).name);
		}
	}

	shared(classes: Set<string>): ReadonlySet<string> {
		const key = JSON.stringify([...classes]);
		const known = this.known.get(key) ?? classes;
		this.known.set(key, known);
		return known;
	}
}

function classesFor(
	format: OutFormat,
	settings: DatasetSettings,
	tasks: Task[],
	parents: Map<string, string>,
): Pick<Plan, 'classes' | 'isFromLabels'> {
	const namer = new ClassNames(settings, parents);
	const { classes, classList, labelSet, skeleton, classAnswer } = settings;
	const isAuto = classes === 'auto';
	const namesIn = (known: LabelSet) => {
		if (format.shapes !== 'answers') return namer.ofLabelSet(known);
		return format.isForAnyAnswer
			? pathsOf(known.classifications)
			: optionsAt(known.classifications, classAnswer).map((answer) => namer.renamed(answer));
	};
	if (classes === 'list' || (isAuto && classList.length > 0)) {
		if (format.hasKeypoints && skeleton && !classList.includes(skeleton.class)) {
			throw new UserError(
				`'Class Names' does not have '${skeleton.class}', the class of the skeleton`,
				{
					description: "Add it to 'Class Names', or correct 'Class' in 'Skeleton'.",
				},
			);
		}
		return { classes: new Classes(classList, namer), isFromLabels: false };
	}
	if (format.hasKeypoints && skeleton) {
		return { classes: new Classes([skeleton.class], namer), isFromLabels: false };
	}
	if (classes === 'labelSet' || (isAuto && labelSet)) {
		if (!labelSet) {
			throw new UserError("'Label Set' is empty", {
				description:
					"Give a label set, such as from 'Label Set: Get', or set 'Classes' to From Labels.",
			});
		}
		const names = namesIn(labelSet);
		// A text question has no options: its answers are what the labels have.
		const isOpen = isAuto && format.isPicturesOnly && names.length === 0;
		if (!isOpen) return { classes: new Classes(names, namer), isFromLabels: false };
	}
	const used = new Set<string>();
	for (const list of new Set(tasks.map((task) => task.classes))) {
		for (const name of list) used.add(name);
	}
	return { classes: new Classes([...used].sort(byCodePoint), namer), isFromLabels: true };
}

/** A label set, or undefined for what is none. */
export function labelSetIn(value: unknown): LabelSet | undefined {
	if (!isRecord(value)) return undefined;
	const { tools, classifications } = value;
	if (!Array.isArray(tools) && !Array.isArray(classifications)) {
		return labelSetIn(value.categorySchema);
	}
	const titled = (given: unknown) =>
		recordsIn(given).filter(({ title }) => typeof title === 'string');
	return {
		...value,
		tools: titled(tools),
		classifications: titled(classifications),
		relations: recordsIn(value.relations),
	} as unknown as LabelSet;
}

/** Pictures of one folder have names of their own. */
function makeUnique(names: PlannedName[], { isOneFolder }: OutFormat): void {
	for (const folder of groupBy(names, ({ split }) => (isOneFolder ? undefined : split)).values()) {
		const stems = uniqueStems(folder.map(({ stem }) => stem));
		for (const [index, name] of folder.entries()) name.stem = stems[index];
	}
}
