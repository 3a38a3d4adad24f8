import type { LabelSet, SchemaClass } from '../../hub/types';
import { byCodePoint } from '../classes';
import type { LabeledObject } from '../model';

/** Colors that are easy to tell apart on photos, whatever their neighbors. */
const COLORS = [
	'#e6194b',
	'#2ecc40',
	'#1e90ff',
	'#ff851b',
	'#b10dc9',
	'#00d5d5',
	'#f032e6',
	'#ffdc00',
	'#9a6324',
	'#01a368',
	'#6a5acd',
	'#ff6f91',
];

const HEX_COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** The color of each class: that of the label set where it has one, else one of a fixed list. */
export class ClassColors {
	private readonly indexes: Map<string, number>;
	private readonly byId = new Map<string, string>();
	private readonly byTitle = new Map<string, string>();

	/** @param names of all classes, in any order: the same names always have the same colors */
	constructor(names: Iterable<string>, labelSet?: LabelSet) {
		const sorted = [...new Set(names)].sort(byCodePoint);
		this.indexes = new Map(sorted.map((name, index) => [name, index]));
		for (const { schemaId, title, color } of labelSet?.tools ?? ([] as SchemaClass[])) {
			if (typeof color !== 'string' || !HEX_COLOR.test(color)) continue;
			this.byId.set(schemaId, color);
			if (!this.byTitle.has(title)) this.byTitle.set(title, color);
		}
	}

	of({ schemaId = '' }: LabeledObject, name: string): string {
		const known = this.byId.get(schemaId) ?? this.byTitle.get(name);
		return known ?? COLORS[(this.indexes.get(name) ?? 0) % COLORS.length];
	}
}
