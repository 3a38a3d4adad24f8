import { batchesOption } from '../../../shared/fields/batches';
import { projectLocator } from '../../../shared/fields/locators';
import { stagesOption } from '../../../shared/fields/stages';
import { LEGACY_FIELDS } from '../../../shared/hub/exports';
import { flattenField, oneItemPerField } from '../../../shared/items/oneItemPer';
import type { Field } from '../../../shared/operation/parameters';

const outputField = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'File',
			value: 'file',
			description: 'One file with everything; needs little memory however large it is',
		},
		{ name: 'Items', value: 'items', description: 'Items to work on in the next nodes' },
		{ name: 'ZIP', value: 'zip', description: 'The archive as Ango Hub made it' },
	],
	default: 'items',
	description: 'What to give to the next node',
} as const satisfies Field;

const fileFormatField = {
	displayName: 'File Format',
	name: 'fileFormat',
	type: 'options',
	options: [
		{ name: 'JSON', value: 'json', description: 'One list' },
		{ name: 'NDJSON', value: 'ndjson', description: 'One line for each' },
	],
	default: 'json',
	description: 'How the file is written',
	displayOptions: { show: { output: ['file'] } },
} as const satisfies Field;

const archiveFormatField = {
	displayName: 'Format Inside ZIP',
	name: 'archiveFormat',
	type: 'options',
	options: [
		{ name: 'JSON', value: 'json', description: 'One list' },
		{ name: 'NDJSON', value: 'ndjson', description: 'One line for each' },
		{ name: 'Split JSON', value: 'split', description: 'Several files with a list each' },
	],
	default: 'json',
	description: 'How Ango Hub writes the files in the archive',
	displayOptions: { show: { output: ['zip'] } },
} as const satisfies Field;

const outputFileField = {
	displayName: 'Put Output File in Field',
	name: 'field',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output field to put the file in',
	displayOptions: { show: { output: ['file', 'zip'] } },
} as const satisfies Field;

const createdAfterFilter = {
	displayName: 'Created After',
	name: 'createdAfter',
	type: 'dateTime',
	default: '',
	description: 'Only what was created after this moment',
} as const satisfies Field;

const createdBeforeFilter = {
	displayName: 'Created Before',
	name: 'createdBefore',
	type: 'dateTime',
	default: '',
	description: 'Only what was created before this moment',
} as const satisfies Field;

const updatedAfterFilter = {
	displayName: 'Updated After',
	name: 'updatedAfter',
	type: 'dateTime',
	default: '',
	description: 'Only what was changed after this moment',
} as const satisfies Field;

const updatedBeforeFilter = {
	displayName: 'Updated Before',
	name: 'updatedBefore',
	type: 'dateTime',
	default: '',
	description: 'Only what was changed before this moment',
} as const satisfies Field;

const fileNameOption = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. labels.json',
	description: 'How the file is called; by default after the project',
	displayOptions: { show: { '/output': ['file', 'zip'] } },
} as const satisfies Field;

const notifyOption = {
	displayName: 'Notify in Ango Hub',
	name: 'notify',
	type: 'boolean',
	default: false,
	description: 'Whether Ango Hub shows its own note that the export is ready',
} as const satisfies Field;

const sendEmailOption = {
	displayName: 'Send Email',
	name: 'sendEmail',
	type: 'boolean',
	default: false,
	description: 'Whether Ango Hub sends an email with the link as well',
} as const satisfies Field;

/** What each toggle of a legacy export adds, by its displayed name. */
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
	description: 'What a task carries in an export of the legacy platform; everything by default',
} as const satisfies Field;

export const taskExportFields = [
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
			'The stages whose tasks are exported. The legacy platform has none and exports what is labeled.',
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
					'The kinds of tasks to export. With others than Default, tasks of all stages come unless you select stages.',
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
				description: 'Whether to add how long annotators were idle or elsewhere',
			},
			{
				displayName: 'Include History',
				name: 'history',
				type: 'boolean',
				default: true,
				description: 'Whether tasks carry the stages they went through, with the labels of then',
			},
			{
				displayName: 'Include Metadata',
				name: 'metadata',
				type: 'boolean',
				default: true,
				description: 'Whether labels carry who made and changed them, and when',
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

export const issueExportFields = [
	projectLocator,
	outputField,
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
			createdAfterFilter,
			createdBeforeFilter,
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
		options: [fileNameOption, notifyOption, sendEmailOption],
	},
] as const satisfies readonly Field[];
