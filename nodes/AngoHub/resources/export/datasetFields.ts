import {
	classFields,
	formatField,
	optionsField,
} from '../../../shared/fields/datasets/datasetFields';
import { datasetFileOptions } from '../../../shared/fields/datasets/datasetOptions';
import { outputFileField } from '../../../shared/fields/files';
import { projectLocator } from '../../../shared/fields/locators';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { stageFields, taskFilters } from './selection';

/** The label set is that of the project. */
const [classAnswerField, classesField, classListField] = classFields;

/** Options for files that come with items, of which there are none here. */
const ITEM_OPTIONS = ['brushMaskField', 'pictureField'] as const;

type DatasetOption = Exclude<
	(typeof datasetFileOptions)[number],
	{ name: (typeof ITEM_OPTIONS)[number] }
>;

const options = datasetFileOptions.filter((option): option is DatasetOption =>
	ITEM_OPTIONS.every((name) => name !== option.name),
);

/** What the user fills in for Export Dataset. */
export const datasetFields = [
	projectLocator,
	formatField,
	classAnswerField,
	...stageFields,
	classesField,
	classListField,
	{
		displayName: 'Include Pictures',
		name: 'includePictures',
		type: 'boolean',
		default: true,
		description:
			'Whether to put the pictures into the ZIP. Their sizes are then read from them, and those that cannot be fetched are reported and stay out with their labels.',
	},
	outputFileField,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: taskFilters,
	},
	{ ...optionsField, options },
] as const satisfies readonly Field[];

export type DatasetParams = Parameters<typeof datasetFields>;
