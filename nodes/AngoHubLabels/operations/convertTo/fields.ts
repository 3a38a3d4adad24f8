import {
	classFields,
	formatField,
	optionsField,
} from '../../../shared/fields/datasets/datasetFields';
import { datasetFileOptions } from '../../../shared/fields/datasets/datasetOptions';
import { inputFileField, outputFileField } from '../../../shared/fields/files';
import type { Field } from '../../../shared/operation/parameters';
import { LABEL_LIST, labelListField } from '../labelList';

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
			{
				name: 'JSON',
				value: 'json',
				description: 'A list from an expression. Use this with AI agents.',
			},
		],
		default: 'items',
		description: 'Where the labels are',
	},
	{
		...inputFileField,
		name: 'file',
		displayOptions: { show: { source: ['file'] } },
	},
	{
		...labelListField,
		description: `The labels: ${LABEL_LIST}`,
		displayOptions: { show: { source: ['json'] } },
	},
	formatField,
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
		...outputFileField,
		displayOptions: { show: { output: ['file', 'zip'] } },
	},
] as const satisfies readonly Field[];

/** Everything but what is put out. */
export const labelFields = [...sourceFields, ...classFields, optionsField] as const;

export const convertToFields = [
	...sourceFields,
	...outputFields,
	...classFields,
	{ ...optionsField, options: datasetFileOptions },
] as const;
