import type { PredictionFormat } from '../../datasets/formats/readers';
import type { Field } from '../../operation/parameters';
import { inputFileField } from '../files';

/** Formats whose predictions are texts. */
export const TEXT_FORMATS: PredictionFormat[] = ['kitti', 'voc', 'yolo'];

/** The formats that predictions are read from. */
export const predictionFormats = [
	{ name: 'Amazon Rekognition', value: 'rekognition', description: 'The response of its API' },
	{
		name: 'Azure AI Vision',
		value: 'azureVision',
		description: 'The response of its API, version 4.0 or 3.2',
	},
	{ name: 'COCO', value: 'coco', description: 'A dataset, or results of an evaluation' },
	{ name: 'Google Cloud Vision', value: 'googleVision', description: 'The response of its API' },
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
	{ name: 'Roboflow', value: 'roboflow', description: 'The response of its API or of a workflow' },
	{
		name: 'Ultralytics JSON',
		value: 'ultralytics',
		description: 'The output of to_json(), or the response of the API of Ultralytics',
	},
	{ name: 'YOLO', value: 'yolo', description: 'A text for each picture, a row for each object' },
] as const;

export const sourceField = {
	displayName: 'Predictions From',
	name: 'source',
	type: 'options',
	options: [
		{
			name: 'File',
			value: 'file',
			description: 'A file in the input item, or a ZIP archive of such files',
		},
		{ name: 'Item', value: 'item', description: 'The JSON of the item, or a field of it' },
		{ name: 'Text', value: 'text', description: 'Text, such as the content of a file' },
	],
	default: 'item',
	description: 'Where the predictions are',
} as const satisfies Field;

export const fileField = {
	...inputFileField,
	name: 'file',
} as const satisfies Field;

export const predictionsField = {
	displayName: 'Predictions',
	name: 'predictions',
	type: 'json',
	typeOptions: { roundsNumbers: true },
	default: '={{ $json }}',
	description: 'The output of the model',
} as const satisfies Field;

export const textField = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4, mayBeEmpty: true },
	default: '={{ $json.text }}',
	required: true,
	description: 'The predictions as text; may be empty for a picture without any',
} as const satisfies Field;

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
	description: 'What each row describes',
} as const satisfies Field;

export const widthField = {
	displayName: 'Width',
	name: 'width',
	type: 'string',
	default: '={{ $json.width ?? $json.metadata?.width }}',
	placeholder: 'e.g. 1920',
	description: "Width of the picture in pixels, for predictions that don't include it",
} as const satisfies Field;

export const heightField = {
	displayName: 'Height',
	name: 'height',
	type: 'string',
	default: '={{ $json.height ?? $json.metadata?.height }}',
	placeholder: 'e.g. 1080',
	description: "Height of the picture in pixels, for predictions that don't include it",
} as const satisfies Field;
