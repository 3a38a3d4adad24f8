import { UserError } from 'n8n-workflow';

const DOUBLE_EXTENSION = /\.(nii\.gz|seg\.nrrd)$/i;

/** The extension of a file name, without its dot and in lower case; empty when there is none. */
export function extensionOf(fileName: string): string {
	const double = DOUBLE_EXTENSION.exec(fileName);
	if (double) return double[1].toLowerCase();
	return /[^./\\]\.([a-z0-9]+)$/i.exec(fileName)?.[1].toLowerCase() ?? '';
}

/** The last part of a path, without the blanks around it. */
export function baseName(path: string): string {
	return path.split(/[/\\]/).pop()!.trim();
}

/** The last part of a URL's path, decoded; undefined when there is none. */
export function nameInUrl(url: string): string | undefined {
	const last = new URL(url).pathname.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last) || undefined;
	} catch {
		return last;
	}
}

/** @throws UserError when the text is not an http or https URL */
export function checkedUrl(text: string, field: string): string {
	const url = text.trim();
	if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
		throw new UserError(`'${field}' is not an http or https URL`, {
			description: `Give a complete URL such as https://example.com/image.png, not '${url.slice(0, 100)}'.`,
		});
	}
	return new URL(url).href;
}

/** The lines of a text without the blanks around them; empty ones are left out. */
export function linesOf(text: string): string[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);
}
