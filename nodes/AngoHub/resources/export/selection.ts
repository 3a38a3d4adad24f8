import { UserError, type IDataObject } from 'n8n-workflow';

import { batchesOption } from '../../../shared/fields/batches';
import { assetIdsOption, externalIdsOption, taskIdsOption } from '../../../shared/fields/ids';
import type { projectLocator } from '../../../shared/fields/locators';
import { stagesOption } from '../../../shared/fields/stages';
import type { Hub } from '../../../shared/hub';
import type { TaskExport } from '../../../shared/hub/exports/query';
import type { Project } from '../../../shared/hub/types';
import { legacyTaskItems, taskItem } from '../../../shared/items/taskItem';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { namesIn, type Names } from '../../../shared/util/names';
import {
	createdAfterFilter,
	createdBeforeFilter,
	updatedAfterFilter,
	updatedBeforeFilter,
} from './fields';

/** Which stages tasks are exported from. */
export const stageFields = [
	{
		displayName: 'Stages',
		name: 'stages',
		type: 'options',
		options: [
			{ name: 'All Stages', value: 'all', description: 'Tasks wherever they are' },
			{ name: 'Complete', value: 'complete', description: 'Tasks that are done' },
			{ name: 'Selected Stages', value: 'selected', description: 'Tasks in the stages you name' },
		],
		typeOptions: { isFilter: true },
		default: 'complete',
		description:
			'Stages to export tasks from. The legacy platform has no stages and exports what is labeled.',
	},
	{
		...stagesOption,
		name: 'stageNames',
		typeOptions: { ...stagesOption.typeOptions, isFilter: true },
		displayOptions: { show: { stages: ['selected'] } },
	},
] as const satisfies readonly Field[];

/** Which of these tasks are exported, in alphabetical order. */
export const taskFilters = [
	{
		...assetIdsOption,
		description:
			'Only include tasks of these assets, as a list or comma-separated. n8n compares them while it reads the export.',
	},
	batchesOption,
	{
		displayName: 'Completed After',
		name: 'completedAfter',
		type: 'dateTime',
		default: '',
		description:
			'Only include tasks completed after this time. On the current platform, the time of any of their stages counts.',
	},
	{
		displayName: 'Completed Before',
		name: 'completedBefore',
		type: 'dateTime',
		default: '',
		description:
			'Only include tasks completed before this time. On the current platform, the time of any of their stages counts.',
	},
	{
		displayName: 'Completed By',
		name: 'completedBy',
		type: 'string',
		typeOptions: { takesList: true },
		default: '',
		placeholder: 'e.g. ada@example.com',
		description:
			'Only include tasks that one of these people completed. Email addresses, as a list or comma-separated.',
	},
	createdAfterFilter,
	createdBeforeFilter,
	{
		...externalIdsOption,
		description:
			'Only include tasks of the assets with these external IDs, as a list or comma-separated. n8n compares them while it reads the export.',
	},
	{
		...taskIdsOption,
		description:
			'Only include these tasks, as a list or comma-separated. n8n compares them while it reads the export.',
	},
	{
		displayName: 'Task Types',
		name: 'taskTypes',
		type: 'multiOptions',
		allowArbitraryValues: true, // n8n would warn of a list that an expression gives as a text
		options: [
			{ name: 'Benchmark', value: 'benchmark' },
			{ name: 'Consensus', value: 'consensus' },
			{ name: 'Default', value: 'default' },
		],
		default: ['default'],
		description:
			'Types of tasks to export. If you include other types than Default, tasks from all stages are exported unless you select stages.',
	},
	updatedAfterFilter,
	updatedBeforeFilter,
] as const satisfies readonly Field[];

type Selection = Parameters<readonly [typeof projectLocator, ...typeof stageFields]> & {
	filters: Parameters<
		[{ name: 'filters'; type: 'collection'; options: typeof taskFilters }]
	>['filters'];
};

/** What the fields say about the tasks to export. @throws UserError when a stage is not there */
export async function taskSelection(
	hub: Hub,
	params: Selection,
): Promise<
	Pick<
		TaskExport,
		'stages' | 'taskTypes' | 'taskIds' | 'assetIds' | 'externalIds' | 'completedBy' | 'completed'
	>
> {
	const { stages, filters } = params;
	return {
		taskIds: namesIn(filters.taskIds),
		assetIds: namesIn(filters.assetIds),
		externalIds: externalIdsIn(filters.externalIds),
		stages: stages === 'selected' ? await selectedStages(hub, params) : stages,
		taskTypes: filters.taskTypes ?? ['default'],
		completedBy: namesIn(filters.completedBy),
		completed: { after: filters.completedAfter, before: filters.completedBefore },
	};
}

/** An external ID may hold commas, so a text counts as a whole too. */
function externalIdsIn(given: Names | undefined): string[] {
	const whole = typeof given === 'string' ? [given.trim()].filter(Boolean) : [];
	return [...new Set([...namesIn(given), ...whole])];
}

/**
 * The task items of an exported object. An object of the legacy platform is an asset with all its
 * tasks, of which only those in 'Task IDs' count.
 */
export function tasksIn(
	object: IDataObject,
	{ hub, project, filters }: { hub: Hub; project: Project; filters: Selection['filters'] },
): IDataObject[] {
	if (hub.platform.facts.exportedObject === 'task') return [taskItem(object, project)];
	const wanted = namesIn(filters.taskIds);
	return legacyTaskItems(object, project).filter(
		({ taskId }) => wanted.length === 0 || wanted.includes(taskId as string),
	);
}

async function selectedStages(
	hub: Hub,
	{ project, stageNames: names }: Selection,
): Promise<string[]> {
	if (isEmpty(names)) {
		throw new UserError("'Stage Names or IDs' is empty", {
			description: "Pick at least one stage, or choose 'All Stages' in 'Stages'.",
		});
	}
	return await hub.stages.resolve(project, names);
}
