import { UserError, type IDataObject } from 'n8n-workflow';

import { batchesOption, createMissingBatchesOption } from '../../../shared/fields/batches';
import { projectLocator, templateLocator } from '../../../shared/fields/locators';
import { priorityOption } from '../../../shared/fields/priority';
import type { BuilderTemplate } from '../../../shared/hub/templates';
import type { LabelSet, SchemaClass } from '../../../shared/hub/types';
import { SEVERAL_ANSWERS } from '../../../shared/labels/classes';
import type { Entry } from '../../../shared/operation/operation';
import type { Field, Parameters } from '../../../shared/operation/parameters';
import { isRecord } from '../../../shared/util/isRecord';
import { suggestion } from '../../../shared/util/nearest';
import type { Services } from '../../operation';
import { deleteLabelsOption, ifExistsOption, returnIdsOption } from './adding/options';
import { sharedPlan, type AssetPlan } from './adding/plan';
import { cellText, fillTemplate } from './fillTemplate';

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

/**
 * The asset that a row becomes with a template (contract 2.7).
 * @throws UserError when the row cannot work; nothing has been sent then
 */
export async function planRow({
	params,
	hub,
}: Pick<Entry<Parameters<typeof buildFields>> & Services, 'params' | 'hub'>): Promise<AssetPlan[]> {
	const { project: projectId, options } = params;
	const template = await hub.templates.find(projectId, params.template);
	const { categorySchema } = await hub.projects.recall(projectId);
	const row = rowIn(params.row);
	const externalId = cellText(row[template.selectedExternalId]).trim();
	if (!externalId) {
		throw new UserError(`The row has no value in the column '${template.selectedExternalId}'`, {
			description: `The template '${template.name}' takes the external ID from it. ${suggestion(template.selectedExternalId, Object.keys(row), 'The row is empty.')}`,
		});
	}
	const batches = [
		...(options.batches ?? []),
		...partsOf(template.batchColumn ? row[template.batchColumn] : undefined),
	];
	const html = fillTemplate(template, row, classesOf(template, categorySchema));
	const plan = await sharedPlan(hub, projectId, { ...options, batches });
	return [
		{
			...plan,
			entry: { contextData: exported(template, row), classifications: preLabels(template, row) },
			parts: [{ value: html }],
			order: 'input',
			externalId,
			isDefaultId: false,
			copy: true,
		},
	];
}

function rowIn(value: unknown): IDataObject {
	if (isRecord(value)) return value;
	throw new UserError("'Row' has to be a JSON object", {
		description: 'Give columns and their values such as {"title": "Shoe", "price": 49}.',
	});
}

/** The classes that a template may have a place for. */
function classesOf({ preLabelConfig }: BuilderTemplate, labelSet?: LabelSet): SchemaClass[] {
	const configured = Object.entries(preLabelConfig ?? {}).map(([schemaId, { cla }]) => ({
		...cla,
		schemaId,
	}));
	return [...configured, ...(labelSet?.classifications ?? [])];
}

/** Cells that annotators see beside the asset, and that exports carry. */
function exported({ dataConfig }: BuilderTemplate, row: IDataObject): IDataObject | undefined {
	const cells = Object.entries(dataConfig)
		.filter(([column, { includeInExport }]) => includeInExport && row[column] !== undefined)
		.map(([column]) => [column, row[column]]);
	return cells.length > 0 ? Object.fromEntries(cells) : undefined;
}

function preLabels(
	{ preLabelConfig }: BuilderTemplate,
	row: IDataObject,
): IDataObject[] | undefined {
	const labels: IDataObject[] = [];
	for (const [schemaId, { cla, value: column }] of Object.entries(preLabelConfig ?? {})) {
		const several = SEVERAL_ANSWERS.has(cla.tool);
		const answers = several || cla.multiple ? partsOf(row[column]) : [cellText(row[column]).trim()];
		const given = answers.filter(Boolean);
		if (given.length === 0) continue;
		checkAnswers(cla, given, column);
		// Where a class itself may be given several times, each answer is a label of its own.
		for (const answer of several ? [given] : given) {
			labels.push({ title: cla.title, schemaId, answer });
		}
	}
	return labels.length > 0 ? labels : undefined;
}

function checkAnswers(
	{ title, options = [] }: SchemaClass,
	answers: string[],
	column: string,
): void {
	const texts = options.map(({ value }) => value);
	const unknown = answers.find((answer) => texts.length > 0 && !texts.includes(answer));
	if (unknown === undefined) return;
	throw new UserError(`'${unknown}' in the column '${column}' is not an answer of '${title}'`, {
		description: suggestion(unknown, texts, ''),
	});
}

/** Several values of one cell stand between semicolons. */
function partsOf(cell: unknown): string[] {
	return cellText(cell)
		.split(';')
		.map((part) => part.trim())
		.filter(Boolean);
}
