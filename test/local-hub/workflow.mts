import type { AnswerInput } from './answers.mts';
import { emptyAnswer, toAnswer } from './answers.mts';
import { agreementOf, consensusChildren, copiesOf } from './consensus.mts';
import type { HubCore } from './core.mts';
import { badRequest } from './errors.mts';
import { chooseBranch } from './logic.mts';
import type { Asset, HistoryEntry, Project, Stage, Task } from './types.mts';

/** A workflow that runs in a circle of Logic and Webhook stages is stopped after this many. */
const MAX_PASSED_STAGES = 100;
const STAYS_WHEN_SUBMITTED = new Set(['Hold', 'Consensus', 'Complete', 'Archive']);

/** What an annotator or a plugin sends with a save or a submission. */
export interface Submission {
	answer?: AnswerInput;
	brushDataUrl?: string | null;
	medicalBrushDataUrl?: string | null;
	duration?: number;
}

export const stageOf = (project: Project, stageId: string): Stage | undefined =>
	project.stages.find((stage) => stage.id === stageId);

export const startStage = (project: Project): Stage | undefined =>
	project.stages.find((stage) => stage.type === 'Start') ?? project.stages[0];

function newTask(core: HubCore, asset: Asset, overrides: Partial<Task>): Task {
	const at = asset.createdAt;
	return {
		_id: core.state.newId(),
		project: asset.project,
		asset: asset._id,
		type: 'default',
		stage: '',
		status: core.platform === 'legacy' ? 'TODO' : 'READY',
		assignee: null,
		stageAssignees: {},
		priority: 0,
		answer: emptyAnswer(),
		brushDataUrl: null,
		medicalBrushDataUrl: null,
		history: [],
		duration: 0,
		totalDuration: 0,
		reviewStatus: null,
		isDraft: false,
		isSkipped: false,
		isBenchmark: false,
		isPreLabeled: asset.isPreLabeled,
		openIssuesCount: 0,
		createdAt: at,
		createdBy: core.owner,
		updatedAt: at,
		updatedBy: core.owner,
		completedAt: null,
		completedBy: null,
		consensusParent: null,
		consensusAverage: null,
		consensusDetailed: null,
		...overrides,
	};
}

/** The task of a new asset, in `Start` or already forwarded from there (contract 4.5). */
export function createTask(core: HubCore, asset: Asset, overrides: Partial<Task> = {}): Task {
	const task = newTask(core, asset, overrides);
	core.state.addTask(task);
	const start = startStage(core.state.project(asset.project));
	if (start !== undefined) enterStage(core, task, start.id);
	return task;
}

/** Puts a task into a stage and lets it pass on where the stage does not hold it. */
function enterStage(core: HubCore, task: Task, stageId: string, passed = 0): void {
	const stage = stageOf(core.state.project(task.project), stageId);
	task.stage = stageId;
	task.assignee = task.stageAssignees[stageId] ?? null;
	core.state.touch(task.project);
	if (stage === undefined || passed >= MAX_PASSED_STAGES) return;
	const next = passThrough(core, task, stage);
	if (next !== undefined) enterStage(core, task, next, passed + 1);
}

function passThrough(core: HubCore, task: Task, stage: Stage): string | undefined {
	switch (stage.type) {
		case 'Start':
			return stage.autoForward === true ? stage.next?.[0] : undefined;
		case 'Logic':
			return chooseBranch(core, stage, task);
		case 'Webhook':
			core.webhooks.stageEntered(task, stage);
			return stage.next?.[0];
		case 'Consensus':
			return handOutCopies(core, task, stage) ? undefined : stage.next?.[0];
		default:
			return undefined;
	}
}

/** Gives each child stage its copy, reusing those of an earlier round. False without children. */
function handOutCopies(core: HubCore, parent: Task, stage: Stage): boolean {
	const children = consensusChildren(core.state.project(parent.project), stage);
	const copies = copiesOf(core, parent);
	const asset = core.state.asset(parent.asset);
	children.forEach((child, index) => {
		const fresh = { answer: structuredClone(parent.answer), completedAt: null, completedBy: null };
		const copy =
			copies[index] ??
			newTask(core, asset, {
				type: 'consensus',
				consensusParent: parent._id,
				priority: parent.priority,
				createdAt: core.state.timestamp(),
			});
		Object.assign(copy, fresh);
		if (copies[index] === undefined) core.state.addTask(copy);
		enterStage(core, copy, child.id);
	});
	return children.length > 0;
}

function writeAnswer(core: HubCore, task: Task, submission: Submission, by: string): void {
	const at = core.state.timestamp();
	const { answer, brushDataUrl, medicalBrushDataUrl, duration = 0 } = submission;
	if (answer !== undefined) {
		task.answer = toAnswer(core.state.project(task.project).categorySchema, answer, by, at);
	}
	if (brushDataUrl !== undefined) task.brushDataUrl = brushDataUrl;
	if (medicalBrushDataUrl !== undefined) task.medicalBrushDataUrl = medicalBrushDataUrl;
	task.duration = duration;
	task.totalDuration += duration;
	task.updatedAt = at;
	task.updatedBy = by;
	core.state.touch(task.project);
}

/** Adds an entry to the history of the task; the stage keeps who worked in it. */
function writeHistory(
	core: HubCore,
	task: Task,
	by: string,
	reviewStatus: string | null = null,
): void {
	const stage = stageOf(core.state.project(task.project), task.stage);
	const entry: HistoryEntry = {
		_id: core.state.newId(),
		task: task._id,
		stageId: task.stage,
		stage: stage?.name ?? task.stage,
		completedBy: by,
		completedAt: task.updatedAt,
		duration: task.duration,
		reviewStatus,
		isSkipped: task.isSkipped,
		rework: task.history.some((earlier) => earlier.stageId === task.stage),
		answer: structuredClone(task.answer),
		brushDataUrl: task.brushDataUrl,
		medicalBrushDataUrl: task.medicalBrushDataUrl,
	};
	task.history.push(entry);
	core.state.history.set(entry._id, entry);
	task.stageAssignees[task.stage] ??= by;
	task.completedAt = entry.completedAt;
	task.completedBy = by;
}

/** Updates the answer without a move (contract 4.5, `nextStage=false`). */
export function saveTask(core: HubCore, task: Task, submission: Submission, by: string): void {
	writeAnswer(core, task, submission, by);
	task.isDraft = true;
	if (core.platform === 'legacy' && task.status !== 'TODO') {
		core.webhooks.legacyEvent(task, 'UPDATED');
	}
}

/** Writes the answer and a history entry and moves the task on (contract 4.5). */
export function submitTask(core: HubCore, task: Task, submission: Submission, by: string): void {
	writeAnswer(core, task, submission, by);
	task.isDraft = false;
	writeHistory(core, task, by);
	if (core.platform === 'legacy') {
		task.status = 'Completed';
		core.webhooks.legacyEvent(task, 'COMPLETED');
		return;
	}
	const stage = stageOf(core.state.project(task.project), task.stage);
	if (task.consensusParent !== null) finishCopy(core, task);
	else if (stage !== undefined && !STAYS_WHEN_SUBMITTED.has(stage.type)) {
		moveTo(core, task, stage.next?.[0]);
	}
}

function moveTo(core: HubCore, task: Task, stageId: string | undefined): void {
	if (stageId !== undefined) enterStage(core, task, stageId);
}

/** A submitted copy waits at the Consensus stage; the last one decides where the task goes. */
function finishCopy(core: HubCore, copy: Task): void {
	const project = core.state.project(copy.project);
	const child = stageOf(project, copy.stage);
	const stage = stageOf(project, String(child?.consensusId));
	const parent = core.state.task(copy.consensusParent ?? '');
	if (stage === undefined) return;
	copy.stage = stage.id;
	copy.assignee = null;
	const copies = copiesOf(core, parent);
	if (parent.stage !== stage.id || copies.some((other) => other.stage !== stage.id)) return;
	const { agreed, average, detailed, best } = agreementOf(stage, copies);
	for (const task of [parent, ...copies]) {
		task.consensusAverage = average;
		task.consensusDetailed = detailed;
	}
	parent.answer = structuredClone(best.answer);
	parent.brushDataUrl = best.brushDataUrl;
	parent.medicalBrushDataUrl = best.medicalBrushDataUrl;
	parent.updatedAt = copy.updatedAt;
	parent.updatedBy = copy.updatedBy;
	moveTo(core, parent, stage.next?.[agreed ? 0 : 1]);
}

/** A reviewer's decision: `next[0]` on Accepted, `next[1]` on Rejected (contract 4.5). */
export function reviewTask(core: HubCore, task: Task, reviewStatus: string, by: string): void {
	const stage = stageOf(core.state.project(task.project), task.stage);
	if (core.platform === 'current' && stage?.type !== 'Review') {
		throw badRequest(`Task ${task._id} is not in a Review stage.`);
	}
	task.reviewStatus = reviewStatus;
	task.updatedAt = core.state.timestamp();
	task.updatedBy = by;
	core.state.touch(task.project);
	if (reviewStatus !== 'Accepted' && reviewStatus !== 'Rejected') return;
	const accepted = reviewStatus === 'Accepted';
	task.duration = 0;
	writeHistory(core, task, by, reviewStatus);
	if (core.platform === 'legacy') {
		task.status = accepted ? 'Reviewed' : 'TODO';
		if (accepted) core.webhooks.legacyEvent(task, 'ACCEPTED');
		return;
	}
	moveTo(core, task, stage?.next?.[accepted ? 0 : 1]);
}

export interface RequeueOptions {
	removeAnnotations?: boolean;
	removeAssignee?: boolean;
	removeStageHistory?: boolean;
}

/** Moves a task back without a history entry; false when its stage does not let it go. */
export function requeueTask(
	core: HubCore,
	task: Task,
	toStageId: string,
	options: RequeueOptions,
): boolean {
	const stage = stageOf(core.state.project(task.project), task.stage);
	if (stage?.preventRequeue === true) return false;
	if (options.removeAnnotations) {
		task.answer = emptyAnswer();
		task.brushDataUrl = null;
		task.medicalBrushDataUrl = null;
	}
	if (options.removeAssignee) task.stageAssignees = {};
	if (options.removeStageHistory) {
		for (const entry of task.history) core.state.history.delete(entry._id);
		task.history = [];
	}
	if (core.faults.switches.requeueTouchesUpdatedAt) {
		task.updatedAt = core.state.timestamp();
		task.updatedBy = core.owner;
	}
	enterStage(core, task, toStageId);
	return true;
}
