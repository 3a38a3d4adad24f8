import type { Breather } from '../../util/breather';
import type { Candidate } from './candidates';

/** Many candidates are sorted in parts, with time for others in between. */
const CANDIDATES_PER_BUCKET = 1_000;

/**
 * Pairs of which each object is in one at most: those most alike first, ties by order. Both sides
 * count the same: with sides swapped, the same objects are paired.
 */
export async function matchedByLikeness(
	candidates: readonly Candidate[],
	breather: Breather,
): Promise<Candidate[]> {
	const buckets = Array.from(
		{ length: 1 + Math.floor(candidates.length / CANDIDATES_PER_BUCKET) },
		(): Candidate[] => [],
	);
	for (const candidate of candidates) {
		buckets[Math.floor((1 - candidate.likeness) * (buckets.length - 1))].push(candidate);
	}
	const [references, compared] = [new Set<number>(), new Set<number>()];
	const matches: Candidate[] = [];
	for (const bucket of buckets) {
		if (breather.isDue) await breather.pause();
		for (const candidate of bucket.sort(byLikeness)) {
			if (references.has(candidate.reference) || compared.has(candidate.compared)) continue;
			references.add(candidate.reference);
			compared.add(candidate.compared);
			matches.push(candidate);
		}
	}
	return matches;
}

/** Most alike first; ties by order, in a way that does not tell one side from the other. */
function byLikeness(a: Candidate, b: Candidate): number {
	return (
		b.likeness - a.likeness ||
		Math.min(a.reference, a.compared) - Math.min(b.reference, b.compared) ||
		Math.max(a.reference, a.compared) - Math.max(b.reference, b.compared)
	);
}

/**
 * Pairs that compared objects choose by falling score, ties by order: each takes the free reference
 * object that is most like it. Equals the matching of COCO's evaluation.
 * @param scores of the compared objects
 */
export function matchedByScore(
	candidates: readonly Candidate[],
	scores: readonly number[],
): Candidate[] {
	const choices = new Map<number, Candidate[]>();
	for (const candidate of candidates) {
		const own = choices.get(candidate.compared);
		if (own) own.push(candidate);
		else choices.set(candidate.compared, [candidate]);
	}
	const taken = new Set<number>();
	const matches: Candidate[] = [];
	for (const compared of byFallingScore(choices.keys(), scores)) {
		let best: Candidate | undefined;
		for (const choice of choices.get(compared)!) {
			if (!taken.has(choice.reference) && isBetter(choice, best)) best = choice;
		}
		if (!best) continue;
		taken.add(best.reference);
		matches.push(best);
	}
	return matches;
}

/** Of two that are equally like it, COCO's evaluation takes the later one. */
function isBetter(choice: Candidate, best: Candidate | undefined): boolean {
	if (!best || choice.likeness !== best.likeness) return choice.likeness > (best?.likeness ?? -1);
	return choice.reference > best.reference;
}

/** Positions by falling score, ties by position. */
export function byFallingScore(positions: Iterable<number>, scores: readonly number[]): number[] {
	return [...positions].sort((a, b) => scores[b] - scores[a] || a - b);
}
