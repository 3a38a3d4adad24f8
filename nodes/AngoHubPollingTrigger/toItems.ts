import type { IDataObject } from 'n8n-workflow';

import { SIMPLIFIED } from '../shared/fields/output';
import type { Issue } from '../shared/hub/issues';
import type { Asset, Batch, Project, Task } from '../shared/hub/types';
import { failedFilter } from '../shared/items/filters';
import { batchesIn } from '../shared/items/names';
import { ObservedTask } from '../shared/items/observedTask';
import { itemsOf } from '../shared/items/oneItemPer';
import { assetInForm, batchFacts, batchItem, issueItem } from '../shared/items/records';
import { withClassNames } from '../shared/labels/classNames';
import { mapConcurrent } from '../shared/util/concurrency';
import type { CountedBatch } from './completeBatches';
import type { Records, Subject } from './events';
import type { Settings } from './pollSettings';
import type { Scope } from './scope';

/** The items of those records that the filters let through, in the same order. */
export async function toItems(
	records: Array<Records[Subject]>,
	scope: Scope,
	settings: Settings,
): Promise<IDataObject[]> {
	const { event, subject } = settings;
	const items = await ITEMS[subject](records as never[], scope, settings);
	return items.map((item) => ({ event, ...item }));
}

const ITEMS = {
	async asset(
		assets: Asset[],
		{ project }: Scope,
		{ filters, simplify }: Settings,
	): Promise<IDataObject[]> {
		const isWanted = ({ batches, tags }: Asset) =>
			filters.batches.length === 0 ||
			batchesIn(project, batches ?? tags).some(({ _id }) => filters.batches.includes(_id));
		return assets
			.filter(isWanted)
			.map((asset) => assetInForm(asset, project, { ...SIMPLIFIED, simplify }));
	},

	async batch(
		batches: CountedBatch[],
		{ project }: Scope,
		{ simplify }: Settings,
	): Promise<IDataObject[]> {
		const itemOf = simplify ? batchFacts : batchItem;
		return batches.map(({ taskCount, ...batch }) => ({
			...itemOf(batch as Batch, project._id),
			taskCount,
			completedCount: taskCount,
		}));
	},

	async task(tasks: Task[], scope: Scope, settings: Settings): Promise<IDataObject[]> {
		const { filters, includeLabels, oneItemPer } = settings;
		const needsLabels = includeLabels || filters.labels !== 'any' || oneItemPer !== 'task';
		const candidates = tasks.filter((task) => !failedFilter(observe(task, scope), filters));
		const labeled = needsLabels ? await withLabels(candidates, scope) : candidates;
		const { project } = scope;
		const wanted = labeled.filter((task) => !failedFilter(observe(task, scope), filters));
		return (await withAssets(wanted, scope))
			.map((task) => named(observe(task, scope), project).item)
			.flatMap((item) => itemsOf(item, settings, project.categorySchema));
	},

	async issue(issues: Issue[], scope: Scope, { filters }: Settings): Promise<IDataObject[]> {
		const { stages, batches, annotators, labels } = filters;
		const isFiltered =
			labels !== 'any' || [stages, batches, annotators].some((list) => list.length);
		const { hub, project } = scope;
		const kept = await mapConcurrent(issues, hub.concurrency, async (issue) => {
			if (!isFiltered || !issue.labelTask) return true;
			const task = await hub.tasks.get(String(issue.labelTask), labels !== 'any');
			return !failedFilter(observe(task, scope), filters);
		});
		return issues
			.filter((_, index) => kept[index])
			.map((issue) => issueItem(issue, { projectId: project._id }));
	},
};

function observe(task: Task, { project }: Scope): ObservedTask {
	return ObservedTask.listed(task).in(project);
}

/** The task with the names of its classes and answers, as exports have them. */
function named(task: ObservedTask, { categorySchema }: Project): ObservedTask {
	return categorySchema ? task.with(withClassNames(task.task, categorySchema)) : task;
}

/** The tasks with their labels, which lists give for many tasks at once where they can be asked so. */
async function withLabels(tasks: Task[], { hub, project }: Scope): Promise<Task[]> {
	const found = new Map<string, Task>();
	if (hub.platform.has('taskFilters')) {
		const externalIds = tasks.flatMap(({ externalId }) => externalId ?? []);
		const list = hub.tasks.withExternalIds(project._id, externalIds, { includeAnswer: true });
		for await (const task of list) found.set(task._id, task);
	}
	return await mapConcurrent(tasks, hub.concurrency, async (task) => {
		const { answer, brushDataUrl, medicalBrushDataUrl } =
			found.get(task._id) ?? (await hub.tasks.get(task._id, true));
		return { ...task, answer: answer ?? {}, brushDataUrl, medicalBrushDataUrl };
	});
}

/** The tasks with the records of their assets, which lists of tasks need not give. */
async function withAssets(tasks: Task[], { hub, project }: Scope): Promise<Task[]> {
	const unknown = tasks.filter(({ assetDetails }) => assetDetails === undefined);
	const assets = await hub.assets.withIds(
		project._id,
		unknown.map(({ asset }) => asset),
	);
	return tasks.map((task) => {
		const assetDetails = task.assetDetails ?? assets.get(task.asset)?.[0];
		return assetDetails ? { ...task, assetDetails } : task;
	});
}
