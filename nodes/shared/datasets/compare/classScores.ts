import type { IDataObject } from 'n8n-workflow';

import type { Breather } from '../../util/breather';
import { byCodePoint } from '../classes';
import { Predictions } from './averagePrecision';
import { rounded, Tally } from './tally';

/** Counts and predictions of each class. */
export class ClassScores {
	private readonly classes = new Map<string, { tally: Tally; predictions: Predictions }>();

	/** @param overlaps how many overlaps predictions are looked at with: the one that counts, then those of 50 to 95 */
	constructor(private readonly overlaps: number) {}

	of(name: string): Tally {
		return this.entry(name).tally;
	}

	/** @param hits at each overlap, whether the prediction is right */
	predicted(name: string, score: number, hits: readonly boolean[]): void {
		this.entry(name).predictions.add(score, hits);
	}

	/**
	 * The classes by name; with scores, average precision too: that of all is the mean over those
	 * classes that the reference has, null without one.
	 */
	async toJson(meanName: string, hasScores: boolean, breather: Breather): Promise<IDataObject> {
		const all: number[][] = [];
		const classes: Array<[string, IDataObject]> = [];
		for (const name of [...this.classes.keys()].sort(byCodePoint)) {
			const { tally, predictions } = this.entry(name);
			const json = tally.toJson(meanName);
			if (hasScores) {
				const { references } = tally;
				const own =
					references > 0 ? [await predictions.averagePrecisions(references, breather)] : [];
				all.push(...own);
				Object.assign(json, this.precision(own));
			}
			classes.push([name, json]);
		}
		const total = hasScores ? this.precision(all) : {};
		return { ...total, classes: Object.fromEntries(classes) };
	}

	/** @param all average precision at each overlap, of each class */
	private precision(all: readonly number[][]): IDataObject {
		const averagePrecision = mean(all.map(([first]) => first));
		if (this.overlaps === 1) return { averagePrecision };
		return { averagePrecision, averagePrecision50to95: mean(all.flatMap((own) => own.slice(1))) };
	}

	private entry(name: string): { tally: Tally; predictions: Predictions } {
		const known = this.classes.get(name);
		if (known) return known;
		const entry = { tally: new Tally(), predictions: new Predictions(this.overlaps) };
		this.classes.set(name, entry);
		return entry;
	}
}

function mean(values: number[]): number | null {
	if (values.length === 0) return null;
	return rounded(values.reduce((sum, value) => sum + value, 0) / values.length);
}
