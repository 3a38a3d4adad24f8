import { projectLocator } from '../shared/fields/locators';
import { simplifyField } from '../shared/fields/output';
import { annotatorsFilter, labelsFilter } from '../shared/items/filters';
import { flattenField, oneItemPerField } from '../shared/items/oneItemPer';
import type { Field } from '../shared/operation/parameters';

const stageOnly = { show: { source: ['stage'] } } as const;
const legacyOnly = { show: { source: ['legacy'] } } as const;

/** The parameters of the webhook trigger. */
export const fields = [
	{
		displayName: 'Trigger On',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Task in Webhook Stage',
				value: 'stage',
				action: 'On task in webhook stage',
				description: 'A task reaches a stage of type Webhook in the workflow of its project',
			},
			{
				name: 'Task Event (Legacy Platform)',
				value: 'legacy',
				action: 'On task event (legacy)',
				description: 'A task is labeled or reviewed; the node registers its own webhook (v2)',
			},
		],
		default: 'stage',
		description: 'What in Ango Hub sends the tasks',
	},
	{
		displayName:
			'Connect it in Ango Hub, step by step:<ul>1. Open Webhook URLs above and copy the Production URL.</ul><ul>2. In the project, open Settings > Workflow, add a stage of type Webhook where tasks should be sent from, and connect it.</ul><ul>3. In the stage, paste the URL and choose an Auth Type. Give the same secret or token here, in the Ango Hub Webhook API credential.</ul><ul>4. Save there, then publish this workflow.</ul>While you build, use the Test URL instead. If Ango Hub cannot reach your n8n from the internet, use the Ango Hub Polling Trigger. The Ango Hub API credential is optional: some filters and options need it.',
		name: 'stageNotice',
		type: 'notice',
		default: '',
		displayOptions: stageOnly,
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'None',
				value: 'none',
				description: 'Anybody who knows the URL can start this workflow',
			},
			{
				name: 'Secret or Bearer Token',
				value: 'credential',
				description: 'As in the settings of the Webhook stage',
			},
		],
		default: 'credential',
		description: 'How a delivery proves that it comes from Ango Hub',
		displayOptions: stageOnly,
	},
	{
		displayName:
			'When this workflow is published, the node registers its Production URL at the legacy platform, for which it needs the Ango Hub API credential. Nothing can take the registration back by API: Ango Hub goes on sending after the workflow is unpublished, until somebody removes the webhook under Organization > Webhooks. The test URL is never registered; to try the workflow, send a task to it by hand.',
		name: 'legacyNotice',
		type: 'notice',
		default: '',
		displayOptions: legacyOnly,
	},
	{ ...projectLocator, displayOptions: legacyOnly },
	{
		// Not 'Events': n8n's nodes panel would offer these as all that the trigger can do.
		displayName: 'Legacy Events',
		name: 'types',
		type: 'multiOptions',
		allowArbitraryValues: true, // n8n would warn of a list that an expression gives as a text
		required: true,
		options: [
			{ name: 'Accepted', value: 'ACCEPTED', description: 'A reviewer accepts a task' },
			{ name: 'Completed', value: 'COMPLETED', description: 'An annotator submits a task' },
			{ name: 'Updated', value: 'UPDATED', description: 'A labeled task is saved again' },
		],
		default: ['COMPLETED'],
		description: 'What Ango Hub sends. An event stays registered after you remove it here.',
		displayOptions: legacyOnly,
	},
	oneItemPerField,
	flattenField,
	simplifyField,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description:
			'Only what passes all of them starts the workflow. A list that an expression leaves empty is an error, as nothing would pass it.',
		options: [
			annotatorsFilter,
			{
				displayName: 'Batches',
				name: 'batches',
				type: 'string',
				typeOptions: { takesList: true },
				default: '',
				placeholder: 'e.g. Week 12',
				description:
					'Names or IDs, as a list or comma-separated. A task has to be in one of these batches.',
			},
			labelsFilter,
			{
				displayName: 'Projects',
				name: 'projects',
				type: 'string',
				typeOptions: { takesList: true },
				default: '',
				placeholder: 'e.g. 6554c81ac3b0d000147ea001',
				description:
					'IDs or names, as a list or comma-separated. A name needs the Ango Hub API credential, since deliveries carry IDs only.',
				displayOptions: { show: { '/source': ['stage'] } },
			},
			{
				displayName: 'Stages',
				name: 'stages',
				type: 'string',
				typeOptions: { takesList: true },
				default: '',
				placeholder: 'e.g. Send to n8n',
				description: 'Names or IDs of Webhook stages, as a list or comma-separated',
				displayOptions: { show: { '/source': ['stage'] } },
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Deduplicate For',
				name: 'deduplicateFor',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 10,
				hint: 'In minutes',
				description:
					'How long a delivery with the very same body starts nothing; 0 turns this off. A task that enters the stage again later starts the workflow again.',
			},
			{
				displayName: 'Download Asset File',
				name: 'downloadFile',
				type: 'boolean',
				default: false,
				description:
					'Whether to put the file of the asset into the field "data". Needs the Ango Hub API credential.',
			},
			{
				displayName: 'Get Full Task',
				name: 'getFullTask',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the task as Ango Hub has it now, in the field "fullTask". Needs the Ango Hub API credential.',
			},
			{
				displayName: 'Include Label Set',
				name: 'includeLabelSet',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the names of the classes and answers in the field "labelSet", and to name those that a label has only the ID of',
			},
			{
				displayName: 'Include Raw Payload',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description: 'Whether to include the unchanged delivery, in the field "payload"',
			},
			{
				displayName: 'Resume Waiting Executions',
				name: 'resumeWaiting',
				type: 'boolean',
				default: false,
				description:
					"Whether a task resumes the execution that waits for it with 'Send and Wait for Label', instead of starting this workflow. Needs the Ango Hub API credential.",
				displayOptions: { show: { '/source': ['stage'] } },
			},
		],
	},
] as const satisfies readonly Field[];
