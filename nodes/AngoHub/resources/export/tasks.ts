import { UserError, type IDataObject } from 'n8n-workflow';

import { batchesOption } from '../../../shared/fields/batches';
import { passesNothing } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { stagesOption } from '../../../shared/fields/stages';
import { LEGACY_FIELDS, type TaskExport } from '../../../shared/hub/exports/query';
import { flattenField, itemsOf, oneItemPerField } from '../../../shared/items/oneItemPer';
import { legacyTaskItems, taskItem } from '../../../shared/items/taskItem';
import type { Result } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { namesIn } from '../../../shared/util/names';
import { operation } from '../../operation';
import {
	archiveFormatField,
	createdAfterFilter,
	createdBeforeFilter,
	fileFormatField,
	fileNameOption,
	notifyOption,
	outputField,
	outputFileField,
	sendEmailOption,
	updatedAfterFilter,
	updatedBeforeFilter,
} from './fields';
import { resultOf, sharedWishes, type Context } from './result';

/** What each toggle of a legacy adds, by its displayed name. */
const LEGACY_FIELD_NAMES: Record<(typeof LEGACY_FIELDS)[number], string> = {
	annotationMetadata: 'Annotation Metadata',
	assetStatus: 'Asset Status',
	batches: 'Batches',
	benchmark: 'Benchmark',
	boxImage: 'Box Image',
	completion: 'Completion',
	consensus: 'Consensus',
	duration: 'Duration',
	issues: 'Issues',
	labelDuration: 'Label Duration',
	labelStatus: 'Label Status',
	labeledAt: 'Labeled At',
	mask: 'Mask',
	reviewConf: 'Review',
	reviewedAt: 'Reviewed At',
	segmentationPoints: 'Segmentation Points',
	skip: 'Skipped',
	totalDuration: 'Total Duration',
	updateInfo: 'Update Info',
};

const legacyFieldsOption = {
	displayName: 'Fields (Legacy)',
	name: 'legacyFields',
	type: 'multiOptions',
	options: [...LEGACY_FIELDS].map((value) => ({ name: LEGACY_FIELD_NAMES[value], value })),
	default: [...LEGACY_FIELDS],
	description:
		'What to include for each task in an export of the legacy platform. Defaults to everything.',
} as const satisfies Field;

const taskExportFields = [
	projectLocator,
	{
		displayName: 'Stages',
		name: 'stages',
		type: 'options',
		options: [
			{ name: 'All Stages', value: 'all', description: 'Tasks wherever they are' },
			{ name: 'Complete', value: 'complete', description: 'Tasks that are done' },
			{ name: 'Selected Stages', value: 'selected', description: 'Tasks in the stages you name' },
		],
		default: 'complete',
		description:
			'Stages to export tasks from. The legacy platform has no stages and exports what is labeled.',
	},
	{ ...stagesOption, name: 'stageNames', displayOptions: { show: { stages: ['selected'] } } },
	outputField,
	{ ...oneItemPerField, displayOptions: { show: { output: ['items'] } } },
	{
		...flattenField,
		displayOptions: { show: { output: ['items'] }, hide: { oneItemPer: ['task'] } },
	},
	fileFormatField,
	archiveFormatField,
	outputFileField,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			batchesOption,
			{
				displayName: 'Completed After',
				name: 'completedAfter',
				type: 'dateTime',
				default: '',
				description:
					'Only tasks that were completed after this moment; on the current platform, one of their stages',
			},
			{
				displayName: 'Completed Before',
				name: 'completedBefore',
				type: 'dateTime',
				default: '',
				description:
					'Only tasks that were completed before this moment; on the current platform, one of their stages',
			},
			{
				displayName: 'Completed By',
				name: 'completedBy',
				type: 'string',
				typeOptions: { takesList: true },
				default: '',
				placeholder: 'e.g. ada@example.com',
				description:
					'Only tasks that one of these people completed, by email: one, several with commas, or a list from an expression',
			},
			createdAfterFilter,
			createdBeforeFilter,
			{
				displayName: 'Task Types',
				name: 'taskTypes',
				type: 'multiOptions',
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
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			legacyFieldsOption,
			fileNameOption,
			{
				displayName: 'Idle and Blur Durations',
				name: 'idleAndBlurDurations',
				type: 'boolean',
				default: false,
				description:
					'Whether to include how long annotators were idle or in another window, in milliseconds',
			},
			{
				displayName: 'Include History',
				name: 'history',
				type: 'boolean',
				default: true,
				description: "Whether to include each task's stage history, with its labels at each stage",
			},
			{
				displayName: 'Include Metadata',
				name: 'metadata',
				type: 'boolean',
				default: true,
				description: 'Whether to include who created and changed each label, and when',
			},
			notifyOption,
			{
				displayName: 'Only Key Frames',
				name: 'onlyKeyFrames',
				type: 'boolean',
				default: false,
				description:
					'Whether to leave out the frames of videos that Ango Hub filled in. Needed for videos of more than about 50,000 labeled frames.',
			},
			sendEmailOption,
		],
	},
] as const satisfies readonly Field[];

export const tasks = operation({
	name: 'Export Tasks',
	action: 'Export tasks',
	description:
		'Export the labels of many tasks, as items or as a file. Exports of one project run one after another.',
	fields: taskExportFields,
	run: exportTasks,
});

type TaskParams = Parameters<typeof taskExportFields>;

/** Exports the tasks of a project as items or as a file. */
async function exportTasks(context: Context<TaskParams>): Promise<Result> {
	const { params, hub, hint } = context;
	const { project: projectId, stages, oneItemPer, flatten, filters, options } = params;
	if (passesNothing(taskExportFields, filters, hint)) return [];
	const perVisit = params.output === 'items' && oneItemPer === 'stageVisit';
	if (perVisit) hub.platform.require('stageHistory');
	const wanted: TaskExport = {
		...(await sharedWishes(hub, params)),
		stages: stages === 'selected' ? await selectedStages(context) : stages,
		taskTypes: filters.taskTypes ?? ['default'],
		completedBy: namesIn(filters.completedBy),
		completed: { after: filters.completedAfter, before: filters.completedBefore },
		history: perVisit || (options.history ?? true),
		metadata: options.metadata ?? true,
		onlyKeyFrames: options.onlyKeyFrames ?? false,
		idleAndBlurDurations: options.idleAndBlurDurations ?? false,
		asArchive: params.output === 'zip',
		legacyFields: options.legacyFields,
	};
	const project = await hub.projects.recall(projectId);
	const toItems = (object: IDataObject) => {
		const tasks =
			hub.platform.facts.exportedObject === 'task'
				? [taskItem(object, project)]
				: legacyTaskItems(object, project);
		return tasks.flatMap((task) => itemsOf(task, { oneItemPer, flatten }, project.categorySchema));
	};
	return await hub.exports.tasks(
		projectId,
		wanted,
		async (exported) => await resultOf(context, exported, 'tasks', toItems),
	);
}

async function selectedStages({ params, hub }: Context<TaskParams>): Promise<string[]> {
	const names = params.stageNames;
	if (isEmpty(names)) {
		throw new UserError("'Stage Names or IDs' is empty", {
			description: "Pick at least one stage, or choose 'All Stages' in 'Stages'.",
		});
	}
	return await hub.stages.resolve(params.project, names);
}
