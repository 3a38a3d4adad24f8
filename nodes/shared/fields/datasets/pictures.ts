import type { Field } from '../../operation/parameters';

export const brushMaskField = {
	displayName: 'Brush Mask Field',
	name: 'brushMaskField',
	type: 'string',
	default: '',
	placeholder: 'e.g. mask',
	description:
		'The binary field with the PNG of brush strokes. Its colors are those of the label set.',
} as const satisfies Field;

export const decimalsOption = {
	displayName: 'Decimals',
	name: 'decimals',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 6, numberPrecision: 0 },
	default: 2,
	description: 'Number of decimals of pixel coordinates',
} as const satisfies Field;

export const pictureFieldOption = {
	displayName: 'Pictures Field',
	name: 'pictureField',
	type: 'string',
	default: '',
	placeholder: 'e.g. data',
	description: 'The binary field with the picture. Its size is read from it.',
} as const satisfies Field;

export const vocCoordinatesOption = {
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
	description: 'How pixels are counted in Pascal VOC',
	displayOptions: { show: { '/format': ['voc'] } },
} as const satisfies Field;
