import { batchesOption } from '../shared/fields/batches';
import { projectLocator } from '../shared/fields/locators';
import { simplifyField } from '../shared/fields/output';
import { requestOptionsField } from '../shared/fields/requestOptions';
import { stagesOption } from '../shared/fields/stages';
import { annotatorsFilter, labelsFilter } from '../shared/items/filters';
import { flattenField, oneItemPerField } from '../shared/items/oneItemPer';
import type { Field } from '../shared/operation/parameters';
import type { EventName } from './events';

const TASK_EVENTS: EventName[] = [
	'taskAssigned',
	'taskCompleted',
	'taskCreated',
	'taskEnteredStage',
	'taskUpdated',
];
const ISSUE_EVENTS: EventName[] = ['issueOpened', 'issueUpdated'];
/** Events that are not about a task. */
const WITHOUT_LABELS: EventName[] = ['assetCreated', 'batchCompleted'];

/** The parameters of the polling trigger. */
export const fields = [
	{ ...projectLocator, description: 'The Ango Hub project to watch' },
	{
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Asset Created',
				value: 'assetCreated',
				description: 'Each asset that is added to the project, once',
			},
			{
				name: 'Batch Completed',
				value: 'batchCompleted',
				description:
					'All tasks of a batch are in Complete stages, and were not at the poll before. A batch that grows or is reopened may complete again.',
			},
			{
				name: 'Issue Opened',
				value: 'issueOpened',
				description: 'Each new issue, once. An issue that is opened again counts as updated.',
			},
			{
				name: 'Issue Updated',
				value: 'issueUpdated',
				description:
					'An issue was changed or commented on. Several changes between two polls are seen as one.',
			},
			{
				name: 'Task Assigned',
				value: 'taskAssigned',
				description:
					'A task that has an assignee was updated. Ango Hub does not date assignments, so saving an assigned task counts too, and a requeue that does not update it is not seen.',
			},
			{
				name: 'Task Completed',
				value: 'taskCompleted',
				description:
					'Each task that was finished and is in a Complete stage, once per completion. One that is requeued from there before the next poll is not seen.',
			},
			{
				name: 'Task Created',
				value: 'taskCreated',
				description: 'Each task that is made for an asset, once; consensus makes several',
			},
			{
				name: 'Task Entered Stage',
				value: 'taskEnteredStage',
				description:
					'A task is in one of the stages and was not there before, or was updated there since. Finds requeued tasks too; not those that leave before the next poll, as they do from Logic and Webhook stages.',
			},
			{
				name: 'Task Updated',
				value: 'taskUpdated',
				description:
					'A task was saved, submitted, reviewed or assigned. Several updates between two polls are seen as one, with the task as it is then.',
			},
		],
		default: 'taskCompleted',
		description: 'What starts the workflow',
	},
	{
		displayName:
			'Each poll asks Ango Hub about each batch, and twice about those that are complete. Poll less often, or filter by batch, if there are hundreds.',
		name: 'batchNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['batchCompleted'] } },
	},
	{
		displayName:
			'Ango Hub cannot list issues by date, so each poll reads all issues of the project. Poll less often if there are thousands.',
		name: 'issueNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ISSUE_EVENTS } },
	},
	{
		displayName:
			'Each poll reads the list of all tasks that are in these stages, a hundred with one request. Poll less often if there are thousands.',
		name: 'stageNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { event: ['taskEnteredStage'] } },
	},
	{
		...stagesOption,
		required: true,
		displayOptions: { show: { event: ['taskEnteredStage'] } },
	},
	{
		...oneItemPerField,
		options: oneItemPerField.options.filter(({ value }) => value !== 'stageVisit'),
		displayOptions: { show: { event: TASK_EVENTS } },
	},
	{
		...flattenField,
		displayOptions: { show: { event: TASK_EVENTS } },
	},
	{
		...simplifyField,
		displayOptions: { show: { event: [...TASK_EVENTS, ...WITHOUT_LABELS] } },
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description:
			'Only what passes all of them starts the workflow. A list that an expression leaves empty is an error, as nothing would pass it.',
		options: [
			{
				...annotatorsFilter,
				displayOptions: { hide: { '/event': WITHOUT_LABELS } },
			},
			batchesOption,
			{ ...labelsFilter, displayOptions: { hide: { '/event': WITHOUT_LABELS } } },
			{
				...stagesOption,
				displayOptions: { hide: { '/event': [...WITHOUT_LABELS, 'taskEnteredStage'] } },
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
				displayName: 'Include Labels',
				name: 'includeLabels',
				type: 'boolean',
				default: true,
				description: 'Whether to read the labels of the tasks that start the workflow',
			},
		],
		displayOptions: { show: { event: TASK_EVENTS } },
	},
	requestOptionsField,
] as const satisfies readonly Field[];
