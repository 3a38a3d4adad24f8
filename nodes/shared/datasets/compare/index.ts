import type { IDataObject } from 'n8n-workflow';

import type { Breather } from '../../util/breather';
import type { LabeledAsset } from '../model';
import { pictureFacts } from '../pictureFacts';
import type { Report } from '../report';
import { Comparison, type CompareSettings } from './comparison';
import type { Footprint } from './footprints';
import type { ObjectPair, Pair, PictureResult } from './results';
import { pairedAssets, type MatchBy } from './sides';
import { rounded } from './tally';

/** Of pictures and objects that are only examples, so many are named. */
const MAX_EXAMPLES = 10;

export interface CompareOptions extends Omit<CompareSettings, 'hasScores'> {
	matchBy: MatchBy;
	/** Whether to give which classes are taken for which. */
	confusion: boolean;
	oneItemPer: 'run' | 'picture' | 'pair';
}

/**
 * How far two sides agree on the same assets, as items. With scores on the compared side, its objects
 * choose by falling score; else both sides count the same.
 * @param report gets what cannot be compared
 * @throws UserError when an asset cannot be matched, OperationalError when the run is canceled
 */
export async function compare(
	sides: Pair<readonly LabeledAsset[]>,
	options: CompareOptions,
	report: Report,
	breather: Breather,
): Promise<IDataObject[]> {
	const hasScores = (sides.compared ?? []).some(({ objects }) =>
		objects.some(({ score }) => score !== undefined),
	);
	const comparison = new Comparison({ ...options, hasScores }, report, breather);
	const run = new Run(comparison, options);
	const items: IDataObject[] = [];
	for (const pair of pairedAssets(sides, options.matchBy, comparison.report)) {
		if (breather.isDue) await breather.pause();
		for (const result of await comparison.add(pair)) {
			if (options.oneItemPer === 'picture') items.push(pictureItem(result, comparison));
			else if (options.oneItemPer === 'pair') {
				for (const pair of result.objects) {
					items.push({ ...placeOf(result), ...pairJson(pair, comparison) });
				}
			} else run.add(result);
		}
	}
	return options.oneItemPer === 'run' ? [await run.toJson(hasScores, breather)] : items;
}

/** Gathers what the one item of a run says beside the counts. */
class Run {
	private readonly pictures = { both: 0, onlyInReference: 0, onlyInCompared: 0 };
	private readonly pairs: IDataObject[] = [];
	private worst: Array<IDataObject & { disagreement: number }> = [];

	constructor(
		private readonly comparison: Comparison,
		private readonly options: CompareOptions,
	) {}

	add(result: PictureResult): void {
		const { reference, compared, disagreement } = result;
		if (!compared) this.pictures.onlyInReference++;
		else if (!reference) this.pictures.onlyInCompared++;
		else this.pictures.both++;
		for (const pair of result.objects) {
			if (this.pairs.length === MAX_EXAMPLES || pair.value === undefined) break;
			this.pairs.push({ ...placeOf(result), ...pairJson(pair, this.comparison) });
		}
		const last = this.worst[MAX_EXAMPLES - 1]?.disagreement ?? 0;
		if (disagreement <= last) return;
		this.worst.push({ ...placeOf(result), disagreement });
		this.worst = this.worst.sort((a, b) => b.disagreement - a.disagreement).slice(0, MAX_EXAMPLES);
	}

	async toJson(hasScores: boolean, breather: Breather): Promise<IDataObject> {
		const { total, classes, confusion, agreements, report } = this.comparison;
		const json: IDataObject = { ...this.pictures };
		if (this.options.shapes !== 'none') {
			Object.assign(json, total.toJson(this.comparison.meanName));
			const { meanName } = this.comparison;
			Object.assign(json, await classes.toJson(meanName, hasScores, breather));
			if (this.options.confusion) Object.assign(json, confusion.toJson());
			json.pairs = this.pairs;
			json.morePairs = total.truePositives - this.pairs.length;
		}
		if (agreements.length > 0) json.answers = agreements.map((agreement) => agreement.toJson());
		json.worstPictures = this.worst;
		json.leftOut = report.toJson().leftOut;
		return json;
	}
}

function pictureItem(result: PictureResult, { meanName }: Comparison): IDataObject {
	const { reference, compared, tally, objects, disagreement } = result;
	const missed = objects.filter((pair) => !pair.compared);
	const extra = objects.filter((pair) => !pair.reference);
	return {
		...pictureFacts((reference ?? compared)!),
		...placeOf(result),
		inReference: reference !== undefined,
		inCompared: compared !== undefined,
		disagreement,
		...tally.toJson(meanName),
		missed: missed.slice(0, MAX_EXAMPLES).map((pair) => objectJson(pair.reference!)),
		extra: extra.slice(0, MAX_EXAMPLES).map((pair) => objectJson(pair.compared!)),
	};
}

function pairJson({ reference, compared, value }: ObjectPair, { unit }: Comparison): IDataObject {
	return {
		reference: reference ? objectJson(reference) : null,
		compared: compared ? objectJson(compared) : null,
		[unit]: value === undefined ? null : rounded(value),
	};
}

function objectJson({ object, name }: Footprint): IDataObject {
	const { objectId, score } = object;
	return {
		title: name,
		...(objectId === undefined ? {} : { objectId }),
		...(score === undefined ? {} : { score }),
	};
}

function placeOf({ reference, compared }: PictureResult): IDataObject {
	const picture = (reference ?? compared)!;
	const { externalId } = picture;
	return 'page' in picture && picture.page !== undefined
		? { externalId, page: picture.page }
		: { externalId };
}
