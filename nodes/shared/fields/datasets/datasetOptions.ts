import type { Field } from '../../operation/parameters';
import { attributesOption } from './attributes';
import { renameClassesOption } from './classes';
import {
	brushMaskField,
	decimalsOption,
	pictureFieldOption,
	vocCoordinatesOption,
} from './pictures';
import {
	hiddenAnswerOption,
	pointsBelongToOption,
	skeletonOption,
	visibilityFromOption,
} from './skeleton';
import { splitOption } from './split';

const WITH_OUTLINES = ['cocoDetection', 'cocoSegmentation', 'cocoKeypoints', 'yoloSegment'];

/** What can be said beyond the format, in alphabetical order. */
export const datasetOptions = [
	{
		displayName: 'All Pages',
		name: 'allPages',
		type: 'boolean',
		default: false,
		description: 'Whether to include pages and frames without objects',
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
	attributesOption,
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
		description: 'Where the class of an object comes from',
	},
	{
		displayName: 'Color Masks',
		name: 'palette',
		type: 'boolean',
		default: false,
		description: 'Whether to show masks in the colors of the label set; pixel values stay the same',
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
		description: 'What each row represents',
		displayOptions: { show: { '/format': ['csv'] } },
	},
	{ ...decimalsOption, description: 'Number of decimals of pixel coordinates in COCO and CSV' },
	{
		displayName: 'Escape Formulas',
		name: 'escapeFormulas',
		type: 'boolean',
		default: false,
		description:
			'Whether to put an apostrophe before cells that a spreadsheet would run as formulas',
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
		description: 'Where the file names of pictures come from',
	},
	{
		displayName: 'Fill In Frames',
		name: 'fillFrames',
		type: 'boolean',
		default: false,
		description:
			'Whether to interpolate objects between the frames of a video that they were drawn on. Needed for exports of key frames only.',
	},
	hiddenAnswerOption,
	{
		displayName: 'Holes',
		name: 'holes',
		type: 'options',
		options: [
			{
				name: 'Join',
				value: 'join',
				description: 'Make one ring of outline and holes, the default for YOLO',
			},
			{
				name: 'Leave Out the Object',
				value: 'leaveOut',
				description: 'Report objects with holes instead of writing them',
			},
			{
				name: 'RLE',
				value: 'rle',
				description: 'Write masks as run lengths, the default for COCO; YOLO joins instead',
			},
		],
		default: 'rle',
		description: 'How to write objects with holes',
		displayOptions: { show: { '/format': WITH_OUTLINES } },
	},
	{
		displayName: 'On Missing Size',
		name: 'onMissingSize',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'Stop without writing anything' },
			{
				name: 'Leave Out and Report',
				value: 'leaveOut',
				description: 'Write the other pictures',
			},
		],
		default: 'leaveOut',
		description: 'What to do with pictures whose width and height are unknown',
	},
	{
		displayName: 'On Unreadable Picture',
		name: 'onUnreadablePicture',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'Stop without writing anything' },
			{
				name: 'Leave Out and Report',
				value: 'leaveOut',
				description: 'Write the other pictures and their labels',
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
				description: 'Replace them with the box, or the smallest rectangle, around them',
			},
			{ name: 'Leave Out', value: 'leaveOut', description: 'Report them instead of writing them' },
		],
		default: 'convert',
		description: 'What to do with shapes that the format does not support',
	},
	{
		displayName: 'Out of Image',
		name: 'outOfImage',
		type: 'options',
		options: [
			{ name: 'Clip', value: 'clip', description: 'Cut objects off at the border' },
			{ name: 'Error', value: 'error', description: 'Stop without writing anything' },
			{ name: 'Keep', value: 'keep', description: 'Keep objects as they are' },
			{
				name: 'Leave Out',
				value: 'leaveOut',
				description: 'Report these objects instead of writing them',
			},
		],
		default: 'clip',
		description: 'What to do with objects that extend beyond their picture',
	},
	{
		...pictureFieldOption,
		description:
			'The binary field with the picture. Its size is read from it, and it is put into a ZIP.',
		displayOptions: { show: { '/source': ['items'] } },
	},
	pointsBelongToOption,
	renameClassesOption,
	skeletonOption,
	splitOption,
	{
		displayName: 'Tasks of an Asset',
		name: 'severalTasks',
		type: 'options',
		options: [
			{ name: 'All', value: 'all', description: 'Each task becomes a picture of its own' },
			{ name: 'First', value: 'first', description: 'The first one in the input' },
			{ name: 'Newest', value: 'newest', description: 'The one that was changed last' },
		],
		default: 'newest',
		description: 'Which tasks to use when an asset has several, as with consensus',
	},
	visibilityFromOption,
	vocCoordinatesOption,
] as const satisfies readonly Field[];

const fileNameOption = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. dataset.zip',
	description: 'Name of the file',
} as const satisfies Field;

type FileOption = (typeof datasetOptions)[number] | typeof fileNameOption;

/** The same with what only a file needs. */
export const datasetFileOptions = datasetOptions.flatMap((option): FileOption[] =>
	option.name === 'fileNameFrom' ? [fileNameOption, option] : [option],
);
