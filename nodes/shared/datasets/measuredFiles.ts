import { imageSize, type ImageSize } from '../formats/imageSize';
import type { Size } from '../labels/geometry/types';
import { outcomeOf } from '../util/outcome';
import type { SourceFile } from '../util/streams';
import type { WriteContext } from './formats/format';
import type { Picture } from './model';
import type { LabelEntry } from './source';

/** The file of a picture, and its size as it is shown. */
export interface FoundFile {
	file?: SourceFile;
	size?: Size;
}

/** A page of an asset, among all pages of the dataset. */
export interface NumberedPage {
	page: Picture;
	entry: LabelEntry;
	/** Counts all pages. */
	number: number;
}

/** The files of a dataset's pictures, which tell their sizes; each is opened as seldom as can be. */
export class MeasuredFiles {
	/** By the numbers of pages: undefined where a file cannot be read. */
	private readonly seen = new Map<number, FoundFile | undefined>();

	constructor(private readonly context: Pick<WriteContext, 'report' | 'settings'>) {}

	/** The file of a picture, and its size as it is shown; undefined for a file that cannot be read. */
	async find({ page: picture, entry, number }: NumberedPage): Promise<FoundFile | undefined> {
		if (!entry.picture || picture.isVideo) return { size: picture.size };
		if (this.seen.has(number)) return this.seen.get(number);
		const found = await outcomeOf(this.measured(picture, entry.picture));
		if ('value' in found) return found.value;
		if (this.context.settings.onUnreadablePicture === 'error') throw found.error;
		this.seen.set(number, undefined);
		return undefined;
	}

	/** Remembers the size of a page, so that its file is not opened again. */
	keepSize(number: number, size: Size | undefined): void {
		this.seen.set(number, { size });
	}

	private async measured(
		picture: Picture,
		open: NonNullable<LabelEntry['picture']>,
	): Promise<FoundFile> {
		const { externalId, size, page } = picture;
		const { report } = this.context;
		const file = await open(picture);
		if (!file && page === undefined) report.warn('pictureMissing');
		const shown = file && (await imageSize((await file.open()) as Buffer, externalId));
		if (!shown) return { file, size };
		if (shown.orientation !== undefined) report.warn('orientation');
		if (size && (size.width !== shown.width || size.height !== shown.height)) {
			report.warn('sizeDiffers', isTurned(size, shown) ? TURNED : undefined);
		}
		return { file, size: { width: shown.width, height: shown.height } };
	}
}

const TURNED =
	'Some pictures carry an EXIF orientation that their metadata leaves out of account: their sides are swapped. The picture as it is shown counts.';

function isTurned(size: { width: number; height: number }, shown: ImageSize): boolean {
	const isSwapped = size.width === shown.height && size.height === shown.width;
	return isSwapped && (shown.orientation ?? 1) >= 5;
}
