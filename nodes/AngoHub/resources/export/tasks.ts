import type { IDataObject } from 'n8n-workflow';

import { passesNothing } from '../../../shared/fields/lists';
import { projectLocator } from '../../../shared/fields/locators';
import { LEGACY_FIELDS, type TaskExport } from '../../../shared/hub/exports/query';
import { flattenField, itemsOf, oneItemPerField } from '../../../shared/items/oneItemPer';
import { legacyTaskItems, taskItem } from '../../../shared/items/taskItem';
import type { Result } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { operation } from '../../operation';
import {
	archiveField,
	archiveFormatField,
	fileFormatField,
	fileNameOption,
	notifyOption,
	outputField,
	sendEmailOption,
} from './fields';
import { resultOf, sharedWishes, type Context } from './result';
import { stageFields, taskFilters, taskSelection } from './selection';

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
	...stageFields,
	outputField,
	{ ...oneItemPerField, displayOptions: { show: { output: ['items'] } } },
	{
		...flattenField,
		displayOptions: { show: { output: ['items'] }, hide: { oneItemPer: ['task'] } },
	},
	fileFormatField,
	archiveFormatField,
	archiveField,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: taskFilters,
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
	const { project: projectId, oneItemPer, flatten, filters, options } = params;
	if (passesNothing(taskExportFields, filters, hint)) return [];
	const perVisit = params.output === 'items' && oneItemPer === 'stageVisit';
	if (perVisit) hub.platform.require('stageHistory');
	const wanted: TaskExport = {
		...(await sharedWishes(hub, params)),
		...(await taskSelection(hub, params)),
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
