import { UserError } from 'n8n-workflow';

import { isMaskSize } from '../../labels/geometry/pixels';
import type { Size } from '../../labels/geometry/types';
import { answerAt } from '../classes';
import type { LabeledObject, Shape } from '../model';
import type { Attribute, DatasetSettings } from '../settings';
import type { ReadyPicture } from './format';

/** Shapes that cover something. */
export const AREAS: ReadonlySet<Shape['kind']> = new Set([
	'box',
	'rotated',
	'polygon',
	'zones',
	'mask',
] as const);

/** What formats of upright boxes take as it is. */
export const BOXES: ReadonlySet<Shape['kind']> = new Set(['box'] as const);

const TOOLS: Partial<Record<Shape['kind'], string>> = {
	box: 'bounding-box',
	rotated: 'rotated-bounding-box',
	polygon: 'polygon',
	zones: 'segmentation',
	mask: 'brush',
	point: 'point',
	polyline: 'polyline',
};

/** What Ango Hub calls the tool that a shape was drawn with; undefined for one that it does not document. */
export function toolOf(shape: Shape): string | undefined {
	return 'tool' in shape ? shape.tool : TOOLS[shape.kind];
}

/**
 * Whole pixels of a picture, of which a mask is made.
 * @param maxPixels how many a format can take, where that is less than a mask can have
 * @throws UserError for a picture that has more
 */
export function maskSize({ size, imageName }: ReadyPicture, maxPixels?: number): Size {
	const [width, height] = [Math.round(size.width), Math.round(size.height)];
	if (isMaskSize({ width, height }, maxPixels)) return { width, height };
	throw new UserError(`'${imageName}' has ${width} × ${height} pixels, too many for a mask`, {
		description: 'Check its width and height, or leave this picture out.',
	});
}

/** True when an answer of the object says so. */
export function hasAttribute(
	object: LabeledObject,
	attribute: Attribute,
	settings: DatasetSettings,
): boolean {
	return settings.attributes.some(
		(row) =>
			row.attribute === attribute && answerAt(object.answers, row.title).includes(row.answer),
	);
}
