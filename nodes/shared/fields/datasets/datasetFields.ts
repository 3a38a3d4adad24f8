import type { Field } from '../../operation/parameters';
import { classListField, labelSetField } from './classes';
import { datasetOptions } from './datasetOptions';

/** What a dataset is written in. */
export const formatField = {
	displayName: 'Format',
	name: 'format',
	type: 'options',
	options: [
		{
			name: 'Classification Folders',
			value: 'classifyFolders',
			description: 'A folder of pictures for each answer of a classification',
		},
		{
			name: 'COCO Detection',
			value: 'cocoDetection',
			description: 'JSON with a box for each object',
		},
		{
			name: 'COCO Keypoints',
			value: 'cocoKeypoints',
			description: 'JSON with the points of a skeleton',
		},
		{
			name: 'COCO Segmentation',
			value: 'cocoSegmentation',
			description: 'JSON with outlines and masks',
		},
		{ name: 'CSV', value: 'csv', description: 'A table of answers or objects' },
		{ name: 'KITTI', value: 'kitti', description: 'Text files with boxes' },
		{ name: 'Pascal VOC', value: 'voc', description: 'XML files with boxes' },
		{
			name: 'PNG Masks',
			value: 'mask',
			description: 'A PNG for each picture, whose pixels hold class numbers',
		},
		{ name: 'YOLO Detect', value: 'yoloDetect', description: 'Text files with boxes' },
		{
			name: 'YOLO OBB',
			value: 'yoloObb',
			description: 'Text files with the corners of oriented boxes',
		},
		{
			name: 'YOLO Pose',
			value: 'yoloPose',
			description: 'Text files with the points of a skeleton',
		},
		{ name: 'YOLO Segment', value: 'yoloSegment', description: 'Text files with outlines' },
	],
	default: 'cocoDetection',
	description: 'Format of the dataset',
} as const satisfies Field;

/** Which classes there are, and what else can be said. */
export const classFields = [
	{
		displayName: 'Answer Title',
		name: 'classAnswer',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Weather',
		description:
			'The title of the classification whose answers are the folders. For one inside another: Outer / Inner.',
		displayOptions: { show: { format: ['classifyFolders'] } },
	},
	{
		displayName: 'Classes',
		name: 'classes',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description: 'Class Names where there are any, else the label set, else the labels',
			},
			{
				name: 'From Label Set',
				value: 'labelSet',
				description: 'All tools of the label set, in its order',
			},
			{
				name: 'From Labels',
				value: 'data',
				description: 'The classes that occur in the labels, in alphabetical order',
			},
			{ name: 'List', value: 'list', description: 'The names you enter, in that order' },
		],
		default: 'auto',
		description: 'Which classes the dataset has, and how they are numbered',
	},
	{ ...classListField, displayOptions: { show: { classes: ['auto', 'list'] } } },
	{ ...labelSetField, displayOptions: { show: { classes: ['auto', 'labelSet'] } } },
] as const satisfies readonly Field[];

/** Everything else that can be said of a dataset. */
export const optionsField = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: datasetOptions,
} as const satisfies Field;
