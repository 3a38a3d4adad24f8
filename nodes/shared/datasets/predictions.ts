import type { Box, Size } from '../labels/geometry/types';
import type { Answer, Shape } from './model';
import type { LeftOutReason, WarningCode } from './report';

/** Something that predictions tell of a picture as a whole. */
export interface Tag {
	name: string;
	/** From 0 to 1; null where the model gives none. */
	score: number | null;
}

/** One thing that a model found. */
export interface Prediction {
	/** The class as the model names it. */
	title: string;
	/** What it looks like, or why it cannot be taken. */
	shape: Shape | LeftOutReason;
	/** The box that the model gives beside another shape. */
	box?: Box;
	/** How sure the model is, from 0 to 1. */
	score?: number;
	/** The same over the frames of a video. */
	trackId?: string;
	/** A keypoint that is there but cannot be seen. */
	isHidden?: boolean;
	answers?: readonly Answer[];
}

/** The predictions for one picture. */
export interface PredictedPicture {
	/** What the predictions call the picture: a file name, path or URL. */
	name?: string;
	/** Size that the predictions give. */
	size?: Size;
	/** Size of the picture itself, as it is shown, where its file is at hand; it counts first. */
	fileSize?: Size;
	/** True when shapes are in shares of the width and height, not in pixels. */
	isNormalized?: boolean;
	objects: Prediction[];
	tags?: Tag[];
	/** Answers about the picture as a whole. */
	answers?: Answer[];
	/** Predictions that name no picture that is known, and other people's answers, noted with the first picture. */
	strays?: Prediction[];
	/** What was odd about the predictions. */
	warnings?: WarningCode[];
}

/** What a reader has to be told beside the predictions. */
export interface ReadSettings {
	/** What rows of numbers are. */
	task: 'detect' | 'segment' | 'pose' | 'obb';
	/** Names of classes that are given as numbers, from 0. */
	classNames: readonly string[];
	/** Titles of the points of a skeleton in their order. */
	keypointNames: readonly string[];
	coordinates: 'automatic' | 'pixels' | 'normalized';
	/** What the four numbers of a box are. */
	boxFormat: 'corners' | 'size' | 'center';
	vocCoordinates: 'pixelsFrom1' | 'edges';
	/** Whether regions that stand for a crowd are objects. */
	includeCrowd: boolean;
	/** Size of the picture, where it is known from elsewhere. */
	size?: Size;
	/** Pictures and classes for COCO results that come without. */
	dataset?: unknown;
}

/**
 * Reads predictions, a parsed JSON value or a text, into pictures.
 * @throws UserError when they are not in its format
 */
export type Reader = (given: unknown, settings: ReadSettings) => PredictedPicture[];
