import { UserError, type IDataObject } from 'n8n-workflow';

import { membersOf, withMembersFirst, withoutNested } from '../../../shared/formats/jsonMembers';
import { parsedObject } from '../../../shared/formats/jsonObjects';
import type { Hub } from '../../../shared/hub';
import type { Exported, ReadableExport } from '../../../shared/hub/exports';
import type { IssueExport } from '../../../shared/hub/exports/query';
import { flatItem } from '../../../shared/items/flatItem';
import { nothingFound } from '../../../shared/operation/emptyResult';
import type { Files } from '../../../shared/operation/files';
import { FileResult, type Entry, type Result } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { streamFrom } from '../../../shared/util/streams';
import type { Services } from '../../operation';
import { ExportFile } from './exportFile';
import { ExportTable } from './exportTable';
import { sharedFields } from './fields';

type SharedParams = Parameters<typeof sharedFields>;

/** An item of either export. */
export type Context<P = SharedParams> = Entry<P> & Services;

/** What the fields that both exports have say to export. */
export async function sharedExport(
	hub: Hub,
	{ project, output, archiveFormat, filters, options }: SharedParams,
): Promise<IssueExport> {
	return {
		format: output === 'zip' ? archiveFormat : 'ndjson', // objects on lines are cut out several times faster
		batches: await hub.batches.resolve(project, filters.batches),
		created: { after: filters.createdAfter, before: filters.createdBefore },
		updated: { after: filters.updatedAfter, before: filters.updatedBefore },
		sendEmail: options.sendEmail ?? false,
		notify: options.notify ?? false,
	};
}

/** How exported objects are shown. */
interface Form {
	what: 'tasks' | 'issues';
	toItems: (object: IDataObject) => IDataObject[];
	/** What a JSON file has of them: the bytes that Ango Hub wrote, these with the names of items, or items. */
	bytes: 'asTheyAre' | 'named' | 'items';
	fields: readonly Field[];
}

/**
 * What comes out of an export: items, or one item with a file; where it went to the project's own
 * storage, an item that says so.
 */
export async function resultOf(
	{ params, hub, files, hint }: Context,
	exported: Exported,
	form: Form,
): Promise<Result> {
	const { project: projectId, output, field, fileFormat, options } = params;
	if ('ownStorage' in exported) {
		hint(
			'This project writes its exports into your own storage. The archive is there; n8n cannot read it without the keys of that storage.',
		);
		return { projectId, status: 'inOwnStorage', ...exported.ownStorage };
	}
	if (output === 'items') return await itemsIn(hub, exported, form.toItems);
	const { name } = await hub.projects.recall(projectId);
	const today = new Date().toISOString().slice(0, 10);
	const extension = output === 'zip' ? 'zip' : fileFormat;
	const fileName =
		options.fileName?.trim() || `${safeName(name)} ${form.what} ${today}.${extension}`;
	if (output === 'zip') {
		const binary = await saveArchive(hub, files, exported, fileName);
		return new FileResult({ projectId, fileName, format: 'zip' }, { [field]: binary });
	}
	const { binary, count } =
		fileFormat === 'csv'
			? await saveTable(hub, files, exported, { fileName, toItems: form.toItems })
			: await saveFile(hub, files, exported, { fileName, format: fileFormat, form });
	if (count === 0) hint(nothingFound(form.fields, params));
	const facts = { projectId, fileName, format: fileFormat, count };
	return new FileResult(facts, { [field]: binary });
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
	toItems: Form['toItems'],
): Promise<IDataObject[]> {
	return await hub.exports.read(exported, async (groups) => {
		const items: IDataObject[] = [];
		for await (const group of itemGroups(groups, toItems)) {
			for (const item of group) items.push(item);
			if (items.length > MAX_ITEMS) throw tooMany();
		}
		return items;
	});
}

async function* itemGroups(
	groups: AsyncIterable<Buffer[]>,
	toItems: Form['toItems'],
): AsyncGenerator<IDataObject[]> {
	for await (const group of groups) yield group.flatMap((bytes) => toItems(parsedObject(bytes)));
}

async function saveFile(
	hub: Hub,
	files: Files,
	exported: ReadableExport,
	{ fileName, format, form }: { fileName: string; format: 'json' | 'ndjson'; form: Form },
) {
	const mimeType = format === 'json' ? 'application/json' : 'application/x-ndjson';
	return await hub.exports.read(exported, async (groups, like) => {
		const file = new ExportFile(shownBytes(groups, form), format);
		const binary = await files.save(streamFrom(like, file.chunks()), fileName, mimeType);
		return { binary, count: file.count };
	});
}

async function* shownBytes(
	groups: AsyncIterable<Buffer[]>,
	{ bytes: form, toItems }: Form,
): AsyncGenerator<Buffer[]> {
	for await (const group of groups) {
		if (form === 'asTheyAre') yield group;
		else yield group.flatMap(form === 'named' ? namedBytes : itemBytes);
	}

	function itemBytes(bytes: Buffer): Buffer[] {
		return toItems(parsedObject(bytes)).map((item) => Buffer.from(JSON.stringify(item)));
	}

	/** A record that is one item, with what the item has instead; all else keeps its bytes, and so every digit. */
	function namedBytes(bytes: Buffer): Buffer[] {
		const members = membersOf(bytes);
		const record = parsedObject(withoutNested(bytes, members, 'task'));
		return toItems(record).map((item) => {
			const isOther = ([key, value]: [string, unknown]) => key !== 'task' && value !== record[key];
			const leftOut = new Set(Object.keys(record).filter((key) => !(key in item)));
			const names = Object.fromEntries(Object.entries(item).filter(isOther));
			return withMembersFirst(bytes, members, names, leftOut);
		});
	}
}

/** Reads the export twice: the header of a table stands before its rows. */
async function saveTable(
	hub: Hub,
	files: Files,
	exported: ReadableExport,
	{ fileName, toItems }: Pick<Form, 'toItems'> & { fileName: string },
) {
	const flat = (object: IDataObject) => toItems(object).map(flatItem);
	const table = await hub.exports.read(
		exported,
		async (groups) => await ExportTable.of(itemGroups(groups, flat)),
	);
	return await hub.exports.read(exported, async (groups, like) => {
		const rows = streamFrom(like, table.chunks(itemGroups(groups, flat)));
		return { binary: await files.save(rows, fileName, 'text/csv'), count: table.count };
	});
}

async function saveArchive(hub: Hub, files: Files, { link }: ReadableExport, fileName: string) {
	return await hub.exports.archive(
		link,
		async (body) => await files.save(body, fileName, 'application/zip'),
	);
}

/** A project's name without what file systems do not take. */
export function safeName(name: string): string {
	return [...name].map((char) => (char < ' ' || '<>:"/\\|?*'.includes(char) ? '-' : char)).join('');
}
