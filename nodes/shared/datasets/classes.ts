import type { LabelSet, SchemaClass } from '../hub/types';
import { recordsIn } from '../util/lists';
import { nearest } from '../util/nearest';
import type { Answer, LabeledObject } from './model';
import type { LeftOutReason } from './report';
import { nameIn } from './values';

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

	/** @param parents titles of the objects whose answers are classes, by the names of these; filled here */
	constructor(
		private readonly settings: ClassSettings,
		readonly parents = new Map<string, string>(),
	) {
		const tools = settings.labelSet?.tools ?? [];
		this.titles = new Map(tools.map(({ schemaId, title }) => [schemaId, title]));
	}

	nameOf(object: LabeledObject): Naming {
		const title = this.titleOf(object);
		const { classFrom, classAnswer } = this.settings;
		if (classFrom === 'title') return { name: this.renamed(title) };
		const found = answerAt(object.answers, classAnswer);
		if (found.length === 0) return { name: this.renamed(title), isNoAnswer: true };
		const name = this.renamed(classFrom === 'answer' ? found[0] : title + SEPARATOR + found[0]);
		this.addParent(name, title);
		return { name, isSeveralAnswers: found.length > 1 };
	}

	/** All classes that a label set can give, in its order. Several tools of one title are one class. */
	ofLabelSet({ tools }: LabelSet): string[] {
		const { classFrom, classAnswer } = this.settings;
		return (tools ?? []).flatMap((tool) => {
			const inner = recordsIn(tool.classifications) as SchemaClass[];
			const answers = classFrom === 'title' ? [] : optionsAt(inner, classAnswer);
			if (answers.length === 0) return [this.renamed(tool.title)];
			return answers.map((answer) => {
				const name = classFrom === 'answer' ? answer : tool.title + SEPARATOR + answer;
				this.addParent(this.renamed(name), tool.title);
				return this.renamed(name);
			});
		});
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

	/** What its tool is called: the label set knows better than the object. */
	titleOf({ schemaId, title }: LabeledObject): string {
		const known = schemaId === undefined ? undefined : this.titles.get(schemaId);
		return known ?? (title || (schemaId ?? ''));
	}
}

/** What names objects by the titles of their classes. */
export function classTitles(labelSet?: LabelSet): (object: LabeledObject) => string {
	const classFrom = 'title';
	const names = new ClassNames({ labelSet, classFrom, classAnswer: '', renameClasses: new Map() });
	return (object) => names.titleOf(object);
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
			const isNew = name !== '' && !this.indexes.has(name);
			if (isNew) this.indexes.set(name, this.indexes.size);
		}
		this.names = [...this.indexes.keys()];
	}

	/** The position in `names` of an object's class, from 0, or why it has none. */
	find(object: LabeledObject): Naming & { index: number | LeftOutReason } {
		const naming = this.namer.nameOf(object);
		const isUntitled = naming.name === '' && this.titleOf(object) === '';
		return { ...naming, index: isUntitled ? 'unknownClass' : this.indexOf(naming.name) };
	}

	/** What the tool of an object is called. */
	titleOf(object: LabeledObject): string {
		return this.namer.titleOf(object);
	}

	/** The position of a class by its name, before it is renamed, or why it has none. */
	indexOfName(name: string): number | LeftOutReason {
		return this.indexOf(this.namer.renamed(name));
	}

	/** The title of the objects that have a class by their answer; empty for other classes. */
	parentOf(name: string): string {
		return this.namer.parents.get(name) ?? '';
	}

	/** The class most like an unknown one. */
	nearestTo(name: string): string | undefined {
		return nearest(name, [...this.names], 1)[0];
	}

	/** The position of a class by its name as it is written, or why it has none. */
	indexOf(name: string): number | LeftOutReason {
		return name === '' ? 'leftOutByName' : (this.indexes.get(name) ?? 'unknownClass');
	}
}

/** Sorts names by code point, so that neither the language nor the order of items matters. */
export function byCodePoint(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * The answers that stand at a path of titles, such as 'Outer / Inner'; none where there is none. A
 * title may have such a sign in itself.
 */
export function answerAt(answers: readonly Answer[], path: string): string[] {
	return answers.flatMap(({ title, answer, classifications }) => {
		if (title !== path) return inside(title, path, recordsIn(classifications), answerAt);
		return textsOf(answer);
	});
}

/** All answers by the paths of titles at which they stand. */
export function answersByPath(
	answers: readonly Answer[],
	above = '',
	found = new Map<string, string[]>(),
): Map<string, string[]> {
	for (const { title = '', answer, classifications } of answers) {
		const path = above + title;
		const texts = found.get(path) ?? [];
		found.set(path, texts);
		for (const text of textsOf(answer)) texts.push(text);
		answersByPath(recordsIn(classifications), path + SEPARATOR, found);
	}
	return found;
}

function textsOf(answer: Answer['answer']): string[] {
	return [answer]
		.flat()
		.filter((one) => one !== undefined && one !== null && one !== '')
		.map((one) => nameIn(one) ?? JSON.stringify(one));
}

/** The answers that a label set offers at a path of titles. */
export function optionsAt(classes: readonly SchemaClass[], path: string): string[] {
	return classes.flatMap(({ title, options, classifications }) =>
		title === path
			? recordsIn(options).flatMap(({ value }) => nameIn(value) ?? [])
			: inside(title, path, recordsIn(classifications) as SchemaClass[], optionsAt),
	);
}

/** What a search finds further down a path that begins with a title. */
function inside<T>(
	title: string | undefined,
	path: string,
	inner: readonly T[],
	search: (inner: readonly T[], rest: string) => string[],
): string[] {
	const start = `${title}${SEPARATOR}`;
	return path.startsWith(start) ? search(inner, path.slice(start.length)) : [];
}

/** Paths of titles of classifications of a label set, and of those inside them. */
export function pathsOf(classes: readonly SchemaClass[], above = ''): string[] {
	return classes.flatMap(({ title, classifications }) => {
		const path = above + title;
		return [path, ...pathsOf(recordsIn(classifications) as SchemaClass[], path + SEPARATOR)];
	});
}
