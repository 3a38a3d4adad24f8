import { labelSetField } from '../../../shared/fields/datasets/classes';
import { brushMaskField } from '../../../shared/fields/datasets/pictures';
import { outputFileField } from '../../../shared/fields/files';
import type { Entry } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';

export const drawFields = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'HTML',
				value: 'html',
				description: 'One page with all pictures, such as for an email',
			},
			{ name: 'Items', value: 'items', description: 'One item for each picture, with SVG as text' },
			{ name: 'SVG', value: 'svg', description: 'One file for each picture' },
		],
		default: 'svg',
		description: 'What to give to the next node',
	},
	{
		displayName: 'Picture',
		name: 'picture',
		type: 'options',
		options: [
			{
				name: 'Embed',
				value: 'embed',
				description: 'Put the picture itself into the drawing, from a binary field',
			},
			{
				name: 'Link',
				value: 'link',
				description: "Show the picture from the asset's URL, as long as that can be opened",
			},
			{ name: 'None', value: 'none', description: 'Draw on a gray background' },
		],
		default: 'link',
		description: 'What to show behind the labels. Frames of videos have a gray background.',
	},
	{
		displayName: 'Pictures Field',
		name: 'pictureField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that has the picture',
		displayOptions: { show: { picture: ['embed'] } },
	},
	{
		...outputFileField,
		displayOptions: { show: { output: ['html', 'svg'] } },
	},
	{
		displayName: 'Show',
		name: 'show',
		type: 'multiOptions',
		allowArbitraryValues: true, // n8n would warn of a list that an expression gives as a text
		options: [
			{ name: 'IDs', value: 'ids' },
			{ name: 'Names', value: 'names' },
			{ name: 'Scores', value: 'scores' },
		],
		default: ['names', 'scores'],
		description: 'What to write beside each object',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			brushMaskField,
			{
				displayName: 'Colors From',
				name: 'colorsFrom',
				type: 'options',
				options: [
					{
						name: 'Class',
						value: 'class',
						description: 'Colors that are easy to tell apart, the same for the same classes',
					},
					{
						name: 'Label Set',
						value: 'labelSet',
						description: 'The colors of the label set; other classes as for Class',
					},
				],
				default: 'labelSet',
				description: 'Where the colors of objects come from',
			},
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. labels.html',
				description: 'Name of the file',
				displayOptions: { show: { '/output': ['html'] } },
			},
			labelSetField,
			{
				displayName: 'Max Width',
				name: 'maxWidth',
				type: 'number',
				typeOptions: { minValue: 16, maxValue: 20_000, numberPrecision: 0 },
				default: 1200,
				description: 'Width in pixels to scale larger pictures down to',
			},
			{
				displayName: 'Second Labels By',
				name: 'secondBy',
				type: 'string',
				default: '',
				placeholder: 'e.g. task.updatedBy',
				requiresDataPath: 'single',
				description:
					'The name of the field that tells two sides apart. Leave empty to tell items with scores, which are predictions, from all others. Items of the same external ID become one drawing, in which those of the second value are dashed; a side with scores is the second.',
			},
		],
	},
] as const satisfies readonly Field[];

/** An input item of Draw. */
export type DrawEntry = Entry<Parameters<typeof drawFields>>;
