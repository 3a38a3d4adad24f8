import { UserError, type IDataObject } from 'n8n-workflow';

import { namesIn } from '../../../shared/fields/values';
import { parsedObject } from '../../../shared/formats/jsonObjects';
import type { Hub } from '../../../shared/hub';
import type {
	Exported,
	ExportFormat,
	IssueExport,
	ReadableExport,
} from '../../../shared/hub/exports';
import { itemsOf } from '../../../shared/items/oneItemPer';
import { legacyTaskItems, taskItem } from '../../../shared/items/taskItem';
import type { Files } from '../../../shared/operation/files';
import { FileResult, type Entry, type Result } from '../../../shared/operation/operation';
import type { Parameters } from '../../../shared/operation/parameters';
import { streamFrom } from '../../../shared/util/streams';
import type { Services } from '../../operation';
import { ExportFile } from './exportFile';
import type { issueExportFields, taskExportFields } from './fields';

type TaskParams = Parameters<typeof taskExportFields>;
type IssueParams = Parameters<typeof issueExportFields>;
type Context<P> = Entry<P> & Services;

/** Exports the tasks of a project as items or as a file. */
export async function exportTasks(context: Context<TaskParams>): Promise<Result> {
	const { params, hub } = context;
	const { project: projectId, stages, oneItemPer, flatten, filters, options } = params;
	const perVisit = params.output === 'items' && oneItemPer === 'stageVisit';
	if (perVisit) hub.platform.require('stageHistory');
	const exported = await hub.exports.tasks(projectId, {
		...(await sharedWishes(hub, params)),
		stages: stages === 'selected' ? await selectedStages(context) : stages,
		taskTypes: filters.taskTypes?.length ? filters.taskTypes : ['default'],
		completedBy: namesIn(filters.completedBy),
		completed: { after: filters.completedAfter, before: filters.completedBefore },
		history: perVisit || (options.history ?? true),
		metadata: options.metadata ?? true,
		onlyKeyFrames: options.onlyKeyFrames ?? false,
		idleAndBlurDurations: options.idleAndBlurDurations ?? false,
		asArchive: params.output === 'zip',
		legacyFields: options.legacyFields,
	});
	const project = await hub.projects.recall(projectId);
	return await resultOf(context, exported, 'tasks', (object) => {
		const tasks =
			hub.platform.facts.exportedObject === 'task'
				? [taskItem(object, project)]
				: legacyTaskItems(object, project);
		return tasks.flatMap((task) => itemsOf(task, { oneItemPer, flatten }, project.categorySchema));
	});
}

/** Exports the issues of a project as items or as a file. */
export async function exportIssues(context: Context<IssueParams>): Promise<Result> {
	const { params, hub } = context;
	const exported = await hub.exports.issues(params.project, await sharedWishes(hub, params));
	return await resultOf(context, exported, 'issues', (issue) => [
		{ ...issue, projectId: params.project },
	]);
}

async function selectedStages({ params, hub }: Context<TaskParams>): Promise<string[]> {
	const names = namesIn(params.stageNames);
	if (names.length === 0) {
		throw new UserError("'Stage Names or IDs' is empty", {
			description: "Pick at least one stage, or choose 'All Stages' in 'Stages'.",
		});
	}
	return await hub.stages.resolve(params.project, names);
}

async function sharedWishes(
	hub: Hub,
	{ project, output, fileFormat, archiveFormat, filters, options }: IssueParams,
): Promise<IssueExport> {
	const formats: Record<typeof output, ExportFormat> = {
		items: 'ndjson', // spares both ends one long list
		file: fileFormat,
		zip: archiveFormat,
	};
	return {
		format: formats[output],
		batches: await hub.batches.resolve(project, namesIn(filters.batches)),
		created: { after: filters.createdAfter, before: filters.createdBefore },
		updated: { after: filters.updatedAfter, before: filters.updatedBefore },
		sendEmail: options.sendEmail ?? false,
		notify: options.notify ?? false,
	};
}

async function resultOf(
	{ params, hub, files, hint }: Context<IssueParams>,
	exported: Exported,
	what: 'tasks' | 'issues',
	toItems: (object: IDataObject) => IDataObject[],
): Promise<Result> {
	const { project: projectId, output, field, fileFormat, options } = params;
	if ('ownStorage' in exported) {
		hint(
			'This project writes its exports into your own storage. The archive is there; n8n cannot read it without the keys of that storage.',
		);
		return { projectId, status: 'inOwnStorage', ...exported.ownStorage };
	}
	if (output === 'items') return await itemsIn(hub, exported, toItems);
	const extension = output === 'zip' ? 'zip' : fileFormat;
	const { name } = await hub.projects.recall(projectId);
	const fileName = options.fileName?.trim() || `${safeName(name)} ${what}.${extension}`;
	const saved =
		output === 'zip'
			? await saveArchive(hub, files, exported, fileName)
			: await saveFile(hub, files, exported, fileName, fileFormat);
	const { binary, ...facts } = saved;
	return new FileResult({ projectId, fileName, ...facts }, { [field]: binary });
}

/** More items than this would not fit into n8n's memory, however small they are. */
const MOST_ITEMS = 1_000_000;

function tooMany(): UserError {
	return new UserError('The export has more than a million items, which n8n cannot hold', {
		description: "Choose a file in 'Output': it is streamed and never held in memory.",
	});
}

async function itemsIn(
	hub: Hub,
	exported: ReadableExport,
	toItems: (object: IDataObject) => IDataObject[],
): Promise<IDataObject[]> {
	return await hub.exports.read(exported, async (groups) => {
		const items: IDataObject[] = [];
		for await (const objects of groups) {
			for (const object of objects) items.push(...toItems(parsedObject(object)));
			if (items.length > MOST_ITEMS) throw tooMany();
		}
		return items;
	});
}

async function saveFile(
	hub: Hub,
	files: Files,
	exported: ReadableExport,
	fileName: string,
	format: 'json' | 'ndjson',
) {
	const mimeType = format === 'json' ? 'application/json' : 'application/x-ndjson';
	return await hub.exports.read(exported, async (groups, like) => {
		const file = new ExportFile(groups, format);
		const binary = await files.save(streamFrom(like, file.chunks()), fileName, mimeType);
		return { binary, format, count: file.count };
	});
}

async function saveArchive(hub: Hub, files: Files, { link }: ReadableExport, fileName: string) {
	return await hub.exports.archive(link, async (body) => ({
		binary: await files.save(body, fileName, 'application/zip'),
		format: 'zip',
	}));
}

/** A project's name without what file systems do not take. */
function safeName(name: string): string {
	return [...name].map((char) => (char < ' ' || '<>:"/\\|?*'.includes(char) ? '-' : char)).join('');
}
