import type { IDataObject } from 'n8n-workflow';

import type { ExplorerPage } from '../../../shared/hub/storages';
import { isRecord } from '../../../shared/util/isRecord';
import { namesIn, type Names } from '../../../shared/util/names';

/** A file as an item; some lists hold paths only. */
export function fileItem(entry: unknown): IDataObject {
	return isRecord(entry) ? entry : { path: entry as string };
}

/** The folders and files of a page of the file explorer, or the page itself where it has neither. */
export function explorerItems({ folders, files, ...others }: ExplorerPage): IDataObject[] {
	if (!Array.isArray(folders) && !Array.isArray(files)) return [{ ...others }];
	return [
		...(folders ?? []).map((folder) => ({ isFolder: true, ...fileItem(folder) })),
		...(files ?? []).map((file) => ({ isFolder: false, ...fileItem(file) })),
	];
}

/** Extensions without their dot, or undefined for all. */
export function extensionsIn(value: Names | undefined): string[] | undefined {
	const extensions = namesIn(value)
		.map((extension) => extension.replace(/^\*?\.+/, ''))
		.filter(Boolean);
	return extensions.length > 0 ? extensions : undefined;
}
