import { UserError } from 'n8n-workflow';

import { extensionOf } from '../../../shared/formats/fileNames';
import { bytesOf } from '../../../shared/util/streams';
import type { SourceFile } from '../../../shared/util/streams';

/** Instructions are held in memory while they are sent. */
const LARGEST_FILE = 100 * 1024 ** 2;

/**
 * A file of instructions with its name, whose extension decides how Ango Hub shows it (contract 2.1).
 * @throws UserError when it has no name, no extension, or is too large
 */
export async function instructionsFile(source: SourceFile, fileName?: string): Promise<File> {
	const name = fileName?.trim() || source.fileName;
	if (!name || !extensionOf(name)) {
		throw new UserError(`The file ${name ? `'${name}' has no extension` : 'has no name'}`, {
			description:
				"Its extension decides how Ango Hub shows it. Give a name such as instructions.pdf as 'File Name' under Options.",
		});
	}
	if (source.size > LARGEST_FILE) {
		throw new UserError(`The file '${name}' is larger than 100 MiB`, {
			description: "Put it where annotators can open it, and set 'Instructions URL' with 'Update'.",
		});
	}
	const bytes = await bytesOf(source);
	return new File([new Uint8Array(bytes)], name, { type: source.mimeType });
}
