import { batchesOption, createMissingBatchesOption } from '../../shared/fields/batches';
import { projectLocator, storageLocator, templateLocator } from '../../shared/fields/locators';
import type { Field } from '../../shared/operation/parameters';
import {
	deleteLabelsOption,
	ifExistsOption,
	priorityOption,
	returnIdsOption,
} from '../resources/asset/adding/options';

export const buildFields = [
	projectLocator,
	templateLocator,
	{
		displayName: 'Row',
		name: 'row',
		type: 'json',
		default: '={{ $json }}',
		required: true,
		placeholder: 'e.g. {"title": "Shoe", "photo": "https://example.com/shoe.png"}',
		description: "The template's columns and their values; by default the whole input item",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				...batchesOption,
				description:
					'Batches for all rows, beside those in the batch column. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			createMissingBatchesOption,
			deleteLabelsOption,
			ifExistsOption,
			priorityOption,
			returnIdsOption,
		],
	},
] as const satisfies readonly Field[];

export const createTemplateFields = [
	projectLocator,
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Product page',
		description: 'What the template is called',
	},
	{
		displayName: 'HTML',
		name: 'html',
		type: 'string',
		typeOptions: { rows: 8 },
		default: '',
		required: true,
		placeholder: 'e.g. <h1>{{ title }}</h1> <img src="{{ photo }}">',
		description:
			'The page that each row becomes. Columns stand in double curly brackets; the title of a class there makes the place for its question.',
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Column',
		default: {},
		required: true,
		description: 'The columns that the HTML names, or that exports carry',
		options: [
			{
				displayName: 'Column',
				name: 'column',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. photo',
						description: 'As in the rows and in the HTML',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: [
							{ name: 'Audio', value: 'audio' },
							{ name: 'Image', value: 'image' },
							{ name: 'Link', value: 'link' },
							{ name: 'PDF', value: 'pdf' },
							{ name: 'Text', value: 'text' },
							{ name: 'Video', value: 'video' },
							{ name: 'Web Page', value: 'iframe' },
						],
						default: 'text',
						description: 'What its cells hold',
					},
					{
						displayName: 'Include in Export',
						name: 'includeInExport',
						type: 'boolean',
						default: true,
						description: 'Whether the cell becomes context data of the asset, which exports carry',
					},
					{
						...storageLocator,
						description: 'Where private media files are kept; leave empty for public URLs',
					},
				],
			},
		],
	},
	{
		displayName: 'External ID Column',
		name: 'externalIdColumn',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. sku',
		description: "The column that becomes the asset's external ID",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Batch Column',
				name: 'batchColumn',
				type: 'string',
				default: '',
				placeholder: 'e.g. week',
				description: 'The column with the batch of each row, or several with semicolons',
			},
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				default: '',
				placeholder: 'e.g. One product with its photo',
				description: 'What the template is for',
			},
			{
				displayName: 'Pre-Labels',
				name: 'preLabels',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Pre-Label',
				default: {},
				description: 'Columns whose cells answer a class before annotators see the asset',
				options: [
					{
						displayName: 'Pre-Label',
						name: 'preLabel',
						values: [
							{
								displayName: 'Class Name or ID',
								name: 'class',
								type: 'options',
								typeOptions: {
									loadOptionsMethod: 'getClasses',
									loadOptionsDependsOn: ['project.value'],
								},
								default: '',
								description:
									'The classification to answer. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
							},
							{
								displayName: 'Column',
								name: 'column',
								type: 'string',
								default: '',
								placeholder: 'e.g. category',
								description: 'The column with the answer, or several with semicolons',
							},
						],
					},
				],
			},
		],
	},
] as const satisfies readonly Field[];
