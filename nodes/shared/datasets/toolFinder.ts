import type { LabelSet, SchemaClass } from '../hub/types';
import { groupBy } from '../util/groupBy';
import { nearest } from '../util/nearest';

/** The class of a label set that a name means, or why it means none. */
export type FoundTools =
	{ title: string; tools?: readonly SchemaClass[] } | { leftOut: 'leftOutByName' | 'unknownClass' };

/** Finds the tools of a label set that models' classes stand for. */
export class ToolFinder {
	private readonly byTitle: ReadonlyMap<string, SchemaClass[]>;
	/** Titles that are equal where neither case nor the form of Unicode counts. */
	private readonly byPlainTitle: ReadonlyMap<string, string[]>;
	/** What was found before: each picture may name it, and comparing takes time. */
	private readonly nearestTitles = new Map<string, string | undefined>();

	/**
	 * @param renameClasses other names for models' classes; an empty one leaves the class out
	 * @param labelSet without one all names are taken as they are
	 */
	constructor(
		private readonly renameClasses: ReadonlyMap<string, string>,
		private readonly labelSet?: LabelSet,
	) {
		this.byTitle = groupBy(labelSet?.tools ?? [], ({ title }) => title);
		this.byPlainTitle = groupBy([...this.byTitle.keys()], plain);
	}

	find(name: string): FoundTools {
		const wanted = this.renameClasses.get(name) ?? name;
		if (wanted === '') return { leftOut: name === '' ? 'unknownClass' : 'leftOutByName' };
		if (!this.labelSet) return { title: wanted };
		const alike = this.byPlainTitle.get(plain(wanted)) ?? [];
		const title = this.byTitle.has(wanted) ? wanted : alike.length === 1 ? alike[0] : undefined;
		if (title !== undefined) return { title, tools: this.byTitle.get(title) };
		return { leftOut: 'unknownClass' };
	}

	/** The title of the label set that is most like a name. */
	nearestTo(name: string): string | undefined {
		const wanted = this.renameClasses.get(name) ?? name;
		if (!this.nearestTitles.has(wanted)) {
			this.nearestTitles.set(wanted, nearest(wanted, [...this.byTitle.keys()], 1)[0]);
		}
		return this.nearestTitles.get(wanted);
	}
}

function plain(title: string): string {
	return title.normalize('NFC').toLowerCase();
}
