import { UserError } from 'n8n-workflow';

import { baseName, extensionOf } from '../../../../shared/formats/fileNames';
import {
	extensionFor,
	isFileType,
	isSupported,
	mimeTypeFor,
	mimeTypesOf,
	SUPPORTED_EXTENSIONS,
} from '../../../../shared/formats/fileTypes';
import { SIGNATURE_BYTES, typeInBytes } from '../../../../shared/formats/signatures';
import type { UploadFile } from '../../../../shared/hub/types';
import { MAX_UPLOAD_BYTES } from '../../../../shared/hub/uploads';
import { linesOf } from '../../../../shared/util/linesOf';
import { peek, type SourceFile } from '../../../../shared/util/streams';

/** What the user wants instead of what the file says about itself. */
export interface FileOverrides {
	fileName?: string;
	mimeType?: string;
	/** Whether to refuse file types that Ango Hub does not list. */
	checkType: boolean;
}

/** What a file says about itself. */
interface FileFacts {
	fileName?: string;
	mimeType?: string;
	/** The extension of the type that its first bytes show. */
	inBytes?: string;
}

/** Types that say nothing: n8n and many servers give them to files that they do not know. */
const PLACEHOLDERS = ['', 'application/octet-stream', 'binary/octet-stream', 'text/plain'];

/**
 * A file under the name and type that it is uploaded with, after the checks that need no request.
 * @throws UserError when it cannot become an asset
 */
export async function uploadFile(
	source: SourceFile,
	overrides: FileOverrides,
): Promise<UploadFile> {
	const inBytes = saysItsType(source, overrides) ? undefined : typeInBytes(await startOf(source));
	return checkedFile(source, nameFor({ ...source, inBytes }, overrides));
}

/** A file under its name and type. @throws UserError when it is empty or too large */
export function checkedFile(
	source: SourceFile,
	named: { fileName: string; mimeType: string },
): UploadFile {
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
 * File name with extension, and MIME type. A double extension such as `.nii.gz` stays whole. What
 * stands behind the last dot is an extension only where it is that of a type of file; without one,
 * the MIME type decides, and the first bytes where that is only a placeholder. The user's MIME type
 * counts more than what the file is called, and the user's name more than that.
 * @throws UserError when no extension can be found, or the type is not one of Ango Hub's
 */
export function nameFor(
	{ fileName, mimeType, inBytes }: FileFacts,
	overrides: FileOverrides,
): { fileName: string; mimeType: string } {
	const base = baseName(overrides.fileName || fileName || '');
	const ending = endingOf(base);
	const asked = extensionFor(overrides.mimeType ?? '');
	const isAsked = !asked || overrides.fileName || mimeTypesOf(ending).includes(mimeTypeFor(asked)!);
	const kept = ending && isAsked ? ending : undefined;
	const extension =
		kept ?? asked ?? extensionFor(specific(mimeType)) ?? inBytes ?? extensionOf(base);
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
			description: `It takes ${SUPPORTED_EXTENSIONS}. Convert the file first, give its type in 'MIME Type', or turn off 'Check File Type' under Options.`,
		});
	}
	const isInName = extensionOf(base) === extension;
	return {
		fileName: isInName ? base : `${base || 'file'}.${extension}`,
		mimeType: overrides.mimeType || mimeTypeOf(extension, mimeType),
	};
}

/** The extension of a name, where it is that of a type of file; empty otherwise. */
export function endingOf(fileName: string): string {
	const extension = extensionOf(fileName);
	return isFileType(extension) ? extension : '';
}

function specific(mimeType = ''): string {
	return PLACEHOLDERS.includes(mimeType) ? '' : mimeType;
}

/** What the file says, unless that is a placeholder or the type of another kind of file. */
function mimeTypeOf(extension: string, mimeType = ''): string {
	const known = mimeTypeFor(extension);
	return specific(mimeType) || known || mimeType || 'application/octet-stream';
}

/** True where name or type say what a file is, so that its bytes need not be looked at. */
function saysItsType(
	{ fileName = '', mimeType }: FileFacts,
	{ fileName: name, mimeType: type = '' }: FileOverrides,
): boolean {
	const named = endingOf(baseName(name || fileName)) || extensionFor(type);
	return Boolean(named || extensionFor(specific(mimeType)));
}

async function startOf(source: SourceFile): Promise<Buffer> {
	const body = await source.open();
	if (Buffer.isBuffer(body)) return body.subarray(0, SIGNATURE_BYTES);
	const { start, body: whole } = await peek(body, SIGNATURE_BYTES);
	whole.destroy();
	return start;
}

/** A text as a file. */
export function textSource(text: string, fileName: string): SourceFile {
	const bytes = Buffer.from(text);
	return { fileName, mimeType: 'text/plain', size: bytes.length, open: () => bytes };
}

/** A text in the form in which Ango Hub takes it into the asset: one line, no double quotes (contract 2.4). */
export function embeddedText(text: string): string {
	return linesOf(text).join(' ').replace(/"/g, "'");
}
