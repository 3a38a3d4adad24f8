import type { PredictionFormat } from '../datasets/formats/readers';
import type { Field } from '../operation/parameters';

/** Formats whose predictions are texts. */
export const TEXT_FORMATS: PredictionFormat[] = ['kitti', 'voc', 'yolo'];

/** The formats that predictions are read from. */
export const predictionFormats = [
	{ name: 'Amazon Rekognition', value: 'rekognition', description: 'The answer of its API' },
	{
		name: 'Azure AI Vision',
		value: 'azureVision',
		description: 'The answer of its API, version 4.0 or 3.2',
	},
	{ name: 'COCO', value: 'coco', description: 'A dataset, or results of an evaluation' },
	{ name: 'Google Cloud Vision', value: 'googleVision', description: 'The answer of its API' },
	{ name: 'KITTI', value: 'kitti', description: 'A text for each picture' },
	{
		name: 'Label Studio',
		value: 'labelStudio',
		description: 'Tasks as JSON, with annotations or predictions',
	},
	{ name: 'Pascal VOC', value: 'voc', description: 'An XML text for each picture' },
	{
		name: 'Plain Boxes',
		value: 'boxes',
		description: 'Lists of boxes, labels and scores, as of torchvision, Hugging Face or Detectron2',
	},
	{ name: 'Roboflow', value: 'roboflow', description: 'The answer of its API or a workflow' },
	{
		name: 'Ultralytics JSON',
		value: 'ultralytics',
		description: 'What to_json() or the API of Ultralytics gives',
	},
	{ name: 'YOLO', value: 'yolo', description: 'A text for each picture, a row for each object' },
] as const;

export const taskField = {
	displayName: 'Task',
	name: 'task',
	type: 'options',
	options: [
		{ name: 'Detect', value: 'detect', description: 'Boxes' },
		{ name: 'OBB', value: 'obb', description: 'Oriented boxes by their 4 corners' },
		{ name: 'Pose', value: 'pose', description: 'Boxes with keypoints' },
		{ name: 'Segment', value: 'segment', description: 'Outlines' },
	],
	default: 'detect',
	description: 'What the rows are, which their numbers do not tell',
} as const satisfies Field;

export const classListField = {
	displayName: 'Class Names',
	name: 'classList',
	type: 'string',
	typeOptions: { multipleValues: true },
	default: [],
	placeholder: 'e.g. Car',
	description: 'The classes in the order of their numbers, from 0',
} as const satisfies Field;

export const widthField = {
	displayName: 'Width',
	name: 'width',
	type: 'string',
	default: '={{ $json.width ?? $json.metadata?.width }}',
	placeholder: 'e.g. 1920',
	description: 'Width of the picture in pixels, for predictions that do not give it',
} as const satisfies Field;

export const heightField = {
	displayName: 'Height',
	name: 'height',
	type: 'string',
	default: '={{ $json.height ?? $json.metadata?.height }}',
	placeholder: 'e.g. 1080',
	description: 'Height of the picture in pixels, for predictions that do not give it',
} as const satisfies Field;

/** How predictions are read and become labels, in alphabetical order. */
export const predictionOptions = [
	{
		displayName: 'Box Format',
		name: 'boxFormat',
		type: 'options',
		options: [
			{ name: 'Center', value: 'center', description: 'X and y of the center, width, height' },
			{ name: 'Corners', value: 'corners', description: 'Left, top, right, bottom' },
			{ name: 'Size', value: 'size', description: 'Left, top, width, height' },
		],
		default: 'corners',
		description: "What the four numbers of a box are in 'Plain Boxes'",
	},
	{
		displayName: 'COCO Dataset',
		name: 'dataset',
		type: 'json',
		default: '',
		placeholder: 'e.g. {"images": [], "categories": []}',
		description: 'The dataset with the pictures and categories of COCO results that come as a list',
	},
	{
		displayName: 'Coordinates',
		name: 'coordinates',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'automatic', description: 'As the format has them' },
			{ name: 'Normalized', value: 'normalized', description: 'Shares of the width and height' },
			{ name: 'Pixels', value: 'pixels', description: 'Pixels of the picture' },
		],
		default: 'automatic',
		description: 'What the numbers of plain boxes, Roboflow, Ultralytics and YOLO count',
	},
	{
		displayName: 'Data.yaml',
		name: 'dataYaml',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. names: [car, bus]',
		description: 'The text of the data.yaml of a YOLO model, which has the names of its classes',
	},
	{
		displayName: 'Decimals',
		name: 'decimals',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 6, numberPrecision: 0 },
		default: 2,
		description: 'How many decimals pixels have',
	},
	{
		displayName: 'File Extension',
		name: 'extension',
		type: 'string',
		default: '',
		placeholder: 'e.g. .jpg',
		description:
			'Put after the names of text files in a ZIP to make the external IDs, where the ZIP does not have the pictures',
	},
	{
		displayName: 'Hidden Answer',
		name: 'hiddenAnswer',
		type: 'string',
		default: 'hidden',
		description: "The answer for hidden keypoints, for 'Put Visibility Into'",
	},
	{
		displayName: 'Include Crowds',
		name: 'includeCrowd',
		type: 'boolean',
		default: false,
		description: 'Whether to take regions of COCO that stand for a crowd as objects',
	},
	{
		displayName: 'Keep Folders',
		name: 'keepFolders',
		type: 'boolean',
		default: false,
		description: 'Whether folders in the names of pictures belong to the external ID',
	},
	{
		displayName: 'Keypoint Names',
		name: 'keypointNames',
		type: 'string',
		typeOptions: { multipleValues: true },
		default: [],
		placeholder: 'e.g. nose',
		description: 'The titles of the points of a skeleton in their order',
	},
	{
		displayName: 'Minimum Confidence',
		name: 'minConfidence',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 4 },
		default: 0,
		description: 'From 0 to 1; predictions that are less sure are left out',
	},
	{
		displayName: 'Object IDs',
		name: 'objectIds',
		type: 'options',
		options: [
			{ name: 'From Track IDs', value: 'tracks', description: 'The same for one thing in a video' },
			{ name: 'None', value: 'none', description: 'Ango Hub makes them' },
		],
		default: 'none',
		description: 'What the IDs of objects are',
	},
	{
		displayName: 'Pictures Field',
		name: 'pictureField',
		type: 'string',
		default: '',
		placeholder: 'e.g. data',
		description: 'The binary field with the picture. Its size is read from it.',
	},
	{
		displayName: 'Put Confidence Into',
		name: 'confidenceInto',
		type: 'string',
		default: '',
		placeholder: 'e.g. Confidence',
		description: 'The text classification inside objects that takes the confidence',
	},
	{
		displayName: 'Put Visibility Into',
		name: 'visibilityInto',
		type: 'string',
		default: '',
		placeholder: 'e.g. Visibility',
		description: 'The classification inside points that says whether they can be seen',
	},
	{
		displayName: 'Rename Classes',
		name: 'renameClasses',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add class',
		default: {},
		description: 'Titles of classes that the model calls otherwise',
		options: [
			{
				displayName: 'Class',
				name: 'class',
				values: [
					{ displayName: 'From', name: 'from', type: 'string', default: '' },
					{
						displayName: 'To',
						name: 'to',
						type: 'string',
						default: '',
						description: 'The title in Ango Hub; leave empty to leave the class out',
					},
				],
			},
		],
	},
	{
		displayName: 'Simplify Outlines',
		name: 'simplify',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 0,
		description: 'Pixels that outlines may move by to have fewer points; 0 keeps all points',
	},
	{
		displayName: 'Visible Answer',
		name: 'visibleAnswer',
		type: 'string',
		default: 'visible',
		description: "The answer for visible keypoints, for 'Put Visibility Into'",
	},
	{
		displayName: 'VOC Coordinates',
		name: 'vocCoordinates',
		type: 'options',
		options: [
			{ name: 'Edges, No Shift', value: 'edges', description: 'As labelImg and CVAT write them' },
			{
				name: 'Pixels From 1',
				value: 'pixelsFrom1',
				description: 'As the VOC devkit and Detectron2 have them',
			},
		],
		default: 'pixelsFrom1',
		description: 'How pixels are counted in Pascal VOC',
	},
] as const satisfies readonly Field[];
