import { UserError } from 'n8n-workflow';

import { itemProjectLocator, taskLocator } from '../../../shared/fields/locators';
import { taskOutputFields } from '../../../shared/fields/output';
import { listedTaskItem } from '../../../shared/items/listedTask';
import { beside } from '../../../shared/items/records';
import { together } from '../../../shared/operation/together';
import { isRecord } from '../../../shared/util/isRecord';
import { batchOperation, operation, resource } from '../../operation';
import { includeAnswerOption, resolveOptionsOption } from './answerOptions';
import { assign } from './assign';
import { getAll } from './getMany';
import { requeue } from './requeue';
import { setPriority } from './setPriority';
import { waitForStage } from './waitForStage';
import { whyNotReviewed } from './whyNotReviewed';

export const task = resource({
	name: 'Task',
	operations: {
		assign,

		get: operation({
			name: 'Get',
			action: 'Get task',
			description: 'Read one task with its labels',
			fields: [
				itemProjectLocator,
				taskLocator,
				...taskOutputFields,
				{
					displayName: 'Options',
					name: 'options',
					type: 'collection',
					placeholder: 'Add option',
					default: {},
					options: [includeAnswerOption, resolveOptionsOption],
				},
			],
			run: async ({ params, hub }) => {
				const { project: projectId, task: id, options } = params;
				const found = await hub.tasks.get(id, options.includeAnswer ?? true);
				return await listedTaskItem(hub, found, { projectId, output: params, ...options });
			},
		}),

		getHistory: operation({
			name: 'Get History',
			action: 'Get history of task',
			description: 'List the history of a task, or get one entry of it',
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
					description: 'What to get the history of',
				},
				{ ...itemProjectLocator, displayOptions: { show: { by: ['task'] } } },
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
					? (await hub.tasks.history(params.task)).map((entry) =>
							beside({ projectId: params.project, taskId: params.task }, entry),
						)
					: (await hub.tasks.historyEntry(params.historyId)).map((entry) =>
							beside({ taskId: entry.labelTaskId }, entry),
						),
		}),

		getAll,

		requeue,

		review: operation({
			name: 'Review',
			action: 'Review task',
			description: 'Accept or reject the labels of a task, which moves it to the next stage',
			fields: [
				itemProjectLocator,
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
					description: 'Decision of the review',
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
							hint: 'Such as {"frame": 3}',
							description: 'Details of the review in a project for multi-sensor fusion',
						},
					],
				},
			],
			run: async ({ params: { project: projectId, task: id, reviewStatus, options }, hub }) => {
				const { pctDetails } = options;
				if (pctDetails !== undefined && !isRecord(pctDetails)) {
					throw new UserError("'Multi-Sensor Details (JSON)' has to be a JSON object", {
						description: 'Give keys and values such as {"frame": 3}.',
					});
				}
				const answer = await hub.tasks
					.review(id, reviewStatus, pctDetails)
					.catch(async (error: unknown) => {
						throw await whyNotReviewed(hub, projectId, id, error);
					});
				return beside({ projectId, taskId: id, reviewStatus }, answer);
			},
		}),

		setBenchmark: batchOperation({
			name: 'Set Benchmark',
			action: 'Set benchmark of task',
			description: 'Add a task to, or remove it from, the benchmark',
			fields: [
				itemProjectLocator,
				taskLocator,
				{
					displayName: 'Benchmark',
					name: 'isBenchmark',
					type: 'boolean',
					default: true,
					required: true,
					description: 'Whether the task is part of the benchmark',
				},
			],
			plan: ({ params: { project: projectId, task: taskId, isBenchmark } }) => ({
				projectId,
				taskId,
				isBenchmark,
			}),
			runAll: async (plans, { hub }) =>
				await together(plans, {
					key: ({ projectId, isBenchmark }) => [projectId, isBenchmark],
					ids: ({ taskId }) => [taskId],
					call: async ({ projectId, isBenchmark }, taskIds) =>
						await hub.tasks.setBenchmark(projectId, taskIds, isBenchmark),
					done: (plan) => ({ ...plan }),
				}),
		}),

		setPriority,

		setStatus: operation({
			name: 'Set Status (Legacy)',
			action: 'Set status of legacy task',
			description: 'Mark a task as open or completed. Only for the legacy platform.',
			fields: [
				itemProjectLocator,
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
					description: 'New status of the task',
				},
			],
			run: async ({ params: { project: projectId, task: taskId, status }, hub }) =>
				beside({ projectId, taskId, status }, await hub.tasks.setStatus(taskId, status)),
		}),

		waitForStage,
	},
});
