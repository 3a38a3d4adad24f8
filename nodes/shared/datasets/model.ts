import type { IDataObject } from 'n8n-workflow';

import type { Box, Mask, Point, Ring, Size, Zone } from '../labels/geometry/types';

/** What an object looks like. Rotated boxes have their corners as `cornersOfExport` orders them. */
export type Shape =
	| { kind: 'box'; box: Box }
	| { kind: 'rotated'; corners: Ring }
	| { kind: 'polygon'; ring: Ring }
	| { kind: 'zones'; zones: readonly Zone[] }
	/** Painted with a brush. */
	| { kind: 'mask'; mask: Mask }
	| { kind: 'point'; point: Point }
	| { kind: 'polyline'; points: Ring }
	/** A shape that has no place in pictures, such as a text span; `tool` is its key where it has a known one. */
	| { kind: 'other'; tool?: string }
	/** A shape of which the numbers are none. */
	| { kind: 'notFinite'; tool: string };

/** An answer of a classification (contract 5.5), with those inside it. */
export interface Answer extends IDataObject {
	title?: string;
	schemaId?: string;
	answer?: string | string[];
	classifications?: Answer[];
}

/** One labeled thing in a picture. */
export interface LabeledObject {
	/** The same on several pages for one thing that moves. */
	objectId?: string;
	schemaId?: string;
	/** The class; empty where the item does not say it. */
	title: string;
	shape: Shape;
	answers: readonly Answer[];
	/** Frame of a video or page of an asset, from 0; undefined for plain pictures. */
	page?: number;
	/** How sure a model is, from 0 to 1. */
	score?: number;
	/** True for what was not drawn but interpolated between frames. */
	filledIn?: boolean;
	/** Number of the track in its video, from 1. */
	track?: number;
}

/** What is common to an asset, and to the pictures that its pages are. */
interface AssetFacts {
	externalId: string;
	projectId?: string;
	assetId?: string;
	taskId?: string;
	/** URL of the asset's file, as it came in: it may be signed. */
	url?: string;
	/** As the item gives it, before the file itself was looked at. */
	size?: Size;
	classifications: readonly Answer[];
	relations: readonly IDataObject[];
	/** URL of the PNG in which all brush strokes are painted. */
	brushUrl?: string;
	/** True where there is a medical mask, which has no place in pictures. */
	hasMedicalMask: boolean;
}

/** One task's labels of an asset, of all its pages. */
export interface LabeledAsset extends AssetFacts {
	objects: LabeledObject[];
	/** Where an object ends: it is gone from that page on. */
	stops: Array<{ objectId?: string; page: number }>;
	updatedAt: string;
	/** URLs of the pages of a multi-page asset. */
	pageUrls?: string[];
	/** Frames of a video. */
	frameTotal?: number;
}

/** A picture with its objects: an asset, or a page of one. */
export interface Picture extends AssetFacts {
	objects: LabeledObject[];
	/** Page or frame, from 0; undefined for plain pictures. */
	page?: number;
	isVideo: boolean;
}
