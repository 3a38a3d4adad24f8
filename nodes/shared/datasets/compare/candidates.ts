import { UserError } from 'n8n-workflow';

import type { Breather } from '../../util/breather';
import type { Footprint, Measure } from './footprints';

/** Two objects that are alike enough to mean the same. */
export interface Candidate {
	/** Position in the reference. */
	reference: number;
	/** Position among the compared objects. */
	compared: number;
	/** 0 to 1. */
	likeness: number;
}

/** So many fit in memory well; only thousands of objects on top of each other have more. */
const MAX_CANDIDATES = 1_000_000;
/** What is sure to be too little may miss the limit in the last digits. */
const SURELY = 1 - 1e-9;

/**
 * All pairs of objects that are at least so much alike. Goes through the picture from left to right, so
 * that objects far from each other are not looked at together.
 * @throws UserError when too many lie on top of each other
 */
export async function candidatesOf(
	reference: readonly Footprint[],
	compared: readonly Footprint[],
	{ measure, minLikeness }: { measure: Measure; minLikeness: number },
	breather: Breather,
): Promise<Candidate[]> {
	const found: Candidate[] = [];
	const [a, b] = [new Side(reference), new Side(compared)];
	while (!a.isDone || !b.isDone) {
		if (breather.isDue) await breather.pause();
		const isReference = b.isDone || (!a.isDone && a.nextLeft <= b.nextLeft);
		const [own, other] = isReference ? [a, b] : [b, a];
		const next = own.open();
		for (const near of other.touching(next, measure.isIou ? minLikeness * SURELY : 0)) {
			if (breather.isDue) await breather.pause();
			const [r, c] = isReference ? [next, near] : [near, next];
			const likeness = measure.likeness(r.footprint, c.footprint);
			if (likeness < minLikeness) continue;
			found.push({ reference: r.index, compared: c.index, likeness });
			if (found.length > MAX_CANDIDATES) throw tooMany();
		}
	}
	return found;
}

interface Entry {
	index: number;
	footprint: Footprint;
}

/** One side of the comparison, from left to right. */
class Side {
	private readonly sorted: Entry[];
	/** Left, top, right, bottom and area of each entry in `sorted`: numbers in a row are quick to go through. */
	private readonly numbers: Float64Array;
	/** Positions in `sorted` of what may reach to the right of where the sweep is. */
	private readonly active: Uint32Array;
	private activeCount = 0;
	private next = 0;

	constructor(footprints: readonly Footprint[]) {
		this.sorted = footprints
			.map((footprint, index) => ({ index, footprint }))
			.sort((p, q) => p.footprint.box.x0 - q.footprint.box.x0);
		this.active = new Uint32Array(footprints.length);
		this.numbers = new Float64Array(footprints.length * 5);
		for (const [position, { footprint }] of this.sorted.entries()) {
			const { box, area } = footprint;
			this.numbers.set([box.x0, box.y0, box.x1, box.y1, area], position * 5);
		}
	}

	get isDone(): boolean {
		return this.next === this.sorted.length;
	}

	get nextLeft(): number {
		return this.numbers[this.next * 5];
	}

	/** The next entry, which others can touch from now on. */
	open(): Entry {
		this.active[this.activeCount++] = this.next;
		return this.sorted[this.next++];
	}

	/**
	 * What was opened before and touches an entry that begins further to the right.
	 * @param minIou what cannot reach this intersection over union is left out
	 */
	touching({ footprint: { box, area } }: Entry, minIou: number): Entry[] {
		const { active, numbers, sorted } = this;
		const found: Entry[] = [];
		let kept = 0;
		for (let i = 0; i < this.activeCount; i++) {
			const position = active[i];
			const at = position * 5;
			if (numbers[at + 2] < box.x0) continue; // the sweep has passed it
			active[kept++] = position;
			if (numbers[at + 3] < box.y0 || numbers[at + 1] > box.y1) continue;
			if (minIou > 0) {
				const width = Math.min(numbers[at + 2], box.x1) - box.x0;
				const height = Math.min(numbers[at + 3], box.y1) - Math.max(numbers[at + 1], box.y0);
				const shared = Math.min(width * height, area, numbers[at + 4]);
				if (shared < minIou * (area + numbers[at + 4] - shared)) continue;
			}
			found.push(sorted[position]);
		}
		this.activeCount = kept;
		return found;
	}
}

function tooMany(): UserError {
	return new UserError('Too many objects of a picture lie on top of each other to be compared', {
		description:
			'Raise the overlap from which on objects match, or look for labels that were imported several times.',
	});
}
