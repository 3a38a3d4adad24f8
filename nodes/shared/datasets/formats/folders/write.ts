import { safeName, uniqueStems } from '../../names';
import type { OutFormat, WriteContext } from '../format';

/** A folder for each answer, as trainers of classifiers take it. */
export const classifyFolders: OutFormat = {
	shapes: 'answers',
	exact: new Set(),
	needsSize: false,
	isPicturesOnly: true,
	pictureFolder: (split, className = '') => `${split}/${className}/`,
};

/** Names of the folders of the classes: no two are the same, whatever file systems make of them. */
export function folderNames({ classes, report }: WriteContext): string[] {
	const names = uniqueStems(classes.names.map(folderName));
	for (const [index, name] of names.entries()) {
		if (name !== classes.names[index]) report.renameClass(classes.names[index], name);
	}
	return names;
}

function folderName(name: string): string {
	if (name === '.') return '_';
	if (name === '..') return '__';
	return safeName(name) || '_';
}
