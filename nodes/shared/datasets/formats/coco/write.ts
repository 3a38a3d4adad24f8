import type { IDataObject } from 'n8n-workflow';

import { boxArea } from '../../../labels/geometry/box';
import { joinedRing } from '../../../labels/geometry/join';
import { maskArea, zonesMask } from '../../../labels/geometry/pixels';
import { areaOfZones } from '../../../labels/geometry/polygon';
import { rleCounts, rleText } from '../../../labels/geometry/rle';
import type { Box, Mask, Ring } from '../../../labels/geometry/types';
import { AREAS, hasAttribute, maskSize } from '../common';
import type { DocumentFormat, OutFormat, ReadyObject, ReadyPicture, WriteContext } from '../format';
import { rounded } from '../numbers';

type Kind = 'detection' | 'segmentation' | 'keypoints';

/** Pieces of text that are worth a step of their own. */
const MIN_PIECE = 64 * 1024;

const NAMES: Record<Kind, string> = {
	detection: 'instances',
	segmentation: 'instances',
	keypoints: 'person_keypoints',
};

/** COCO's JSON (cocodataset's page 'Data format'). */
export function coco(kind: Kind): OutFormat {
	const document: DocumentFormat = {
		path: (split) => `annotations/${NAMES[kind]}_${split}.json`,
		fileName: 'annotations.json',
		mimeType: 'application/json',
		text: (pictures, context) => new CocoText(kind, context).all(pictures),
		item: (context) => {
			const text = new CocoText(kind, context);
			return (picture) => text.item(picture);
		},
	};
	return {
		shapes: AREAS,
		exact: kind === 'detection' ? new Set(['box']) : AREAS,
		needsSize: true,
		hasKeypoints: kind === 'keypoints',
		isTooSmall: (box, _size, { decimals }) => {
			const [, , width, height] = boxNumbers(box, decimals);
			return width <= 0 || height <= 0;
		},
		pictureFolder: (split) => `images/${split}/`,
		document,
	};
}

/** Writes pictures and annotations; their numbers begin at 1. */
class CocoText {
	private images = 0;
	private annotations = 0;
	private readonly videos = new Map<string, { id: number; name: string }>();

	constructor(
		private readonly kind: Kind,
		private readonly context: WriteContext,
	) {}

	/**
	 * The whole file in pieces. Annotations come first, as they come in; of pictures, a short text is
	 * kept until then.
	 */
	async *all(pictures: AsyncIterable<ReadyPicture>): AsyncGenerator<string> {
		const images: string[] = [];
		let piece = '{"info":{"description":"","version":"1.0"},"licenses":[],"annotations":[';
		for await (const picture of pictures) {
			images.push(JSON.stringify(this.image(picture)));
			for (const object of picture.objects) {
				if (this.annotations > 0) piece += ',';
				piece += JSON.stringify(this.annotation(object, await this.mask(object, picture)));
				if (piece.length < MIN_PIECE) continue;
				yield piece;
				piece = '';
			}
		}
		yield `${piece}],`;
		if (this.videos.size > 0) yield `"videos":${JSON.stringify([...this.videos.values()])},`;
		piece = '"images":[';
		for (const [index, image] of images.entries()) {
			piece += index > 0 ? `,${image}` : image;
			if (piece.length < MIN_PIECE) continue;
			yield piece;
			piece = '';
		}
		yield `${piece}],"categories":${JSON.stringify(this.categories())}}\n`;
	}

	/** A picture with its annotations. */
	async item(picture: ReadyPicture): Promise<IDataObject> {
		const image = this.image(picture);
		const annotations: IDataObject[] = [];
		for (const object of picture.objects) {
			annotations.push(this.annotation(object, await this.mask(object, picture)));
		}
		return { image, annotations, categories: this.categories() };
	}

	private image(picture: ReadyPicture): IDataObject {
		const { picture: facts, imageName, size } = picture;
		const image: IDataObject = { id: ++this.images, file_name: imageName, ...size };
		if (facts.url !== undefined) [image.coco_url] = facts.url.split(/[?#]/);
		if (facts.isVideo) {
			image.video_id = this.videoOf(picture);
			image.frame_id = facts.page;
		}
		return image;
	}

	private videoOf({ picture: { externalId, assetId, taskId } }: ReadyPicture): number {
		const key = JSON.stringify([assetId, externalId, taskId]);
		const video = this.videos.get(key) ?? { id: this.videos.size + 1, name: externalId };
		this.videos.set(key, video);
		return video.id;
	}

	/** The pixels of an object that is written as such. */
	private async mask(
		{ object, fit }: ReadyObject,
		picture: ReadyPicture,
	): Promise<Mask | undefined> {
		const { settings, breather } = this.context;
		const hasHoles = fit.zones.some(({ holes }) => holes.length > 0);
		const isPainted =
			fit.mask !== undefined ||
			hasAttribute(object, 'crowd', settings) ||
			(hasHoles && settings.holes !== 'join');
		if (!isPainted) return undefined;
		return fit.mask ?? (await zonesMask(fit.zones, maskSize(picture), breather));
	}

	/** @param mask its pixels, where it is written as such */
	private annotation(ready: ReadyObject, mask?: Mask): IDataObject {
		const { object, classIndex, fit, keypoints } = ready;
		const { settings } = this.context;
		const { decimals } = settings;
		const isCrowd = hasAttribute(object, 'crowd', settings);
		const area = this.area(ready, mask, isCrowd);
		const annotation: IDataObject = {
			id: ++this.annotations,
			image_id: this.images,
			category_id: classIndex + 1,
			bbox: boxNumbers(fit.box, decimals),
			area: rounded(area.area, 2),
			segmentation: area.segmentation,
			iscrowd: isCrowd ? 1 : 0,
		};
		if (keypoints) {
			annotation.keypoints = keypoints.flatMap((keypoint) =>
				keypoint
					? [
							...keypoint.point.slice(0, 2).map((value) => rounded(value, decimals)),
							keypoint.visibility,
						]
					: [0, 0, 0],
			);
			annotation.num_keypoints = keypoints.filter(Boolean).length;
		}
		if (object.track !== undefined) annotation.track_id = object.track;
		if (object.track !== undefined) annotation.ango_object_id = object.objectId;
		if (object.filledIn !== undefined) annotation.filledIn = object.filledIn;
		return annotation;
	}

	/** What an object covers, in COCO's forms, and how much that is. */
	private area({ object, fit }: ReadyObject, mask: Mask | undefined, isCrowd: boolean) {
		const { settings, report } = this.context;
		const { decimals } = settings;
		const { zones, box } = fit;
		const isBox = object.shape.kind === 'box';
		const hasHoles = zones.some(({ holes }) => holes.length > 0);
		const area =
			mask && !(isBox && isCrowd) ? maskArea(mask) : isBox ? boxArea(box) : areaOfZones(zones);
		if (isCrowd) return { area, segmentation: rle(mask!, (one) => [...rleCounts(one)]) };
		const hasOutline = this.kind === 'segmentation' || (this.kind === 'keypoints' && !isBox);
		if (!hasOutline) return { area, segmentation: [] };
		if (mask) return { area, segmentation: rle(mask, (one) => rleText(rleCounts(one))) };
		if (hasHoles) report.joined++;
		const rings = zones.map((zone) => (zone.holes.length > 0 ? joinedRing([zone]) : zone.region));
		return { area, segmentation: rings.map((ring) => flat(ring, decimals)) };
	}

	private categories(): IDataObject[] {
		const { classes, settings } = this.context;
		const { skeleton } = settings;
		return classes.names.map((name, index) => {
			const category: IDataObject = {
				id: index + 1,
				name,
				supercategory: classes.parentOf(name),
			};
			if (this.kind === 'keypoints' && skeleton?.class === name) {
				category.keypoints = [...skeleton.keypoints];
				category.skeleton = skeleton.edges as number[][];
			}
			return category;
		});
	}
}

/** Left, top, width and height; the rounded edges count, so that none leaves the picture. */
function boxNumbers({ x0, y0, x1, y1 }: Box, decimals: number): number[] {
	const [left, top] = [rounded(x0, decimals), rounded(y0, decimals)];
	const width = rounded(rounded(x1, decimals) - left, decimals);
	const height = rounded(rounded(y1, decimals) - top, decimals);
	return [left, top, width, height];
}

function flat(ring: Ring, decimals: number): number[] {
	const numbers: number[] = [];
	for (const [x, y] of ring) numbers.push(rounded(x, decimals), rounded(y, decimals));
	return numbers;
}

function rle<T>(mask: Mask, counts: (mask: Mask) => T) {
	return { size: [mask.height, mask.width], counts: counts(mask) };
}
