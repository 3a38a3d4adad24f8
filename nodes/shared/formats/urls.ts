import { UserError } from 'n8n-workflow';

import { linesOf } from '../util/linesOf';
import { extensionOf } from './fileNames';
import { isFileType } from './fileTypes';

/** The last part of a URL's path, decoded; undefined when there is none. */
export function nameInUrl(url: string): string | undefined {
	const last = new URL(url).pathname.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last).normalize('NFC') || undefined;
	} catch {
		return last;
	}
}

/** Another address behind what separates the entries of a list. */
const SECOND_ADDRESS = /[\s,;|"'<>\]]https?:\/\//i;

/**
 * An http or https URL in the form in which it is registered, found and sent: percent-encoded, with a
 * `#` that belongs to the name of a file as `%23`.
 * @throws UserError when the text is not one URL
 */
export function checkedUrl(text: string, field: string): string {
	const url = text.trim();
	if (/^https?:/i.test(url) && SECOND_ADDRESS.test(url)) {
		throw new UserError(`'${field}' holds several addresses where one is meant`, {
			description:
				'Give one address for each item, or for each entry of a list. Inside an address, a comma is written %2C and a space %20.',
		});
	}
	// `new URL` reads line breaks away, so two halves would become one address.
	if (!/^https?:\/\//i.test(url) || /[\r\n\t]/.test(url) || !URL.canParse(url)) {
		throw new UserError(`'${field}' is not an http or https URL`, {
			description: `Give a complete URL that begins with https:// or http://, not '${url.slice(0, 100)}'.`,
		});
	}
	return normalizedUrl(url);
}

/** The same text, or the form of `checkedUrl` where it is a URL. */
export function normalizedUrl(text: string): string {
	const trimmed = text.trim();
	if (!/^https?:\/\/\S/i.test(trimmed) || !URL.canParse(trimmed)) return text;
	const url = new URL(trimmed);
	// A server never sees what follows a `#`, so there is no file type in it.
	if (!isFileType(extensionOf(url.hash.split('?')[0]))) return url.href;
	return new URL(trimmed.replaceAll('#', '%23')).href;
}

/** The addresses of a text: one a line, or divided by commas, semicolons or blanks. */
export function urlsIn(text: string): string[] {
	return linesOf(text)
		.flatMap((line) => line.split(/(?<=[\s,;])(?=https?:\/\/)/i))
		.map((url) => url.trim().replace(/[,;]$/, ''))
		.filter(Boolean);
}
