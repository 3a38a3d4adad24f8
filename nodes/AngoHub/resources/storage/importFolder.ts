import type { IDataObject, NodeApiError } from 'n8n-workflow';

import type { Hub } from '../../../shared/hub';
import type { ExplorerPage, ExplorerQuery } from '../../../shared/hub/storages';
import { errorOf } from '../../../shared/util/outcome';
import { fileItem } from './files';

/**
 * Imports the files of a folder into a project, page by page until Ango Hub has no more, and says
 * what was imported. Where it does not list the files, its own words are handed on.
 */
export async function importFolder(
	hub: Hub,
	query: ExplorerQuery & { projectId: string },
): Promise<IDataObject> {
	const pages: ExplorerPage[] = [];
	const error = await errorOf(readAll());
	if (error) throw pages.length > 0 ? withNote(error, pages) : error;

	const files = pages.flatMap((page) => page.files ?? []);
	const { bucket, storageId, folder, projectId, batches } = query;
	return {
		projectId,
		storageId,
		bucket,
		folder: folder ?? '',
		batches: batches ?? [],
		pages: pages.length,
		...(pages.every((page) => Array.isArray(page.files))
			? { imported: files.length, files: files.map(pathOf) }
			: { answers: pages }),
	};

	async function readAll() {
		for await (const page of hub.storages.explore({ ...query, upload: true })) pages.push(page);
	}
}

function pathOf(entry: unknown): string {
	const { path, key, name, ...others } = fileItem(entry);
	return String(path ?? key ?? name ?? JSON.stringify(others));
}

/** Ango Hub keeps what it imported before, so running again would add it twice. */
function withNote(error: Error, pages: ExplorerPage[]): Error {
	const count = pages.flatMap((page) => page.files ?? []).length;
	const { description } = error as NodeApiError;
	const note = `Before this, ${pages.length} pages with ${count} files were imported. Running again imports them a second time.`;
	return Object.assign(error, { description: [description, note].filter(Boolean).join(' ') });
}
