import type { Field } from '../../operation/parameters';
import { renameClassesOption } from './classes';
import { decimalsOption, pictureFieldOption, vocCoordinatesOption } from './pictures';

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
		description:
			"What the four numbers of a box mean in 'Plain Boxes'. Numbers with names, such as xmin or x_center, say it themselves.",
	},
	{
		displayName: 'COCO Dataset',
		name: 'dataset',
		type: 'json',
		typeOptions: { roundsNumbers: true },
		default: '{}',
		hint: 'Such as {"images": [], "categories": []}',
		description:
			'The dataset with the pictures and categories, for COCO results that come as a list',
	},
	{
		displayName: 'Coordinates',
		name: 'coordinates',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description:
					'As the format defines them. Plain boxes that all lie between 0 and 1 are fractions.',
			},
			{ name: 'Normalized', value: 'normalized', description: 'Fractions of the width and height' },
			{ name: 'Pixels', value: 'pixels', description: 'Pixels of the picture' },
		],
		default: 'automatic',
		description: 'Unit of the coordinates of plain boxes, Roboflow, Ultralytics and YOLO',
	},
	{
		displayName: 'Data.yaml',
		name: 'dataYaml',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. names: [car, bus]',
		description: 'The content of the data.yaml of a YOLO model, which has the names of its classes',
	},
	decimalsOption,
	{
		displayName: 'File Extension',
		name: 'extension',
		type: 'string',
		default: '',
		placeholder: 'e.g. .jpg',
		description:
			'Extension to add to the names of text files to get external IDs, for ZIP files without pictures',
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
		description: 'Whether to include COCO regions that stand for a crowd',
	},
	{
		displayName: 'Keep Folders',
		name: 'keepFolders',
		type: 'boolean',
		default: false,
		description: 'Whether to keep the folders of picture names in the external ID',
	},
	{
		displayName: 'Keypoint Names',
		name: 'keypointNames',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add point' },
		default: [],
		placeholder: 'e.g. nose',
		description: 'The titles of the points of a skeleton in their order',
	},
	{
		displayName: 'Min Confidence',
		name: 'minConfidence',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1 },
		default: 0,
		description: 'From 0 to 1; predictions below it are left out',
	},
	{
		displayName: 'Object IDs',
		name: 'objectIds',
		type: 'options',
		options: [
			{
				name: 'From Track IDs',
				value: 'tracks',
				description: 'The same ID for one thing throughout a video',
			},
			{ name: 'None', value: 'none', description: 'Ango Hub creates them' },
		],
		default: 'none',
		description: 'Where the IDs of objects come from',
	},
	pictureFieldOption,
	{
		displayName: 'Put Confidence Into',
		name: 'confidenceInto',
		type: 'string',
		default: '',
		placeholder: 'e.g. Confidence',
		description: 'The text classification inside objects to write the confidence to',
	},
	{
		displayName: 'Put Visibility Into',
		name: 'visibilityInto',
		type: 'string',
		default: '',
		placeholder: 'e.g. Visibility',
		description: 'The classification inside points that says whether they are visible',
	},
	renameClassesOption,
	{
		displayName: 'Simplify Outlines',
		name: 'simplify',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 0,
		description: 'How many pixels outlines may move to have fewer points; 0 keeps all points',
	},
	{
		displayName: 'Visible Answer',
		name: 'visibleAnswer',
		type: 'string',
		default: 'visible',
		description: "The answer for visible keypoints, for 'Put Visibility Into'",
	},
	vocCoordinatesOption,
] as const satisfies readonly Field[];
