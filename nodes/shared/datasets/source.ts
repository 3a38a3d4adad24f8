import type { IDataObject } from 'n8n-workflow';

import type { SourceFile } from '../util/streams';
import type { Picture } from './model';

/** An item with labels, and the files that came with it. */
export interface LabelEntry {
	json: IDataObject;
	/** Position of the input item that it comes from. */
	index: number;
	/** MIME type of the picture's file, where it is known beforehand. */
	mimeType?: string;
	/** The file of a picture, or of a page that is one; gives nothing where the item lacks it. */
	picture?: (picture: Picture) => Promise<SourceFile | undefined>;
	/** The PNG of brush strokes. */
	brush?: () => Promise<SourceFile>;
}

/** Items with labels, which can be gone through several times: only so can their number be without a limit. */
export interface LabelSource {
	/** How many pictures are opened before their turn; none where it is not said. */
	ahead?: number;
	entries(): AsyncIterable<LabelEntry> | Iterable<LabelEntry>;
}
