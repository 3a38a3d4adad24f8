import { UserError } from 'n8n-workflow';

import { isMaskSize } from '../../labels/geometry/pixels';
import type { Breather } from '../../util/breather';
import type { LabeledAsset, LabeledObject, Picture } from '../model';
import type { Report } from '../report';
import { Agreement } from './agreement';
import { OVERLAPS_50_TO_95 } from './averagePrecision';
import { candidatesOf, type Candidate } from './candidates';
import { ClassScores } from './classScores';
import { Confusion } from './confusion';
import {
	gridOf,
	measureOf,
	reasonForNone,
	type ComparedShapes,
	type Footprint,
	type Grid,
	type Measure,
} from './footprints';
import { matchedByLikeness, matchedByScore } from './matching';
import type { ObjectPair, Pair, PictureResult } from './results';
import { pairedPictures } from './sides';
import { ratio, rounded, Tally } from './tally';

export interface CompareSettings {
	shapes: ComparedShapes | 'none';
	/** Intersection over union from which on two objects mean the same, 0 to 1. */
	iou: number;
	/** Distance in pixels up to which two points mean the same. */
	maxDistance: number;
	/** Whether objects of different classes can mean the same. */
	classAgnostic: boolean;
	/** Whether to give average precision at overlaps from 0.5 to 0.95 too. */
	also50to95: boolean;
	/** Titles of classifications whose answers are compared. */
	answers: readonly string[];
	/** Whether compared objects have scores; those without count as 0. */
	hasScores: boolean;
	/** The class of an object. */
	nameOf(object: LabeledObject): string;
}

/** The class of all objects where classes do not matter. */
const ANY_CLASS = '(any)';
/** An overlap of everything may miss 1 in the last digits. */
const NEARLY_ONE = 1 - 1e-10;

/** Compares assets one by one, and adds up what comes of them. */
export class Comparison {
	readonly total = new Tally();
	readonly classes: ClassScores;
	readonly confusion = new Confusion();
	readonly agreements: Agreement[];
	/** What pairs are measured by. */
	readonly unit: 'iou' | 'distance';
	readonly meanName: 'meanIou' | 'meanDistance';
	private readonly measure?: Measure;
	/** The overlap that counts, and those for average precision. */
	private readonly overlaps: number[];

	constructor(
		private readonly settings: CompareSettings,
		/** What cannot be compared. */
		readonly report: Report,
		private readonly breather: Breather,
	) {
		const { shapes, iou, maxDistance, also50to95, answers } = settings;
		this.unit = shapes === 'points' ? 'distance' : 'iou';
		this.meanName = shapes === 'points' ? 'meanDistance' : 'meanIou';
		this.measure = shapes === 'none' ? undefined : measureOf(shapes, maxDistance, breather);
		const least = shapes === 'points' ? 0 : Math.min(iou, NEARLY_ONE) || Number.MIN_VALUE;
		this.overlaps = [least, ...(also50to95 && shapes !== 'points' ? OVERLAPS_50_TO_95 : [])];
		this.agreements = answers.map((title) => new Agreement(title));
		this.classes = new ClassScores(this.overlaps.length);
	}

	/** @returns what came of each picture of the asset */
	async add(pair: Pair<LabeledAsset>): Promise<PictureResult[]> {
		const agreed = this.agreements.flatMap((agreement) => agreement.add(pair));
		if (!this.measure) {
			const share = ratio(agreed.filter(Boolean).length, agreed.length) ?? 1;
			return [{ ...pair, tally: new Tally(), objects: [], disagreement: rounded(1 - share) }];
		}
		const results: PictureResult[] = [];
		for (const pictures of pairedPictures(pair)) {
			const objects = await this.compared(pictures, this.measure);
			const tally = new Tally();
			for (const { reference, compared, value } of objects) {
				tally.add(reference !== undefined, compared !== undefined, value);
			}
			this.total.addAll(tally);
			results.push({ ...pictures, tally, objects, disagreement: rounded(1 - (tally.f1 ?? 1)) });
		}
		return results;
	}

	private async compared(pictures: Pair<Picture>, measure: Measure): Promise<ObjectPair[]> {
		const { reference, compared } = pictures;
		const all = [...(reference?.objects ?? []), ...(compared?.objects ?? [])];
		const isInPixels = this.settings.shapes === 'masks';
		const grid = isInPixels ? gridOf(reference?.size ?? compared?.size, all) : undefined;
		if (grid && !isMaskSize(grid)) throw tooWide((reference ?? compared)!, grid);
		const a = await this.footprints(reference, measure, grid);
		const b = await this.footprints(compared, measure, grid);
		const wanted = { measure, minLikeness: Math.min(...this.overlaps) };
		const candidates = await candidatesOf(a, b, wanted, this.breather);
		const scores = b.map(({ object }) => object.score ?? 0);
		const { classAgnostic, hasScores } = this.settings;
		const matched = async (overlap: number, acrossClasses: boolean): Promise<Candidate[]> => {
			if (this.breather.isDue) await this.breather.pause();
			const possible = candidates.filter(
				(one) =>
					one.likeness >= overlap &&
					(acrossClasses || a[one.reference].name === b[one.compared].name),
			);
			return hasScores
				? matchedByScore(possible, scores)
				: await matchedByLikeness(possible, this.breather);
		};

		const matches: Candidate[][] = [];
		for (const overlap of this.overlaps) matches.push(await matched(overlap, classAgnostic));
		if (this.breather.isDue) await this.breather.pause();
		if (hasScores) this.addPredictions(b, matches);
		const objects = objectPairs(a, b, matches[0], measure);
		for (const { reference: r, compared: c, value } of objects) {
			const name = this.classOf((r ?? c)!.name);
			this.classes.of(name).add(r !== undefined, c !== undefined, value);
		}
		const regardless = objectPairs(a, b, await matched(this.overlaps[0], true), measure);
		for (const pair of regardless) this.confusion.add(pair.reference?.name, pair.compared?.name);
		return objects;
	}

	/** @param matches at each overlap */
	private addPredictions(compared: readonly Footprint[], matches: readonly Candidate[][]): void {
		const hits = matches.map((list) => new Set(list.map((match) => match.compared)));
		for (const [index, { name, object }] of compared.entries()) {
			const isHit = hits.map((set) => set.has(index));
			this.classes.predicted(this.classOf(name), object.score ?? 0, isHit);
		}
	}

	private classOf(name: string): string {
		return this.settings.classAgnostic ? ANY_CLASS : name;
	}

	private async footprints(
		picture: Picture | undefined,
		measure: Measure,
		grid: Grid | undefined,
	): Promise<Footprint[]> {
		const footprints: Footprint[] = [];
		for (const object of picture?.objects ?? []) {
			if (this.breather.isDue) await this.breather.pause();
			const name = this.settings.nameOf(object);
			const found = measure.footprint(object, name, grid);
			const footprint = found instanceof Promise ? await found : found;
			if (footprint) footprints.push(footprint);
			else {
				const { externalId, page } = picture!;
				const place = { externalId, page, objectId: object.objectId, title: name };
				this.report.leaveOut(reasonForNone(object), place);
			}
		}
		return footprints;
	}
}

function tooWide({ externalId }: Picture, { width, height }: Grid): UserError {
	return new UserError(`The labels of '${externalId}' reach over ${width} × ${height} pixels`, {
		description:
			"That is too much for masks. Correct labels far out of the picture, or set 'Shapes' to Boxes.",
	});
}

/** Matches in the order of the reference, then objects that only the reference has, then the others. */
function objectPairs(
	a: readonly Footprint[],
	b: readonly Footprint[],
	matches: readonly Candidate[],
	measure: Measure,
): ObjectPair[] {
	const byReference = new Map(matches.map((match) => [match.reference, match]));
	const taken = new Set(matches.map((match) => match.compared));
	const matched: ObjectPair[] = [];
	const missed: ObjectPair[] = [];
	for (const [index, reference] of a.entries()) {
		const match = byReference.get(index);
		if (!match) missed.push({ reference });
		else {
			const value = measure.valueOf(match.likeness);
			matched.push({ reference, compared: b[match.compared], value });
		}
	}
	const extra = b.filter((_, index) => !taken.has(index)).map((compared) => ({ compared }));
	return [...matched, ...missed, ...extra];
}
