import type { INodePropertyOptions } from 'n8n-workflow';

/** The lists of a label set (contract 4.2). */
export const LISTS = ['tools', 'classifications', 'relations'] as const;

export type ListName = (typeof LISTS)[number];

/** Types of classes by list, with wire values (contract 4.1); Ango Hub may know more. */
export const TYPES = {
	tools: [
		{ name: 'Bounding Box', value: 'bounding-box' },
		{ name: 'Brush', value: 'brush' },
		{ name: 'Medical Brush', value: 'medical-brush' },
		{ name: 'Message', value: 'message' },
		{ name: 'Multi-Sensor', value: 'pct' },
		{ name: 'Named Entity', value: 'ner' },
		{ name: 'PDF', value: 'pdf' },
		{ name: 'Point', value: 'point' },
		{ name: 'Polygon', value: 'polygon' },
		{ name: 'Polyline', value: 'polyline' },
		{ name: 'Rotated Bounding Box', value: 'rotated-bounding-box' },
		{ name: 'Segmentation', value: 'segmentation' },
		{ name: 'Spline', value: 'spline' },
	],
	classifications: [
		{ name: 'Boolean', value: 'boolean' },
		{ name: 'Checkbox', value: 'checkbox' },
		{ name: 'Instance', value: 'instance' },
		{ name: 'Multi Dropdown', value: 'multi-dropdown' },
		{ name: 'Radio', value: 'radio' },
		{ name: 'Rank', value: 'rank' },
		{ name: 'Single Dropdown', value: 'single-dropdown' },
		{ name: 'Text', value: 'text' },
		{ name: 'Tree Dropdown', value: 'tree-dropdown' },
	],
	relations: [
		{ name: 'Group', value: 'group' },
		{ name: 'One to Many', value: 'one-to-many' },
		{ name: 'One to One', value: 'one-to-one' },
	],
} as const satisfies Record<ListName, readonly INodePropertyOptions[]>;

export const TREE = 'tree-dropdown';

/** Classifications whose answers are chosen from a plain list. */
export const WITH_OPTIONS = [
	'checkbox',
	'multi-dropdown',
	'radio',
	'rank',
	'single-dropdown',
] as const;

/** The list that classes of a type belong to, where the type is known. */
export function listOf(tool: string): ListName | undefined {
	return LISTS.find((list) => TYPES[list].some(({ value }) => value === tool));
}
