import { batchesOption } from '../../../shared/fields/batches';
import { stagesOption } from '../../../shared/fields/stages';
import type { Field } from '../../../shared/operation/parameters';

const LIST = 'One, several with commas, or a list from an expression';

export const includeAnswerOption = {
	displayName: 'Include Answer',
	name: 'includeAnswer',
	type: 'boolean',
	default: true,
	description: 'Whether to return the labels with the task',
} as const satisfies Field;

export const resolveOptionsOption = {
	displayName: 'Resolve Options',
	name: 'resolveOptions',
	type: 'boolean',
	default: true,
	description: 'Whether to replace option IDs in answers with the texts of the label set',
} as const satisfies Field;

/** Which tasks Requeue and Set Priority are for (contract 2.9). */
export const selectionFields = [
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'A task has to pass all of them',
		options: [
			{
				displayName: 'Asset IDs',
				name: 'assetIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6554c81ac3b0d000147ea0a1',
				description: LIST,
			},
			batchesOption,
			{
				displayName: 'External IDs',
				name: 'externalIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. front-0001.png',
				description: LIST,
			},
			{ ...stagesOption, displayName: 'From Stage Names or IDs', name: 'fromStages' },
			{
				displayName: 'Task IDs',
				name: 'taskIds',
				type: 'string',
				default: '={{ $json._id }}',
				placeholder: 'e.g. 6554c81ac3b0d000147ea0b1',
				description: LIST,
			},
		],
	},
	{
		displayName: 'Apply to All Tasks',
		name: 'applyToAll',
		type: 'boolean',
		default: false,
		description:
			'Whether every task of the project is meant when no filter holds anything. Without it, empty filters stop the item.',
	},
] as const satisfies readonly Field[];

/** Every filter of contract 2.10. */
export const filtersField = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'A task has to pass all of them',
	options: [
		{
			displayName: 'Assigned',
			name: 'assigned',
			type: 'boolean',
			default: true,
			description: 'Whether to return only tasks with an assignee, or only those without',
		},
		{
			displayName: 'Assignees',
			name: 'assignees',
			type: 'string',
			default: '',
			placeholder: 'e.g. ada@example.com',
			description: `Email addresses. ${LIST}.`,
		},
		batchesOption,
		{
			displayName: 'Benchmark',
			name: 'isBenchmark',
			type: 'boolean',
			default: true,
			description: 'Whether to return only benchmark tasks, or only others',
		},
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Tasks that were created at this time or later',
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Tasks that were created earlier than this',
		},
		{
			displayName: 'Created By',
			name: 'createdBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. ada@example.com',
			description: `Email addresses. ${LIST}.`,
		},
		{
			displayName: 'Draft',
			name: 'isDraft',
			type: 'boolean',
			default: true,
			description: 'Whether to return only tasks that were saved and not submitted, or only others',
		},
		{
			displayName: 'External ID Pattern',
			name: 'externalIdPattern',
			type: 'string',
			default: '',
			placeholder: 'e.g. ^front-',
			description: 'A regular expression that the external ID has to match',
		},
		{
			displayName: 'External IDs',
			name: 'externalIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. front-0001.png',
			description: LIST,
		},
		{
			displayName: 'Max Duration',
			name: 'maxDuration',
			type: 'number',
			default: 60_000,
			description: 'Most time spent in the stage. Exports give it in milliseconds.',
		},
		{
			displayName: 'Max Open Issues',
			name: 'maxOpenIssues',
			type: 'number',
			default: 0,
			description: 'Most open issues that a task may have',
		},
		{
			displayName: 'Max Priority',
			name: 'maxPriority',
			type: 'number',
			default: 0,
			description: 'Highest priority that a task may have',
		},
		{
			displayName: 'Max Total Duration',
			name: 'maxTotalDuration',
			type: 'number',
			default: 60_000,
			description: 'Most time spent in all stages. Exports give it in milliseconds.',
		},
		{
			displayName: 'Min Duration',
			name: 'minDuration',
			type: 'number',
			default: 1_000,
			description: 'Least time spent in the stage. Exports give it in milliseconds.',
		},
		{
			displayName: 'Min Open Issues',
			name: 'minOpenIssues',
			type: 'number',
			default: 1,
			description: 'Fewest open issues that a task has to have',
		},
		{
			displayName: 'Min Priority',
			name: 'minPriority',
			type: 'number',
			default: 0,
			description: 'Lowest priority that a task may have',
		},
		{
			displayName: 'Min Total Duration',
			name: 'minTotalDuration',
			type: 'number',
			default: 1_000,
			description: 'Least time spent in all stages. Exports give it in milliseconds.',
		},
		{
			displayName: 'More (JSON)',
			name: 'more',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"assignee": {"$ne": "ada@example.com"}}',
			description:
				"Conditions in Ango Hub's own form: fields with $eq, $ne, $in, $nin, $regex, $exists, $gt, $gte, $lt or $lte",
		},
		{
			displayName: 'Review Statuses',
			name: 'reviewStatuses',
			type: 'multiOptions',
			options: [
				{ name: 'Accepted', value: 'Accepted' },
				{ name: 'Fixed', value: 'Fixed' },
				{ name: 'Rejected', value: 'Rejected' },
				{ name: 'To Do', value: 'Todo' },
			],
			default: [],
			description: 'What the last review decided',
		},
		{
			displayName: 'Skipped',
			name: 'isSkipped',
			type: 'boolean',
			default: true,
			description: 'Whether to return only tasks that were skipped, or only others',
		},
		stagesOption,
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'string',
			default: '',
			placeholder: 'e.g. READY',
			description:
				'READY, PCT_REQUEUE_WAITING or PCT_SUBMIT_WAITING; on the legacy platform one of TODO, Completed and Reviewed. One, several with commas, or a list from an expression.',
		},
		{
			displayName: 'Types',
			name: 'types',
			type: 'multiOptions',
			options: [
				{ name: 'Benchmark', value: 'benchmark' },
				{ name: 'Consensus', value: 'consensus' },
				{ name: 'Default', value: 'default' },
			],
			default: [],
			description: 'What the tasks are for',
		},
		{
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Tasks that were changed at this time or later',
		},
		{
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Tasks that were last changed earlier than this',
		},
		{
			displayName: 'Updated By',
			name: 'updatedBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. ada@example.com',
			description: `Email addresses. ${LIST}.`,
		},
	],
} as const satisfies Field;

/** Fields of tasks that a list can be sorted by. */
export const sortOption = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Sort Field',
	default: {},
	description: 'The order of the tasks; newest first by default',
	options: [
		{
			displayName: 'Field',
			name: 'by',
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'options',
					options: [
						{ name: 'Completed At', value: 'completedAt' },
						{ name: 'Created At', value: 'createdAt' },
						{ name: 'Duration', value: 'duration' },
						{ name: 'External ID', value: 'externalId' },
						{ name: 'Open Issues', value: 'openIssuesCount' },
						{ name: 'Priority', value: 'priority' },
						{ name: 'Status', value: 'status' },
						{ name: 'Total Duration', value: 'totalDuration' },
						{ name: 'Updated At', value: 'updatedAt' },
					],
					default: 'createdAt',
				},
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'ascending' },
						{ name: 'Descending', value: 'descending' },
					],
					default: 'descending',
				},
			],
		},
	],
} as const satisfies Field;

export const fieldsOption = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	options: [
		{ name: 'Answer', value: 'answer' },
		{ name: 'Assignee', value: 'assignee' },
		{ name: 'Batches', value: 'batches' },
		{ name: 'Benchmark', value: 'isBenchmark' },
		{ name: 'Brush Mask', value: 'brushDataUrl' },
		{ name: 'Completed At', value: 'completedAt' },
		{ name: 'Created At', value: 'createdAt' },
		{ name: 'Created By', value: 'createdBy' },
		{ name: 'Draft', value: 'isDraft' },
		{ name: 'Duration', value: 'duration' },
		{ name: 'External ID', value: 'externalId' },
		{ name: 'Medical Brush Mask', value: 'medicalBrushDataUrl' },
		{ name: 'Open Issues', value: 'openIssuesCount' },
		{ name: 'Priority', value: 'priority' },
		{ name: 'Review Status', value: 'reviewStatus' },
		{ name: 'Skipped', value: 'isSkipped' },
		{ name: 'Stage', value: 'stage' },
		{ name: 'Status', value: 'status' },
		{ name: 'Total Duration', value: 'totalDuration' },
		{ name: 'Type', value: 'type' },
		{ name: 'Updated At', value: 'updatedAt' },
		{ name: 'Updated By', value: 'updatedBy' },
	],
	default: [],
	description:
		"The only fields to return; ID, project and asset always come with them. 'Simplify' does not apply then.",
} as const satisfies Field;
