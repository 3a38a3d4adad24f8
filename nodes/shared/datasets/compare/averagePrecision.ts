import type { Breather } from '../../util/breather';
import { byFallingScore } from './matching';

/** Recall at which precision is looked up: 0, 0.01 … 1. */
const RECALLS = Array.from({ length: 101 }, (_, step) => (step === 100 ? 1 : step * 0.01));
/** Overlaps of the mean from 50 to 95, as COCO's evaluation computes them. */
export const OVERLAPS_50_TO_95 = Array.from({ length: 10 }, (_, step) =>
	step === 9 ? 0.95 : 0.5 + step * ((0.95 - 0.5) / 9),
);

/** The predictions of one class in all pictures, at several overlaps. */
export class Predictions {
	private readonly scores: number[] = [];
	/** Which predictions are right, at each overlap. */
	private readonly hits: boolean[][];

	constructor(overlaps: number) {
		this.hits = Array.from({ length: overlaps }, () => []);
	}

	/** @param hits at each overlap, whether the prediction is right */
	add(score: number, hits: readonly boolean[]): void {
		this.scores.push(score);
		for (const [at, isHit] of hits.entries()) this.hits[at].push(isHit);
	}

	/**
	 * Average precision at each overlap as COCO's evaluation has it: the mean of the best precision at
	 * 101 recalls or more.
	 * @param references objects that there are to find, at least 1
	 */
	async averagePrecisions(references: number, breather: Breather): Promise<number[]> {
		const order = byFallingScore(this.scores.keys(), this.scores);
		const all: number[] = [];
		for (const hits of this.hits) {
			if (breather.isDue) await breather.pause();
			const inOrder = order.map((at) => hits[at]);
			all.push(averagePrecision(inOrder, references));
		}
		return all;
	}
}

function averagePrecision(hits: readonly boolean[], references: number): number {
	const [recall, precision] = [new Float64Array(hits.length), new Float64Array(hits.length)];
	let right = 0;
	for (const [index, isHit] of hits.entries()) {
		if (isHit) right++;
		recall[index] = right / references;
		precision[index] = right / (index + 1);
	}
	for (let index = hits.length - 2; index >= 0; index--) {
		precision[index] = Math.max(precision[index], precision[index + 1]);
	}
	let sum = 0;
	let at = 0;
	for (const wanted of RECALLS) {
		while (at < recall.length && recall[at] < wanted) at++;
		if (at < recall.length) sum += precision[at];
	}
	return sum / RECALLS.length;
}
