import { NodeApiError, type IDataObject } from 'n8n-workflow';

import { batchesOption, createMissingBatchesOption } from '../../../shared/fields/batches';
import { projectLocator } from '../../../shared/fields/locators';
import type { Hub } from '../../../shared/hub';
import type { ExplorerPage, ExplorerQuery } from '../../../shared/hub/storages';
import { givenBatchNames } from '../../../shared/items/names';
import { errorOf } from '../../../shared/util/outcome';
import { operation } from '../../operation';
import { bucketField, extensionsOption, folderField, storageField } from './fields';
import { extensionsIn, fileItem } from './files';

export const importFolder = operation({
	name: 'Import Folder',
	action: 'Import folder of storage',
	description: 'Add the files of a storage folder to a project, without copying them',
	fields: [
		projectLocator,
		storageField,
		bucketField,
		folderField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [batchesOption, createMissingBatchesOption, extensionsOption],
		},
	],
	run: async ({ params, hub }) => {
		const { project: projectId, storage: storageId, bucket, folder, options } = params;
		hub.platform.require('storageManagement'); // before a batch is created
		const given = await hub.batches.listed(projectId, options.batches);
		const batches = await hub.batches.resolve(
			projectId,
			given,
			options.createMissingBatches ?? false,
		);
		const imported = await importAll(hub, {
			projectId,
			storageId,
			bucket,
			folder: folder.trim() || undefined,
			extensions: extensionsIn(options.extensions),
			...(batches.length > 0 && { batches }),
		});
		const batchNames = await givenBatchNames(hub, projectId, given);
		return { projectId, storageId, bucket, batchNames, ...imported };
	},
});

/**
 * Imports the files of a folder into a project, page by page until Ango Hub has no more, and says
 * what was imported. Where it does not list the files, its own words are handed on.
 */
async function importAll(
	hub: Hub,
	query: ExplorerQuery & { projectId: string },
): Promise<IDataObject> {
	const pages: ExplorerPage[] = [];
	const error = await errorOf(readAll());
	if (error) throw pages.length > 0 ? withNote(error, pages) : error;

	const files = pages.flatMap((page) => page.files ?? []);
	return {
		folder: query.folder ?? '',
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
