import { answerAt } from '../classes';
import type { LabeledObject, Shape } from '../model';
import type { Attribute, DatasetSettings } from '../settings';

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

/** True when an answer of the object says so. */
export function hasAttribute(
	object: LabeledObject,
	attribute: Attribute,
	settings: DatasetSettings,
): boolean {
	return settings.attributes.some(
		(row) => row.attribute === attribute && answersFor(object, row.title).includes(row.answer),
	);
}

/** Answers of an object at a path of titles. */
export function answersFor({ answers }: LabeledObject, path: string): string[] {
	return answerAt(answers, path.split(' / '));
}
