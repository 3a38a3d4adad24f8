import type { LabelSet, SchemaClass } from '../hub/types';
import { nearest } from '../util/nearest';
import type { Answer, LabeledObject } from './model';
import type { LeftOutReason } from './report';

/** Stands between a title and an answer, and between the titles on the way to an answer inside another. */
const SEPARATOR = ' / ';

/** What the classes of a dataset are made of. */
export interface ClassSettings {
	/** Gives schema IDs their titles. */
	labelSet?: LabelSet;
	classFrom: 'title' | 'answer' | 'titleAndAnswer';
	/** Title of the nested classification; ' / ' leads to one inside another. */
	classAnswer: string;
	/** New names of classes; an empty one leaves the class out. */
	renameClasses: ReadonlyMap<string, string>;
}

/** What an object is called, and what was odd about it. */
export interface Naming {
	/** Empty for a class that is left out by its name. */
	name: string;
	isNoAnswer?: boolean;
	isSeveralAnswers?: boolean;
}

/** Finds the names of objects' classes. */
export class ClassNames {
	/** Titles of the tools by schema ID. */
	private readonly titles: ReadonlyMap<string, string>;
	private readonly path: string[];

	/** @param parents titles of the objects whose answers are classes, by the names of these; filled here */
	constructor(
		private readonly settings: ClassSettings,
		readonly parents = new Map<string, string>(),
	) {
		const tools = settings.labelSet?.tools ?? [];
		this.titles = new Map(tools.map(({ schemaId, title }) => [schemaId, title]));
		this.path = settings.classAnswer.split(SEPARATOR);
	}

	nameOf(object: LabeledObject): Naming {
		const title = this.titleOf(object);
		const { classFrom } = this.settings;
		if (classFrom === 'title') return { name: this.renamed(title) };
		const found = answerAt(object.answers, this.path);
		if (found.length === 0) return { name: this.renamed(title), isNoAnswer: true };
		const name = this.renamed(classFrom === 'answer' ? found[0] : title + SEPARATOR + found[0]);
		this.addParent(name, title);
		return { name, isSeveralAnswers: found.length > 1 };
	}

	/** All classes that a label set can give, in its order. Several tools of one title are one class. */
	ofLabelSet({ tools }: LabelSet): string[] {
		const { classFrom } = this.settings;
		const names = (tools ?? []).flatMap((tool) => {
			const answers = classFrom === 'title' ? [] : optionsAt(tool.classifications ?? [], this.path);
			if (answers.length === 0) return [this.renamed(tool.title)];
			return answers.map((answer) => {
				const name = classFrom === 'answer' ? answer : tool.title + SEPARATOR + answer;
				this.addParent(this.renamed(name), tool.title);
				return this.renamed(name);
			});
		});
		return names.filter((name) => name !== '');
	}

	renamed(name: string): string {
		return this.settings.renameClasses.get(name) ?? name;
	}

	/** A class that several titles share has none. */
	private addParent(name: string, title: string): void {
		const known = this.parents.get(name);
		if (known === undefined) this.parents.set(name, title);
		else if (known !== title) this.parents.set(name, '');
	}

	private titleOf({ schemaId, title }: LabeledObject): string {
		const known = schemaId === undefined ? undefined : this.titles.get(schemaId);
		return known ?? (title || (schemaId ?? ''));
	}
}

/** What names objects by the titles of their classes. */
export function classTitles(labelSet?: LabelSet): (object: LabeledObject) => string {
	const classFrom = 'title';
	const names = new ClassNames({ labelSet, classFrom, classAnswer: '', renameClasses: new Map() });
	return (object) => names.nameOf(object).name;
}

/** The classes of a dataset in their order, each once. */
export class Classes {
	readonly names: readonly string[];
	private readonly indexes = new Map<string, number>();

	constructor(
		names: Iterable<string>,
		private readonly namer: ClassNames,
	) {
		for (const name of names) {
			if (!this.indexes.has(name)) this.indexes.set(name, this.indexes.size);
		}
		this.names = [...this.indexes.keys()];
	}

	/** The position in `names` of an object's class, from 0, or why it has none. */
	find(object: LabeledObject): Naming & { index: number | LeftOutReason } {
		const naming = this.namer.nameOf(object);
		const index = naming.name === '' ? 'leftOutByName' : this.indexes.get(naming.name);
		return { ...naming, index: index ?? 'unknownClass' };
	}

	/** The position of a class by its name, before it is renamed. */
	indexOfName(name: string): number | undefined {
		return this.indexes.get(this.namer.renamed(name));
	}

	/** The title of the objects that have a class by their answer; empty for other classes. */
	parentOf(name: string): string {
		return this.namer.parents.get(name) ?? '';
	}

	/** The class most like an unknown one. */
	nearestTo(name: string): string | undefined {
		return nearest(name, [...this.names], 1)[0];
	}
}

/** Sorts names by code point, so that neither the language nor the order of items matters. */
export function byCodePoint(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The answers that stand at a path of titles; none where there is none. */
export function answerAt(answers: readonly Answer[], path: readonly string[]): string[] {
	const [title, ...inner] = path;
	const found = answers.filter((answer) => answer.title === title);
	if (inner.length > 0) {
		return found.flatMap(({ classifications }) => answerAt(listOf(classifications), inner));
	}
	return found
		.flatMap(({ answer }) => answer)
		.filter((answer) => answer !== undefined && answer !== null && answer !== '')
		.map(String);
}

/** The answers that a label set offers at a path of titles. */
export function optionsAt(classes: readonly SchemaClass[], path: readonly string[]): string[] {
	const [title, ...inner] = path;
	return classes
		.filter((one) => one.title === title)
		.flatMap(({ options, classifications }) =>
			inner.length > 0
				? optionsAt(classifications ?? [], inner)
				: (options ?? []).map(({ value }) => value),
		);
}

/** Paths of titles of classifications and of those inside them. */
export function pathsOf(
	classifications: ReadonlyArray<{ title?: string; classifications?: unknown }>,
	above = '',
): string[] {
	return classifications.flatMap(({ title = '', classifications: inner }) => {
		const path = above + title;
		return [path, ...pathsOf(listOf(inner), path + SEPARATOR)];
	});
}

function listOf(value: unknown): Answer[] {
	return Array.isArray(value) ? (value as Answer[]) : [];
}
