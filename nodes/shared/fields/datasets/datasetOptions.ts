import type { Field } from '../../operation/parameters';

const COCO_AND_YOLO_OUTLINES = [
	'cocoDetection',
	'cocoSegmentation',
	'cocoKeypoints',
	'yoloSegment',
];
const WITH_SKELETON = ['cocoKeypoints', 'yoloPose'];

/** Where brush strokes are. */
export const brushMaskField = {
	displayName: 'Brush Mask Field',
	name: 'brushMaskField',
	type: 'string',
	default: '',
	placeholder: 'e.g. mask',
	description:
		'The binary field with the PNG of brush strokes. Its colors are those of the label set.',
} as const satisfies Field;

/** What can be said beyond the format, in alphabetical order. */
export const datasetOptions = [
	{
		displayName: 'All Pages',
		name: 'allPages',
		type: 'boolean',
		default: false,
		description: 'Whether to write the pages and frames without objects too',
	},
	{
		displayName: 'Answer Title',
		name: 'classAnswer',
		type: 'string',
		default: '',
		placeholder: 'e.g. Type',
		description:
			"The classification inside objects whose answers are the classes, for 'Class From'. For one inside another: Outer / Inner.",
	},
	{
		displayName: 'Attributes From Answers',
		name: 'attributes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add attribute',
		default: {},
		description: 'What answers inside objects say about them',
		options: [
			{
				displayName: 'Attribute',
				name: 'attribute',
				values: [
					{
						displayName: 'Answer',
						name: 'answer',
						type: 'string',
						default: 'yes',
						description: 'The answer that means that the object has the attribute',
					},
					{
						displayName: 'Answer Title',
						name: 'title',
						type: 'string',
						default: '',
						description: 'The title of the classification inside the object',
					},
					{
						displayName: 'Attribute',
						name: 'attribute',
						type: 'options',
						options: [
							{ name: 'Crowd', value: 'crowd', description: 'COCO' },
							{ name: 'Difficult', value: 'difficult', description: 'Pascal VOC' },
							{
								name: 'Occluded',
								value: 'occluded',
								description: 'KITTI; answers 0 to 3 count too',
							},
							{ name: 'Truncated', value: 'truncated', description: 'Pascal VOC' },
						],
						default: 'difficult',
					},
				],
			},
		],
	},
	brushMaskField,
	{
		displayName: 'Class From',
		name: 'classFrom',
		type: 'options',
		options: [
			{ name: 'Answer', value: 'answer', description: 'The answer inside the object' },
			{ name: 'Title', value: 'title', description: 'The title of the object' },
			{ name: 'Title and Answer', value: 'titleAndAnswer', description: 'Both, as one name' },
		],
		default: 'title',
		description: 'What the class of an object is',
	},
	{
		displayName: 'Color Masks',
		name: 'palette',
		type: 'boolean',
		default: false,
		description:
			'Whether masks are shown in the colors of the label set; the numbers stay the same',
		displayOptions: { show: { '/format': ['mask'] } },
	},
	{
		displayName: 'CSV Rows',
		name: 'rows',
		type: 'options',
		options: [
			{ name: 'Object', value: 'object', description: 'A row for each object' },
			{ name: 'Picture', value: 'picture', description: 'A row for each picture with its answers' },
		],
		default: 'picture',
		description: 'What becomes a row',
		displayOptions: { show: { '/format': ['csv'] } },
	},
	{
		displayName: 'Decimals',
		name: 'decimals',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 6, numberPrecision: 0 },
		default: 2,
		description: 'How many decimals pixels have in COCO and CSV',
	},
	{
		displayName: 'Escape Formulas',
		name: 'escapeFormulas',
		type: 'boolean',
		default: false,
		description: 'Whether to put an apostrophe before cells that spreadsheets take for formulas',
		displayOptions: { show: { '/format': ['csv'] } },
	},
	{
		displayName: 'File Name From',
		name: 'fileNameFrom',
		type: 'options',
		options: [
			{ name: 'Asset URL', value: 'assetUrl', description: 'The last part of the URL' },
			{ name: 'External ID', value: 'externalId', description: 'The last part of the external ID' },
		],
		default: 'externalId',
		description: 'What the names of pictures are taken from',
	},
	{
		displayName: 'Fill In Frames',
		name: 'fillFrames',
		type: 'boolean',
		default: false,
		description:
			'Whether to interpolate objects between the frames of a video that they were drawn on, as for exports of key frames only',
	},
	{
		displayName: 'Hidden Answer',
		name: 'hiddenAnswer',
		type: 'string',
		default: 'hidden',
		description: "The answer that means that a point is hidden, for 'Visibility From'",
		displayOptions: { show: { '/format': WITH_SKELETON } },
	},
	{
		displayName: 'Holes',
		name: 'holes',
		type: 'options',
		options: [
			{
				name: 'Join',
				value: 'join',
				description: 'Outline and holes become one ring, the default of YOLO',
			},
			{
				name: 'Leave Out the Object',
				value: 'leaveOut',
				description: 'Objects with holes are reported, not written',
			},
			{
				name: 'RLE',
				value: 'rle',
				description: 'Masks as run lengths, the default of COCO; YOLO joins instead',
			},
		],
		default: 'rle',
		description: 'How to write objects with holes',
		displayOptions: { show: { '/format': COCO_AND_YOLO_OUTLINES } },
	},
	{
		displayName: 'On Missing Size',
		name: 'onMissingSize',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'Nothing is written' },
			{
				name: 'Leave Out and Report',
				value: 'leaveOut',
				description: 'The other pictures are written',
			},
		],
		default: 'leaveOut',
		description: 'What to do with pictures whose width and height are not known',
	},
	{
		displayName: 'On Unreadable Picture',
		name: 'onUnreadablePicture',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'Nothing is written' },
			{
				name: 'Leave Out and Report',
				value: 'leaveOut',
				description: 'The other pictures are written, and their labels',
			},
		],
		default: 'leaveOut',
		description: 'What to do with pictures that cannot be fetched or read',
	},
	{
		displayName: 'Other Shapes',
		name: 'otherShapes',
		type: 'options',
		options: [
			{
				name: 'Convert',
				value: 'convert',
				description: 'The box around, or the smallest rectangle around, takes their place',
			},
			{ name: 'Leave Out', value: 'leaveOut', description: 'They are reported, not written' },
		],
		default: 'convert',
		description: 'What to do with shapes that the format does not have',
	},
	{
		displayName: 'Out of Image',
		name: 'outOfImage',
		type: 'options',
		options: [
			{ name: 'Clip', value: 'clip', description: 'Objects are cut off at the border' },
			{ name: 'Error', value: 'error', description: 'Nothing is written' },
			{ name: 'Keep', value: 'keep', description: 'Objects stay as they are' },
			{
				name: 'Leave Out',
				value: 'leaveOut',
				description: 'Objects that reach out are reported, not written',
			},
		],
		default: 'clip',
		description: 'What to do with objects that reach out of their picture',
	},
	{
		displayName: 'Pictures Field',
		name: 'pictureField',
		type: 'string',
		default: '',
		placeholder: 'e.g. data',
		description:
			'The binary field with the picture. Its size is read from it, and it is put into a ZIP.',
		displayOptions: { show: { '/source': ['items'] } },
	},
	{
		displayName: 'Points Belong To',
		name: 'pointsBelongTo',
		type: 'options',
		options: [
			{
				name: 'Box Around',
				value: 'boxAround',
				description: "The smallest object of the skeleton's class around the point",
			},
			{
				name: 'Group Relation',
				value: 'groupRelation',
				description: 'The points and the object of a group relation',
			},
			{ name: 'Whole Picture', value: 'wholePicture', description: 'One skeleton in each picture' },
		],
		default: 'boxAround',
		description: 'Which points make a skeleton',
		displayOptions: { show: { '/format': WITH_SKELETON } },
	},
	{
		displayName: 'Rename Classes',
		name: 'renameClasses',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add class',
		default: {},
		description: 'Other names for classes',
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
						description: 'The new name; leave empty to leave the class out',
					},
				],
			},
		],
	},
	{
		displayName: 'Skeleton',
		name: 'skeleton',
		type: 'fixedCollection',
		placeholder: 'Add skeleton',
		default: {},
		description: 'The class that has keypoints, and the titles of these',
		displayOptions: { show: { '/format': WITH_SKELETON } },
		options: [
			{
				displayName: 'Skeleton',
				name: 'skeleton',
				values: [
					{
						displayName: 'Class',
						name: 'class',
						type: 'string',
						default: '',
						placeholder: 'e.g. Person',
					},
					{
						displayName: 'Edges',
						name: 'edges',
						type: 'string',
						default: '',
						placeholder: 'e.g. 1-2, 1-3',
						description: 'Numbers of the points that are joined, from 1',
					},
					{
						displayName: 'Keypoints',
						name: 'keypoints',
						type: 'string',
						typeOptions: { multipleValues: true },
						default: [],
						placeholder: 'e.g. nose',
						description: 'The titles of the points in their order',
					},
				],
			},
		],
	},
	{
		displayName: 'Split',
		name: 'split',
		type: 'fixedCollection',
		placeholder: 'Add split',
		default: {},
		description: 'How pictures are divided into training, validation and test',
		options: [
			{
				displayName: 'Split',
				name: 'split',
				values: [
					{
						displayName: 'Keep Together By',
						name: 'keepTogetherBy',
						type: 'string',
						default: '',
						placeholder: 'e.g. contextData.patient',
						description:
							'The field of the item that pictures of one side have in common. Frames and pages always stay together.',
					},
					{
						displayName: 'Mode',
						name: 'mode',
						type: 'options',
						options: [
							{
								name: 'Exact',
								value: 'exact',
								description: 'The shares are met; pictures may change sides when others come',
							},
							{ name: 'None', value: 'none', description: 'All pictures are for training' },
							{
								name: 'Stable',
								value: 'stable',
								description: 'A picture keeps its side when others come; the shares hold roughly',
							},
						],
						default: 'stable',
					},
					{
						displayName: 'Seed',
						name: 'seed',
						type: 'string',
						default: 'ango',
						description: 'A different seed gives a different split',
					},
					{
						displayName: 'Training Share',
						name: 'train',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 1 },
						default: 0.8,
						description: 'From 0 to 1',
					},
					{
						displayName: 'Validation Share',
						name: 'val',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 1 },
						default: 0.1,
						description: 'From 0 to 1; the rest is for tests',
					},
				],
			},
		],
	},
	{
		displayName: 'Tasks of an Asset',
		name: 'severalTasks',
		type: 'options',
		options: [
			{ name: 'All', value: 'all', description: 'Each task is a picture of its own' },
			{ name: 'First', value: 'first', description: 'The first that comes in counts' },
			{ name: 'Newest', value: 'newest', description: 'The one that was changed last counts' },
		],
		default: 'newest',
		description: 'Which tasks of an asset count, such as those of consensus',
	},
	{
		displayName: 'Visibility From',
		name: 'visibilityFrom',
		type: 'string',
		default: '',
		placeholder: 'e.g. Visibility',
		description: 'The classification inside points that says whether they can be seen',
		displayOptions: { show: { '/format': WITH_SKELETON } },
	},
	{
		displayName: 'VOC Coordinates',
		name: 'vocCoordinates',
		type: 'options',
		options: [
			{
				name: 'Edges, No Shift',
				value: 'edges',
				description: 'As labelImg and CVAT write them',
			},
			{
				name: 'Pixels From 1',
				value: 'pixelsFrom1',
				description: 'As the VOC devkit and Detectron2 have them',
			},
		],
		default: 'pixelsFrom1',
		description: 'How pixels are counted',
		displayOptions: { show: { '/format': ['voc'] } },
	},
] as const satisfies readonly Field[];

const fileNameOption = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. dataset.zip',
	description: 'The name of the output file',
} as const satisfies Field;

type FileOption = (typeof datasetOptions)[number] | typeof fileNameOption;

/** The same with what only a file needs. */
export const datasetFileOptions = datasetOptions.flatMap((option): FileOption[] =>
	option.name === 'fileNameFrom' ? [fileNameOption, option] : [option],
);
