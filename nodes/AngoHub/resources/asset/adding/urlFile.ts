import { UserError } from 'n8n-workflow';

import { extensionOf } from '../../../../shared/formats/fileNames';
import { SIGNATURE_BYTES, typeInBytes } from '../../../../shared/formats/signatures';
import { nameInUrl } from '../../../../shared/formats/urls';
import type { Hub } from '../../../../shared/hub';
import type { UploadFile } from '../../../../shared/hub/types';
import type { Files } from '../../../../shared/operation/files';
import { outcomeOf } from '../../../../shared/util/outcome';
import { peek, type SourceFile } from '../../../../shared/util/streams';
import { checkedFile, endingOf, nameFor, type FileOverrides } from './uploadFile';

/**
 * The content behind a URL as a file. It is streamed through; only where its server does not say how
 * long it is, it goes through n8n's own file store first, since a storage must know the length.
 * @throws UserError when it cannot become an asset
 */
export async function urlFile(
	hub: Hub,
	files: Files,
	url: string,
	overrides: FileOverrides,
): Promise<UploadFile> {
	const first = await hub.downloads.read(
		async () => url,
		async (file) => ({ ...file, ...(await peek(file.body, SIGNATURE_BYTES)) }),
	);
	const { size, mimeType } = first;
	const inBytes = typeInBytes(first.start);
	const outcome = await outcomeOf(
		(async () => {
			const fileName = sureNameIn(url) || (first.fileName ?? nameInUrl(url));
			// A server's word for a text without an extension counts, unlike n8n's.
			const isText = mimeType === 'text/plain' && inBytes === undefined;
			const named = nameFor({ fileName, mimeType, inBytes: isText ? 'txt' : inBytes }, overrides);
			if (overrides.checkType) checkServed(named.fileName, mimeType, inBytes);
			if (size === undefined) {
				const saved = await files.save(first.body, named.fileName, named.mimeType);
				return checkedFile(await files.source(saved), named);
			}
			let unread: typeof first.body | undefined = first.body;
			const source: SourceFile = {
				size,
				open: async () => {
					const body = unread;
					unread = undefined;
					if (body) return body;
					const again = await hub.downloads.open(url);
					if (again.size !== undefined) return again.body;
					// The size turned out to be that of a form that was packed for the way.
					const kept = await files.source(
						await files.save(again.body, named.fileName, named.mimeType),
					);
					source.size = kept.size;
					return await kept.open();
				},
				close: () => {
					unread?.destroy();
					unread = undefined;
				},
			};
			return checkedFile(source, named);
		})(),
	);
	if ('value' in outcome) return outcome.value;
	first.body.destroy();
	throw outcome.error;
}

/** The name of the file behind an address, where it says it by itself; empty otherwise. */
export function sureNameIn(url: string): string {
	const name = nameInUrl(url) ?? '';
	return endingOf(name) && !new URL(url).search ? name : '';
}

const MARKUP = /^(text\/html|application\/xhtml\+xml|(application|text)\/([\w.-]+\+)?(xml|json))$/;

/** @throws UserError when a server sent a page or a message, such as a sign-in page, in place of the file */
function checkServed(fileName: string, mimeType = '', inBytes?: string): void {
	const extension = extensionOf(fileName);
	if (['htm', 'html'].includes(extension)) return;
	const isText = ['txt', 'md'].includes(extension);
	const isPage = inBytes === 'html' && (!isText || mimeType === 'text/html');
	if (!isPage && (isText || !MARKUP.test(mimeType))) return;
	throw new UserError(`Instead of the file '${fileName}', its server sent '${mimeType}'`, {
		description:
			"This may be a sign-in page or a message. Open the URL in a private browser window to see it. If it is the file, turn off 'Check File Type' under Options.",
	});
}
