import type { IDataObject } from 'n8n-workflow';

import type { SourceFile } from '../util/streams';

/** An item with labels, and the files that came with it. */
export interface LabelEntry {
	json: IDataObject;
	/** Position of the input item that it comes from. */
	index: number;
	/** The picture itself; gives nothing where the item lacks it. */
	picture?: () => Promise<SourceFile | undefined>;
	/** The PNG of brush strokes. */
	brush?: () => Promise<SourceFile>;
}

/** Items with labels, which can be gone through several times: only so can their number be without a limit. */
export interface LabelSource {
	entries(): AsyncIterable<LabelEntry> | Iterable<LabelEntry>;
}
