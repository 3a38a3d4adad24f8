import type { ClassSettings } from './classes';
import type { OutOfImage } from './fit';
import type { PageSettings } from './pages';
import type { SplitSettings } from './split';

/** What an answer says of an object beside its class. */
export type Attribute = 'crowd' | 'difficult' | 'occluded' | 'truncated';

/** The keypoints of a class. */
export interface Skeleton {
	class: string;
	/** Titles of the points, in the order of their numbers. */
	keypoints: readonly string[];
	/** Pairs of numbers from 1 of points that are joined by a line. */
	edges: ReadonlyArray<readonly number[]>;
}

export interface KeypointSettings {
	skeleton?: Skeleton;
	pointsBelongTo: 'boxAround' | 'groupRelation' | 'wholePicture';
	/** Title of the answer that says whether a point can be seen; empty where none does. */
	visibilityFrom: string;
	/** The answer that means that it cannot; all others mean that it can. */
	hiddenAnswer: string;
}

/** How labels become a dataset. */
export interface DatasetSettings extends ClassSettings, PageSettings, KeypointSettings {
	/** Where the order of the classes comes from; automatic takes the first that is there: list, label set, labels. */
	classes: 'auto' | 'labelSet' | 'data' | 'list';
	classList: readonly string[];
	outOfImage: OutOfImage;
	/** Undefined for what the format does best. */
	holes?: 'rle' | 'join' | 'leaveOut';
	otherShapes: 'convert' | 'leaveOut';
	split?: SplitSettings;
	/** Path of the value that what stays on one side of a split has in common, such as `contextData.patient`. */
	keepTogetherBy: string;
	severalTasks: 'newest' | 'all' | 'first';
	onMissingSize: 'leaveOut' | 'error';
	onUnreadablePicture: 'leaveOut' | 'error';
	decimals: number;
	vocCoordinates: 'pixelsFrom1' | 'edges';
	fileNameFrom: 'externalId' | 'assetUrl';
	/** Answers that say something of an object: title, and the answer that means yes. */
	attributes: ReadonlyArray<{ attribute: Attribute; title: string; answer: string }>;
	/** What a row of a CSV stands for. */
	rows: 'picture' | 'object';
	/** Puts an apostrophe before cells that spreadsheets would take for formulas. */
	escapeFormulas: boolean;
	/** Shows masks in the colors of the label set. */
	palette: boolean;
}
