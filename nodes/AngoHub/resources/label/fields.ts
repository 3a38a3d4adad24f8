import type { Field } from '../../../shared/operation/parameters';

export const labelsField = {
	displayName: 'Labels',
	name: 'labels',
	type: 'json',
	default: '{}',
	hint: 'Such as {"objects": [{"title": "Car", "bounding-box": {"x": 20, "y": 30, "width": 100, "height": 60}}], "classifications": [{"title": "Weather", "answer": "Rainy"}]}',
	description:
		"Objects, classifications and relations in <a href='https://github.com/n8n-nodes-ango-hub/n8n-nodes-ango-hub/blob/main/docs/label-formats.md'>Ango Hub's import format</a>, where boxes, polygons, answers and relations are written out. Labels of a task, or of an exported one, can be used as they are. Coordinates are in pixels; give all objects of an asset in one list.",
} as const satisfies Field;

export const checkOption = {
	displayName: 'Check Against Label Set',
	name: 'check',
	type: 'boolean',
	default: true,
	description:
		"Whether to refuse labels whose classes, shapes or answers don't fit the label set, before anything is sent",
} as const satisfies Field;

/** Beside labels whose coordinates all lie between 0 and 1. */
export const FRACTIONS_HINT =
	"All coordinates in 'Labels' lie between 0 and 1. They were taken as pixels, as Ango Hub counts them. If they are fractions of the picture, multiply them by its width and height before this node.";
