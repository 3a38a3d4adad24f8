import { toAnswer } from './answers.mts';
import type { AnswerInput } from './answers.mts';
import type { HubCore } from './core.mts';
import { badRequest } from './errors.mts';
import type { Asset, Batch, CategorySchema, Project, Stage, Task } from './types.mts';
import { createTask } from './workflow.mts';

export const emptySchema = (): CategorySchema => ({
	tools: [],
	classifications: [],
	relations: [],
});

/** The workflow of a new project (contract 4.5). */
export const defaultStages = (): Stage[] => [
	{
		id: 'Start',
		type: 'Start',
		name: 'Start',
		position: { x: 0, y: 0 },
		next: ['Label'],
		autoForward: false,
	},
	{
		id: 'Label',
		type: 'Label',
		name: 'Label',
		position: { x: 250, y: 0 },
		next: ['Complete'],
		assignedTo: [],
	},
	{
		id: 'Complete',
		type: 'Complete',
		name: 'Complete',
		position: { x: 500, y: 0 },
		preventRequeue: false,
	},
];

export function createProject(core: HubCore, values: Partial<Project> & { name: string }): Project {
	const project: Project = {
		_id: core.state.newId(),
		description: '',
		type: 'ango',
		owner: core.owner,
		organization: core.state.organization,
		categorySchema: emptySchema(),
		stages: defaultStages(),
		assignedTo: [{ assignee: core.owner, role: 'Manager' }],
		batches: [],
		queueVersion: 1,
		benchmarkEnabled: false,
		benchmarkRatio: 0,
		instructions: null,
		ocrLanguage: null,
		idleTimeout: 60,
		projectPlugins: {},
		pluginPresets: [],
		errorCodesEnabled: false,
		errorSchema: {},
		exportStorageId: null,
		exportStorageBucket: null,
		exportStoragePath: null,
		exportStorageEnabled: false,
		taskSkipEnabled: false,
		unassignSkippedTask: false,
		gcSyncEnabled: false,
		assetBuilderTemplates: [],
		createdAt: core.state.timestamp(),
		...values,
	};
	core.state.addProject(project);
	return project;
}

export interface NewAsset extends Partial<Omit<Asset, 'project' | 'taskIds'>> {
	externalId: string;
	priority?: number;
	preLabels?: AnswerInput;
}

/** Registers an asset and its task. */
export function createAsset(
	core: HubCore,
	project: Project,
	{ priority = 0, preLabels, ...values }: NewAsset,
): { asset: Asset; task: Task } {
	const asset: Asset = {
		_id: core.state.newId(),
		project: project._id,
		data: '',
		dataset: [],
		batches: [],
		metadata: {},
		contextData: {},
		storage: null,
		attachments: [],
		isPreLabeled: preLabels !== undefined,
		taskIds: [],
		createdAt: core.state.timestamp(),
		...values,
	};
	core.state.addAsset(asset);
	const answer =
		preLabels && toAnswer(project.categorySchema, preLabels, 'import', asset.createdAt);
	const task = createTask(core, asset, { priority, ...(answer && { answer }) });
	return { asset, task };
}

/** Hides a newly registered asset for a while when the switch says so. */
export function delayVisibility(core: HubCore, asset: Asset): void {
	const delay = core.faults.switches.assetVisibility;
	if (delay === null) return;
	const room = core.state.room(asset.project);
	room.hidden.set(asset._id, {
		listRequests: room.listRequests + (delay.listRequests ?? 0),
		at: core.state.now() + (delay.ms ?? 0),
	});
}

/** Batch ids for ids or names (contract 2.4, 2.8); an unknown one is refused. */
export function batchIds(project: Project, references: readonly string[]): string[] {
	const ids = references.map((reference) => {
		const batch = project.batches.find((entry) => isBatch(entry, reference));
		if (batch === undefined) throw badRequest(`Batch ${reference} not found.`);
		return batch._id;
	});
	return [...new Set(ids)];
}

const isBatch = (batch: Batch, reference: string): boolean =>
	batch._id === reference || batch.name === reference;
