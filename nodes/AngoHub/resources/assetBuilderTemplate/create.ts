import { UserError } from 'n8n-workflow';

import { classOption } from '../../../shared/fields/answers';
import { projectLocator, storageLocator } from '../../../shared/fields/locators';
import {
	placeholdersIn,
	PUBLIC_STORAGE,
	type BuilderTemplate,
	type TemplateColumn,
} from '../../../shared/hub/templates';
import type { LabelSet, SchemaClass } from '../../../shared/hub/types';
import { classificationCalled } from '../../../shared/labels/classes';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { suggestion } from '../../../shared/util/nearest';

export const createTemplateFields = [
	projectLocator,
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Product page',
		description: 'Name of the template',
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
		placeholder: 'Add column',
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
				placeholder: 'Add pre-label',
				default: {},
				description: 'Columns whose cells answer a class before annotators see the asset',
				options: [
					{
						displayName: 'Pre-Label',
						name: 'preLabel',
						values: [
							classOption,
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

/** Columns whose files may be in a private storage. */
const MEDIA = new Set(['image', 'audio', 'video', 'pdf']);

type Params = Parameters<typeof createTemplateFields>;

/**
 * A template from its fields (contract 2.7).
 * @throws UserError when the HTML names something that is neither a column nor a class
 */
export function newTemplate(
	{ name, html, columns, externalIdColumn, options }: Params,
	labelSet?: LabelSet,
): Omit<BuilderTemplate, '_id'> {
	const classes = labelSet?.classifications ?? [];
	const dataConfig = dataConfigIn(columns.column ?? []);
	checkPlaceholders(html, Object.keys(dataConfig), classes);
	return {
		name,
		description: options.description ?? '',
		template: html,
		selectedExternalId: externalIdColumn.trim(),
		...(options.batchColumn?.trim() ? { batchColumn: options.batchColumn.trim() } : {}),
		dataConfig,
		preLabelConfig: preLabelConfigIn(options.preLabels?.preLabel ?? [], classes),
	};
}

function dataConfigIn(
	rows: NonNullable<Params['columns']['column']>,
): BuilderTemplate['dataConfig'] {
	const columns = new Map<string, TemplateColumn>();
	for (const { name, type = 'text', includeInExport = true, storage } of rows) {
		const column = name?.trim();
		if (!column || columns.has(column)) {
			throw new UserError(
				column
					? `The column '${column}' appears twice in 'Columns'`
					: "A column in 'Columns' has no name",
				{ description: 'Give each column a name of its own.' },
			);
		}
		const place = MEDIA.has(type) ? { storage: storage || PUBLIC_STORAGE } : {};
		columns.set(column, { type, includeInExport, ...place });
	}
	return Object.fromEntries(columns);
}

function checkPlaceholders(html: string, columns: string[], classes: SchemaClass[]): void {
	const known = [...columns, ...classes.map(({ title }) => title)];
	const unknown = placeholdersIn(html).find((name) => !known.includes(name));
	if (unknown === undefined) return;
	throw new UserError(`'{{ ${unknown} }}' in 'HTML' is neither a column nor a class`, {
		description: `Add it to 'Columns'. ${suggestion(unknown, known, '')}`.trim(),
	});
}

function preLabelConfigIn(
	rows: Array<{ class?: string; column?: string }>,
	classes: SchemaClass[],
): NonNullable<BuilderTemplate['preLabelConfig']> {
	const entries = rows.map(({ class: wanted = '', column = '' }) => {
		const { schemaClass: found } = classificationCalled(
			wanted,
			classes.map((schemaClass) => ({ schemaClass })),
		);
		if (!column.trim()) {
			throw new UserError(`The pre-label for '${found.title}' has no column`, {
				description: "Fill in 'Column', or remove the pre-label.",
			});
		}
		return [found.schemaId, { cla: claOf(found), value: column.trim() }] as const;
	});
	return Object.fromEntries(entries);
}

/** What a template keeps of a class. */
function claOf(schemaClass: SchemaClass): SchemaClass {
	const { schemaId, tool, title, classifications = [], options = [] } = schemaClass;
	return {
		schemaId,
		tool,
		title,
		required: schemaClass.required ?? false,
		classifications,
		multiple: schemaClass.multiple ?? false,
		options,
		shortcutKey: schemaClass.shortcutKey ?? '',
		frameSpecific: schemaClass.frameSpecific ?? false,
	};
}
