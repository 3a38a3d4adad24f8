import type { Field } from '../../../shared/operation/parameters';
import { options } from './options';

const FILE = {
	name: 'File',
	value: 'file',
	description: 'One file with all labels',
} as const;

const ITEMS = {
	name: 'Items',
	value: 'items',
	description: 'One item for each picture, with its labels as text or fields',
} as const;

const ZIP = {
	name: 'ZIP Dataset',
	value: 'zip',
	description: 'One archive in the folders that trainers expect',
} as const;

const ONE_FILE_FORMATS = ['cocoDetection', 'cocoKeypoints', 'cocoSegmentation', 'csv'] as const;

/** What the labels are, and what they become. */
const sourceFields = [
	{
		displayName: 'Labels From',
		name: 'source',
		type: 'options',
		options: [
			{
				name: 'File',
				value: 'file',
				description: "A JSON or NDJSON file that 'Export Tasks' made; it may be of any size",
			},
			{
				name: 'Items',
				value: 'items',
				description: 'Items of an export, a trigger, a task, or in the form of imports',
			},
		],
		default: 'items',
		description: 'Where the labels are',
	},
	{
		displayName: 'Input File Field',
		name: 'file',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that has the file',
		displayOptions: { show: { source: ['file'] } },
	},
	{
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
				description: 'A picture for each picture, with the number of the class in each pixel',
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
		description: 'What the dataset is written in',
	},
] as const satisfies readonly Field[];

const outputFields = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [FILE, ITEMS, ZIP],
		default: 'file',
		description: 'What to give to the next node',
		displayOptions: { show: { format: [...ONE_FILE_FORMATS] } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [ITEMS, ZIP],
		default: 'zip',
		description: 'What to give to the next node',
		displayOptions: { hide: { format: [...ONE_FILE_FORMATS] } },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'field',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the output field to put the file in',
		displayOptions: { show: { output: ['file', 'zip'] } },
	},
] as const satisfies readonly Field[];

/** Which classes there are, and what else can be said. */
const classFields = [
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
				description: 'All tools of the label set in its order',
			},
			{
				name: 'From Labels',
				value: 'data',
				description: 'Those that labels have, in alphabetical order',
			},
			{ name: 'List', value: 'list', description: 'The names that you give, in your order' },
		],
		default: 'auto',
		description: 'Which classes the dataset has, and how they are numbered',
	},
	{
		displayName: 'Class Names',
		name: 'classList',
		type: 'string',
		typeOptions: { multipleValues: true },
		default: [],
		placeholder: 'e.g. Car',
		description: 'The classes in the order of their numbers',
		displayOptions: { show: { classes: ['auto', 'list'] } },
	},
	{
		displayName: 'Label Set',
		name: 'labelSet',
		type: 'json',
		default: '={{ $json.categorySchema }}',
		description: "The label set, such as 'Label Set: Get' gives it",
		displayOptions: { show: { classes: ['auto', 'labelSet'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
	},
] as const satisfies readonly Field[];

/** Everything but what is put out. */
export const labelFields = [...sourceFields, ...classFields] as const;

export const convertToFields = [...sourceFields, ...outputFields, ...classFields] as const;
