import { preLabelsOption } from '../../../shared/fields/answers';
import type { Field } from '../../../shared/operation/parameters';

export const labelsField = {
	displayName: 'Labels',
	name: 'labels',
	type: 'json',
	default: '{}',
	placeholder:
		'e.g. {"objects": [{"title": "Car", "bounding-box": {"x": 1, "y": 2, "width": 3, "height": 4}}]}',
	description:
		"Objects, classifications and relations in Ango Hub's import format. The labels of a task or of an exported one can be given as they are.",
} as const satisfies Field;

export const answersField = {
	...preLabelsOption,
	displayName: 'Answers',
	name: 'answers',
	placeholder: 'Add Class',
	description: 'Classifications in a simple form, beside what is in Labels',
} as const satisfies Field;

export const checkOption = {
	displayName: 'Check Against Label Set',
	name: 'check',
	type: 'boolean',
	default: true,
	description:
		'Whether to refuse labels whose classes, shapes or answers do not fit the label set, before anything is sent',
} as const satisfies Field;

/** Beside labels whose coordinates all lie between 0 and 1. */
export const FRACTIONS_HINT =
	"All coordinates in 'Labels' lie between 0 and 1. They were taken as pixels, as Ango Hub counts them. If they are fractions of the picture, multiply them by its width and height before this node.";
