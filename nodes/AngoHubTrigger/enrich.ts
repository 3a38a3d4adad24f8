import type {
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';

import { Hub } from '../shared/hub';
import type { LabelSet } from '../shared/hub/types';
import type { WebhookType } from '../shared/hub/webhooks';
import { downloadAsset } from '../shared/items/assetFile';
import { flatItem } from '../shared/items/flatItem';
import { ObservedTask } from '../shared/items/observedTask';
import { itemsOf } from '../shared/items/oneItemPer';
import { labelSetNames, withClassNames } from '../shared/labels/classNames';
import { withAdvice } from '../shared/operation/errors';
import { resumeExecution, type ResumeStatus } from '../shared/operation/resume';
import { isRecord } from '../shared/util/isRecord';
import { wait } from '../shared/util/wait';
import type { Settings } from './triggerSettings';
import type { Refusal } from './verify';

/** What a delivery is not given more than; after that it goes on with what is known. */
const DEADLINE_MS = 60_000;
const REQUEST_TIMEOUT_MS = 20_000;

const LEGACY_EVENTS: Record<WebhookType, string> = {
	ACCEPTED: 'taskAccepted',
	COMPLETED: 'taskCompleted',
	UPDATED: 'taskUpdated',
};

const NOT_COMPLETED = {
	message: 'The missing parts of the delivery could not be read',
	description:
		'Give the trigger an Ango Hub API credential, whose key may see the project and the task.',
};
const NO_TASK = {
	message: 'The full task could not be read',
	description: "The task operation 'Get' can read it later.",
};
const NO_LABEL_SET = {
	message: 'The label set could not be read',
	description: "The label set operation 'Get' can read it later.",
};
const NOT_RESUMED = {
	message: 'Could not check whether an execution waits for the task',
	description:
		"The asset operation 'Resume Waiting Execution' can do it later. It needs the Ango Hub API credential, and so does this trigger.",
};
const NO_FILE = {
	message: 'The file of the asset could not be read',
	description: "The asset operation 'Download' can read it later.",
};

/** Adds to a delivery what the user wants to know, and a note for whatever cannot be found out. */
export class Enrichment {
	/** What could not be found out, and why. */
	readonly notes: string[] = [];
	private readonly until = Date.now() + DEADLINE_MS;
	private opened?: Promise<Hub>;

	constructor(
		private readonly hook: IWebhookFunctions,
		private readonly settings: Settings,
	) {}

	/** Older deliveries lack the project or the names of the batches: they come from the task and the project. */
	async complete(observed: ObservedTask): Promise<ObservedTask> {
		const { projectId, stageId, stageName, batchNames, batchIds } = observed;
		const isKnown = projectId !== undefined && (stageName !== undefined || stageId === undefined);
		const { projects } = this.settings.filters;
		if (isKnown && (batchNames || batchIds.length === 0) && projects.length === 0) return observed;
		return (
			(await this.tried(NOT_COMPLETED, async (hub) => {
				const found = projectId ?? (await hub.tasks.get(observed.taskId!)).project;
				return observed.in(await hub.projects.recall(found));
			})) ?? observed
		);
	}

	/** Wakes up the execution that waits for the task; undefined where it cannot be found out. */
	async resume({ projectId, assetId, taskId }: ObservedTask): Promise<ResumeStatus | undefined> {
		return await this.tried(NOT_RESUMED, async (hub) => {
			const asset = assetId ?? (await hub.tasks.get(taskId!)).asset;
			return await resumeExecution(this.hook, await hub.assets.resumeKey(projectId!, asset));
		});
	}

	/** The items to start the workflow with. */
	async itemsOf(observed: ObservedTask, payload: IDataObject): Promise<INodeExecutionData[]> {
		const { getFullTask, includeLabelSet, downloadFile, includeRaw } = this.settings;
		const extras: IDataObject = {};
		let named = observed;
		if (getFullTask) {
			extras.fullTask = await this.tried(NO_TASK, async (hub) => {
				return await hub.tasks.get(observed.taskId!, true);
			});
		}
		if (includeLabelSet) {
			const labelSet = await this.labelSet(observed, payload);
			extras.labelSet = labelSet && labelSetNames(labelSet);
			if (labelSet) named = observed.with(withClassNames(observed.task, labelSet));
		}
		const binary = downloadFile ? await this.file(observed) : undefined;
		if (includeRaw) extras.payload = payload;
		const labelSet = labelSetIn(payload) ?? observed.project?.categorySchema;
		const added = { ...extras, ...this.remarks };
		const besides = this.settings.flatten ? flatItem(added) : added;
		return itemsOf(named.item, this.settings, labelSet).map((json) => ({
			json: { event: this.event, ...json, ...besides },
			...(binary && { binary }),
		}));
	}

	/** What is left to say when even the payload cannot be read as a task. */
	bareItem(payload: IDataObject, reason: string): INodeExecutionData {
		const message = `The delivery has an unexpected form: ${reason}`;
		this.notes.push(
			withAdvice({ message, description: "The field 'payload' has the unchanged delivery." }),
		);
		return { json: { event: this.event, payload, ...this.remarks } };
	}

	private get event(): string {
		const { source, types } = this.settings;
		if (source === 'stage') return 'taskEnteredStage';
		// Nothing in a legacy delivery names its event.
		return types.length === 1 ? LEGACY_EVENTS[types[0]] : 'taskChanged';
	}

	private get remarks(): IDataObject {
		return this.notes.length > 0 ? { notes: this.notes } : {};
	}

	private async labelSet(
		{ projectId }: ObservedTask,
		payload: IDataObject,
	): Promise<LabelSet | undefined> {
		const delivered = labelSetIn(payload);
		if (delivered) return delivered;
		return await this.tried(NO_LABEL_SET, async (hub) => {
			const project = await hub.projects.recall(projectId!);
			return project.categorySchema;
		});
	}

	private async file({ projectId, assetId }: ObservedTask): Promise<IBinaryKeyData | undefined> {
		return await this.tried(NO_FILE, async (hub) => {
			const asset = await hub.assets.get(projectId!, assetId!);
			const save = this.hook.helpers.prepareBinaryData;
			return await downloadAsset(hub, { save }, projectId!, asset, 'data');
		});
	}

	/** The outcome of some work with Ango Hub; undefined, and a note, where it cannot be done in time. */
	private async tried<T>(
		{ message, description }: Refusal,
		work: (hub: Hub) => Promise<T>,
	): Promise<T | undefined> {
		const decided = new AbortController();
		const late = async () => {
			await wait(this.until - Date.now(), decided.signal);
			return { message: 'Ango Hub did not answer in time' };
		};
		const done = this.hub()
			.then(work)
			.then(
				(value) => ({ value }),
				(error: Error) => ({ message: error.message }),
			);
		const outcome = await Promise.race([done, late()]);
		decided.abort();
		if ('value' in outcome) return outcome.value;
		this.notes.push(withAdvice({ message: `${message}: ${outcome.message}`, description }));
		return undefined;
	}

	private async hub(): Promise<Hub> {
		this.opened ??= Hub.open(this.hook, { timeout: REQUEST_TIMEOUT_MS });
		return await this.opened;
	}
}

/** Newer deliveries bring the label set along. */
function labelSetIn({ categorySchema }: IDataObject): LabelSet | undefined {
	return isRecord(categorySchema) ? (categorySchema as LabelSet) : undefined;
}
