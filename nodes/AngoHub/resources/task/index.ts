import { UserError } from 'n8n-workflow';

import { listFields, wantedCount } from '../../../shared/fields/lists';
import { projectLocator, stageLocator, taskLocator } from '../../../shared/fields/locators';
import { checkedPriority, priorityOption } from '../../../shared/fields/priority';
import { simplifyField } from '../../../shared/fields/simplify';
import { stagesOption } from '../../../shared/fields/stages';
import { namesIn } from '../../../shared/fields/values';
import { presentedTask } from '../../../shared/items/presentedTask';
import { booleanIn } from '../../../shared/operation/booleanIn';
import { milliseconds } from '../../../shared/operation/seconds';
import { together } from '../../../shared/operation/together';
import { isRecord } from '../../../shared/util/isRecord';
import { batchOperation, operation, resource } from '../../operation';
import { assignTasks, planAssignment } from './assign';
import {
	fieldsOption,
	filtersField,
	includeAnswerOption,
	resolveOptionsOption,
	selectionFields,
	sortOption,
} from './fields';
import { taskFilter } from './filter';
import { requeueOptions } from './requeue';
import { inOneCall, keyOfSelection, selectionOf } from './selection';
import { waitForStage } from './waitForStage';

export const task = resource({
	name: 'Task',
	operations: {
		assign: batchOperation({
			name: 'Assign',
			action: 'Assign task',
			description: 'Hand a task to somebody in a stage, in place of the assignee before',
			fields: [
				projectLocator,
				taskLocator,
				{
					displayName: 'User',
					name: 'user',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. ada@example.com',
					description:
						'The email address of the new assignee; the legacy platform takes a user ID too',
				},
				{
					...stageLocator,
					required: undefined, // the legacy platform has no stages
					description:
						'The stage in which the task is theirs; leave it empty on the legacy platform, which has no stages',
				},
			],
			plan: planAssignment,
			runAll: assignTasks,
		}),

		get: operation({
			name: 'Get',
			action: 'Get task',
			description: 'Read one task with its labels',
			fields: [
				projectLocator,
				taskLocator,
				simplifyField,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [includeAnswerOption, resolveOptionsOption],
				},
			],
			run: async ({ params: { project, task: id, simplify, options }, hub }) => {
				const found = await hub.tasks.get(id, options.includeAnswer ?? true);
				return await presentedTask(hub, found, { projectId: project, simplify, ...options });
			},
		}),

		getHistory: operation({
			name: 'Get History',
			action: 'Get history of task',
			description: 'List what happened to a task, or read one entry of its history',
			fields: [
				{
					displayName: 'Find By',
					name: 'by',
					type: 'options',
					options: [
						{ name: 'Task', value: 'task', description: 'All entries of one task' },
						{ name: 'History Entry', value: 'entry', description: 'One entry by its own ID' },
					],
					default: 'task',
					description: 'What to look up',
				},
				{ ...projectLocator, displayOptions: { show: { by: ['task'] } } },
				{ ...taskLocator, displayOptions: { show: { by: ['task'] } } },
				{
					displayName: 'History ID',
					name: 'historyId',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. 6554c81ac3b0d000147ea0c1',
					description: 'The ID of the entry',
					displayOptions: { show: { by: ['entry'] } },
				},
			],
			run: async ({ params, hub }) =>
				params.by === 'task'
					? await hub.tasks.history(params.task)
					: await hub.tasks.historyEntry(params.historyId),
		}),

		getAll: operation({
			name: 'Get Many',
			action: 'Get many tasks',
			description: 'List the tasks of a project that pass some filters, newest first',
			fields: [
				projectLocator,
				...listFields,
				filtersField,
				simplifyField,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [fieldsOption, includeAnswerOption, resolveOptionsOption, sortOption],
				},
			],
			run: async function* ({ params, hub }) {
				const { project, filters, options } = params;
				const fields = namesIn(options.fields);
				const query = {
					filter: await taskFilter(hub, project, filters),
					includeAnswer: options.includeAnswer ?? options.resolveOptions ?? false,
					fields: fields.length > 0 ? fields : undefined,
					sort: sortText(options.sort?.by),
				};
				const simplify = params.simplify && fields.length === 0;
				for await (const found of hub.tasks.list(project, query, wantedCount(params))) {
					yield await presentedTask(hub, found, { projectId: project, simplify, ...options });
				}
			},
		}),

		requeue: batchOperation({
			name: 'Requeue',
			action: 'Requeue tasks',
			description:
				'Move tasks to a stage. Items that differ only in IDs share a call; the count is then that of the call.',
			fields: [
				projectLocator,
				{
					...stageLocator,
					displayName: 'To Stage',
					name: 'toStage',
					description: 'The stage that the tasks move to',
				},
				...selectionFields,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: requeueOptions,
				},
			],
			plan: async ({ params, hub }) => {
				const { project: projectId } = params;
				// What takes something away has to be meant: an expression may give the text 'false'.
				const options = Object.fromEntries(
					Object.entries(params.options).map(([option, value]) => [option, value === true]),
				);
				const [toStageId] = await hub.stages.resolve(projectId, [params.toStage]);
				return {
					projectId,
					toStageId,
					options,
					selection: await selectionOf(hub, projectId, params),
				};
			},
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ selection, ...plan }) => [plan, keyOfSelection(selection)],
					ids: (plan) => [plan],
					call: async ({ projectId, toStageId, options }, group) =>
						await inOneCall(
							group,
							async (selection) =>
								await hub.tasks.requeue(projectId, toStageId, selection, options),
						),
					done: ({ toStageId, selection }, [{ answer, items }]) => ({
						toStageId,
						filters: { ...selection },
						modified: answer,
						itemsInCall: items,
					}),
				}),
		}),

		review: operation({
			name: 'Review',
			action: 'Review task',
			description: 'Accept or reject the labels of a task, which moves it on',
			fields: [
				projectLocator,
				taskLocator,
				{
					displayName: 'Decision',
					name: 'reviewStatus',
					type: 'options',
					options: [
						{ name: 'Accepted', value: 'Accepted' },
						{ name: 'Rejected', value: 'Rejected' },
					],
					default: 'Accepted',
					description: 'What the reviewer decides',
				},
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						{
							displayName: 'Multi-Sensor Details (JSON)',
							name: 'pctDetails',
							type: 'json',
							default: '{}',
							placeholder: 'e.g. {"frame": 3}',
							description: 'What the review refers to in a project for multi-sensor fusion',
						},
					],
				},
			],
			run: async ({ params: { task: id, reviewStatus, options }, hub }) => {
				const { pctDetails } = options;
				if (pctDetails !== undefined && !isRecord(pctDetails)) {
					throw new UserError("'Multi-Sensor Details (JSON)' has to be a JSON object", {
						description: 'Give keys and values such as {"frame": 3}.',
					});
				}
				return await hub.tasks.review(id, reviewStatus, pctDetails);
			},
		}),

		setBenchmark: batchOperation({
			name: 'Set Benchmark',
			action: 'Set benchmark of task',
			description: 'Make a task part of the benchmark that annotators are measured by, or not',
			fields: [
				projectLocator,
				taskLocator,
				{
					displayName: 'Benchmark',
					name: 'isBenchmark',
					type: 'boolean',
					default: true,
					description: 'Whether the task is part of the benchmark',
				},
			],
			plan: ({ params: { project: projectId, task: taskId, isBenchmark } }) => ({
				projectId,
				taskId,
				isBenchmark: booleanIn(isBenchmark, 'Benchmark'),
			}),
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ projectId, isBenchmark }) => [projectId, isBenchmark],
					ids: ({ taskId }) => [taskId],
					call: async ({ projectId, isBenchmark }, taskIds) =>
						await hub.tasks.setBenchmark(projectId, taskIds, isBenchmark),
					done: ({ taskId, isBenchmark }) => ({ taskId, isBenchmark }),
				}),
		}),

		setPriority: batchOperation({
			name: 'Set Priority',
			action: 'Set priority of tasks',
			description:
				'Move tasks forward or back in the queue. Items that differ only in IDs share a call.',
			fields: [projectLocator, { ...priorityOption, required: true }, ...selectionFields],
			plan: async ({ params, hub }) => ({
				projectId: params.project,
				priority: checkedPriority(hub, params.priority),
				selection: await selectionOf(hub, params.project, params),
			}),
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ selection, ...plan }) => [plan, keyOfSelection(selection)],
					ids: (plan) => [plan],
					call: async ({ projectId, priority }, group) =>
						await inOneCall(
							group,
							async (selection) => await hub.tasks.setPriority(projectId, priority, selection),
						),
					done: ({ priority, selection }, [{ answer, items }]) => ({
						priority,
						filters: { ...selection },
						result: answer,
						itemsInCall: items,
					}),
				}),
		}),

		setStatus: operation({
			name: 'Set Status (Legacy)',
			action: 'Set status of task',
			description: 'Mark a task as open or completed; only the legacy platform keeps a status',
			fields: [
				projectLocator,
				taskLocator,
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Completed', value: 'Completed' },
						{ name: 'To Do', value: 'TODO' },
					],
					default: 'TODO',
					description: 'What the task is marked as',
				},
			],
			run: async ({ params, hub }) => await hub.tasks.setStatus(params.task, params.status),
		}),

		waitForStage: batchOperation({
			name: 'Wait For Stage',
			action: 'Wait until task is in stage',
			description: 'Look at a task again and again until it is in one of some stages',
			fields: [
				projectLocator,
				taskLocator,
				{ ...stagesOption, required: true },
				{
					displayName: 'Timeout',
					name: 'timeout',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 86_400 },
					default: 600,
					hint: 'In seconds',
					description: 'How long to wait before the item fails',
				},
				simplifyField,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [
						{
							displayName: 'Interval',
							name: 'interval',
							type: 'number',
							typeOptions: { minValue: 1 },
							default: 15,
							hint: 'In seconds',
							description: 'How long to wait between two looks at the task',
						},
					],
				},
			],
			plan: async ({ params, hub }) => ({
				projectId: params.project,
				taskId: params.task,
				stageIds: await hub.stages.resolve(params.project, namesIn(params.stages)),
				deadline: milliseconds(params.timeout, 'Timeout', 1),
				interval: milliseconds(params.options.interval ?? 15, 'Interval', 1),
				simplify: params.simplify,
			}),
			// All at once, however many: the deadline of each starts now.
			runAll: async (plans, { hub }) =>
				await Promise.all(
					plans.map(
						async (plan) =>
							await waitForStage(hub, plan)
								.then(async (found) => await presentedTask(hub, found, plan))
								.catch((error: Error) => error),
					),
				),
		}),
	},
});

/**
 * The wire's form of a sort order: field names with commas, `-` for descending (contract 1.5). The id
 * comes last, since pages of tasks that are equal in all else could overlap.
 */
function sortText(rows: Array<{ field?: string; direction?: string }> = []): string | undefined {
	const fields = rows
		.filter(({ field }) => field)
		.map(({ field, direction }) => (direction === 'ascending' ? field : `-${field}`));
	return fields.length > 0 ? [...fields, '_id'].join(',') : undefined;
}
