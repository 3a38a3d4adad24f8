import { labelSetField } from '../../../shared/fields/datasets/classes';
import { brushMaskField } from '../../../shared/fields/datasets/pictures';
import type { Entry } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { LABEL_LIST, labelListField } from '../labelList';

export const compareFields = [
	{
		displayName: 'Sides From',
		name: 'sides',
		type: 'options',
		options: [
			{
				name: 'Field',
				value: 'field',
				description: 'Items of one input, which a field tells apart',
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Two lists from expressions. Use this with AI agents.',
			},
			{
				name: 'Second Input',
				value: 'secondInput',
				description:
					'The reference comes through the first input, what is compared through the second',
			},
		],
		default: 'field',
		description: 'Where the reference and what is compared with it come from',
	},
	{
		displayName:
			"Both sides come through the same input: use a Merge node before this one to append predictions to labels, or one annotator's labels to another's. For an input for each side, choose Second Input.",
		name: 'sidesNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { sides: ['field'] } },
	},
	{
		displayName: 'Compared By',
		name: 'comparedBy',
		type: 'string',
		default: '',
		placeholder: 'e.g. task.updatedBy',
		requiresDataPath: 'single',
		description:
			'The name of the field that tells the sides apart, such as task.updatedBy for annotators. Leave empty to compare items with scores, which are predictions, with all others. The first value is the reference; a side with scores never is. With more than two values, all pairs are compared.',
		displayOptions: { show: { sides: ['field'] } },
	},
	{
		...labelListField,
		displayName: 'Reference',
		name: 'reference',
		description: `What counts as right: ${LABEL_LIST}`,
		displayOptions: { show: { sides: ['json'] } },
	},
	{
		...labelListField,
		displayName: 'Compared',
		name: 'compared',
		description: `What is compared with the reference: ${LABEL_LIST}`,
		displayOptions: { show: { sides: ['json'] } },
	},
	{
		displayName: 'Shapes',
		name: 'shapes',
		type: 'options',
		options: [
			{
				name: 'Boxes',
				value: 'boxes',
				description: 'Upright boxes, or the boxes around other shapes',
			},
			{ name: 'Masks', value: 'masks', description: 'Pixels of polygons, segmentations and boxes' },
			{ name: 'None', value: 'none', description: 'Compare answers only' },
			{ name: 'Points', value: 'points', description: 'Compare points by their distance' },
			{
				name: 'Rotated Boxes',
				value: 'rotated',
				description: 'Rotated boxes, or the smallest ones around other shapes',
			},
		],
		default: 'boxes',
		description: 'Which shapes to compare',
	},
	{
		displayName: 'Overlap',
		name: 'iou',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1 },
		default: 0.5,
		description:
			'The intersection over union (IoU), from 0 to 1, from which two objects of a class count as the same',
		displayOptions: { show: { shapes: ['boxes', 'masks', 'rotated'] } },
	},
	{
		displayName: 'Max Distance',
		name: 'maxDistance',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description: 'The distance in pixels up to which two points of a class count as the same',
		displayOptions: { show: { shapes: ['points'] } },
	},
	{
		displayName: 'Answers',
		name: 'answers',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add answer' },
		default: [],
		placeholder: 'e.g. Quality',
		description:
			'The titles of classifications whose answers to compare. For one inside another: Outer / Inner.',
	},
	{
		displayName: 'One Item Per',
		name: 'oneItemPer',
		type: 'options',
		options: [
			{
				name: 'Pair',
				value: 'pair',
				description: 'An item for each two objects that match, and each object without a match',
			},
			{
				name: 'Picture',
				value: 'picture',
				description: "An item for each picture, with its 'disagreement' from 0 to 1 to sort by",
			},
			{ name: 'Run', value: 'run', description: 'One item with all counts and ratios' },
		],
		default: 'run',
		description: 'What each output item represents',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Also 50–95',
				name: 'also50to95',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the mean of the average precision at overlaps from 0.5 to 0.95. Needs scores on the compared side.',
			},
			brushMaskField,
			{
				displayName: 'Class Agnostic',
				name: 'classAgnostic',
				type: 'boolean',
				default: false,
				description: 'Whether objects of different classes can match',
			},
			{
				displayName: 'Confusion',
				name: 'confusion',
				type: 'boolean',
				default: true,
				description: 'Whether to count which classes are mistaken for which others',
			},
			{
				...labelSetField,
				description: 'The label set, which gives objects without a title the one of their class',
			},
			{
				displayName: 'Match Pictures By',
				name: 'matchBy',
				type: 'options',
				options: [
					{ name: 'Asset ID', value: 'assetId' },
					{ name: 'External ID', value: 'externalId' },
				],
				default: 'externalId',
				description: 'What identifies the picture of an item',
			},
		],
	},
] as const satisfies readonly Field[];

export type CompareEntry = Entry<Parameters<typeof compareFields>>;
