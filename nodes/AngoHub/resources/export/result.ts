import { UserError, type IDataObject } from 'n8n-workflow';

import { parsedObject } from '../../../shared/formats/jsonObjects';
import type { Hub } from '../../../shared/hub';
import type { Exported, ReadableExport } from '../../../shared/hub/exports';
import type { ExportFormat, IssueExport } from '../../../shared/hub/exports/query';
import type { Files } from '../../../shared/operation/files';
import { FileResult, type Entry, type Result } from '../../../shared/operation/operation';
import type { Parameters } from '../../../shared/operation/parameters';
import { streamFrom } from '../../../shared/util/streams';
import type { Services } from '../../operation';
import { ExportFile } from './exportFile';
import { sharedFields } from './fields';

type SharedParams = Parameters<typeof sharedFields>;

/** An item of either export. */
export type Context<P = SharedParams> = Entry<P> & Services;

export async function sharedWishes(
	hub: Hub,
	{ project, output, fileFormat, archiveFormat, filters, options }: SharedParams,
): Promise<IssueExport> {
	const formats: Record<typeof output, ExportFormat> = {
		items: 'ndjson', // spares both ends one long list
		file: fileFormat,
		zip: archiveFormat,
	};
	return {
		format: formats[output],
		batches: await hub.batches.resolve(project, filters.batches),
		created: { after: filters.createdAfter, before: filters.createdBefore },
		updated: { after: filters.updatedAfter, before: filters.updatedBefore },
		sendEmail: options.sendEmail ?? false,
		notify: options.notify ?? false,
	};
}

export async function resultOf(
	{ params, hub, files, hint }: Context,
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
const MAX_ITEMS = 1_000_000;

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
			if (items.length > MAX_ITEMS) throw tooMany();
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
export function safeName(name: string): string {
	return [...name].map((char) => (char < ' ' || '<>:"/\\|?*'.includes(char) ? '-' : char)).join('');
}
