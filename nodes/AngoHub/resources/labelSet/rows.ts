import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelSet } from '../../../shared/hub/types';
import { classesCalled, flattened } from '../../../shared/labels/classes';
import type { Parameters } from '../../../shared/operation/parameters';
import { isEmpty } from '../../../shared/util/isEmpty';
import { suggestion } from '../../../shared/util/nearest';
import { classFields } from './classFields';
import type { ClassDraft } from './draft';
import { TREE, WITH_OPTIONS } from './kinds';
import { optionLines, treeLines } from './lines';
import type { Drafts } from './mergeLabelSet';

type ClassRow = Partial<Parameters<typeof classFields>>;

/** A class of the visual builder, and the class around it by title, path or ID. */
export interface RowDraft extends ClassDraft {
	insideOf?: string;
}

/** Settings that only classifications have (contract 4.2). */
const FOR_CLASSIFICATIONS: Record<string, string> = {
	abbreviatedName: 'Abbreviated Name',
	attributeType: 'Attribute Type',
	defaultValue: 'Default Value',
	displayName: 'Display Name',
	exportName: 'Export Name',
	frameSpecific: 'Frame Specific',
	regex: 'Regular Expression',
	richText: 'Rich Text',
	showDropdown: 'Show Dropdown',
};

const LIST_OF_KIND = {
	tool: 'tools',
	classification: 'classifications',
	relation: 'relations',
} as const;

/** The class that a row of the builder describes. @throws UserError when the row cannot make one */
export function rowDraft(row: ClassRow): RowDraft {
	const { kind = 'tool', settings = {} } = row;
	const title = String(row.title ?? '').trim();
	if (title === '') {
		throw new UserError("A class has no 'Class Title'", {
			description:
				"Fill in 'Class Title', or check that its expression gives a value for this item.",
		});
	}
	const { schemaId, shortcutKey, ...others } = settings;
	const keys: IDataObject = Object.fromEntries(
		Object.entries(others).filter(([, value]) => !isEmpty(value)),
	);
	if (!isEmpty(shortcutKey)) keys.shortcutKey = String(shortcutKey).trim().toLowerCase();
	const draft: RowDraft = {
		list: LIST_OF_KIND[kind],
		title,
		tool: toolOf(row),
		keys,
		...(!isEmpty(schemaId) && { schemaId: String(schemaId).trim() }),
		...(!isEmpty(row.insideOf) && { insideOf: row.insideOf!.trim() }),
		...(!isEmpty(row.when) && { when: row.when!.trim() }),
	};
	if (kind !== 'classification') checkNoClassification(draft);
	if (draft.when !== undefined && draft.insideOf === undefined) {
		throw new UserError(`The class '${title}' has an 'Only When Answer Is' but no 'Inside Of'`, {
			description: "Say in 'Inside Of' which class is to have that answer.",
		});
	}
	return { ...draft, ...answersIn(draft, row) };
}

/**
 * Puts the rows of the builder together: each inside the class that it names, among the rows or,
 * where they are merged, in the label set.
 * @throws UserError when a row is inside of a class that is not there, or of itself
 */
export function assembled(given: RowDraft[], existing?: LabelSet): Drafts {
	const rows = given.map((row) => ({ ...row }));
	const drafts: Drafts = { classes: [], inside: new Map() };
	const parents = new Map<RowDraft, RowDraft>();
	for (const row of rows) {
		if (row.insideOf === undefined) {
			drafts.classes.push(row);
			continue;
		}
		const parent = parentAmong(rows, row, row.insideOf);
		if (parent) {
			parents.set(row, parent);
			(parent.inside ??= []).push(row);
			continue;
		}
		const parentId = parentIn(existing, row, row.insideOf, rows);
		drafts.inside.set(parentId, [...(drafts.inside.get(parentId) ?? []), row]);
	}
	for (const row of rows) checkEnds(row, parents);
	return drafts;
}

function toolOf({ kind = 'tool', toolType, classificationType, relationType }: ClassRow): string {
	switch (kind) {
		case 'tool':
			return toolType ?? 'bounding-box';
		case 'classification':
			return classificationType ?? 'radio';
		case 'relation':
			return relationType ?? 'one-to-one';
	}
}

function checkNoClassification({ title, keys, insideOf }: RowDraft): void {
	if (insideOf !== undefined) {
		throw new UserError(`The class '${title}' cannot be inside another one`, {
			description: 'Only classifications can. Set its kind to Classification.',
		});
	}
	const wrong = Object.keys(keys).find((key) => key in FOR_CLASSIFICATIONS);
	if (wrong === undefined) return;
	throw new UserError(`The class '${title}' cannot have '${FOR_CLASSIFICATIONS[wrong]}'`, {
		description: 'Only classifications have it.',
	});
}

function answersIn(
	{ tool, title }: ClassDraft,
	{ options, tree }: ClassRow,
): Pick<ClassDraft, 'options' | 'tree'> {
	if (tool === TREE) {
		const nodes = treeLines(tree);
		return nodes.length > 0 ? { tree: nodes } : {};
	}
	if (!WITH_OPTIONS.some((type) => type === tool)) return {};
	const answers = optionLines(options);
	const texts = answers.map(({ value }) => value);
	const twice = texts.find((text, index) => texts.indexOf(text) !== index);
	if (twice !== undefined) {
		throw new UserError(`The class '${title}' has '${twice}' twice`, {
			description: "Give each answer once in 'Possible Answers'.",
		});
	}
	return answers.length > 0 ? { options: answers } : {};
}

function parentAmong(rows: RowDraft[], row: RowDraft, wanted: string): RowDraft | undefined {
	const others = rows.filter((other) => other !== row);
	const byId = others.filter(({ schemaId }) => schemaId === wanted);
	const found = byId.length > 0 ? byId : others.filter((other) => isCalled(other, wanted));
	if (found.length > 1) {
		throw new UserError(`'Inside Of' of the class '${row.title}' can mean several classes`, {
			description: `There are ${found.length} called '${wanted}'. Give them different titles, or a 'Schema ID' each and use that.`,
		});
	}
	return found[0];
}

function isCalled({ title, insideOf }: RowDraft, wanted: string): boolean {
	return wanted === title || wanted === `${insideOf} / ${title}`;
}

/** The ID of the existing class that a row is inside of, by ID, title or path. */
function parentIn(
	existing: LabelSet | undefined,
	row: RowDraft,
	wanted: string,
	rows: RowDraft[],
): string {
	const { tools = [], classifications = [], relations = [] } = existing ?? {};
	const all = flattened([...tools, ...classifications, ...relations]);
	const found = classesCalled(wanted, all);
	if (found.length === 1) return found[0].schemaClass.schemaId;
	if (found.length > 1) {
		const ids = found.map(({ schemaClass }) => schemaClass.schemaId).join(', ');
		throw new UserError(`The label set has ${found.length} classes called '${wanted}'`, {
			description: `Give the ID of the one that '${row.title}' is inside of: ${ids}.`,
		});
	}
	const titles = [...rows.filter((other) => other !== row), ...all.map((one) => one.schemaClass)];
	throw new UserError(`There is no class '${wanted}' for '${row.title}' to be inside`, {
		description: suggestion(
			wanted,
			titles.map(({ title }) => title),
			'There are no other classes.',
		),
	});
}

function checkEnds(row: RowDraft, parents: Map<RowDraft, RowDraft>): void {
	const around = new Set<RowDraft>();
	for (let at: RowDraft | undefined = row; at; at = parents.get(at)) {
		if (around.has(at)) {
			throw new UserError(`The class '${row.title}' is inside itself`, {
				description: "Check 'Inside Of' of the classes around it.",
			});
		}
		around.add(at);
	}
}
