import { UserError } from 'n8n-workflow';

/** What one platform has and the other lacks, with what is said where it is missing. */
const MISSING = {
	assetBuilder: {
		message: 'The legacy platform has no asset builder',
		description: 'Use a credential of the current platform.',
	},
	assetFilters: {
		message: 'The legacy platform cannot filter assets by batch or pre-labels',
		description: 'Remove these filters, or filter the items in a node after this one.',
	},
	annotation: {
		message: 'The legacy platform cannot annotate tasks',
		description: "Use 'Import' instead; it reaches tasks whose status is TODO.",
	},
	benchmarkTasks: {
		message: 'The legacy platform cannot change which tasks are benchmarks',
		description: 'Use a credential of the current platform.',
	},
	chats: {
		message: 'The legacy platform has no chat assets',
		description: 'Use a credential of the current platform.',
	},
	cloning: {
		message: 'The legacy platform cannot clone projects',
		description:
			"Use 'Create', then copy the label set, or use a credential of the current platform.",
	},
	exportByCreation: {
		message: 'The legacy platform cannot export by date of creation',
		description: "Remove 'Created After' and 'Created Before'.",
	},
	exportDurations: {
		message: 'The legacy platform does not export idle and blur durations',
		description: "Turn off 'Idle and Blur Durations'.",
	},
	exportFormats: {
		message: 'The legacy platform exports archives of JSON only',
		description: "Choose 'JSON' as the format of the archive.",
	},
	exportKeyFrames: {
		message: 'The legacy platform cannot export key frames only',
		description: "Turn off 'Only Key Frames'.",
	},
	exportStages: {
		message: 'The legacy platform has no stages to export from',
		description: "Choose 'Complete' in 'Stages': it exports what is labeled.",
	},
	exportTaskTypes: {
		message: 'The legacy platform cannot export by type of task',
		description: "Remove 'Task Types'.",
	},
	invites: {
		message: 'The legacy platform has no invites',
		description: 'Use a credential of the current platform.',
	},
	issueExport: {
		message: 'The legacy platform cannot export issues',
		description: "Its export of tasks carries them: use 'Export Tasks'.",
	},
	labelValidation: {
		message: 'The legacy platform has no label validation',
		description: 'Use a credential of the current platform.',
	},
	llms: {
		message: 'The legacy platform has no language models',
		description: 'Use a credential of the current platform.',
	},
	metrics: {
		message: 'The legacy platform has no metrics',
		description: 'Use a credential of the current platform.',
	},
	notifications: {
		message: 'The legacy platform has no notifications',
		description: 'Use a credential of the current platform.',
	},
	performance: {
		message: 'The legacy platform has no performance reports',
		description: 'Use a credential of the current platform.',
	},
	projectSettings: {
		message: 'The legacy platform can change the name, description and label set of a project only',
		description: 'Remove the other fields, or change them in Ango Hub itself.',
	},
	purging: {
		message: 'The legacy platform cannot purge projects',
		description: "Use 'Delete' instead; files stay in their storage.",
	},
	requeue: {
		message: 'The legacy platform has no stages to requeue tasks to',
		description: "Use 'Set Status' to open tasks again.",
	},
	stageHistory: {
		message: 'The legacy platform keeps no history of stages',
		description: "Choose another value in 'One Item Per'.",
	},
	stages: {
		message: 'The legacy platform has no workflow stages',
		description: 'Use a credential of the current platform.',
	},
	storageManagement: {
		message: 'The legacy platform can only list storages',
		description: 'Manage storages and look into them in Ango Hub itself.',
	},
	taskFilters: {
		message: 'The legacy platform filters tasks by one status and by batches only',
		description: 'Remove the other filters, or filter the items in a node after this one.',
	},
	taskHistory: {
		message: 'The legacy platform has no task history',
		description: 'Use a credential of the current platform.',
	},
	taskPriority: {
		message: 'The legacy platform sets priorities by asset',
		description: "Give either 'Asset IDs' or 'External IDs', and no other filter.",
	},
	taskStatus: {
		message: 'Only the legacy platform can set the status of a task',
		description: "Use 'Requeue', 'Review', or the label operation 'Annotate Task' instead.",
	},
	webhooks: {
		message: 'Only the legacy platform can register webhooks',
		description:
			'On the current platform, add a Webhook stage to the workflow of the project in Ango Hub instead.',
	},
} as const satisfies Record<string, { message: string; description: string }>;

/** Something that only one of the platforms has. */
export type Feature = keyof typeof MISSING;

/** What a platform calls things, and where its limits are. */
interface Facts {
	/** Batches in queries, bodies and asset entries (contract 2.8, 2.18). */
	batchesKey: 'batches' | 'tags';
	/** Whether one batch can be added by its name alone (contract 2.8). */
	addsOneBatch: boolean;
	/** The storage of a private file in its URL (contract 2.5). */
	storageKey: 'storageId' | 'integrationId';
	/** Priorities reach from its negative to it (contract 6). */
	maxPriority: number;
	/** What an object of an export of tasks stands for (contract 5.4). */
	exportedObject: 'task' | 'asset';
}

/** One of the two generations of Ango Hub: everything in which they differ (contract, introduction). */
export class Platform {
	constructor(
		readonly facts: Facts,
		private readonly lacks: ReadonlySet<Feature>,
	) {}

	has(feature: Feature): boolean {
		return !this.lacks.has(feature);
	}

	/** @throws UserError when the platform lacks it, and what to do instead */
	require(feature: Feature): void {
		if (this.has(feature)) return;
		const { message, description } = MISSING[feature];
		throw new UserError(message, { description });
	}
}

const LEGACY_ONLY: Feature[] = ['taskStatus', 'webhooks'];
const CURRENT_ONLY = (Object.keys(MISSING) as Feature[]).filter(
	(feature) => !LEGACY_ONLY.includes(feature),
);

/** Current: workflow stages and batches (v3). Legacy: task statuses and tags (v2). */
export const PLATFORMS = {
	current: new Platform(
		{
			batchesKey: 'batches',
			addsOneBatch: true,
			storageKey: 'storageId',
			maxPriority: 1_000,
			exportedObject: 'task',
		},
		new Set(LEGACY_ONLY),
	),
	legacy: new Platform(
		{
			batchesKey: 'tags',
			addsOneBatch: false,
			storageKey: 'integrationId',
			maxPriority: 10_000,
			exportedObject: 'asset',
		},
		new Set(CURRENT_ONLY),
	),
};
