import type { IDataObject } from 'n8n-workflow';

import { answerAt, byCodePoint } from '../classes';
import type { Answer, LabeledAsset } from '../model';
import type { Pair } from './results';
import { ratio } from './tally';

const MAX_EXAMPLES = 10;

/** How far answers to one classification agree. Several answers are equal when their sets are. */
export class Agreement {
	private compared = 0;
	private agreed = 0;
	/** Pictures in which one side only has an answer. */
	private oneSided = 0;
	private readonly counts = { reference: new Counts(), compared: new Counts() };
	private readonly examples: IDataObject[] = [];

	/** @param title of the classification; ' / ' leads to one inside another */
	constructor(private readonly title: string) {}

	/** @returns whether both sides agree, for each page of which both have answers */
	add({ reference, compared }: Pair<LabeledAsset>): boolean[] {
		const answers = [reference, compared].map((asset) => asset?.classifications ?? []);
		const pages = new Set(answers.flat().map(({ page }) => page));
		const { externalId } = (reference ?? compared)!;
		return [...pages].flatMap((page) => {
			const [a, b] = answers.map((all) => this.answersIn(all.filter((one) => one.page === page)));
			if (a && b)
				return [this.agree(page === undefined ? { externalId } : { externalId, page }, a, b)];
			if (a || b) this.oneSided++;
			return [];
		});
	}

	private agree(place: IDataObject, a: string[], b: string[]): boolean {
		this.compared++;
		this.counts.reference.add(keyOf(a));
		this.counts.compared.add(keyOf(b));
		if (keyOf(a) === keyOf(b)) {
			this.agreed++;
			return true;
		}
		if (this.examples.length < MAX_EXAMPLES) {
			this.examples.push({ ...place, reference: shown(a), compared: shown(b) });
		}
		return false;
	}

	toJson(): IDataObject {
		const { title, compared, agreed, oneSided, examples } = this;
		return {
			title,
			compared,
			agreement: ratio(agreed, compared),
			kappa: this.kappa(),
			oneSided,
			different: { count: compared - agreed, examples },
		};
	}

	/** Cohen's kappa; null where both sides always say the same one thing, or nothing was compared. */
	private kappa(): number | null {
		const { compared, agreed, counts } = this;
		let chance = 0; // in whole numbers: the share of `total` that agrees by chance
		for (const [answer, count] of counts.reference) chance += count * counts.compared.of(answer);
		const total = compared * compared;
		return ratio(agreed * compared - chance, total - chance);
	}

	private answersIn(answers: readonly Answer[]): string[] | undefined {
		const found = answerAt(answers, this.title);
		return found.length > 0 ? [...new Set(found)].sort(byCodePoint) : undefined;
	}
}

class Counts extends Map<string, number> {
	add(key: string): void {
		this.set(key, this.of(key) + 1);
	}

	of(key: string): number {
		return this.get(key) ?? 0;
	}
}

function keyOf(answers: string[]): string {
	return JSON.stringify(answers);
}

function shown(answers: string[]): string | string[] {
	return answers.length === 1 ? answers[0] : answers;
}
