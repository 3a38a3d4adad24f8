/** Extensions that belong together (contract 2.3). */
const DOUBLE_EXTENSION = /\.(nii\.gz|seg\.nrrd)$/i;

/** The extension of a file name, without its dot and in lower case; empty when there is none. */
export function extensionOf(fileName: string): string {
	const double = DOUBLE_EXTENSION.exec(fileName);
	if (double) return double[1].toLowerCase();
	return /[^./\\]\.([a-z0-9]+)$/i.exec(fileName)?.[1].toLowerCase() ?? '';
}

/** The last part of a path, without the blanks around it; composed (NFC), as macOS does not write names. */
export function baseName(path: string): string {
	return path.split(/[/\\]/).pop()!.trim().normalize('NFC');
}
