import type { IDataObject } from 'n8n-workflow';

import { projectLocator } from '../../../shared/fields/locators';
import { simplifyField, toolFieldsField, toolOutputField } from '../../../shared/fields/output';
import { LEGACY_FIELDS, type TaskExport } from '../../../shared/hub/exports/query';
import {
	flattenField,
	itemsOf,
	oneItemPerField,
	selectedOf,
} from '../../../shared/items/oneItemPer';
import { emptyFilter } from '../../../shared/operation/emptyResult';
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
import { resultOf, sharedExport, type Context } from './result';
import { stageFields, taskFilters, taskSelection, tasksIn } from './selection';

/** How the panel names each toggle of a legacy export. */
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
	allowArbitraryValues: true, // n8n would warn of a list that an expression gives as a text
	options: [...LEGACY_FIELDS].map((value) => ({ name: LEGACY_FIELD_NAMES[value], value })),
	default: [...LEGACY_FIELDS],
	description:
		'What to include for each task in an export of the legacy platform. Defaults to everything.',
} as const satisfies Field;

const taskExportFields = [
	projectLocator,
	...stageFields,
	outputField,
	archiveFormatField,
	fileFormatField,
	{ ...oneItemPerField, displayOptions: { hide: { output: ['zip'] } } },
	{
		...flattenField,
		displayOptions: { hide: { output: ['zip'], fileFormat: ['csv'] } },
	},
	{
		...simplifyField,
		hint: 'When off, items have all that Ango Hub sent, and a JSON file of tasks is as Ango Hub wrote it',
		displayOptions: { hide: { output: ['zip'], fileFormat: ['csv'], '@tool': [true] } },
	},
	toolOutputField,
	{
		...toolFieldsField,
		options: [
			{ name: 'Answer', value: 'answer' },
			{ name: 'Answers by Title', value: 'answers' },
			{ name: 'Class', value: 'title' },
			{ name: 'Context Data', value: 'contextData' },
			{ name: 'Labels and History', value: 'task' },
			{ name: 'Metadata', value: 'metadata' },
			{ name: 'Object ID', value: 'objectId' },
			{ name: 'Page', value: 'page' },
			{ name: 'Path of Answer', value: 'path' },
			{ name: 'Shape', value: 'shape' },
			{ name: 'Tool', value: 'tool' },
			{ name: 'Updated At', value: 'updatedAt' },
			{ name: 'Updated By', value: 'updatedBy' },
		],
	},
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
		"Export the labels of many tasks, as items or as a file. Exports of one project run one after another. An item's 'assetId' is null where Ango Hub leaves it out.",
	fields: taskExportFields,
	run: exportTasks,
});

type TaskParams = Parameters<typeof taskExportFields>;

/** Exports the tasks of a project as items or as a file. */
async function exportTasks(context: Context<TaskParams>): Promise<Result> {
	const { params, hub } = context;
	const { project: projectId, oneItemPer, flatten, filters, options } = params;
	if (emptyFilter(taskExportFields, filters)) return [];
	const perVisit = params.output !== 'zip' && oneItemPer === 'stageVisit';
	if (perVisit) hub.platform.require('stageHistory');
	const wanted: TaskExport = {
		...(await sharedExport(hub, params)),
		...(await taskSelection(hub, params)),
		history: perVisit || (options.history ?? true),
		metadata: options.metadata ?? true,
		onlyKeyFrames: options.onlyKeyFrames ?? false,
		idleAndBlurDurations: options.idleAndBlurDurations ?? false,
		asArchive: params.output === 'zip',
		legacyFields: options.legacyFields,
	};
	const project = await hub.projects.recall(projectId);
	const isTable = params.output === 'file' && params.fileFormat === 'csv';
	const isRaw = !params.simplify || params.toolOutput === 'raw';
	const form = { oneItemPer, flatten: flatten || isTable, simplify: !isRaw || isTable };
	const toItems = (object: IDataObject) =>
		tasksIn(object, { hub, project, filters })
			.flatMap((task) => itemsOf(task, form, project.categorySchema))
			.map((item) => (params.toolOutput === 'fields' ? selectedOf(item, params.toolFields) : item));
	const isRecord = oneItemPer === 'task' && !form.flatten;
	const isOneTask = hub.platform.facts.exportedObject === 'task';
	const bytes = !isRecord ? 'items' : isRaw ? 'asTheyAre' : isOneTask ? 'named' : 'items';
	return await hub.exports.tasks(
		projectId,
		wanted,
		async (exported) =>
			await resultOf(context, exported, {
				what: 'tasks',
				toItems,
				bytes,
				fields: taskExportFields,
			}),
	);
}
