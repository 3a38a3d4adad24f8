/** What the user asks the demo for. Plain JavaScript for Node >= 20: it is read before anything is installed. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a user's folder may have: a table of what is known of its files. */
export const LABELS_FILE = 'labels.csv';

/** Extensions of the files that Ango Hub takes. */
export const EXTENSIONS = (
	'avi bmp dcm flac htm html jpeg jpg md mkv mov mp3 mp4 nii nii.gz nrrd ogg pdf png seg.nrrd tif ' +
	'tiff txt wav webm webp'
).split(' ');

/**
 * @param {string[]} args
 * @throws Error when they are wrong, or the real Ango Hub is asked for and there is no key
 */
export function demoOptions(args) {
	const { files, once, real } = parsed(args);
	if (real && !process.env.ANGO_HUB_API_KEY) {
		throw new Error(
			'--real: set ANGO_HUB_API_KEY to the key of the account that the demo may use.',
		);
	}
	return { folder: files === undefined ? undefined : ownFolder(files), isOnce: once, isReal: real };
}

function parsed(args) {
	const flag = { type: 'boolean', default: false };
	try {
		return parseArgs({ args, options: { files: { type: 'string' }, once: flag, real: flag } })
			.values;
	} catch (error) {
		const [reason] = error.message.split('. ');
		throw new Error(`${reason}. The demo takes --files FOLDER, --once and --real.`);
	}
}

/** The user's folder, with symbolic links resolved. @throws Error when nothing in it can be uploaded */
function ownFolder(given) {
	const folder = resolve(given);
	const found = statSync(folder, { throwIfNoEntry: false });
	if (!found) throw new Error(`--files: there is no folder ${folder}`);
	if (!found.isDirectory()) {
		throw new Error(`--files: ${folder} is a file. Give the folder that it is in.`);
	}
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory() && entry.name !== LABELS_FILE)
		.map(({ name }) => name);
	if (files.length === 0) throw new Error(`--files: ${folder} has no files to upload`);
	if (!files.some(isTaken)) {
		throw new Error(
			`--files: Ango Hub takes none of the files in ${folder}, such as ${files[0]}.\n` +
				`It takes ${EXTENSIONS.join(', ')}.`,
		);
	}
	return realpathSync(folder);
}

function isTaken(fileName) {
	return EXTENSIONS.some((extension) => fileName.toLowerCase().endsWith(`.${extension}`));
}
