import { UserError, type IDataObject } from 'n8n-workflow';

import type { LabelSet, SchemaClass } from '../../../shared/hub/types';
import { allClasses } from '../../../shared/labels/classes';
import { freshColor } from './colors';
import { newId, type ClassDraft } from './draft';
import { LISTS, type ListName } from './kinds';
import { mergedOptions, optionIdIn, withOptionIds } from './options';
import { flattenedTree, mergedTree, withNodeKeys, type TreeNode } from './trees';

/** How drafts become a label set. */
export interface MergeSettings {
	/** Merge keeps what the drafts do not mention; replace removes it. */
	mode: 'merge' | 'replace';
	/** Whether replacing keeps the IDs of classes and answers with the same titles. */
	keepIds: boolean;
}

/** Drafts for the lists of a label set, and for the inside of classes that it has already, by their IDs. */
export interface Drafts {
	classes: ClassDraft[];
	inside: Map<string, ClassDraft[]>;
}

/** The keys of each class (contract 4.2) where nothing else is said. */
const DEFAULTS = { required: false, columnField: false, shortcutKey: '' };

/** Further keys of classifications. */
const CLASSIFICATION_DEFAULTS = {
	regex: null,
	treeOptions: [],
	parentOptionId: null,
	frameSpecific: false,
	showDropdown: false,
	richText: false,
};

/**
 * The label set that drafts make of an existing one: exactly what is sent (contract 4.2).
 * @throws UserError when a draft does not say which class it means
 */
export function labelSetFrom(
	existing: LabelSet,
	{ classes, inside }: Drafts,
	settings: MergeSettings,
): LabelSet {
	const settler = new Settler(existing, classes, settings);
	const lists = LISTS.map((list) => [
		list,
		settler.settleAll(
			classes.filter((draft) => draft.list === list),
			existing[list],
		),
	]);
	const labelSet = { ...existing, ...Object.fromEntries(lists) } as LabelSet;
	for (const [parentId, drafts] of inside) {
		for (const list of LISTS) {
			labelSet[list] = labelSet[list].map((schemaClass) =>
				withInside(schemaClass, parentId, (parent) =>
					settler.settleAll(drafts, parent.classifications ?? [], parent),
				),
			);
		}
	}
	return labelSet;
}

/** Turns drafts into classes, each with the existing class that it stands for. */
class Settler {
	private readonly byId: Map<string, SchemaClass>;
	private readonly colors: Set<string>;

	constructor(
		existing: LabelSet,
		drafts: ClassDraft[],
		private readonly settings: MergeSettings,
	) {
		const known = allClasses(existing);
		this.byId = new Map(known.map((schemaClass) => [String(schemaClass.schemaId), schemaClass]));
		const colors = [...known.map(({ color }) => color), ...givenColors(drafts)];
		this.colors = new Set(colors.map((color) => String(color).toUpperCase()));
	}

	/** The classes at one place: those that `drafts` make, and on merging those that are there. */
	settleAll(drafts: ClassDraft[], there: SchemaClass[], parent?: SchemaClass): SchemaClass[] {
		const changed = new Map<SchemaClass, SchemaClass>();
		const settled = drafts.map((draft) => {
			const when =
				draft.when === undefined
					? (draft.keys.parentOptionId as string | null | undefined)
					: optionIdIn(parent!, draft.when, draft.title);
			const known = this.counterpart(draft, when, there);
			const schemaClass = this.settle(draft, when, known);
			if (known) {
				if (changed.has(known)) throw givenTwice(draft);
				changed.set(known, schemaClass);
			}
			return schemaClass;
		});
		if (this.settings.mode === 'replace') return settled;
		const added = settled.filter((schemaClass) => ![...changed.values()].includes(schemaClass));
		return [...there.map((known) => changed.get(known) ?? known), ...added];
	}

	/** The existing class that a draft stands for: by ID, else by title among those at its place. */
	private counterpart(
		draft: ClassDraft,
		when: string | null | undefined,
		there: SchemaClass[],
	): SchemaClass | undefined {
		const { schemaId, title, tool } = draft;
		const merging = this.settings.mode === 'merge';
		if (schemaId !== undefined) {
			const known = this.byId.get(schemaId);
			if (!merging || !known) return known;
			if (!there.includes(known)) throw elsewhere(known);
			if (known.tool !== tool) throw otherType(draft, known);
			return known;
		}
		if (!merging && !this.settings.keepIds) return undefined;
		const named = there.filter((known) => known.title === title);
		const asked = (known: SchemaClass) => known.parentOptionId ?? null;
		const always = named.filter((known) => asked(known) === null);
		const same =
			when === undefined
				? always.length > 0
					? always
					: named
				: named.filter((known) => asked(known) === when);
		const fitting = same.filter((known) => known.tool === tool);
		if (fitting.length > 1) throw ambiguous(draft, fitting);
		if (fitting.length === 0 && merging && same.length > 0) throw otherType(draft, same[0]);
		return fitting[0];
	}

	private settle(
		draft: ClassDraft,
		when: string | null | undefined,
		known: SchemaClass | undefined,
	): SchemaClass {
		const merging = this.settings.mode === 'merge';
		const { title, tool, keys, inside, list } = draft;
		const base = merging && known ? known : this.defaults(list, keys, known);
		const schemaClass = {
			...base,
			...keys,
			tool,
			title,
			schemaId: known?.schemaId ?? draft.schemaId ?? newId(),
			...answersOf(draft, known, merging),
			...(when !== undefined && { parentOptionId: when }),
		} as SchemaClass;
		if (inside) {
			schemaClass.classifications = this.settleAll(
				inside,
				known?.classifications ?? [],
				schemaClass,
			);
		}
		return schemaClass;
	}

	/** What the user left out. A class that is there may lack keys, and goes back just as it is. */
	private defaults(list: ListName, keys: IDataObject, known: SchemaClass | undefined): IDataObject {
		const all: IDataObject = {
			...DEFAULTS,
			...(list === 'classifications' && CLASSIFICATION_DEFAULTS),
			options: [],
			classifications: [],
		};
		const wanted = Object.entries(all).filter(([key]) => !known || key in known);
		const colorless = 'color' in keys || (known && !('color' in known));
		return {
			...Object.fromEntries(wanted),
			...(!colorless && { color: known ? known.color : freshColor(this.colors) }),
		};
	}
}

/** The answers to choose from, with IDs; nothing where the draft says nothing about them. */
function answersOf(
	{ options, tree }: ClassDraft,
	known: SchemaClass | undefined,
	merging: boolean,
): IDataObject {
	const knownOptions = known?.options ?? [];
	if (tree) {
		const knownTree = (known?.treeOptions ?? []) as TreeNode[];
		const treeOptions = (merging ? mergedTree : withNodeKeys)(tree, knownTree);
		const extras = [...(options ?? []), ...knownOptions] as typeof knownOptions;
		return { treeOptions, options: flattenedTree(treeOptions, extras) };
	}
	if (!options) return {};
	return { options: (merging ? mergedOptions : withOptionIds)(options, knownOptions) };
}

function withInside(
	schemaClass: SchemaClass,
	parentId: string,
	inside: (parent: SchemaClass) => SchemaClass[],
): SchemaClass {
	if (schemaClass.schemaId === parentId) {
		return { ...schemaClass, classifications: inside(schemaClass) };
	}
	const { classifications } = schemaClass;
	if (!classifications || classifications.length === 0) return schemaClass;
	return {
		...schemaClass,
		classifications: classifications.map((one) => withInside(one, parentId, inside)),
	};
}

function givenColors(drafts: ClassDraft[]): unknown[] {
	return drafts.flatMap(({ keys, inside = [] }) => [keys.color, ...givenColors(inside)]);
}

function givenTwice({ title }: ClassDraft): UserError {
	return new UserError(`The class '${title}' is given twice`, {
		description: 'Remove one of them, or give it another title.',
	});
}

function elsewhere({ title, schemaId }: SchemaClass): UserError {
	return new UserError(`The class '${title}' is at another place of the label set`, {
		description: `To change it, set 'Inside Of' to the class around it. To make a new class, remove the ID ${schemaId}.`,
	});
}

function otherType({ tool }: ClassDraft, known: SchemaClass): UserError {
	return new UserError(
		`The class '${known.title}' of the label set has the type '${known.tool}', not '${tool}'`,
		{ description: "Give the new class another title, or use the mode 'Replace All'." },
	);
}

function ambiguous({ title }: ClassDraft, fitting: SchemaClass[]): UserError {
	const ids = fitting.map(({ schemaId }) => schemaId).join(', ');
	return new UserError(`The label set has ${fitting.length} classes called '${title}'`, {
		description: `Give the 'Schema ID' of the one you mean: ${ids}.`,
	});
}
