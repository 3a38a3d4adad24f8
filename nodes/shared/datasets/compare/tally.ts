import type { IDataObject } from 'n8n-workflow';

/** How many objects were found, and how well. */
export class Tally {
	truePositives = 0;
	falsePositives = 0;
	falseNegatives = 0;
	/** Overlaps, or distances, of all pairs. */
	private sum = 0;

	/** Counts an object of the reference, a compared one, or both as a pair. */
	add(inReference: boolean, inCompared: boolean, value = 0): void {
		if (inReference && inCompared) this.truePositives++;
		else if (inReference) this.falseNegatives++;
		else this.falsePositives++;
		this.sum += value;
	}

	addAll({ truePositives, falsePositives, falseNegatives, sum }: Tally): void {
		this.truePositives += truePositives;
		this.falsePositives += falsePositives;
		this.falseNegatives += falseNegatives;
		this.sum += sum;
	}

	/** Objects of the reference. */
	get references(): number {
		return this.truePositives + this.falseNegatives;
	}

	/** Null where neither side has objects. */
	get f1(): number | null {
		const twice = 2 * this.truePositives;
		return ratio(twice, twice + this.falsePositives + this.falseNegatives);
	}

	/** @param mean name of the mean over the pairs */
	toJson(mean: string): IDataObject {
		const { truePositives, falsePositives, falseNegatives, f1, sum } = this;
		return {
			truePositives,
			falsePositives,
			falseNegatives,
			precision: ratio(truePositives, truePositives + falsePositives),
			recall: ratio(truePositives, truePositives + falseNegatives),
			f1,
			[mean]: ratio(sum, truePositives),
		};
	}
}

/** To 4 decimals; null, not 0, where there is nothing to divide by. */
export function ratio(part: number, whole: number): number | null {
	return whole === 0 ? null : rounded(part / whole);
}

export function rounded(value: number): number {
	return Math.round(value * 10_000) / 10_000;
}
