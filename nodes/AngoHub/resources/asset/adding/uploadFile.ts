import { UserError } from 'n8n-workflow';

import { baseName, extensionOf, linesOf, nameInUrl } from '../../../../shared/formats/fileNames';
import {
	extensionFor,
	isSupported,
	mimeTypeFor,
	SUPPORTED_EXTENSIONS,
} from '../../../../shared/formats/fileTypes';
import type { Hub } from '../../../../shared/hub';
import type { UploadFile } from '../../../../shared/hub/types';
import { MAX_UPLOAD_BYTES } from '../../../../shared/hub/uploads';
import type { Files } from '../../../../shared/operation/files';
import { outcomeOf } from '../../../../shared/util/outcome';
import type { SourceFile } from '../../../../shared/util/streams';

/** What the user wants instead of what the file says about itself. */
export interface FileOverrides {
	fileName?: string;
	mimeType?: string;
	/** Whether to refuse file types that Ango Hub does not list. */
	checkType: boolean;
}

const GENERIC = 'application/octet-stream';

/**
 * A file under the name and type that it is uploaded with, after the checks that need no request.
 * @throws UserError when it cannot become an asset
 */
export function uploadFile(source: SourceFile, overrides: FileOverrides): UploadFile {
	const named = nameFor(source, overrides);
	if (source.size === 0) {
		throw new UserError(`The file '${named.fileName}' is empty`, {
			description: 'Ango Hub cannot show an empty file. Check the node before this one.',
		});
	}
	if (source.size > MAX_UPLOAD_BYTES) {
		throw new UserError(`The file '${named.fileName}' is larger than 5 GiB`, {
			description:
				"Put it into your own storage and use the operation 'Import From Cloud', which has no size limit.",
		});
	}
	return { ...named, source };
}

/**
 * File name with extension, and MIME type. A double extension such as `.nii.gz` stays whole.
 * @throws UserError when no extension can be found, or the type is not one of Ango Hub's
 */
export function nameFor(
	{ fileName, mimeType }: { fileName?: string; mimeType?: string },
	overrides: FileOverrides,
): { fileName: string; mimeType: string } {
	const base = baseName(overrides.fileName || fileName || '');
	const type = overrides.mimeType || mimeType || '';
	const extension = extensionOf(base) || extensionFor(type);
	if (!extension) {
		throw new UserError(
			base ? `The file '${base}' has no extension` : 'The file has no name and no known type',
			{
				description:
					"Ango Hub tells file types by their extension. Give a name with one in 'File Name', or its type in 'MIME Type', under Options.",
			},
		);
	}
	if (overrides.checkType && !isSupported(extension)) {
		throw new UserError(`Ango Hub does not take files of type '.${extension}' ('${base}')`, {
			description: `It takes ${SUPPORTED_EXTENSIONS}. Convert the file first, or turn off 'Check File Type' under Options.`,
		});
	}
	return {
		fileName: extensionOf(base) ? base : `${base || 'file'}.${extension}`,
		mimeType:
			overrides.mimeType || (mimeType && mimeType !== GENERIC ? mimeType : mimeTypeFor(extension)),
	};
}

/** A text as a file. */
export function textSource(text: string, fileName: string, mimeType: string): SourceFile {
	const bytes = Buffer.from(text);
	return { fileName, mimeType, size: bytes.length, open: () => bytes };
}

/** A text in the form in which Ango Hub takes it into the asset: one line, no double quotes (contract 2.4). */
export function embeddedText(text: string): string {
	return linesOf(text).join(' ').replace(/"/g, "'");
}

/**
 * The content behind a URL as a source. It is streamed through; only where its server does not say
 * how long it is, it goes through n8n's own file store first, since a storage must know the length.
 */
async function urlSource(hub: Hub, files: Files, url: string): Promise<SourceFile> {
	const first = await hub.downloads.open(url);
	const fileName = first.fileName ?? nameInUrl(url);
	const { size, mimeType } = first;
	if (size === undefined) {
		const kept = await files.source(await files.save(first.body, fileName ?? 'file', mimeType));
		return { ...kept, fileName, mimeType };
	}
	let unread: typeof first | undefined = first;
	return {
		fileName,
		mimeType,
		size,
		open: async () => {
			const { body } = unread ?? (await hub.downloads.open(url));
			unread = undefined;
			return body;
		},
		close: () => unread?.body.destroy(),
	};
}

/** The content behind a URL as a file. @throws UserError when it cannot become an asset */
export async function urlFile(
	hub: Hub,
	files: Files,
	url: string,
	overrides: FileOverrides,
): Promise<UploadFile> {
	const source = await urlSource(hub, files, url);
	const outcome = await outcomeOf((async () => uploadFile(source, overrides))());
	if ('value' in outcome) return outcome.value;
	source.close?.();
	throw outcome.error;
}
