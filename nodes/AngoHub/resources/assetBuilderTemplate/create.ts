import { UserError } from 'n8n-workflow';

import {
	PUBLIC_STORAGE,
	type BuilderTemplate,
	type TemplateColumn,
} from '../../../shared/hub/templates';
import type { LabelSet, SchemaClass } from '../../../shared/hub/types';
import { notOneClass } from '../../../shared/labels/classes';
import type { Parameters } from '../../../shared/operation/parameters';
import { suggestion } from '../../../shared/util/nearest';
import type { createTemplateFields } from '../../builder/fields';
import { placeholdersIn } from '../asset/fillTemplate';

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
					? `The column '${column}' comes twice in 'Columns'`
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
		const matches = classes.filter(
			({ schemaId, title }) => schemaId === wanted || title === wanted,
		);
		if (matches.length !== 1) {
			const { message, description } = notOneClass(wanted, matches, classes, 'classifications');
			throw new UserError(message, { description });
		}
		const [found] = matches;
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
