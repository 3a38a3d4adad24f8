import { byId, fileItem } from '../../engine/setup.mts';
import { LABELER } from '../../local-hub/index.mts';
import type { Scene } from '../scene.mts';
import { FROM, RAINY, TO, VEHICLE, type Replay, type Replays } from './replay.mts';

const frontTask = (scene: Scene) => ({ task: byId(scene['task front.png']) });
const backTask = (scene: Scene) => ({ task: byId(scene['task back.png']) });

const importLabels = {
	operation: 'label.import',
	parameters: () => ({
		externalId: 'back.png',
		labels: JSON.stringify({ objects: [VEHICLE], classifications: [RAINY] }),
	}),
};
const listTasks = {
	operation: 'task.getAll',
	parameters: () => ({ returnAll: true, simplify: false }),
};
const getTask: Replay = {
	operation: 'task.get',
	parameters: (scene) => ({ ...frontTask(scene), simplify: false }),
};

/** Red and clear: the picture that the SDK makes of its array. */
const MASK =
	'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP4z8Dwn4GBgQEADPwB//0td20AAAAASUVORK5CYII=';

/** Tasks, labels and exports on the current platform. */
export const currentTasks: Replays = {
	'assign_task/by email': {
		operation: 'task.assign',
		parameters: (scene) => ({ ...backTask(scene), user: LABELER, stage: byId('Label') }),
	},
	'get_task/with its answer': getTask,
	'get_tasks/default': listTasks,
	'get_tasks/with answers': {
		operation: 'task.getAll',
		parameters: () => ({ returnAll: true, simplify: false, options: { includeAnswer: true } }),
	},
	'get_tasks/filtered': {
		operation: 'task.getAll',
		parameters: () => ({
			returnAll: true,
			simplify: false,
			filters: {
				stages: ['Check'],
				batches: ['Mon'],
				assignees: LABELER,
				externalIdPattern: '^front',
				createdAfter: FROM,
				createdBefore: TO,
				minPriority: 0,
				isSkipped: false,
			},
			options: {
				sort: {
					by: [
						{ field: 'createdAt', direction: 'descending' },
						{ field: 'priority', direction: 'ascending' },
					],
				},
			},
		}),
	},
	'get_tasks/fields': {
		operation: 'task.getAll',
		parameters: () => ({ returnAll: true, options: { fields: ['stage'] } }),
	},
	'get_task_history/of a task': {
		operation: 'task.getHistory',
		parameters: (scene) => ({ by: 'task', ...frontTask(scene) }),
	},
	'get_task_history/one entry': {
		operation: 'task.getHistory',
		parameters: (scene) => ({ by: 'entry', historyId: scene['history front.png'] }),
	},
	'requeue_tasks/filtered': {
		operation: 'task.requeue',
		parameters: (scene) => ({
			toStage: byId('Label'),
			filters: { taskIds: scene['task front.png'], batches: ['Mon'], fromStages: ['Check'] },
			options: { removeAnnotations: true, removeAssignee: false, removeStageHistory: true },
		}),
	},
	'update_tasks_priority/filtered': {
		operation: 'task.setPriority',
		parameters: (scene) => ({ priority: 7, filters: { assetIds: scene['asset front.png'] } }),
	},
	'set_tasks_as_benchmark/one': { operation: 'task.setBenchmark', parameters: frontTask },
	'review_task/accepted': {
		operation: 'task.review',
		parameters: (scene) => ({ ...frontTask(scene), reviewStatus: 'Accepted' }),
	},
	'import_labels/one asset': importLabels,
	'annotate_task/merged': {
		operation: 'label.annotate',
		parameters: (scene) => ({
			...frontTask(scene),
			labels: JSON.stringify({ objects: [VEHICLE], classifications: [RAINY] }),
		}),
	},
	'annotate_task/overwritten and submitted': {
		operation: 'label.annotate',
		parameters: (scene) => ({
			...frontTask(scene),
			labels: JSON.stringify({ objects: [VEHICLE], classifications: [RAINY] }),
			existing: 'overwrite',
			submit: true,
		}),
	},
	'annotate_task/with a mask': {
		operation: 'label.annotate',
		parameters: (scene) => ({
			...frontTask(scene),
			labels: JSON.stringify({ objects: [VEHICLE] }),
			existing: 'overwrite',
			options: { brush: 'data' },
		}),
		items: async (stage) => [await fileItem(stage, 'mask.png', Buffer.from(MASK, 'base64'))],
	},
	'upload_brush_array/picture': {
		operation: 'label.annotate',
		parameters: (scene) => ({ ...frontTask(scene), options: { brush: 'data' } }),
		items: async (stage) => [await fileItem(stage, 'mask.png', Buffer.from(MASK, 'base64'))],
	},
	'export/default': { operation: 'export.tasks' },
	'exportV3/default': { operation: 'export.tasks' },
	'export/filtered': {
		operation: 'export.tasks',
		parameters: () => ({
			stages: 'selected',
			stageNames: ['Check'],
			filters: { batches: ['Mon'], createdAfter: FROM, createdBefore: TO, updatedAfter: FROM },
			options: {
				history: false,
				idleAndBlurDurations: true,
				metadata: false,
				notify: true,
				onlyKeyFrames: true,
				sendEmail: true,
			},
		}),
	},
	'export/consensus tasks': {
		operation: 'export.tasks',
		parameters: () => ({ filters: { taskTypes: ['consensus'] } }),
	},
	'export/lines': {
		operation: 'export.tasks',
		parameters: () => ({ output: 'zip', archiveFormat: 'ndjson' }),
	},
	'export/issues': { operation: 'export.issues' },
};

/** The same on the legacy platform. */
export const legacyTasks: Replays = {
	'assign_task/by email': {
		operation: 'task.assign',
		parameters: (scene) => ({ ...backTask(scene), user: LABELER }),
	},
	'assign_task/by id': {
		operation: 'task.assign',
		parameters: (scene) => ({ ...backTask(scene), user: scene['member guest'] }),
	},
	'get_task/one': getTask,
	'get_tasks/default': listTasks,
	'get_tasks/completed': {
		operation: 'task.getAll',
		parameters: () => ({ returnAll: true, simplify: false, filters: { statuses: 'Completed' } }),
	},
	'import_labels/one asset': importLabels,
	'export/default': { operation: 'export.tasks' },
	'export/filtered': {
		operation: 'export.tasks',
		parameters: () => ({
			filters: {
				batches: ['Mon'],
				completedAfter: FROM,
				completedBefore: TO,
				completedBy: LABELER,
				updatedAfter: FROM,
				updatedBefore: TO,
			},
		}),
	},
	'export/only updated': {
		operation: 'export.tasks',
		parameters: () => ({ filters: { updatedAfter: FROM, updatedBefore: TO } }),
	},
};
