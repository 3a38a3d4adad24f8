import type { Field, Parameters } from '../operation/parameters';

/** How much of a record comes out. */
export const simplifyField = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions: { hide: { '@tool': [true] } },
} as const satisfies Field;

/** The same where an AI agent uses the node: its context is short, so people choose what it reads. */
export const toolOutputField = {
	displayName: 'Output',
	name: 'toolOutput',
	type: 'options',
	options: [
		{
			name: 'Simplified',
			value: 'simplified',
			description: 'The fields that most agents need',
		},
		{ name: 'Raw', value: 'raw', description: 'Everything that Ango Hub sends' },
		{ name: 'Selected Fields', value: 'fields', description: 'IDs and names, and what you pick' },
	],
	default: 'simplified',
	description: 'How much of each result the agent reads',
	displayOptions: { show: { '@tool': [true] } },
} as const satisfies Field;

/** The fields of a record that an agent can be given; they stand in the order of the alphabet. */
export const toolFieldsField = {
	displayName: 'Fields',
	name: 'toolFields',
	type: 'multiOptions',
	allowArbitraryValues: true, // n8n would warn of a list that an expression gives as a text
	default: [],
	description: 'Fields that the agent reads besides IDs and names',
	displayOptions: { show: { '@tool': [true], toolOutput: ['fields'] } },
} as const satisfies Field;

export const assetOutputFields = [
	simplifyField,
	toolOutputField,
	{
		...toolFieldsField,
		options: [
			{ name: 'Context Data', value: 'contextData' },
			{ name: 'Created At', value: 'createdAt' },
			{ name: 'Label Tasks', value: 'labelTasks' },
			{ name: 'Metadata', value: 'metadata' },
			{ name: 'Pages', value: 'dataset' },
			{ name: 'Pre-Labeled', value: 'isPreLabeled' },
		],
	},
] as const satisfies readonly Field[];

export const projectOutputFields = [
	simplifyField,
	toolOutputField,
	{
		...toolFieldsField,
		options: [
			{ name: 'Asset Count', value: 'assetCount' },
			{ name: 'Assigned Users', value: 'assignedTo' },
			{ name: 'Batches', value: 'batches' },
			{ name: 'Created At', value: 'createdAt' },
			{ name: 'Description', value: 'description' },
			{ name: 'Instructions', value: 'instructions' },
			{ name: 'Label Set', value: 'categorySchema' },
			{ name: 'Name', value: 'name' },
			{ name: 'Stages', value: 'stages' },
			{ name: 'Type', value: 'type' },
		],
	},
] as const satisfies readonly Field[];

/** Fields of a task, under Ango Hub's names. */
export const TASK_FIELDS = [
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
] as const;

export const taskOutputFields = [
	simplifyField,
	toolOutputField,
	{ ...toolFieldsField, options: TASK_FIELDS },
] as const satisfies readonly Field[];

/** How much of a record comes out, as the fields above say. */
export type OutputParams = Parameters<readonly [typeof simplifyField, typeof toolOutputField]> & {
	toolFields: readonly string[];
};

export const SIMPLIFIED: OutputParams = {
	simplify: true,
	toolOutput: 'simplified',
	toolFields: [],
};
