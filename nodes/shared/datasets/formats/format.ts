import type { IDataObject } from 'n8n-workflow';

import type { Box, Point, Ring, Size } from '../../labels/geometry/types';
import type { Breather } from '../../util/breather';
import type { SourceFile } from '../../util/streams';
import type { Classes } from '../classes';
import type { Fitted } from '../fit';
import type { LabeledObject, Picture, Shape } from '../model';
import type { Report } from '../report';
import type { DatasetSettings } from '../settings';
import type { Split } from '../split';

/** A keypoint: where it is, and 2 where it can be seen, 1 where it is hidden. */
export interface Keypoint {
	point: Point;
	visibility: 1 | 2;
}

/** An object that is written for sure. */
export interface ReadyObject {
	/** Position of its class, from 0. */
	classIndex: number;
	object: LabeledObject;
	fit: Fitted;
	/** Corners of an oriented box, for formats that take these. */
	corners?: Ring;
	/** By their number in the skeleton; undefined for those that were not set. */
	keypoints?: ReadonlyArray<Keypoint | undefined>;
}

/** A picture that is written for sure. */
export interface ReadyPicture {
	picture: Picture;
	/** As it is shown; zeros where neither the labels nor a file say it and the format does not ask. */
	size: Size;
	/** File name without its extension, as no other picture of its folder has it. */
	stem: string;
	imageName: string;
	/** Undefined where the dataset is not split. */
	split?: Split;
	objects: ReadyObject[];
	/** Position of its class, where pictures have one. */
	classIndex?: number;
	file?: SourceFile;
}

/** A file of a dataset. */
export interface DatasetFile {
	name: string;
	content: string | Buffer;
}

/** What a format needs to know to write. */
export interface WriteContext {
	settings: DatasetSettings;
	classes: Classes;
	report: Report;
	breather: Breather;
}

/** What is known when all pictures are written. */
export interface Finished {
	/** Names of the pictures of each part; without a split all are for training. */
	stems: ReadonlyMap<Split, readonly string[]>;
}

/** A training format. What is not given does not exist in it. */
export interface OutFormat {
	/** Shapes that have a place in it, or that only answers for whole pictures have. */
	shapes: ReadonlySet<Shape['kind']> | 'answers';
	/** Shapes that it takes as they are; others are approximated. */
	exact: ReadonlySet<Shape['kind']>;
	/** True where pictures without a size cannot be written. */
	needsSize: boolean;
	/** True where the pictures themselves are all that there is. */
	isPicturesOnly?: boolean;
	/** True where pictures without an answer are written too, and every answer counts. */
	isForAnyAnswer?: boolean;
	/** Classes that come before all others. */
	firstClasses?: readonly string[];
	hasKeypoints?: boolean;
	hasOrientedBoxes?: boolean;
	/** True where pictures of all parts have their labels in one folder. */
	isOneFolder?: boolean;
	/** True where rounding leaves nothing of a box. */
	isTooSmall?(box: Box, size: Size, settings: DatasetSettings): boolean;
	/** Where a picture stands in a ZIP; the class is the one of the picture. */
	pictureFolder(split: Split, className?: string): string;
	/** Writes the files of pictures one by one. */
	labels?(context: WriteContext): LabelWriter;
	/** Writes everything into one file, or one for each part. */
	document?: DocumentFormat;
	/** Files about the dataset as a whole. */
	aboutAll?(context: WriteContext, finished: Finished): DatasetFile[];
}

export interface LabelWriter {
	/** Path of the labels of a picture. */
	path(stem: string, split?: Split): string;
	content(picture: ReadyPicture): string | Promise<Buffer>;
}

export interface DocumentFormat {
	/** Path in a ZIP. */
	path(split: Split): string;
	fileName: string;
	mimeType: string;
	/** The text in pieces. */
	text(pictures: AsyncIterable<ReadyPicture>, context: WriteContext): AsyncGenerator<string>;
	/** What an item carries of a single picture. */
	item(context: WriteContext): (picture: ReadyPicture) => Promise<IDataObject> | IDataObject;
}
