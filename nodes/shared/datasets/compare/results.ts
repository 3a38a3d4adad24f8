import type { LabeledAsset, Picture } from '../model';
import type { Footprint } from './footprints';
import type { Tally } from './tally';

/** What two sides have of one thing; undefined for a side that does not have it. */
export interface Pair<T> {
	reference?: T;
	compared?: T;
}

/** Two objects that mean the same, or one that has no other. */
export interface ObjectPair extends Pair<Footprint> {
	/** Overlap of the two, or their distance in pixels. */
	value?: number;
}

/** What came of one picture. */
export interface PictureResult extends Pair<LabeledAsset | Picture> {
	tally: Tally;
	objects: ObjectPair[];
	/** 0 where both sides say the same, to 1. */
	disagreement: number;
}
