import { createHash } from 'node:crypto';

import { extensionFor } from '../formats/fileTypes';
import type { Picture } from './model';

/** Most file systems take names of 255 bytes; readers put prefixes and other extensions to them. */
const MAX_BYTES = 200;
/** What is longer after a dot is no extension. */
const MAX_EXTENSION_BYTES = 16;
const HASH_DIGITS = 8;
const PAGE_DIGITS = 6;
const DEFAULT_EXTENSION = '.jpg';

export interface FileName {
	/** Without extension. */
	stem: string;
	/** With its dot. */
	extension: string;
}

/**
 * The file name that a picture should have, from its external ID or the last part of its URL: a name
 * that every file system takes, without folders. Frames of videos get the number of their page.
 */
export function fileNameOf(
	picture: Picture,
	from: 'externalId' | 'assetUrl',
	mimeType?: string,
): FileName {
	const { externalId, url, page, isVideo } = picture;
	const isPageOfItsOwn = page !== undefined && !isVideo;
	const useUrl = url !== undefined && (isPageOfItsOwn || from === 'assetUrl' || !externalId);
	const given = splitName(safeName(useUrl ? nameInUrl(url) : lastPart(externalId)));
	const stem = given.stem || 'picture';
	if (page !== undefined && isVideo) {
		const number = String(page).padStart(PAGE_DIGITS, '0');
		return shortened({ stem: `${stem}_${number}`, extension: DEFAULT_EXTENSION });
	}
	const fromType = mimeType && !isPageOfItsOwn ? extensionFor(mimeType) : undefined;
	const extension =
		given.extension ||
		splitName(safeName(nameInUrl(url ?? ''))).extension ||
		(fromType ? `.${fromType}` : DEFAULT_EXTENSION);
	return shortened({ stem, extension });
}

/** Makes stems differ even where case and extension do not count. */
export function uniqueStems(wishes: readonly string[]): string[] {
	return uniqueNames(wishes, (wish) => wish.toLowerCase());
}

/**
 * Makes names differ: the first that wishes for one gets it, later ones get the lowest -2, -3, … that
 * nobody wishes for.
 * @param keyOf what of a name counts
 */
export function uniqueNames(wishes: readonly string[], keyOf: (name: string) => string): string[] {
	const keys = wishes.map(keyOf);
	const wished = new Set(keys);
	const taken = new Set<string>();
	const next = new Map<string, number>();
	return wishes.map((wish, index) => {
		const key = keys[index];
		if (!taken.has(key)) {
			taken.add(key);
			return wish;
		}
		let number = next.get(key) ?? 2;
		while (wished.has(`${key}-${number}`) || taken.has(`${key}-${number}`)) number++;
		next.set(key, number + 1);
		taken.add(`${key}-${number}`);
		return `${wish}-${number}`;
	});
}

/** The last part of a path of any system. */
export function lastPart(path: string): string {
	if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return nameInUrl(path);
	const parts = path.replace(/^[a-z]:/i, '').split(/[/\\]/);
	return parts.filter((part) => !['', '.', '..'].includes(part)).at(-1) ?? '';
}

/** The last part of a URL's path, in plain characters. */
function nameInUrl(url: string): string {
	const [path] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').split(/[?#]/);
	const part = path.split('/').filter(Boolean).at(-1) ?? '';
	try {
		return lastPart(decodeURIComponent(part));
	} catch {
		return lastPart(part); // a percent sign of its own
	}
}

/** Names of devices in Windows, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A name without what some file systems refuse. */
export function safeName(name: string): string {
	return name
		.normalize('NFC')
		.replace(/[\p{Cc}\p{Cs}<>:"/\\|?*]/gu, '_')
		.replace(/[. ]+$/, '')
		.replace(DEVICE, '_$1');
}

function splitName(name: string): FileName {
	const dot = name.lastIndexOf('.');
	const extension = dot > 0 ? name.slice(dot) : '';
	return Buffer.byteLength(extension) > MAX_EXTENSION_BYTES
		? { stem: name, extension: '' }
		: { stem: name.slice(0, name.length - extension.length), extension };
}

/** Long names keep their beginning, and a hash that tells them from others with the same one. */
function shortened({ stem, extension }: FileName): FileName {
	if (Buffer.byteLength(stem + extension) <= MAX_BYTES) return { stem, extension };
	const hash = createHash('sha256')
		.update(stem + extension)
		.digest('hex')
		.slice(0, HASH_DIGITS);
	const end = `-${hash}`;
	let left = MAX_BYTES - Buffer.byteLength(end + extension);
	let kept = '';
	for (const character of stem) {
		left -= Buffer.byteLength(character);
		if (left < 0) break;
		kept += character;
	}
	return { stem: kept + end, extension };
}
