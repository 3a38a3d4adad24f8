import type { IDataObject } from 'n8n-workflow';

import { byCodePoint } from '../classes';

/** Stands for no object on one side. */
const NONE = '(none)';
/** Of rare mistakes of very many classes, only the number is given. */
const MAX_ENTRIES = 100;

/** How often objects of one class are taken for another. */
export class Confusion {
	private readonly counts = new Map<string, Map<string, number>>();

	/** @param reference class in the reference, undefined where it has no such object; likewise `prediction` */
	add(reference: string = NONE, prediction: string = NONE): void {
		const row = this.counts.get(reference) ?? new Map<string, number>();
		this.counts.set(reference, row);
		row.set(prediction, (row.get(prediction) ?? 0) + 1);
	}

	/** The most frequent pairs of classes, in the order of their names. */
	toJson(): IDataObject {
		const entries = [...this.counts].flatMap(([reference, row]) =>
			[...row].map(([prediction, count]) => ({ reference, prediction, count })),
		);
		const frequent = entries.sort((a, b) => b.count - a.count).slice(0, MAX_ENTRIES);
		frequent.sort(
			(a, b) => byCodePoint(a.reference, b.reference) || byCodePoint(a.prediction, b.prediction),
		);
		const rest = entries.length - frequent.length;
		return rest > 0 ? { confusion: frequent, moreConfusion: rest } : { confusion: frequent };
	}
}
