import type { IDataObject } from 'n8n-workflow';

import type { OutputParams } from '../fields/output';
import type { Asset, Batch, Project, Stage, Task } from '../hub/types';
import { isEmpty } from '../util/isEmpty';
import { isRecord } from '../util/isRecord';
import { batchNamesIn, stageNameIn, textsIn, type ProjectNames } from './names';

/*
 * What items say at their top, under the same names whatever operation or trigger they come from
 * (docs/items.md). Each function gives these names for one kind of record.
 */

/** A project, as far as it is known. */
export type KnownProject = { _id: string } & ProjectNames;

/**
 * What the user wants of a record: the fields that most workflows need, all that Ango Hub sent, or
 * some of it. The names come with each.
 */
export function inForm(
	{ simplify, toolOutput, toolFields }: OutputParams,
	{
		facts,
		record,
		simplified,
	}: { facts: IDataObject; record: IDataObject; simplified: IDataObject },
): IDataObject {
	if (!simplify || toolOutput === 'raw') return beside(facts, record);
	if (toolOutput === 'simplified') return simplified;
	const wanted = toolFields.filter((field) => field in record);
	return { ...Object.fromEntries(wanted.map((field) => [field, record[field]])), ...facts };
}

/** The names, and what Ango Hub sent beside them. */
export function beside(facts: IDataObject, record: IDataObject): IDataObject {
	return { ...facts, ...record, ...facts };
}

function assetFacts(asset: Asset, project: KnownProject): IDataObject {
	return {
		projectId: project._id,
		assetId: asset._id,
		externalId: asset.externalId,
		...contentOf(asset.data),
		batchNames: batchNamesIn(project, asset.batches ?? asset.tags),
	};
}

/** An asset in the form that the user chose. */
export function assetInForm(
	asset: Asset,
	project: KnownProject,
	output: OutputParams,
): IDataObject {
	const simplified = simplifiedAsset(asset, project);
	return inForm(output, { facts: assetFacts(asset, project), record: asset, simplified });
}

/** An asset with the fields that most workflows need; what is empty is left out. */
function simplifiedAsset(asset: Asset, project: KnownProject): IDataObject {
	const { dataset, contextData, metadata, createdAt } = asset;
	return {
		...assetFacts(asset, project),
		...filled({ dataset, contextData, metadata }),
		createdAt,
	};
}

/** What was not read of a task has no key. */
export function taskFacts(task: Task, project: KnownProject): IDataObject {
	const batches = task.batches ?? task.tags;
	return {
		projectId: project._id,
		assetId: task.asset,
		taskId: task._id,
		...(task.externalId !== undefined && { externalId: task.externalId }),
		...contentOf(task.assetDetails?.data),
		...(batches !== undefined && { batchNames: batchNamesIn(project, batches) }),
		...(task.stage && { stageId: task.stage, stageName: stageNameIn(project, task.stage) }),
	};
}

/** A task with the fields that most workflows need; labels and masks only where they were read. */
export function simplifiedTask(task: Task, project: KnownProject): IDataObject {
	const { type, status, assignee, priority, createdAt, updatedAt, completedAt } = task;
	const { answer, brushDataUrl, medicalBrushDataUrl } = task;
	return {
		...taskFacts(task, project),
		type,
		status,
		reviewStatus: task.reviewStatus ?? (task.review as IDataObject | undefined)?.status,
		assignee,
		priority,
		createdAt,
		updatedAt,
		completedAt,
		answer,
		brushDataUrl,
		medicalBrushDataUrl,
	};
}

function projectFacts(project: IDataObject): IDataObject {
	return { ...filled({ projectId: project._id }), ...organizationOf(project) };
}

/** The organization of a record that says it. */
function organizationOf({ organization }: IDataObject): IDataObject {
	return filled({ organizationId: idOf(organization) });
}

/** A project in the form that the user chose. */
export function projectInForm(output: OutputParams, project: Project): IDataObject {
	const simplified = simplifiedProject(project);
	return inForm(output, { facts: projectFacts(project), record: project, simplified });
}

export function projectItem(project: IDataObject): IDataObject {
	return beside(projectFacts(project), project);
}

/** A project with the fields that most workflows need. */
function simplifiedProject(project: Project): IDataObject {
	const { name, description, type, createdAt, assetCount, batches, stages = [] } = project;
	return {
		...projectFacts(project),
		name,
		description,
		type,
		createdAt,
		assetCount,
		batches: batches.map((batch) => ({ _id: batch._id, name: batch.name })),
		stages: stages.map((stage) => ({ id: stage.id, name: stage.name, type: stage.type })),
	};
}

export function batchFacts({ _id, name }: Batch, projectId: string): IDataObject {
	return { projectId, batchId: _id, batchNames: [name] };
}

export function batchItem(batch: Batch, projectId: string): IDataObject {
	return beside(batchFacts(batch, projectId), batch);
}

export function stageItem(stage: Stage, projectId: string): IDataObject {
	return beside({ projectId, stageId: stage.id, stageName: stage.name }, stage);
}

/** @param known what is known beside the record, which may be an answer without an issue in it */
export function issueItem(
	record: IDataObject,
	known: { projectId: string; issueId?: string; taskId?: string },
): IDataObject {
	const { _id, labelTask, asset, stage, stageId } = record;
	const { externalId, batches } = isRecord(asset) ? asset : {};
	const facts = filled({
		assetId: idOf(asset),
		externalId,
		batchNames: textsIn(batches),
		taskId: idOf(labelTask) ?? known.taskId,
		stageId,
		stageName: stage,
		issueId: _id ?? known.issueId,
	});
	return beside({ projectId: known.projectId, ...facts }, record);
}

export function storageItem(storage: IDataObject): IDataObject {
	return beside({ storageId: storage._id ?? storage.id, ...organizationOf(storage) }, storage);
}

export function llmItem(llm: IDataObject): IDataObject {
	return beside({ llmId: llm._id, ...organizationOf(llm) }, llm);
}

export function memberItem(member: IDataObject, belongsTo: IDataObject): IDataObject {
	return beside({ ...belongsTo, memberEmail: member.email }, member);
}

export function inviteItem(invite: IDataObject, organizationId: string): IDataObject {
	return beside({ organizationId, inviteId: invite._id, memberEmail: invite.to }, invite);
}

export function templateItem(template: IDataObject, projectId: string): IDataObject {
	return beside({ projectId, templateId: template._id }, template);
}

/** What an asset is: a file at an address, or a text. */
export function contentOf(data: unknown): IDataObject {
	if (typeof data !== 'string') return {};
	return isUrl(data) ? { url: data } : { text: data };
}

/** The values that hold something. */
export function filled(values: Record<string, unknown>): IDataObject {
	const isFilled = (value: unknown) =>
		isRecord(value) ? Object.keys(value).length > 0 : !isEmpty(value);
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => isFilled(value)),
	) as IDataObject;
}

/** The id of a record, whether Ango Hub gave the record or its id. */
function idOf(reference: unknown): unknown {
	return isRecord(reference) ? reference._id : reference;
}

/** True for an id of Ango Hub (contract 1.7). */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value);
}

/** True for the address of an asset's file; an asset may be a text instead. */
function isUrl(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\/\S+$/i.test(value);
}
