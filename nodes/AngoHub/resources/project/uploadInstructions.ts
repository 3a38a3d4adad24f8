import { UserError } from 'n8n-workflow';

import { inputFileField } from '../../../shared/fields/files';
import { projectLocator, storageLocator } from '../../../shared/fields/locators';
import { extensionOf } from '../../../shared/formats/fileNames';
import { beside } from '../../../shared/items/records';
import { bytesOf, type SourceFile } from '../../../shared/util/streams';
import { operation } from '../../operation';

export const uploadInstructions = operation({
	name: 'Upload Instructions',
	action: 'Upload instructions of project',
	description: 'Upload an instructions file for annotators, replacing the current one',
	fields: [
		projectLocator,
		inputFileField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Bucket',
					name: 'bucket',
					type: 'string',
					default: '',
					placeholder: 'e.g. instructions',
					description: 'The bucket of the storage to keep the file in',
				},
				{
					displayName: 'File Name',
					name: 'fileName',
					type: 'string',
					default: '',
					placeholder: 'e.g. instructions.pdf',
					description:
						'A name to use instead of the name of the file; its extension decides how Ango Hub shows it',
				},
				storageLocator,
			],
		},
	],
	run: async ({ params: { project: projectId, fileField, options }, files, hub }) => {
		const file = await instructionsFile(await files.read(fileField), options.fileName);
		const answer = await hub.projects.uploadInstructions(projectId, file, {
			storageId: options.storage || undefined,
			bucket: options.bucket?.trim() || undefined,
		});
		return beside({ projectId }, answer);
	},
});

/** Instructions are held in memory while they are sent. */
const MAX_FILE_BYTES = 100 * 1024 ** 2;

/**
 * A file of instructions with its name, whose extension decides how Ango Hub shows it (contract 2.1).
 * @throws UserError when it has no name, no extension, or is too large
 */
async function instructionsFile(source: SourceFile, fileName?: string): Promise<File> {
	const name = fileName?.trim() || source.fileName;
	if (!name || !extensionOf(name)) {
		throw new UserError(`The file ${name ? `'${name}' has no extension` : 'has no name'}`, {
			description:
				"Its extension decides how Ango Hub shows it. Give a name such as instructions.pdf as 'File Name' under Options.",
		});
	}
	if (source.size > MAX_FILE_BYTES) {
		throw new UserError(`The file '${name}' is larger than 100 MiB`, {
			description: "Put it where annotators can open it, and set 'Instructions URL' with 'Update'.",
		});
	}
	const bytes = await bytesOf(source);
	return new File([new Uint8Array(bytes)], name, { type: source.mimeType });
}
