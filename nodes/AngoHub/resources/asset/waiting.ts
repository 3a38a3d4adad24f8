import type { IDataObject } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import type { Task } from '../../../shared/hub/types';
import { ObservedTask } from '../../../shared/items/observedTask';
import { simplifiedTaskItem } from '../../../shared/items/taskItem';
import { withClassNames } from '../../../shared/labels/classNames';
import { resolveOptions } from '../../../shared/labels/resolveOptions';
import { mapConcurrent } from '../../../shared/util/concurrency';
import { groupBy } from '../../../shared/util/groupBy';
import { approvalOf, type Approval } from './approval';

/** What items say of an asset, as it was when it was added. */
export interface SentAsset extends IDataObject {
	projectId: string;
	assetId: string;
	externalId: string;
	url: string;
	batchNames: string[];
}

/** An asset that is waited for. */
export interface AwaitedAsset {
	/** Position of the input item. */
	index: number;
	sent: SentAsset;
	/** IDs of the stages in which its tasks count as finished. */
	stages: string[];
	approval?: Approval;
}

/** What an execution waits for. */
export interface Waiting {
	assets: AwaitedAsset[];
	/** Whether all assets have to be finished, or one is enough. */
	waitFor: 'all' | 'first';
	/** When the wait began, in milliseconds: a node may wait several times in one execution. */
	since: number;
	/** Whether an AI agent reads the result, which then is short. */
	isTool: boolean;
}

/** How far the assets are: a task of each that is finished, by the position of its input item. */
export interface Progress {
	done: Map<number, Task>;
	isOver: boolean;
}

/**
 * Asks Ango Hub how far the assets are. An asset is finished when all of its tasks are in one of the
 * stages; the copies that annotators of a consensus stage get do not count.
 */
export async function progressOf(hub: Hub, { assets, waitFor }: Waiting): Promise<Progress> {
	const done = new Map<number, Task>();
	for (const [projectId, group] of groupBy(assets, ({ sent }) => sent.projectId)) {
		const wanted = group.map(({ sent: { assetId: id, externalId } }) => ({ id, externalId }));
		const found = await hub.tasks.ofAssets(projectId, wanted);
		for (const { index, sent, stages } of group) {
			const tasks = (found.get(sent.assetId) ?? []).filter(({ type }) => type !== 'consensus');
			const isFinished = tasks.every(({ stage }) => stages.includes(stage ?? ''));
			if (tasks.length > 0 && isFinished) done.set(index, tasks[0]);
		}
	}
	const needed = waitFor === 'first' ? 1 : assets.length;
	return { done, isOver: done.size >= needed };
}

/** One item for each asset, in order: its labels, or that they are pending. */
export async function itemsOf(
	hub: Hub,
	{ assets, isTool }: Waiting,
	{ done }: Progress,
): Promise<IDataObject[]> {
	return await mapConcurrent(assets, hub.concurrency, async ({ index, sent, approval }) => {
		const finished = done.get(index);
		if (!finished) return { event: 'labelPending', ...sent };
		const project = await hub.projects.recall(sent.projectId);
		const { categorySchema } = project;
		const task = await hub.tasks.get(finished._id, true);
		const { externalId, url: data } = sent;
		const assetDetails = { data, ...task.assetDetails };
		const answer = resolveOptions((task.answer ?? {}) as IDataObject, categorySchema);
		const observed = ObservedTask.listed({ ...task, externalId, assetDetails, answer }).in(project);
		const named = categorySchema
			? observed.with(withClassNames(observed.task, categorySchema))
			: observed;
		const item = simplifiedTaskItem(named.item);
		return {
			event: 'labelReceived',
			...(isTool ? summaryOf(item) : item),
			...(approval && approvalOf(approval, answer)),
		};
	});
}

/** What an AI agent needs to know of a label, with the names that its next tool may ask for. */
function summaryOf({ task, ...names }: IDataObject): IDataObject {
	const { tools, classifications } = task as Record<string, IDataObject[] | undefined>;
	return { ...names, answers: answersIn(classifications), objects: countsIn(tools) };
}

/** Answers by the title of their class, those inside others too. */
function answersIn(classifications: IDataObject[] = []): IDataObject {
	const answers: IDataObject = {};
	for (const { title, schemaId, answer, classifications: inner } of classifications) {
		answers[String(title ?? schemaId)] = answer;
		Object.assign(answers, answersIn(inner as IDataObject[] | undefined));
	}
	return answers;
}

function countsIn(objects: IDataObject[] = []): IDataObject {
	const groups = groupBy(objects, ({ title, schemaId }) => String(title ?? schemaId));
	return Object.fromEntries([...groups].map(([title, group]) => [title, group.length]));
}
