import { MAX_PIXELS } from '../../formats/png';
import { boxAround, frameOf } from '../../labels/geometry/box';
import type { Size } from '../../labels/geometry/types';
import type { LabeledObject, Picture } from '../model';
import { boxIn } from '../outline';
import type { ClassColors } from './colors';
import { isDrawable, svgOf, type DrawnObject } from './svg';

/** What is written beside an object. */
export type Caption = 'names' | 'scores' | 'ids';

export interface DrawSettings {
	show: readonly Caption[];
	/** Of the image in pixels. */
	maxWidth: number;
	colors: ClassColors;
	nameOf(object: LabeledObject): string;
}

/** A picture to be drawn. */
export interface Drawing {
	picture: Picture;
	/** The same picture with labels that are compared with the first: these are dashed. */
	second?: Picture;
	/** Width and height of the picture as it is shown, where they are known. */
	size?: Size;
	/** Address of the picture: http, https, or a data URI. Without a size it is left away, since nothing would fit. */
	href?: string;
}

/** What came of a picture. */
export interface Drawn {
	svg: string;
	size: Size;
	/** Objects that are drawn. */
	objects: number;
	/** Objects that have no place in a picture. */
	leftOut: number;
}

/** Draws a picture with its objects as SVG, in the size of the picture or around its objects. */
export function drawn({ picture, second, size, href }: Drawing, settings: DrawSettings): Drawn {
	const all = [
		...picture.objects.map((object) => asDrawn(object, false, settings)),
		...(second?.objects ?? []).map((object) => asDrawn(object, true, settings)),
	];
	const objects = all.filter(({ object }) => isDrawable(object.shape));
	const known = size ?? sizeAround(objects);
	return {
		svg: svgOf({ size: known, href: size && href, objects }, settings.maxWidth),
		size: known,
		objects: objects.length,
		leftOut: all.length - objects.length,
	};
}

function asDrawn(
	object: LabeledObject,
	isDashed: boolean,
	{ show, colors, nameOf }: DrawSettings,
): DrawnObject {
	const { objectId, score } = object;
	const name = nameOf(object);
	const words: string[] = [];
	if (show.includes('names')) words.push(name);
	if (show.includes('scores') && score !== undefined) words.push(score.toFixed(2));
	if (show.includes('ids') && objectId !== undefined) words.push(objectId);
	return { object, isDashed, color: colors.of(object, name), caption: words.join(' ').trim() };
}

/** Without a size, the picture reaches as far as its objects. */
function sizeAround(objects: readonly DrawnObject[]): Size {
	const boxes = objects.map(
		({ object }) => boxIn(object.shape) ?? frameOf({ width: 1, height: 1 }),
	);
	const { x1, y1 } = boxAround(boxes.map(({ x1, y1 }) => [x1, y1] as const));
	const side = (value: number) => Math.min(Math.max(1, Math.ceil(value)), MAX_PIXELS);
	return boxes.length === 0 ? { width: 640, height: 480 } : { width: side(x1), height: side(y1) };
}
