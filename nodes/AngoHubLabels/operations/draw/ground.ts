import type { Picture } from '../../../shared/datasets/model';
import { imageSize } from '../../../shared/formats/imageSize';
import { typeInBytes } from '../../../shared/formats/signatures';
import type { Size } from '../../../shared/labels/geometry/types';
import { outcomeOf } from '../../../shared/util/outcome';
import { bytesOf } from '../../../shared/util/streams';
import type { DrawEntry } from './fields';

/** Types that every browser shows, by their extensions. */
const SHOWN: Record<string, string> = {
	gif: 'image/gif',
	jpg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
};

/** Larger files make drawings that nobody can open. */
const MAX_EMBEDDED_BYTES = 32 * 1024 ** 2;

/** What lies behind the labels. */
export interface Ground {
	size?: Size;
	href?: string;
	/** True for a picture that is wanted and cannot be shown. */
	isMissing: boolean;
}

/** The picture itself, or its address; frames of videos have none. */
export async function groundOf(
	{ url, size, page, isVideo }: Picture,
	{ params, files }: DrawEntry,
): Promise<Ground> {
	const { picture, pictureField } = params;
	if (picture === 'none') return { size, isMissing: false };
	if (picture === 'link') {
		const isLink = url !== undefined && !isVideo && /^https?:\/\//i.test(url) && URL.canParse(url);
		return isLink && size
			? { size, href: new URL(url).href, isMissing: false }
			: { size, isMissing: true };
	}
	const missing = { size, isMissing: true };
	if (page !== undefined || !files.has(pictureField)) return missing;
	const file = await files.read(pictureField, 'Pictures Field');
	if (file.size > MAX_EMBEDDED_BYTES) return missing;
	const bytes = await bytesOf(file);
	const type = SHOWN[typeInBytes(bytes) ?? ''];
	const measured = await outcomeOf(imageSize(bytes, file.fileName ?? pictureField));
	if (!type || 'error' in measured || !measured.value) return missing;
	const href = `data:${type};base64,${bytes.toString('base64')}`;
	return { size: measured.value, href, isMissing: false };
}
